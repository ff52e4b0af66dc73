import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from './support/dist';

const NEEDED = [
  'main.ts',
  'tools/run.js',
  'package.json',
  'tsconfig.json',
  'catalogue',
  'platform',
  'charts',
  'gitops',
  'imports',
  'model',
  'pages',
  'systems',
];
let copy: string;

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'definitions-'));
  for (const part of NEEDED) cpSync(join(ROOT, part), join(copy, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command of cdk8s.yaml, in the copy. */
async function run(): Promise<Result> {
  const options = { cwd: copy, env: { PATH: process.env.PATH, CDK8S_CHECK_UPGRADE: 'false' } };
  try {
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      ['tools/run.js', 'main.ts'],
      options,
    );
    return { code: 0, stdout, stderr };
  } catch (error) {
    return error as Result;
  }
}

describe('a mistake in a definition', () => {
  const flows = join('systems', 'kaleem', 'flows.ts');

  test('ends with status 1 and a message, and the last good files stay', { timeout: 60_000 }, async () => {
    const page = join(copy, 'docs', 'systems', 'kaleem.md');
    const old = join(copy, 'dist', 'kaleem', 'old.k8s.yaml');
    cpSync(join(ROOT, 'docs', 'systems'), join(copy, 'docs', 'systems'), { recursive: true });
    cpSync(join(ROOT, 'dist', 'kaleem', 'production'), join(copy, 'dist', 'kaleem'), { recursive: true });
    writeFileSync(old, '# from the last good run\n');
    writeFileSync(page, 'the last good page\n');
    const text = readFileSync(join(copy, flows), 'utf8');
    writeFileSync(join(copy, flows), text.replace("to: 'mongodb'", "to: 'mongdb'"));

    const { code, stdout, stderr } = await run();

    expect(stderr).toBe(
      '1 problem in the definitions, nothing was written:\n' +
        "  [kaleem/flows[api → mongdb].to] there is no component 'mongdb'. Did you mean 'mongodb'?\n",
    );
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(readFileSync(old, 'utf8')).toBe('# from the last good run\n');
    expect(readFileSync(page, 'utf8')).toBe('the last good page\n');

    writeFileSync(join(copy, flows), text);
    expect(await run()).toEqual({ code: 0, stdout: '', stderr: '' });
    // What no definition asks for any longer is taken away.
    expect(existsSync(old)).toBe(false);
    const path = join('dist', 'kaleem', 'production', 'app.k8s.yaml');
    expect(readFileSync(join(copy, path), 'utf8')).toBe(readFileSync(join(ROOT, path), 'utf8'));
  });
});

test('a mistake in the code is told with its line in the source', { timeout: 60_000 }, async () => {
  const file = join(copy, 'systems', 'kaleem', 'versions.ts');
  const text = readFileSync(file, 'utf8');
  const fault = "((): never => {\n  throw new Error('torn');\n})();\n";
  writeFileSync(file, text + fault);

  const { code, stderr } = await run();

  const line = text.split('\n').length + 1;
  expect(stderr).toContain(`Error: torn\n    at ${file}:${line}:9\n`);
  expect(code).toBe(1);
  writeFileSync(file, text);
});
