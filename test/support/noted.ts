/**
 * Rules and laws are written where vitest finds them. Others who have something to judge import the same files with
 * a question mark behind the name: they are then other modules, which note what they would have tested.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

let notes: object[] | undefined;

/** Whether it was noted; if not, it is to be tested. */
export function isNoted(one: object): boolean {
  notes?.push(one);
  return notes !== undefined;
}

/** What the files of a folder of `test` say, as data. @param files which of them. @default all */
export async function noted<T extends object>(folder: string, files = /\.test\.ts$/): Promise<T[]> {
  const found: T[] = [];
  notes = found;
  try {
    const path = join(__dirname, '..', folder);
    for (const file of readdirSync(path).sort())
      if (files.test(file)) await import(/* @vite-ignore */ `${join(path, file)}?noted`);
  } finally {
    notes = undefined;
  }
  return found;
}
