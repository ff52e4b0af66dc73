/**
 * Puts what was made in its place, all of it or nothing. Everything is written beside `dist` first; then each folder is
 * replaced by a rename. What a killed run left half-way, the next one ends before it does anything else.
 */
import { existsSync, linkSync, mkdirSync, renameSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { contents, put, remove, tidy } from './files';
import { lock } from './lock';

export const DIST = 'dist';
export const PAGES = 'docs/systems';
/** Replaced as a whole, so a file that no definition asks for any longer goes. */
const FOLDERS = [DIST, PAGES];

/** In the repository, because a rename cannot leave a file system. */
const ROOM = '.synth';
/** What is being written. */
const MAKING = join(ROOM, 'making');
/** All of it, complete. While it is there, its folders are on their way to their places. */
const READY = join(ROOM, 'ready');
/** What was in those places. */
const OLD = join(ROOM, 'old');
/** A link to `dist`, for a cdk8s-cli that looks for files in the `output` of cdk8s.yaml. */
export const LISTED = '.synth/dist';

/** Files could not be written; the message says which, and why. */
export class WriteError extends Error {
  override readonly name = 'WriteError';
}

/**
 * Ends what a killed run left half-way; nothing where there is no such thing. To be called first: what is wrong with the
 * definitions of today must not keep `dist` away.
 * @throws WriteError
 */
export function mend(): void {
  if (![READY, OLD].some((left) => existsSync(left))) return;
  told(`${FOLDERS.join(' and ')} are half-way between two states`, () => {
    const unlock = lock(ROOM);
    try {
      finish();
    } finally {
      unlock();
    }
  });
}

/**
 * Makes `dist` and `docs/systems` hold these files and no others. A file that is the same stays the same file, and
 * where all are, nothing is touched.
 * @param files path in the repository → content
 * @throws WriteError when they cannot be written; both folders are then as they were
 */
export function replace(files: ReadonlyMap<string, string>): void {
  told(`${FOLDERS.join(' and ')} are as they were`, () => {
    const unlock = lock(ROOM);
    try {
      finish();
      const now = new Map(FOLDERS.flatMap((folder) => [...contents(folder)]));
      if (now.size === files.size && [...files].every(([path, text]) => now.get(path) === text)) return;
      make(files, now);
      try {
        finish();
      } catch (error) {
        // It was undone, so the next run must not do it.
        tidy(READY);
        throw error;
      }
    } finally {
      tidy(MAKING);
      unlock();
    }
  });
}

/** Leaves `dist` where a cdk8s-cli with the `output` of cdk8s.yaml looks for it. */
export function list(): void {
  told(`${DIST} is written`, () => {
    remove(LISTED);
    mkdirSync(ROOM, { recursive: true });
    try {
      // Windows asks for no right to make a junction, and others take no notice of the word.
      symlinkSync(resolve(DIST), LISTED, 'junction');
    } catch (error) {
      // By another run, at the same time.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  });
}

/**
 * Writes files into a folder that a person named; what else is in it stays.
 * @param files path in the folder → content
 * @throws WriteError
 */
export function writeInto(folder: string, files: ReadonlyMap<string, string>): void {
  told(`${FOLDERS.join(' and ')} are as they were`, () => {
    for (const [path, text] of files) put(join(folder, path), text);
  });
}

function told(state: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    throw new WriteError(`${state}: ${(error as Error).message}`, { cause: error });
  }
}

function make(files: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): void {
  for (const [path, text] of files) {
    const made = join(MAKING, path);
    if (now.get(path) !== text || !linked(path, made)) put(made, text);
  }
  renameSync(MAKING, READY);
}

/** The same file in a second place, with its date; false where the file system knows no such thing. */
function linked(path: string, made: string): boolean {
  mkdirSync(dirname(made), { recursive: true });
  try {
    linkSync(path, made);
    return true;
  } catch {
    return false;
  }
}

/** Brings complete folders to their places; undoes what it did when one cannot go there. */
function finish(): void {
  const undo: (() => void)[] = [];
  const move = (from: string, to: string) => {
    mkdirSync(dirname(to), { recursive: true });
    renameSync(from, to);
    undo.unshift(() => renameSync(to, from));
  };
  try {
    for (const folder of FOLDERS) {
      const [made, old] = [join(READY, folder), join(OLD, folder)];
      if (existsSync(made)) {
        if (existsSync(folder)) {
          remove(old);
          move(folder, old);
        }
        move(made, folder);
      } else if (existsSync(old) && !existsSync(folder)) {
        move(old, folder);
      }
    }
  } catch (error) {
    for (const back of undo) back();
    throw error;
  }
  for (const rest of [READY, OLD, MAKING]) tidy(rest);
}
