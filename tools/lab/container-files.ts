import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inRoot, type Mount } from './container-paths';
import { layVolumes } from './container-volumes';
import { type KubeObject, nameOf, type Unit } from './manifests';
import { podTemplate } from './pods';
import { standIns } from './secrets';

/** A container's configuration as it would find it, below a temporary folder. */
export interface ContainerFiles {
  readonly workload: KubeObject;
  readonly container: string;
  readonly args: readonly string[];
  /** Names of the container's variables. */
  readonly variables: readonly string[];
  /** Paths inside the container of every mounted file. */
  readonly files: readonly string[];
  /** Where a path of the container is on this machine. */
  path(inside: string): string;
  read(inside: string): string;
}

// biome-ignore lint/suspicious/noExplicitAny: a pod spec as written; the API server checks its schema
type Spec = any;

/**
 * Lays out the files that containers mount and hands them to `judge`, container by container. Init containers
 * whose command is a shell script are really run, because they put secrets into files. Paths inside the files
 * are rewritten to the temporary folder, so that programs which follow them find them.
 */
export async function withContainerFiles<T>(
  unit: Unit,
  judge: (all: ContainerFiles[]) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'phasewise-files-'));
  try {
    const { secrets } = await standIns(unit.objects);
    const objects = [...unit.objects, ...secrets];
    const all: ContainerFiles[] = [];
    for (const workload of unit.objects) {
      const template = podTemplate(workload);
      if (!template) continue;
      const place = join(folder, workload.kind, workload.metadata.name);
      await layVolumes(place, template.spec, objects, nameOf(workload));
      for (const container of template.spec.containers) all.push(mounted(place, workload, container));
    }
    return await judge(all);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One container's view: its mounts copied to where they appear, below a root of its own. */
function mounted(place: string, workload: KubeObject, container: Spec): ContainerFiles {
  const root = join(place, 'containers', container.name);
  const mounts = (container.volumeMounts ?? []) as Mount[];
  const path = (inside: string) => join(root, inside);
  for (const { name, mountPath, subPath } of mounts) {
    const from = join(place, 'volumes', name, subPath ?? '');
    mkdirSync(dirname(path(mountPath)), { recursive: true });
    if (!existsSync(from)) {
      // A disk: programs want the folder to be there.
      mkdirSync(path(mountPath), { recursive: true });
      continue;
    }
    cpSync(from, path(mountPath), { recursive: true });
  }
  const files = existsSync(root) ? list(root) : [];
  for (const file of files) {
    writeFileSync(path(file), inRoot(readFileSync(path(file), 'utf8'), mounts, path), { mode: 0o600 });
  }
  const args = [...(container.command ?? []), ...(container.args ?? [])].map((one) =>
    inRoot(one, mounts, path),
  );
  return {
    workload,
    container: container.name,
    args,
    variables: (container.env ?? []).map(({ name }: { name: string }) => name),
    files,
    path,
    read: (inside) => readFileSync(path(inside), 'utf8'),
  };
}

const list = (root: string): string[] =>
  (readdirSync(root, { recursive: true }) as string[])
    .filter((file) => statSync(join(root, file)).isFile())
    .map((file) => `/${file}`)
    .sort();
