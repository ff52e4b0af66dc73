/** The committed YAML, read as a cluster would: every system, environment and tier that is there. */
import { readdirSync, readFileSync } from 'node:fs';
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

/** All documents of a file. The core schema is what the API server sees: no dates, no YAML 1.1 booleans. */
export const parse = (text: string): KubeObject[] =>
  (yaml.loadAll(text, null, { schema: yaml.CORE_SCHEMA }) as (KubeObject | null)[]).filter(
    (object) => object !== null,
  );

/** Beside the systems: what Argo CD is told, by cluster. */
export const ARGOCD = 'argocd';

/** Environments by name. */
export function environments(): DistEnvironment[] {
  const systems = folders(DIST).filter((folder) => folder !== ARGOCD);
  return systems.flatMap((system) =>
    folders(join(DIST, system)).map((environment) => {
      const files = readdirSync(join(DIST, system, environment))
        .sort()
        .map((file): DistFile => {
          const text = readFileSync(join(DIST, system, environment, file), 'utf8');
          const tier = file.replace('.k8s.yaml', '');
          const path = `dist/${system}/${environment}/${file}`;
          return { system, environment, tier, path, text, objects: parse(text) };
        });
      return {
        name: `${system}/${environment}`,
        system,
        environment,
        files,
        objects: files.flatMap((file) => file.objects),
      };
    }),
  );
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
