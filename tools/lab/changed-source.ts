/**
 * A program built from its own source with a few files changed: go has `-overlay` for that, but not for what it keeps in
 * its module cache. Only to leave out what no test asks for and what takes long to build, never to change what it does.
 */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { must } from './exec';

/** Folder of a module under `tools/go/` whose files are laid over those of the one module that its go.mod requires. */
const CHANGES = 'changes';
/** Beside it: folder of the source → the only ones of its files that are built. */
const ONLY = 'only.yaml';

/**
 * Runs `build` in the folder where a module is built: its own, or a changed copy of the source that it pins, which has
 * the go.mod and go.sum of its makers and is removed afterwards.
 *
 * @param module folder of the module under `tools/go/`
 * @param scratch an existing folder in which the copy may lie
 */
export async function inSource(
  go: string,
  module: string,
  scratch: string,
  build: (folder: string) => Promise<unknown>,
): Promise<void> {
  const changes = join(module, CHANGES);
  if (!existsSync(changes)) {
    await build(module);
    return;
  }
  const copy = mkdtempSync(join(scratch, 'source-'));
  try {
    // Verified by the go.sum beside the changes.
    const { Dir } = JSON.parse(await must(go, ['mod', 'download', '-json'], { cwd: module, timeout: 3600 }));
    cpSync(Dir, copy, { recursive: true });
    // The module cache is read-only.
    await must('chmod', ['-R', 'u+w', copy]);
    leaveOut(copy, join(module, ONLY));
    cpSync(changes, copy, { recursive: true });
    await build(copy);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** @throws Error when a file that is to stay is not there */
function leaveOut(source: string, list: string): void {
  if (!existsSync(list)) return;
  for (const [folder, stay] of Object.entries(load(readFileSync(list, 'utf8')) as Record<string, string[]>)) {
    const files = readdirSync(join(source, folder), { withFileTypes: true }).filter((one) => one.isFile());
    const lost = stay.filter((name) => !files.some((file) => file.name === name));
    if (lost.length > 0) throw new Error(`${list}: ${folder} has no ${lost.join(', ')}`);
    for (const { name } of files) if (!stay.includes(name)) rmSync(join(source, folder, name));
  }
}
