/** What registries have, pinned by content. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from './exec';
import { cacheFolder, MissingProgramError } from './programs';

/**
 * The folder of the cache with what a lock file pins, fetched first if it is not there.
 * @param fetch puts it into the folder that it is given
 * @throws MissingProgramError where it cannot be had
 */
export async function fetched(
  registry: string,
  name: string,
  lock: string,
  fetch: (folder: string) => Promise<Result>,
): Promise<string> {
  const version = createHash('sha256').update(readFileSync(lock)).digest('hex').slice(0, 12);
  const folder = join(cacheFolder(), `${name}-${version}`);
  if (existsSync(folder)) return folder;
  // Put aside: a run that is cut off leaves no half of it.
  const aside = `${folder}.${process.pid}`;
  mkdirSync(aside, { recursive: true });
  try {
    const { code, stderr } = await fetch(aside);
    if (code !== 0)
      throw new MissingProgramError(`${name} cannot be had from ${registry} here: ${stderr.trim()}`);
    // Another run may have been quicker.
    if (!existsSync(folder)) renameSync(aside, folder);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  return folder;
}
