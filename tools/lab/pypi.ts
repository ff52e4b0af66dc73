/** Programs that PyPI has, pinned by content. */
import { basename } from 'node:path';
import { run, which } from './exec';
import { fetched } from './fetched';
import { MissingProgramError } from './programs';

/** Wheels are taken as they are for this version of Python, which runs nothing of them. */
const PYTHON = '3.12';

/**
 * The folder with the packages of a lock file, `name.lock.txt`, fetched first if it is not in the cache.
 * @throws MissingProgramError where they cannot be had
 */
export const fromPypi = (lock: string): Promise<string> =>
  fetched('PyPI', basename(lock, '.lock.txt'), lock, (folder) => {
    const python = which('python3');
    if (!python) throw new MissingProgramError('python3 is missing, with pip (Debian package python3-pip)');
    const options = ['--quiet', '--no-deps', '--no-compile', '--only-binary=:all:', '--require-hashes'];
    const what = ['--python-version', PYTHON, '--target', folder, '--requirement', lock];
    return run(python, ['-m', 'pip', 'install', ...options, ...what], { timeout: 300 });
  });
