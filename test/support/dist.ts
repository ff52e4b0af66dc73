/** The committed YAML, read as a cluster would: every system, environment and tier that is there. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as yaml from 'js-yaml';
import type { Plan } from '../../model/plan';
import type { KubeObject } from './kubernetes';

export const ROOT = join(__dirname, '..', '..');
const DIST = join(ROOT, 'dist');

export interface DistFile {
  readonly system: string;
  readonly environment: string;
  readonly tier: string;
  /** From the repository's root: `dist/kaleem/production/app.k8s.yaml`. */
  readonly path: string;
  readonly text: string;
  readonly objects: KubeObject[];
}

export interface DistEnvironment {
  /** `kaleem/production` */
  readonly name: string;
  readonly system: string;
  readonly environment: string;
  readonly files: readonly DistFile[];
  readonly objects: KubeObject[];
  /** What it was made from, where it was made in memory. */
  readonly plan?: Plan;
}

/** What was read once is read again by many tests, each of which may change what it is given: as JSON, a tenth of the time. */
const read = new Map<string, string>();

/** All documents of a file. The core schema is what the API server sees: no dates, no YAML 1.1 booleans. */
export function parse(text: string): KubeObject[] {
  const known = read.get(text);
  if (known !== undefined) return JSON.parse(known) as KubeObject[];
  const documents = yaml.loadAll(text, null, { schema: yaml.CORE_SCHEMA }) as (KubeObject | null)[];
  const objects = documents.filter((object) => object !== null);
  read.set(text, JSON.stringify(objects));
  return objects;
}

/** Beside the systems: what Argo CD is told, by cluster. */
export const ARGOCD = 'argocd';

/** Environments by name. */
export const environments = (): DistEnvironment[] =>
  folders(DIST)
    .filter((folder) => folder !== ARGOCD)
    .flatMap((system) =>
      folders(join(DIST, system)).map((environment) => environmentIn(`${system}/${environment}`)),
    );

/** One of them. @param name `kaleem/production` @throws Error where nothing of that name is committed */
export function environmentIn(name: string): DistEnvironment {
  const [system = '', environment = ''] = name.split('/');
  if (!existsSync(join(DIST, name))) throw new Error(`dist/${name} is not there`);
  const files = readdirSync(join(DIST, name))
    .sort()
    .map((file): DistFile => {
      const path = `dist/${name}/${file}`;
      const text = readFileSync(join(ROOT, path), 'utf8');
      return { system, environment, tier: file.replace('.k8s.yaml', ''), path, text, objects: parse(text) };
    });
  return { name, system, environment, files, objects: files.flatMap((file) => file.objects) };
}

const folders = (path: string): string[] =>
  readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();

/** Every file under a folder, by path from the repository's root. */
export function tree(folder: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const entry of readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    found.set(path.slice(ROOT.length + 1), readFileSync(path, 'utf8'));
  }
  return found;
}
