import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';

/** How near an image of the lab is to the real one. */
export const NEARNESS = [
  'the program itself, same release line',
  'the program itself, other version',
  'another program that speaks the same protocol',
  'stand-in',
] as const;

/** Something that is put into a layer; exactly one of these. */
export interface Ingredient {
  /** The smallest base: a shell with the usual commands, C library, certificates, users root and nobody. */
  readonly busybox?: true;
  /** Programs of Debian with the libraries they need, and whole folders. */
  readonly debian?: readonly string[];
  /** The same, of a browser's packages. */
  readonly browser?: readonly string[];
  /** The same, of what keeps backups. */
  readonly backup?: readonly string[];
  /** The same, of what sends a database's log away. */
  readonly archive?: readonly string[];
  /** Program of `tools/lab/programs.ts` → path in the image. */
  readonly go?: Readonly<Record<string, string>>;
  /** File or folder below `tools/node/images/files/` → path in the image. */
  readonly files?: Readonly<Record<string, string>>;
  /** Packages of npm. */
  readonly npm?: NpmPackages;
  /** Lock file beside this one → folder in the image that gets its packages of PyPI. */
  readonly pypi?: Readonly<Record<string, string>>;
  /** Link → where it leads. */
  readonly links?: Readonly<Record<string, string>>;
  /** Folder → owner and mode, as in `999:1000 0755`. */
  readonly folders?: Readonly<Record<string, string>>;
  /** User name → `uid:gid`. */
  readonly users?: Readonly<Record<string, string>>;
}

export interface NpmPackages {
  /** Folder in the image that gets their `node_modules`. */
  readonly to: string;
  /** Name → exact version; or `from`. */
  readonly packages?: Readonly<Record<string, string>>;
  /** Folder below `tools/node/images/files/` with a `package.json` and its lock. */
  readonly from?: string;
  /** Packages whose `postinstall` makes them whole; no other script is run. @default none */
  readonly postinstall?: readonly string[];
}

export type Layer = readonly Ingredient[];

/** What the real image says of itself, and ours too. */
export interface ImageConfig {
  readonly user?: string;
  readonly entrypoint?: readonly string[];
  readonly cmd?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly workdir?: string;
  readonly stopSignal?: string;
  /** Folders that a runtime makes volumes of where nobody mounts one. */
  readonly volumes?: readonly string[];
}

/** One repository of images and what the lab puts in its place. */
export interface ImageEntry {
  /** As manifests name it, without tag. */
  readonly repository: string;
  /** Start of the versions that this entry was compared with, as in `16` or `7.4`. */
  readonly line: string;
  /** What is inside, and which version. */
  readonly inside: string;
  readonly nearness: (typeof NEARNESS)[number];
  /** Names of shared layers, or layers of its own. */
  readonly layers: readonly (string | Layer)[];
  readonly config?: ImageConfig;
  /** Facts of the real image that hold here too, with their sources. */
  readonly keeps?: readonly { readonly fact: string; readonly source: string }[];
  /** What the real one does and this one does not. */
  readonly lacks?: readonly string[];
}

export interface ImageTable {
  readonly layers: Readonly<Record<string, Layer>>;
  readonly images: readonly ImageEntry[];
  /** Repositories in whose place nothing runs yet, and what is known to be had. */
  readonly missing: Readonly<Record<string, string>>;
}

export const readTable = (): ImageTable =>
  load(readFileSync(join(__dirname, '../images.yaml'), 'utf8')) as ImageTable;

/** Repository and tag of an image as manifests write it. */
export function splitImage(image: string): { repository: string; tag: string } {
  const colon = image.lastIndexOf(':');
  if (colon <= image.lastIndexOf('/')) throw new Error(`image "${image}" has no tag`);
  return { repository: image.slice(0, colon), tag: image.slice(colon + 1) };
}

/** Whether a tag such as `v1.92.1` or `RELEASE.2025-09-07T16-13-09Z` is of the line `1.92` or `2025`. */
export function isOfLine(tag: string, line: string): boolean {
  const version = tag.replace(/^\D*/, '');
  return version === line || (version.startsWith(line) && !/\d/.test(version[line.length]!));
}

/** What runs as this image. @throws Error when the table has nothing, or something that was compared with another line */
export function entryFor(image: string, table = readTable()): ImageEntry {
  const { repository, tag } = splitImage(image);
  const entries = table.images.filter((one) => one.repository === repository);
  const entry = entries.find(({ line }) => isOfLine(tag, line));
  if (entry) return entry;
  if (entries.length === 0) throw new Error(`tools/node/images.yaml: there is nothing to run as ${image}`);
  const lines = entries.map(({ line }) => line).join(', ');
  throw new Error(
    `tools/node/images.yaml: what runs as ${repository} was compared with ${lines}, not with ${tag}`,
  );
}

/**
 * What is wrong with the table itself; empty when all is well. An image without entry, or of another line, is told when
 * it is to run: nobody has to run everything.
 * @param images what manifests name
 */
export function tableProblems(images: readonly string[], table = readTable()): string[] {
  const problems: string[] = [];
  const used = new Set(images.map((image) => splitImage(image).repository));
  for (const { repository, line, nearness, layers } of table.images) {
    if (repository in table.missing) problems.push(`${repository} is there and is said to be missing`);
    else if (!used.has(repository)) problems.push(`no manifest uses ${repository} ${line}`);
    if (!NEARNESS.includes(nearness)) problems.push(`${repository}: "${nearness}" is no nearness`);
    for (const layer of layers) {
      if (typeof layer === 'string' && !table.layers[layer])
        problems.push(`${repository}: no layer "${layer}"`);
    }
  }
  for (const repository of Object.keys(table.missing)) {
    if (!used.has(repository)) problems.push(`no manifest uses ${repository}, which is said to be missing`);
  }
  return problems;
}
