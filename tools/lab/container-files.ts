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
import { run } from './exec';
import { type KubeObject, nameOf, type Unit } from './manifests';
import { podTemplate } from './pods';
import { standIns } from './secrets';

/** A container's configuration as it would find it, below a temporary folder. */
export interface ContainerFiles {
  readonly workload: KubeObject;
  readonly container: string;
  readonly args: readonly string[];
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

/** Writes ConfigMaps and Secrets as volumes, and runs the scripts that fill the others. */
async function layVolumes(
  place: string,
  spec: Spec,
  objects: readonly KubeObject[],
  who: string,
): Promise<void> {
  const volume = (name: string) => join(place, 'volumes', name);
  for (const one of spec.volumes ?? []) {
    mkdirSync(volume(one.name), { recursive: true });
    for (const source of [one, ...(one.projected?.sources ?? [])]) {
      const part = source.configMap ?? source.secret;
      if (!part) continue;
      const values = dataOf(objects, source.secret ? 'Secret' : 'ConfigMap', part.secretName ?? part.name);
      const items = part.items ?? Object.keys(values).map((key) => ({ key, path: key }));
      for (const { key, path } of items) write(join(volume(one.name), path), values[key] ?? '');
    }
  }
  for (const container of spec.initContainers ?? []) {
    const [shell, flag, script, ...rest] = [...(container.command ?? []), ...(container.args ?? [])];
    if (shell !== 'sh' || flag !== '-c') continue;
    const here = rewrite(script, container.volumeMounts ?? [], volume);
    const env = Object.fromEntries(
      (container.env ?? []).map(({ name, value, valueFrom }: Spec) => [
        name,
        value ?? dataOf(objects, 'Secret', valueFrom?.secretKeyRef?.name)[valueFrom?.secretKeyRef?.key] ?? '',
      ]),
    );
    const result = await run('sh', ['-c', here, ...rest], { env, cwd: place });
    if (result.code !== 0)
      throw new Error(`${who}: init container ${container.name}: ${result.stderr.trim()}`);
  }
}

function dataOf(objects: readonly KubeObject[], kind: string, name: string): Record<string, string> {
  const found = objects.find((one) => one.kind === kind && one.metadata.name === name);
  return { ...found?.data, ...found?.stringData };
}

interface Mount {
  readonly name: string;
  readonly mountPath: string;
  readonly subPath?: string;
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
    files,
    path,
    read: (inside) => readFileSync(path(inside), 'utf8'),
  };
}

const inRoot = (text: string, mounts: readonly Mount[], path: (inside: string) => string): string =>
  replacePaths(text, new Map(mounts.map(({ mountPath }) => [mountPath, path(mountPath)])));

const rewrite = (text: string, mounts: readonly Mount[], volume: (name: string) => string): string =>
  replacePaths(text, new Map(mounts.map(({ name, mountPath }) => [mountPath, volume(name)])));

/** All at once, longest first, and only whole paths: what is replaced may contain another path, such as `/tmp`. */
function replacePaths(text: string, paths: ReadonlyMap<string, string>): string {
  if (paths.size === 0) return text;
  const literal = (path: string) => path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const any = [...paths.keys()].sort((a, b) => b.length - a.length).map(literal);
  const whole = new RegExp(`(?<=^|[\\s"'=:(])(${any.join('|')})(?![\\w-])`, 'gm');
  return text.replace(whole, (path) => paths.get(path)!);
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

const list = (root: string): string[] =>
  (readdirSync(root, { recursive: true }) as string[])
    .filter((file) => statSync(join(root, file)).isFile())
    .map((file) => `/${file}`)
    .sort();
