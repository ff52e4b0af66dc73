/** Folders that a test fills and removes. */
import { accessSync, constants, mkdtempSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A copy of the repository is a hundredth of it; Docker's has less, unless it is told. */
const ROOM = 512 * 2 ** 20;

/** Where a file is memory: on a disk with other work to do, each of thousands of small files is waited for. */
const MEMORY = '/dev/shm';

function place(): string {
  try {
    accessSync(MEMORY, constants.W_OK);
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize > ROOM ? MEMORY : tmpdir();
  } catch {
    // Only Linux has it.
    return tmpdir();
  }
}

/** A new folder, in memory where there is room. No program can be started from a file in it. */
export const temporaryFolder = (name: string): string => mkdtempSync(join(place(), `phasewise-${name}-`));
