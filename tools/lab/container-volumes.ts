import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rewrite } from './container-paths';
import { run } from './exec';
import type { KubeObject } from './manifests';

// biome-ignore lint/suspicious/noExplicitAny: a pod spec as written; the API server checks its schema
type Spec = any;

/** Writes ConfigMaps and Secrets as volumes, and runs the scripts that fill the others. */
export async function layVolumes(
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
    if (shell !== 'sh' || flag !== '-c' || !fills(container, spec.containers)) continue;
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

/** Whether a container writes files that others then mount one by one; what only waits is not run. */
const fills = (container: Spec, others: readonly Spec[]): boolean =>
  (container.volumeMounts ?? []).some(
    ({ name, readOnly }: Spec) =>
      !readOnly &&
      others.some((other) =>
        (other.volumeMounts ?? []).some((mount: Spec) => mount.name === name && mount.subPath),
      ),
  );

function dataOf(objects: readonly KubeObject[], kind: string, name: string): Record<string, string> {
  const found = objects.find((one) => one.kind === kind && one.metadata.name === name);
  return { ...found?.data, ...found?.stringData };
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
