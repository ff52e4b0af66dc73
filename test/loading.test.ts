/** Systems that cannot be read: each is told with its place, all together, and none hides another. */
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copyOfSystems, runNode, textsIn } from './support/copy';
import { ROOT } from './support/dist';

// Each start is a bundle of everything, on a machine with other work to do.
const timeout = 60_000;

let copy: string;
beforeAll(async () => {
  // The one that a synth is fastest with.
  copy = await copyOfSystems('dokploy-saas');
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

const write = (path: string, ...lines: readonly string[]): void => {
  mkdirSync(dirname(join(copy, path)), { recursive: true });
  writeFileSync(join(copy, path), `${lines.join('\n')}\n`);
};
const synth = () => runNode(copy, ['tools/run.js', 'main.ts']);
const phasewise = (...words: string[]) => runNode(copy, ['cli/phasewise.js', ...words]);

/** Problems by their path, of what a command printed. */
const told = (text: string): Map<string, string> =>
  new Map([...text.matchAll(/^ {2}\[(.*?)\] (.*)$/gm)].map(([, path, message]) => [path!, message!]));

describe('systems that cannot be read', { timeout }, () => {
  const WRONG: Readonly<Record<string, { files?: Record<string, string[]>; place: string; words: string }>> =
    {
      'an empty folder': { place: 'systems/empty', words: 'has no index.ts; a system is a folder' },
      'no index.ts': {
        files: { 'systems/bare/flows.ts': ['export const flows = [];'] },
        place: 'systems/bare',
        words: 'has no index.ts',
      },
      'no default export': {
        files: { 'systems/named/index.ts': ["export const system = { name: 'named' };"] },
        place: 'systems/named/index.ts',
        words: 'exports no System by default',
      },
      'a default export of another kind': {
        files: { 'systems/other/index.ts': ['export default [];'] },
        place: 'systems/other/index.ts',
        words: 'exports no System by default',
      },
      'an error that is thrown': {
        files: { 'systems/torn/index.ts': ['', "throw new Error('torn');"] },
        place: 'systems/torn/index.ts:2',
        words: 'torn',
      },
      'something else that is thrown': {
        files: { 'systems/text/index.ts': ["throw 'a text';"] },
        place: 'systems/text/index.ts',
        words: "throws 'a text'",
      },
      'a slip': {
        files: {
          'systems/slip/index.ts': [
            "import { nameOf } from './names';",
            '',
            'export default { name: nameOf() };',
          ],
          'systems/slip/names.ts': ['export const nameOf = (parts?: string[]) =>', "  parts!.join('-');"],
        },
        place: 'systems/slip/names.ts:2',
        words: "TypeError: Cannot read properties of undefined (reading 'join')",
      },
      'what the catalogue says on purpose': {
        files: {
          'systems/size/index.ts': [
            "import { millicores } from '../../model/units';",
            'export default { name: String(millicores(',
            "  'much' as never,",
            ')) };',
          ],
        },
        place: 'systems/size/index.ts:2',
        words: "'much' is not a processor quantity",
      },
      'a slip in the catalogue': {
        files: {
          'systems/empty-words/index.ts': [
            "import { redis } from '../../catalogue/redis';",
            'export default redis(undefined as never);',
          ],
        },
        place: 'catalogue/parts/redis-server.ts:',
        words: 'TypeError: Cannot destructure property',
      },
      'a syntax error': {
        files: { 'systems/syntax/index.ts': ['export default {', "  name: 'syntax'", '  flows: [],', '};'] },
        place: 'systems/syntax/index.ts:3',
        words: 'Expected "}" but found "flows"',
      },
      'a syntax error in a file that another imports': {
        files: {
          'systems/deep/index.ts': ["export { system as default } from './parts';"],
          'systems/deep/parts/index.ts': ['export const system = {;'],
        },
        place: 'systems/deep/parts/index.ts:1',
        words: 'Expected identifier but found ";"',
      },
      'a syntax error in a new catalogue file': {
        files: {
          'systems/store/index.ts': ["export { store as default } from '../../catalogue/store';"],
          'catalogue/store.ts': ['export const store = (;'],
        },
        place: 'catalogue/store.ts:1',
        words: 'Unexpected ";"',
      },
      'a file that is not there': {
        files: { 'systems/file/index.ts': ["export { system as default } from './sytem';"] },
        place: 'systems/file/index.ts:1',
        words: 'Could not resolve "./sytem"',
      },
      'a name that is not there': {
        files: {
          'systems/name/index.ts': ["import { fows } from './flows';", 'export default { flows: fows() };'],
          'systems/name/flows.ts': ['export const flows = () => [];'],
        },
        place: 'systems/name/index.ts:1',
        words: 'No matching export in "systems/name/flows.ts" for import "fows"',
      },
      'a package that is not installed': {
        files: {
          'systems/package/index.ts': ["import words from 'no-such-package';", 'export default words;'],
        },
        place: 'systems/package/index.ts:1',
        words: "Cannot find module 'no-such-package'",
      },
    };
  const others = Object.keys(WRONG).length + 1;

  beforeAll(() => {
    mkdirSync(join(copy, 'systems', 'empty'));
    for (const { files = {} } of Object.values(WRONG))
      for (const [path, lines] of Object.entries(files)) write(path, ...lines);
    // And one that can be read, with a mistake in it.
    cpSync(join(copy, 'systems', 'dokploy-saas'), join(copy, 'systems', 'typo'), { recursive: true });
    const index = join(copy, 'systems', 'typo', 'index.ts');
    const text = readFileSync(index, 'utf8');
    expect(text).toContain("name: 'dokploy-saas'");
    writeFileSync(index, text.replace("name: 'dokploy-saas'", "name: 'Typo'"));
  });

  test('are told together, each in its place, with the mistakes of those that can', async () => {
    const before = textsIn(join(copy, 'dist'));
    const { status, out, error } = await synth();
    const problems = told(error);
    for (const [name, { place, words }] of Object.entries(WRONG)) {
      const [found] = [...problems].filter(([path]) => path.startsWith(place));
      expect(found?.[1], `${name}:\n${error}`).toContain(words);
    }
    expect([...problems.keys()].some((path) => path.startsWith('Typo'))).toBe(true);
    expect(problems.size).toBeGreaterThanOrEqual(others);
    // Nothing but a line for each.
    expect(error.trimEnd().split('\n')).toHaveLength(problems.size + 1);
    expect(error).toMatch(/^\d+ problems in the definitions, nothing was written:\n/);
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(textsIn(join(copy, 'dist'))).toEqual(before);
  });

  test('keep nobody from asking about another, and are told alone when they are asked about', async () => {
    const [other, own, all] = await Promise.all([
      phasewise('plan', 'dokploy-saas/production', '--from', '1', '--to', '2'),
      phasewise('diff', 'syntax/production'),
      phasewise('diff', '--all', '--from', 'phase:1', '--to', 'phase:1'),
    ]);
    expect(other).toMatchObject({ status: 0, error: '' });
    expect(other!.out).toContain('+ ResourceQuota budget');
    expect([...told(own!.error).keys()]).toEqual(['systems/syntax/index.ts:3']);
    expect(own!.status).toBe(2);
    expect(told(all!.error).size).toBeGreaterThanOrEqual(others);
    expect(all!.status).toBe(2);
  });
});

test('a file of the program itself that cannot be read is told in the same way', { timeout }, async () => {
  const file = join(copy, 'charts', 'app.ts');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, 'export const app = {;\n');
  const said = 'The program cannot be read, nothing was written:\n';
  const line = '  [charts/app.ts:1] Expected identifier but found ";"\n';
  const [synthesized, asked] = await Promise.all([synth(), phasewise('diff', 'dokploy-saas/production')]);
  expect(synthesized).toMatchObject({ status: 1, out: '' });
  expect(synthesized!.error.startsWith(said)).toBe(true);
  expect(synthesized!.error).toContain(line);
  expect(asked).toMatchObject({ status: 2, out: '' });
  expect(asked!.error).toContain(line);
  writeFileSync(file, text);
});

test('what npm has not installed is told as that, by every command', async () => {
  unlinkSync(join(copy, 'node_modules'));
  expect(await synth()).toEqual({
    status: 1,
    out: '',
    error: "The package 'esbuild' is not installed: run 'npm ci' first.\n",
  });
  expect(await phasewise('diff', 'dokploy-saas/production')).toMatchObject({ status: 2, out: '' });
  const { scripts } = JSON.parse(readFileSync(join(copy, 'package.json'), 'utf8'));
  const [, ...words] = (scripts.synth as string).split(' ');
  const absent = { status: 1, out: '', error: "cdk8s-cli is not installed: run 'npm ci' first.\n" };
  expect(await runNode(copy, words)).toEqual(absent);
  // Whoever deletes `node_modules` leaves what npm put beneath it.
  const beneath = join(copy, 'tools/cdk8s/node_modules/cdk8s-cli');
  mkdirSync(beneath, { recursive: true });
  writeFileSync(join(beneath, 'package.json'), '{}');
  expect(await runNode(copy, words)).toEqual(absent);
  // Whoever keeps `node_modules` alone has nothing beneath it.
  rmSync(join(copy, 'tools/cdk8s/node_modules'), { recursive: true });
  mkdirSync(join(copy, 'node_modules'));
  symlinkSync(join(copy, 'tools/cdk8s'), join(copy, 'node_modules/cdk8s-cli'));
  symlinkSync(join(ROOT, 'node_modules/yargs'), join(copy, 'node_modules/yargs'));
  expect(await runNode(copy, words)).toEqual(absent);
});
