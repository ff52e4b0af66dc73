/** Copies of the repository to make mistakes in, and programs started there. */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { files } from '../../main';
import { resolveAll } from '../../model/resolve';
import { loadSystems } from '../../systems';
import { DIST, PAGES } from '../../write';
import { ROOT } from './dist';
import { temporaryFolder } from './temporary';

/** What a synth and the command do not read. */
const UNREAD = ['node_modules', 'test', 'go', 'lab', 'import'];

/** What a person has after `npm ci`, but for what git knows, and for what is made. */
function copyOfRepository(): string {
  const copy = temporaryFolder('copy');
  const made = [DIST, PAGES].map((folder) => join(ROOT, folder));
  const filter = (path: string) => !UNREAD.includes(basename(path)) && !made.includes(path);
  for (const part of readdirSync(ROOT).filter((name) => !name.startsWith('.') || name === '.gitignore'))
    cpSync(join(ROOT, part), join(copy, part), { recursive: true, filter });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

/** The same with some systems alone, and what a synth makes of them: less to do for each run. */
export async function copyOfSystems(...names: readonly string[]): Promise<string> {
  const copy = copyOfRepository();
  const all = await loadSystems();
  for (const { name } of all)
    if (!names.includes(name)) rmSync(join(copy, 'systems', name), { recursive: true });
  for (const [path, text] of files(resolveAll(all.filter(({ name }) => names.includes(name))))) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), text);
  }
  return copy;
}

export interface Result {
  /** Exit status; the signal's name when one ended it. */
  readonly status: number | string;
  readonly out: string;
  readonly error: string;
}

/** Runs a program of Node.js to its end. Of the variables it has PATH and those given. */
export const runNode = (
  folder: string,
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Result> =>
  new Promise((done) => {
    const options = { cwd: folder, env: { PATH: process.env.PATH, ...env }, maxBuffer: 2 ** 28 };
    execFile(process.execPath, words, options, (problem, out, error) =>
      done({ status: problem ? (problem.signal ?? problem.code ?? 1) : 0, out, error }),
    );
  });

/** Texts of all files below a folder, by path in it. */
export function textsIn(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).sort();
  return new Map(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]));
}
