import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadAll } from 'js-yaml';
import { GITOPS_FOLDER } from '../../model/gitops';

/** Any Kubernetes object. */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    [field: string]: unknown;
  };
  // biome-ignore lint/suspicious/noExplicitAny: the schema of each kind is the API server's business
  [field: string]: any;
}

/** Everything one environment of one system asks of its cluster. */
export interface Unit {
  readonly system: string;
  readonly environment: string;
  /** `<system>-<environment>` */
  readonly namespace: string;
  /** The tier files, full paths. */
  readonly files: readonly string[];
  readonly objects: readonly KubeObject[];
}

/** The folder judged: PHASEWISE_DIST, or the repository's `dist/`. */
export const distFolder = (): string => resolve(process.env.PHASEWISE_DIST || join(__dirname, '../../dist'));

/** Every `<system>/<environment>` folder that holds manifests, in alphabetical order. */
export const readUnits = (dist = distFolder()): Unit[] => found(dist).map(unit);

/** Their names, `<system>/<environment>`, without a look into the files. */
export const unitNames = (dist = distFolder()): string[] =>
  found(dist).map(({ system, environment }) => `${system}/${environment}`);

type Found = Pick<Unit, 'system' | 'environment' | 'files'>;

function found(dist: string): Found[] {
  const systems = folders(dist).filter((folder) => folder !== GITOPS_FOLDER);
  return systems.flatMap((system) =>
    folders(join(dist, system)).flatMap((environment): Found[] => {
      const folder = join(dist, system, environment);
      const files = readdirSync(folder)
        .filter((file) => file.endsWith('.k8s.yaml'))
        .sort()
        .map((file) => join(folder, file));
      return files.length > 0 ? [{ system, environment, files }] : [];
    }),
  );
}

function unit({ system, environment, files }: Found): Unit {
  const objects = files.flatMap((file) => parse(readFileSync(file, 'utf8')));
  return { system, environment, namespace: `${system}-${environment}`, files, objects };
}

/** The objects of a YAML text; empty documents are left out. */
export const parse = (text: string): KubeObject[] =>
  (loadAll(text) as (KubeObject | null)[]).filter((object): object is KubeObject => object != null);

const folders = (path: string): string[] =>
  existsSync(path)
    ? readdirSync(path, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name)
        .sort()
    : [];

/** `Kind/name`, as messages name an object. */
export const nameOf = (object: KubeObject): string => `${object.kind}/${object.metadata.name}`;

/** Objects with the same identity more than once; the later would silently overwrite the earlier. */
export function duplicates(objects: readonly KubeObject[]): string[] {
  const group = (object: KubeObject) => object.apiVersion.replace(/\/?[^/]*$/, '');
  const ids = objects.map((object) =>
    [group(object), object.kind, object.metadata.namespace ?? '', object.metadata.name].join('/'),
  );
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
}

/** Whether the object's status reports this condition as true. */
export const hasCondition = (object: KubeObject, type: string): boolean =>
  (object.status?.conditions ?? []).some(
    (one: { type: string; status: string }) => one.type === type && one.status === 'True',
  );
