/**
 * Every image that `dist` names, for whoever scans them. `npx tsx tools/scan/images.ts` prints them as JSON;
 * `--since <commit>` leaves out those that `dist` named then.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadAll } from 'js-yaml';
import { filesAt } from '../../cli/git';
import { registryOf } from '../../model/registries';
import type { System } from '../../model/system';
import { loadSystems } from '../../systems';
import { distFolder } from '../lab/manifests';

/** What a scan needs to know. */
export interface Scanned {
  /** As pods name it. */
  readonly image: string;
  /** What its files are called. */
  readonly name: string;
  /** Its registry asks for a login. */
  readonly private: boolean;
}

/** Where objects name what is pulled: pods by `image`, CloudNativePG's Cluster by `imageName`, volumes by a reference. */
const isImage = (key: string, within: string): boolean =>
  key === 'image' || key === 'imageName' || (key === 'reference' && within === 'image');

/** @param texts files of manifests; text inside of a ConfigMap is none */
export function imagesIn(texts: Iterable<string>): string[] {
  const found = new Set<string>();
  const look = (value: unknown, within: string): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (typeof inner === 'string' && isImage(key, within)) found.add(inner);
      else look(inner, key);
    }
  };
  for (const text of texts) for (const object of loadAll(text)) look(object, '');
  return [...found].sort();
}

/** @throws Error of a name that is none: it goes into commands and names of files */
export function scanned(image: string, systems: readonly Pick<System, 'registries'>[]): Scanned {
  if (!/^[a-z0-9][\w.-]*(:\d+)?(\/[\w.-]+)*(:[\w.-]+)?(@sha256:[0-9a-f]{64})?$/.test(image))
    throw new Error(`'${image}' is no name of an image`);
  const repository = image.replace(/@.*$/, '').replace(/:[\w.-]+$/, '');
  return {
    image,
    name: image.replaceAll(/[^\w.-]+/g, '-'),
    private: systems.some(({ registries }) => registryOf(registries, repository) !== undefined),
  };
}

/** Texts of all manifests of the folder, as they are now. */
export const textsOf = (dist: string): string[] =>
  readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.k8s.yaml'))
    .sort()
    .map((path) => readFileSync(join(dist, path), 'utf8'));

/** The same, at a commit. */
function textsAt(commit: string, dist: string, root: string): string[] {
  const folders = readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ parentPath, name }) => join(parentPath, name));
  return folders.flatMap((folder) =>
    [...filesAt(commit, folder.slice(root.length + 1), root)].flatMap(([path, text]) =>
      path.endsWith('.k8s.yaml') ? [text] : [],
    ),
  );
}

/** @param words of the command line */
export async function list([word, commit, ...rest]: readonly string[]): Promise<Scanned[]> {
  if (rest.length > 0 || (word !== undefined && (word !== '--since' || !commit)))
    throw new Error('usage: npx tsx tools/scan/images.ts [--since <commit>]');
  const root = resolve(__dirname, '../..');
  const before = new Set(commit ? imagesIn(textsAt(commit, distFolder(), root)) : []);
  const systems = await loadSystems();
  const images = imagesIn(textsOf(distFolder())).filter((image) => !before.has(image));
  return images.map((image) => scanned(image, systems));
}

if (require.main === module) {
  void list(process.argv.slice(2)).then((images) => console.log(JSON.stringify(images)));
}
