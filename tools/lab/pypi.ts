/** Programs that PyPI has, pinned by content. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { run, which } from './exec';
import { cacheFolder, MissingProgramError } from './programs';

/** Wheels are taken as they are for this version of Python, which runs nothing of them. */
const PYTHON = '3.12';

/**
 * The folder with the packages of a lock file, `name.lock.txt`, fetched first if it is not in the cache.
 * @throws MissingProgramError where they cannot be had
 */
export async function fromPypi(lock: string): Promise<string> {
  const name = basename(lock, '.lock.txt');
  const version = createHash('sha256').update(readFileSync(lock)).digest('hex').slice(0, 12);
  const folder = join(cacheFolder(), `${name}-${version}`);
  if (existsSync(folder)) return folder;
  const python = which('python3');
  if (!python) throw new MissingProgramError('python3 is missing, with pip (Debian package python3-pip)');
  // Put aside: a run that is cut off leaves no half of it.
  const aside = `${folder}.${process.pid}`;
  mkdirSync(aside, { recursive: true });
  const options = ['--quiet', '--no-deps', '--no-compile', '--only-binary=:all:', '--require-hashes'];
  const what = ['--python-version', PYTHON, '--target', aside, '--requirement', lock];
  try {
    const { code, stderr } = await run(python, ['-m', 'pip', 'install', ...options, ...what], {
      timeout: 300,
    });
    if (code !== 0) throw new MissingProgramError(`${name} cannot be had from PyPI here: ${stderr.trim()}`);
    renameSync(aside, folder);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  return folder;
}
