import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { must } from '../../lab/exec';
import { type Program, program } from '../../lab/programs';
import { addIngredient } from './ingredients';
import { FILES, imageCache } from './places';
import type { Ingredient, Layer } from './table';

/** A layer as a tar archive in the cache. */
export interface BuiltLayer {
  readonly file: string;
  /** SHA-256 of the archive. */
  readonly hash: string;
  /** Bytes. */
  readonly size: number;
}

/** Raised when a layer of the same ingredients would come out otherwise than before. */
const RECIPE = 2;

/** The layer's archive, made first if none of the same ingredients is in the cache. */
export async function buildLayer(name: string, layer: Layer): Promise<BuiltLayer> {
  const key = createHash('sha256')
    .update(JSON.stringify([RECIPE, await Promise.all(layer.map(withContent))]))
    .digest('hex')
    .slice(0, 16);
  const described = join(imageCache('layers'), `${key}.json`);
  if (!existsSync(described)) await make(name, layer, described);
  const { hash, size } = JSON.parse(readFileSync(described, 'utf8')) as BuiltLayer;
  return { file: join(imageCache('blobs'), hash), hash, size };
}

async function make(name: string, layer: Layer, described: string): Promise<void> {
  const started = Date.now();
  const root = mkdtempSync(join(imageCache('work'), 'root-'));
  const tar = `${root}.tar`;
  try {
    // Who is not the owner may look into the image's root folder too.
    await must('chmod', ['755', root]);
    for (const ingredient of layer) await addIngredient(root, ingredient);
    const same = ['--sort=name', '--mtime=@0', '--numeric-owner', '--format=gnu'];
    await must('tar', [...same, '-C', root, '-cf', tar, '.'], { timeout: 600 });
    const hash = (await must('sha256sum', [tar], { timeout: 600 })).split(' ')[0]!;
    const { size } = statSync(tar);
    renameSync(tar, join(imageCache('blobs'), hash));
    writeFileSync(described, JSON.stringify({ hash, size }));
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    process.stderr.write(`made layer ${name}: ${Math.ceil(size / 2 ** 20)} MiB in ${seconds} s\n`);
  } finally {
    rmSync(root, { recursive: true, force: true });
    rmSync(tar, { force: true });
  }
}

/** An ingredient with all that it depends on: another program or another file is another layer. */
async function withContent(ingredient: Ingredient): Promise<unknown> {
  const programs = await Promise.all(
    Object.keys(ingredient.go ?? {}).map((name) => program(name as Program)),
  );
  const files = Object.keys(ingredient.files ?? {}).map((path) => contentOf(join(FILES, path)));
  const lock = ingredient.npm?.from
    ? contentOf(join(FILES, ingredient.npm.from, 'package-lock.json'))
    : undefined;
  return [ingredient, programs.map((path) => path.replace(/.*\//, '')), files, lock];
}

function contentOf(path: string): string {
  const { mode } = statSync(path);
  if (!statSync(path).isDirectory()) {
    // Who may run it is copied too.
    return createHash('sha256')
      .update(`${mode & 0o111}`)
      .update(readFileSync(path))
      .digest('hex');
  }
  return readdirSync(path)
    .sort()
    .map((name) => `${name} ${contentOf(join(path, name))}`)
    .join('\n');
}
