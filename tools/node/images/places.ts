import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../../lab/programs';

/** What the repository itself brings into images. */
export const FILES = join(__dirname, 'files');

/** A folder of the cache, where what images are made of is kept. */
export function imageCache(...path: string[]): string {
  const folder = join(cacheFolder(), 'images', ...path);
  mkdirSync(folder, { recursive: true });
  return folder;
}
