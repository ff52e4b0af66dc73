import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { must, run } from './exec';

/** Either a file of a release by its address, or a file or folder inside a Go module. */
export type Source = { readonly url: string } | { readonly module: string; readonly path: string };

/** The YAML texts of a source. @throws when it cannot be had */
export async function download(source: Source): Promise<string[]> {
  if ('module' in source) return fromModule(source.module, source.path);
  const answer = await fetch(source.url);
  if (!answer.ok) {
    throw new Error(
      `${source.url} answered ${answer.status}; give a folder with a copy in PHASEWISE_CRD_MIRROR`,
    );
  }
  return [await answer.text()];
}

/** Go's module proxy keeps every release's source, checked against the public checksum database. */
async function fromModule(module: string, path: string): Promise<string[]> {
  // In an empty folder: inside a module its own go.mod would have a say in the version.
  const empty = mkdtempSync(join(tmpdir(), 'phasewise-crd-'));
  try {
    const answer = await run('go', ['mod', 'download', '-json', module], { cwd: empty, timeout: 600 });
    // A module for a newer Go is unpacked all the same, but reported as an error without its folder.
    const { Dir, Error: problem } = JSON.parse(answer.stdout || '{}') as { Dir?: string; Error?: string };
    const modules = (await must('go', ['env', 'GOMODCACHE'])).trim();
    const place = join(
      Dir ??
        join(
          modules,
          module.replace(/[A-Z]/g, (c) => `!${c.toLowerCase()}`),
        ),
      path,
    );
    if (!existsSync(place)) throw new Error(`${module} has no ${path}: ${problem ?? answer.stderr.trim()}`);
    const files = statSync(place).isDirectory()
      ? readdirSync(place)
          .filter((file) => /\.ya?ml$/.test(file))
          .map((file) => join(place, file))
      : [place];
    return files.map((file) => readFileSync(file, 'utf8'));
  } finally {
    rmSync(empty, { recursive: true, force: true });
  }
}
