/** Reading, writing and removing files, with their paths in what can go wrong. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** All files below a folder, by path. */
export function contents(folder: string): Map<string, string> {
  const found = new Map<string, string>();
  if (!existsSync(folder)) return found;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (!entry.isDirectory()) found.set(path, entry.isFile() ? readFileSync(path, 'utf8') : '');
    else for (const [inner, text] of contents(path)) found.set(inner, text);
  }
  return found;
}

/** @throws Error that names the file: of a full disk Node.js does not */
export function put(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch (error) {
    throw new Error(`${path} cannot be written: ${(error as Error).message}`, { cause: error });
  }
}

/** With all that is in it; nothing where there is none. */
export const remove = (path: string): void => rmSync(path, { recursive: true, force: true });

/** Removes what is in nobody's way. Where it cannot, the next run will. */
export function tidy(path: string): void {
  try {
    remove(path);
  } catch {
    // Everything is in its place all the same.
  }
}
