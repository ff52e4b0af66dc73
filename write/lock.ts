/** One run at a time. Only a run that lives has the lock, so that a killed one keeps nobody waiting. */
import { mkdirSync, readFileSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { remove, tidy } from './files';

/** Seconds after which a lock is nobody's: it is held for milliseconds, and process numbers are used again. */
const FORGOTTEN = 60;

/**
 * Waits until no other run holds the lock of a folder, which is made for it.
 * @returns what lets the next one, and removes the folder where it is empty
 */
export function lock(room: string): () => void {
  const file = join(room, 'lock');
  for (;;) {
    enter(room);
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => {
        tidy(file);
        try {
          rmdirSync(room);
        } catch {
          // Somebody waits in it, or the link is there.
        }
      };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // Gone with the run before, or held.
      if (code !== 'ENOENT' && code !== 'EEXIST') {
        // On a full disk it is there, and empty.
        remove(file);
        throw error;
      }
    }
    if (isLeft(file)) remove(file);
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  }
}

/** Not `recursive`: that looks at a folder that is there already, and fails where another run has just removed it. */
function enter(room: string): void {
  try {
    mkdirSync(room);
  } catch (error) {
    const other = statSync(room, { throwIfNoEntry: false });
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || other?.isDirectory() === false) throw error;
  }
}

/** Whether the run that holds the lock is no more. */
function isLeft(file: string): boolean {
  try {
    if (Date.now() - statSync(file).mtimeMs > FORGOTTEN * 1000) return true;
    const holder = Number(readFileSync(file, 'utf8'));
    // Signal 0 only asks. A file that is still empty gives 0, which is there.
    process.kill(holder, 0);
    return holder === process.pid;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
