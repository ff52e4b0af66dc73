/** The command that everybody runs: what it makes, what a mistake costs, and what it prints. */
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { load } from 'js-yaml';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { LISTED } from '../write';
import { copyOfSystems, type Result, runNode, textsIn } from './support/copy';
import { ROOT } from './support/dist';

// A synth each time, on a machine with other work to do.
const timeout = 120_000;

/** What `npx cdk8s` and `npm run synth` start. */
const CDK8S = join(ROOT, 'node_modules', '.bin', 'cdk8s');
/** The same program without what is ours around it: what a person has who installed it for the whole machine. */
const PLAIN = join(dirname(realpathSync(CDK8S)), '..', 'node_modules', 'cdk8s-cli', 'bin', 'cdk8s');
const APP = [join('tools', 'run.js'), 'main.ts'];

let copy: string;
let home: string;
let wanted: { dist: Map<string, string>; pages: Map<string, string> };
beforeAll(async () => {
  // The one that a synth is fastest with.
  copy = await copyOfSystems('dokploy-saas');
  wanted = made();
  home = join(copy, 'home');
  mkdirSync(home);
  // What cdk8s-cli keeps for half an hour of what npm's registry said.
  writeFileSync(join(home, '.cdk8s-cli.version'), '99.0.0');
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

const run = (...words: string[]): Promise<Result> => runNode(copy, words, { HOME: home });
const made = () => ({ dist: textsIn(join(copy, 'dist')), pages: textsIn(join(copy, 'docs', 'systems')) });

/** Adds to a file until the test ends. */
const undo: (() => void)[] = [];
afterEach(() => {
  for (const one of undo.splice(0)) one();
});
function change(file: string, edit: (text: string) => string): void {
  const path = join(copy, file);
  const text = readFileSync(path, 'utf8');
  expect(edit(text)).not.toBe(text);
  writeFileSync(path, edit(text));
  undo.push(() => writeFileSync(path, text));
}

describe('a mistake in a definition', { timeout }, () => {
  const COMMANDS = [
    ['npx cdk8s synth', [CDK8S, 'synth']],
    ['npx cdk8s synth -o dist', [CDK8S, 'synth', '-o', 'dist']],
    // It would take the whole repository along.
    ['npx cdk8s synth --output .', [CDK8S, 'synth', '--output', '.']],
    ['a cdk8s-cli from elsewhere', [PLAIN, 'synth', '--no-check-upgrade']],
  ] as const;

  test('costs nothing and is told alone, whatever the command', async () => {
    // Not what the definitions make: who writes at all shows in them.
    for (const file of ['dist/dokploy-saas/production/app.k8s.yaml', 'docs/systems/dokploy-saas.md'])
      change(file, (text) => `${text}# from the last good run\n`);
    const before = made();
    change('systems/dokploy-saas/flows.ts', (text) =>
      text.replace("'migrations', to: 'postgres'", "'migrations', to: 'postgrs'"),
    );
    // And the run before was killed between two renames.
    mkdirSync(join(copy, '.synth', 'ready'), { recursive: true });
    renameSync(join(copy, 'dist'), join(copy, '.synth', 'ready', 'dist'));

    const results = await Promise.all(COMMANDS.map(([, words]) => run(...words)));

    expect(made()).toEqual(before);
    const told =
      '1 problem in the definitions, nothing was written:\n' +
      "  [dokploy-saas/flows[migrations → postgrs].to] there is no component 'postgrs'. Did you mean 'postgres'?\n";
    for (const [at, [name, [program]]] of COMMANDS.entries()) {
      const { status, error } = results[at]!;
      expect(status, name).toBe(1);
      // Elsewhere's adds a stack of its own.
      expect(program === PLAIN ? error.slice(0, told.length) : error, name).toBe(told);
    }
  });
});

test('a bug of our own keeps its stack, with the line in the source', { timeout }, async () => {
  const file = join('charts', 'app.ts');
  change(file, (text) => `${text}((): never => {\n  throw new Error('torn');\n})();\n`);
  const line = readFileSync(join(copy, file), 'utf8').split('\n').length - 2;
  const { status, error } = await run(CDK8S, 'synth');
  expect(error).toContain(`Error: torn\n    at ${join(copy, file)}:${line}:9\n`);
  // Where cdk8s-cli noticed it helps nobody.
  expect(error).not.toContain('cdk8s-cli');
  expect(status).toBe(1);
});

describe('a good run', { timeout }, () => {
  const app = join('dist', 'dokploy-saas', 'production', 'app.k8s.yaml');
  const data = join('dist', 'dokploy-saas', 'production', 'data.k8s.yaml');
  const look = (file: string) => {
    const { ino, mtimeMs } = statSync(join(copy, file));
    return { ino, mtimeMs };
  };

  test('replaces what is other, takes away what nothing asks for, leaves the rest alone, and tells the files', async () => {
    cpSync(join(copy, 'dist', 'dokploy-saas'), join(copy, 'dist', 'former'), { recursive: true });
    writeFileSync(join(copy, 'docs', 'systems', 'former.md'), 'a page\n');
    appendFileSync(join(copy, app), '# by hand\n');
    const [edited, same] = [look(app), look(data)];

    const { status, out, error } = await run(CDK8S, 'synth');

    expect({ status, error }).toEqual({ status: 0, error: '' });
    expect(made()).toEqual(wanted);
    expect(look(app)).not.toEqual(edited);
    expect(look(data)).toEqual(same);
    expect(existsSync(join(copy, '.synth'))).toBe(false);
    const [first, ...listed] = out.trimEnd().split('\n');
    expect(first).toBe('Synthesizing application');
    expect(listed.sort()).toEqual([...made().dist.keys()].map((path) => `  - dist/${path}`).sort());

    // Once more, and not even the folder is another one.
    const folder = look('dist');
    expect(await run(...APP)).toEqual({ status: 0, out: '', error: '' });
    expect(look('dist')).toEqual(folder);
  });

  test('into another folder, or to the terminal, writes there alone', async () => {
    appendFileSync(join(copy, app), '# by hand\n');
    const before = made();
    const [elsewhere, terminal] = await Promise.all([
      run(CDK8S, 'synth', '-o', 'elsewhere'),
      run(CDK8S, 'synth', '--stdout'),
    ]);
    expect(elsewhere!.status).toBe(0);
    expect(textsIn(join(copy, 'elsewhere'))).toEqual(wanted.dist);
    expect(terminal!.status).toBe(0);
    const documents = [...wanted.dist.values()].join('').match(/^kind: /gm)!;
    expect(terminal!.out.match(/^kind: /gm)).toHaveLength(documents.length);
    expect(made()).toEqual(before);
  });

  test('with a cdk8s-cli from elsewhere writes dist all the same', async () => {
    const { output } = load(readFileSync(join(ROOT, 'cdk8s.yaml'), 'utf8')) as { output: string };
    expect(output).toBe(LISTED);
    // As the run before leaves it.
    mkdirSync(join(copy, dirname(output)));
    symlinkSync(join(copy, 'dist'), join(copy, output));
    appendFileSync(join(copy, app), '# by hand\n');
    const { status, out } = await run(PLAIN, 'synth', '--no-check-upgrade');
    expect(status).toBe(0);
    expect(made().dist).toEqual(wanted.dist);
    const listed = [...out.matchAll(/^ {2}- (.*)$/gm)].map(([, path]) => path!);
    expect(listed).toContain(`${output}/dokploy-saas/production/app.k8s.yaml`);
    for (const path of listed) expect(existsSync(join(copy, path)), path).toBe(true);
  });
});
