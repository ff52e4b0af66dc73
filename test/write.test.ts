/** `dist` and `docs/systems` are what they were or what is new, whatever happens on the way. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { runNode } from './support/copy';
import { ROOT } from './support/dist';
import { temporaryFolder } from './support/temporary';

const timeout = 180_000;

/**
 * Runs one story with `write/`. Everything that changes the file system is counted, and at one of the changes the
 * process is killed, or the disk is full.
 */
const STORY = `
const fs = require('node:fs');
const { mend, replace } = require('./write.js');
const CHANGES = ['linkSync', 'mkdirSync', 'renameSync', 'rmSync', 'rmdirSync', 'writeFileSync'];
const real = Object.fromEntries(CHANGES.map((name) => [name, fs[name]]));
const state = (word) => new Map([
  ['dist/argocd/one.yaml', 'the same'],
  ['dist/shop/live/app.yaml', word],
  ['dist/shop/' + word + '/app.yaml', word],
  ['docs/systems/shop.md', word],
]);
const read = (folder) => fs.existsSync(folder)
  ? fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
      .map(({ parentPath, name }) => [parentPath + '/' + name, fs.readFileSync(parentPath + '/' + name, 'utf8')])
  : [];
const isState = (word) => {
  const wanted = state(word);
  const now = [...read('dist'), ...read('docs/systems')];
  return now.length === wanted.size && now.every(([path, text]) => wanted.get(path) === text);
};
const reset = () => {
  Object.assign(fs, real);
  for (const folder of ['dist', 'docs']) fs.rmSync(folder, { recursive: true, force: true });
  for (const [path, text] of state('old')) {
    fs.mkdirSync(require('node:path').dirname(path), { recursive: true });
    fs.writeFileSync(path, text);
  }
};
const breakAt = (wanted, how) => {
  let count = 0;
  for (const name of CHANGES) fs[name] = (...words) => {
    if (++count === wanted) how();
    return real[name](...words);
  };
  return () => count;
};
`;

let folder: string;
beforeAll(() => {
  folder = temporaryFolder('write');
  buildSync({
    entryPoints: [join(ROOT, 'write', 'index.ts')],
    bundle: true,
    platform: 'node',
    outfile: join(folder, 'write.js'),
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  for (const part of ['dist', 'docs', '.synth']) rmSync(join(folder, part), { recursive: true, force: true });
});

/** Runs a story to its end. @returns the last line that it printed, and the signal that ended it */
function tell(story: string): { said: string; signal: string | null } {
  const { stdout, stderr, signal, status } = spawnSync(process.execPath, ['-e', STORY + story], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (!signal) expect(stderr, String(status)).toBe('');
  return { said: stdout.trim().split('\n').at(-1)!, signal };
}

test('a run that is killed at any moment leaves what was there, or the next one ends it', { timeout }, () => {
  tell('reset()');
  let [killed, before, after] = [0, 0, 0];
  for (let at = 1; ; at++) {
    // Whatever the definitions say today: to mend comes first.
    const { said, signal } = tell(`
      mend();
      fs.writeSync(1, isState('old') ? 'old' : isState('new') ? 'new' : 'mixed: ' + read('.').join(' '));
      reset();
      breakAt(${at}, () => process.kill(process.pid, 'SIGKILL'));
      replace(state('new'));
      fs.writeSync(1, isState('new') ? '; done' : '; not done');
    `);
    expect(said, `killed at change ${at - 1}`).toMatch(/^(old|new)(; done)?$/);
    if (at > 1) said.startsWith('old') ? before++ : after++;
    if (!signal) {
      expect(said).toMatch(/; done$/);
      break;
    }
    killed++;
  }
  // It was killed while files were made, between the renames, and while it tidied up.
  expect(killed).toBeGreaterThan(15);
  expect(Math.min(before, after)).toBeGreaterThan(3);
  expect(readdirSync(folder).sort()).toEqual(['dist', 'docs', 'write.js']);
});

test('where a file cannot be written everything is as it was, and a sentence says so', { timeout }, () => {
  const { said } = tell(`
    const told = [];
    for (let at = 1; ; at++) {
      reset();
      const count = breakAt(at, () => {
        throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
      });
      try {
        replace(state('new'));
        if (!isState('new')) told.push(at + ': nothing was said');
        if (count() < at) break;
      } catch (error) {
        const isTold = error.name === 'WriteError' && /^dist and docs.systems are as they were: .*ENOSPC/.test(error.message);
        if (!isTold || !isState('old')) told.push(at + ': ' + error.stack + ' ' + read('.'));
      }
      Object.assign(fs, real);
      replace(state('new'));
      if (!isState('new') || fs.existsSync('.synth')) told.push(at + ': the next run is in its way');
    }
    fs.writeSync(1, told.join(' ') || 'good');
  `);
  expect(said).toBe('good');
});

describe('what is really in the way', () => {
  const replace = () =>
    tell("try { replace(state('new')) } catch (error) { console.log(error.message) }").said;

  test('of one folder keeps the other back', () => {
    tell('reset()');
    rmSync(join(folder, 'docs'), { recursive: true });
    writeFileSync(join(folder, 'docs'), 'a file\n');
    expect(replace()).toMatch(/^dist and docs\/systems are as they were: .*docs/);
    expect(tell("console.log(read('dist').join())").said).not.toContain('new');
  });

  test('of the new files is named', () => {
    mkdirSync(join(folder, 'dist'));
    writeFileSync(join(folder, '.synth'), 'a file\n');
    expect(replace()).toMatch(/are as they were: EEXIST: .*'\.synth'/);
    expect(readdirSync(join(folder, 'dist'))).toEqual([]);
  });
});

test('runs at the same time take turns, and each folder is of the same one', { timeout }, async () => {
  tell('reset()');
  const again = (word: string) =>
    runNode(folder, ['-e', `${STORY} for (let at = 0; at < 25; at++) replace(state('${word}' + at));`]);
  const results = await Promise.all(['a', 'b', 'c'].map(again));
  for (const { status, error } of results) expect({ status, error }).toEqual({ status: 0, error: '' });
  const last = readFileSync(join(folder, 'docs', 'systems', 'shop.md'), 'utf8');
  expect(last).toMatch(/^[abc]24$/);
  expect(tell(`console.log(isState('${last}'))`).said).toBe('true');
  expect(readdirSync(folder).sort()).toEqual(['dist', 'docs', 'write.js']);
});
