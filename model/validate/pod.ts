/** What is wrong between the parts of one pod: two of a name, two in one place. */
import { basename, resolve } from 'node:path/posix';
import type { PlannedComponent, PlannedSidecar } from '../plan';
import { allFiles } from '../pod';
import { initContainers, OWN_VOLUMES } from '../pod-parts';
import type { Problems } from '../problems';
import { checkName, MAX_NAME } from './name';

export function checkPod(component: PlannedComponent, path: string, problems: Problems): void {
  checkContainers(component, path, problems);
  checkFiles(component, path, problems);
  for (const name of Object.keys(component.volumes)) checkVolume(name, `${path}/volumes/${name}`, problems);
  checkMounts(mainPaths(component), path, problems);
  for (const sidecar of component.sidecars) {
    checkMounts(sidecarPaths(component, sidecar), `${path}/sidecars/${sidecar.name}`, problems);
  }
}

/** Containers that run before the others share one set of names with them. */
function checkContainers(component: PlannedComponent, path: string, problems: Problems): void {
  const names = new Set([component.name, ...initContainers(component).map(({ name }) => name)]);
  for (const { name } of component.sidecars) {
    const where = `${path}/sidecars/${name}`;
    checkName(problems, where, name, MAX_NAME);
    if (names.has(name)) problems.add(where, `the pod already has a container '${name}'; rename this one`);
    names.add(name);
  }
}

/** All configuration files of a pod are keys of one ConfigMap. */
function checkFiles(component: PlannedComponent, path: string, problems: Problems): void {
  const contents = new Map<string, string>();
  for (const { path: file, content } of allFiles(component)) {
    if (!file.startsWith('/')) problems.add(path, `file '${file}' needs an absolute path`);
    const key = basename(file);
    if (!/^[\w.-]+$/.test(key)) {
      problems.add(path, `file '${file}' has more in its name than letters, digits and - _ . ; rename it`);
    }
    const other = contents.get(key);
    if (other !== undefined && other !== content) {
      problems.add(path, `two different files are called '${key}'; rename one of them`);
    }
    contents.set(key, content);
  }
}

function checkVolume(name: string, path: string, problems: Problems): void {
  checkName(problems, path, name, MAX_NAME);
  if (OWN_VOLUMES.includes(name)) {
    problems.add(path, `every pod may have a volume '${name}'; rename this one`);
  }
}

const mainPaths = ({ volumes, scratch, files, secretFiles }: PlannedComponent): string[] => [
  ...[...Object.values(volumes), ...scratch].map(({ mountPath }) => mountPath),
  ...[...files, ...secretFiles].map((file) => file.path),
];

const sidecarPaths = (
  { volumes }: PlannedComponent,
  { shares = [], scratch = [], files = [] }: PlannedSidecar,
): string[] => [
  ...shares.flatMap((name) => volumes[name]?.mountPath ?? []),
  ...scratch.map(({ mountPath }) => mountPath),
  ...files.map((file) => file.path),
];

function checkMounts(paths: readonly string[], where: string, problems: Problems): void {
  const mounted = new Set<string>();
  for (const path of paths) {
    const plain = resolve('/', path);
    // A file without a full path is told with the files.
    if (path.startsWith('/') && path !== plain) {
      problems.add(where, `'${path}' is mounted at ${plain}; write '${plain}'`);
    }
    if (plain === '/') problems.add(where, 'a volume at / would hide the whole image; name a folder');
    if (path.includes(':'))
      problems.add(where, `no volume can be mounted at '${path}', because of the colon`);
    if (mounted.has(plain)) problems.add(where, `two things are mounted at ${plain}; move one of them`);
    mounted.add(plain);
  }
}
