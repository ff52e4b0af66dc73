/** What a pod has beside what its definition names: containers and volumes that the charts make, with their names. */
import { createHash } from 'node:crypto';
import { basename } from 'node:path/posix';
import type { ConfigFile, Scratch } from './component';
import type { PlannedComponent, PlannedWait } from './plan';
import { allFiles } from './pod';

/** Longest name of a container or a volume (a DNS label, RFC 1123). */
const MAX_NAME = 63;
/** Digits that tell two paths apart: as good as never the same for two of one pod. */
const DIGITS = 8;

/** Volumes that are called the same in every pod that has them. A claim cannot be renamed, so none is ever called so. */
export const CONFIG = 'config';
export const RENDERED = 'rendered';
export const OWN_VOLUMES: readonly string[] = [CONFIG, RENDERED];

export const hasSecrets = (file: ConfigFile): boolean => Object.keys(file.secrets ?? {}).length > 0;

/** Files of all containers that hold secrets, each once: two containers may read the same one. */
export const withSecrets = (pod: PlannedComponent): ConfigFile[] => [
  ...new Map(
    allFiles(pod)
      .filter(hasSecrets)
      .map((file) => [basename(file.path), file]),
  ).values(),
];

/** A container that runs before the others, and why there is one. */
export type InitContainer = { readonly name: string } & (
  | { readonly kind: 'copy'; readonly scratch: Scratch }
  | { readonly kind: 'render'; readonly files: readonly ConfigFile[] }
  | { readonly kind: 'wait'; readonly wait: PlannedWait }
);

/** All of them, in the order in which they run: the charts make these and no others. */
export function initContainers(pod: PlannedComponent): InitContainer[] {
  const copied = pod.scratch.filter(({ fromImage, from }) => fromImage || from);
  const files = withSecrets(pod);
  const sources = copied.map(({ mountPath }): Source => ({ of: 'pod', owner: 'copy', path: mountPath }));
  return [
    ...copied.map(
      (scratch, index): InitContainer => ({
        kind: 'copy',
        name: nameOf(sources[index]!, sources, []),
        scratch,
      }),
    ),
    ...(files.length > 0 ? [{ kind: 'render', name: 'render-config', files } as const] : []),
    ...(pod.wait ? [{ kind: 'wait', name: 'wait-to-start', wait: pod.wait } as const] : []),
  ];
}

/** Name of the volume for a scratch path. @param sidecar its name; the main container without one */
export const scratchVolume = (pod: PlannedComponent, path: string, sidecar?: string): string =>
  nameOf(scratchSource(path, sidecar), sources(pod), takenNames(pod));

/** Name of the volume for a Secret. */
export const secretVolume = (pod: PlannedComponent, secret: string): string =>
  nameOf(secretSource(secret), sources(pod), takenNames(pod));

/** What a name is made from: `/var/lib` of `scratch` is `scratch-var-lib`. */
interface Source {
  /** A helper may be called as what the pod has itself. */
  readonly of: 'pod' | 'helper';
  readonly owner: string;
  readonly path: string;
}

const scratchSource = (path: string, sidecar?: string): Source =>
  sidecar === undefined ? { of: 'pod', owner: 'scratch', path } : { of: 'helper', owner: sidecar, path };
const secretSource = (secret: string): Source => ({ of: 'pod', owner: 'secret', path: `/${secret}` });

const sources = (pod: PlannedComponent): Source[] => [
  ...pod.scratch.map(({ mountPath }) => scratchSource(mountPath)),
  ...pod.secretFiles.map(({ secret }) => secretSource(secret)),
  ...pod.sidecars.flatMap(({ name, scratch = [] }) =>
    scratch.map(({ mountPath }) => scratchSource(mountPath, name)),
  ),
];

const takenNames = ({ volumes }: PlannedComponent): string[] => [...OWN_VOLUMES, ...Object.keys(volumes)];

/** Names for people where they can be; with digits where one is too long, or would be that of something else too. */
function nameOf(source: Source, all: readonly Source[], taken: readonly string[]): string {
  const name = folded(source);
  const text = textOf(source);
  const isShared = all.some((other) => textOf(other) !== text && folded(other) === name);
  if (name.length <= MAX_NAME && !isShared && !taken.includes(name)) return name;
  const digits = createHash('sha256').update(text).digest('hex').slice(0, DIGITS);
  return `${name.slice(0, MAX_NAME - DIGITS - 1).replace(/-$/, '')}-${digits}`;
}

const textOf = ({ of, owner, path }: Source): string => [of, owner, path].join(' ');

const folded = ({ owner, path }: Source): string =>
  `${owner}${path.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`.replace(/-$/, '');
