/** The README's worked examples, executed: a newcomer who follows them must see what it says. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyOfSystems, textsIn } from './support/copy';
import { ROOT } from './support/dist';

const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');

let copy: string;

/** Replaces text that must be there. */
function edit(file: string, before: string, after: string): void {
  const path = join(copy, file);
  const text = readFileSync(path, 'utf8');
  expect(text, `${file} no longer holds: ${before}`).toContain(before);
  writeFileSync(path, text.replace(before, after));
}

const synth = (): void => {
  execFileSync(process.execPath, ['tools/run.js', 'main.ts'], { cwd: copy, stdio: 'pipe' });
};

/** Tiers whose file is another one after a synth. */
function changedTiers(): string[] {
  const folder = join(copy, 'dist/kaleem/production');
  const before = textsIn(folder);
  synth();
  const now = textsIn(folder);
  return [...now]
    .filter(([file, text]) => before.get(file) !== text)
    .map(([file]) => file.replace('.k8s.yaml', ''));
}

/** The two sides of the diff that changes an image version. */
const [oldVersion, newVersion] = ['-', '+'].map((sign) =>
  /```diff\n([\s\S]*?)```/
    .exec(readme)![1]!
    .split('\n')
    .filter((line) => line.startsWith(' ') || line.startsWith(sign))
    .map((line) => line.slice(1))
    .join('\n'),
) as [string, string];

/** Makes the copy run the version that the diff begins with; by now a newer one may be in use. */
function atOldVersion(): void {
  const file = join(copy, 'systems/kaleem/versions.ts');
  const [first, line] = oldVersion.split('\n') as [string, string];
  const now = new RegExp(`${first}\n${line.replace(/[[\]]/g, '\\$&').replace(/'.*'/, "'[^']*'")}`);
  const text = readFileSync(file, 'utf8');
  expect(text).toMatch(now);
  if (text.includes(oldVersion)) return;
  writeFileSync(file, text.replace(now, oldVersion));
  synth();
}

/** The first column of the table that follows a text. */
function tableAfter(text: string): string[] {
  const rows = readme
    .slice(readme.indexOf(text))
    .split('\n')
    .filter((line) => line.startsWith('| '));
  const end = rows.findIndex((line, index) => index > 1 && !line.startsWith('| `'));
  return rows
    .slice(2, end < 0 ? undefined : end)
    .flatMap((row) => [...row.split('|')[1]!.matchAll(/`([\w-]+)`/g)].map((match) => match[1]!));
}

const blocks = [...readme.matchAll(/```(\w+)\n([\s\S]*?)```/g)].map(([, language, text]) => ({
  language,
  text: text!,
}));

// Each example is a synth.
describe('README', { timeout: 30_000 }, () => {
  beforeEach(async () => {
    copy = await copyOfSystems('kaleem');
  });
  afterEach(() => rmSync(copy, { recursive: true, force: true }));

  it('changes an image version with the line it shows, only the app tier moves, and it says to commit all of it', () => {
    const git = (...words: string[]) => execFileSync('git', words, { cwd: copy, encoding: 'utf8' });
    const [, ...words] = /`git (add [^`]+)`/.exec(readme)![1]!.split(' ');
    git('init', '-q');
    atOldVersion();
    git('add', '.');
    edit('systems/kaleem/versions.ts', oldVersion, newVersion);
    expect(changedTiers()).toEqual(['app']);
    git('add', ...words);
    // The second letter is what is not in the commit: no check of a pull request fails.
    expect(
      git('status', '--porcelain')
        .split('\n')
        .filter((line) => line[1]?.trim()),
    ).toEqual([]);
  });

  it('adds a component with the lines it shows, and exactly the files it lists change', () => {
    const [component, flows] = blocks.filter((block) => block.language === 'ts').map((block) => block.text);
    edit('systems/kaleem/index.ts', '    mongodb: mongodb(', `    ${component}    mongodb: mongodb(`);
    edit(
      'systems/kaleem/flows.ts',
      "  ...worker('worker-indexing'),",
      `  ...worker('worker-indexing'),\n${flows}`,
    );
    expect(changedTiers().sort()).toEqual(tableAfter('then writes everything').sort());
  });

  it('shows the message that a misspelt flow really gives', () => {
    const message = blocks.find((block) => block.language === 'text')!.text;
    edit(
      'systems/kaleem/index.ts',
      '    mongodb: mongodb(',
      `    ${blocks.find((block) => block.language === 'ts')!.text}    mongodb: mongodb(`,
    );
    edit(
      'systems/kaleem/flows.ts',
      "  ...worker('worker-indexing'),",
      "  ...worker('worker-indexing'),\n  { from: 'worker-commerce-sync', to: 'rabitmq' },",
    );
    expect(() => changedTiers()).toThrow(message.trim());
  });
});

describe('what README names', () => {
  it('is every tier that Kaleem has in dist', () => {
    const tiers = readdirSync(join(ROOT, 'dist/kaleem/production')).map((file) =>
      file.replace('.k8s.yaml', ''),
    );
    expect(tableAfter('## What lands in dist').sort()).toEqual(tiers.sort());
  });

  it('are scripts and files that exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    for (const [, script] of readme.matchAll(/npm run ([\w:]+)/g)) expect(scripts).toHaveProperty(script!);
    for (const [, link] of readme.matchAll(/\]\((?!http)([^)#]+)\)/g))
      expect(() => readFileSync(join(ROOT, link!))).not.toThrow();
  });
});
