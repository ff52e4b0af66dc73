/** What goes wrong with a component that runs, on purpose, and what the committed rules have to say about it. */
import { load } from 'js-yaml';
import type { List } from '../../../tools/lab/api';
import type { Cluster } from '../../../tools/lab/cluster';
import { sleep } from '../../../tools/lab/exec';
import type { KubeObject, Unit } from '../../../tools/lab/manifests';
import type { Machine } from '../../../tools/node/machine';
import { mountedAt } from '../../../tools/node/storage';
import { componentOfPod, killContainer, lastingPods, mainContainer } from './pods';

/** A rule as it is written for Prometheus. */
export interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
}

export function rulesOf({ objects }: Unit): Rule[] {
  const files = objects.flatMap(({ kind, data }) =>
    kind === 'ConfigMap' ? (data?.['rules.yml'] ?? []) : [],
  );
  return files
    .flatMap((text) => (load(text) as { groups: { rules: Rule[] }[] }).groups)
    .flatMap(({ rules }) => rules);
}

/** Whether a test can wait for it: what takes longer is proved by its two stories alone. */
export const isSoon = (rule: Rule): boolean => Number(/^(\d+)m$/.exec(rule.for ?? '0m')?.[1] ?? 60) <= 2;

/** Bytes that are left on a disk that is full: a server still has to be able to say so. */
const LEFT = 32 * 1024 * 1024;

/** Fills the volumes of a component. @returns what empties them again */
export async function fillVolumes(
  cluster: Cluster,
  machines: readonly Machine[],
  namespace: string,
  component: string,
): Promise<() => Promise<void>> {
  const pods = (await lastingPods(cluster, namespace)).filter((pod) => componentOfPod(pod) === component);
  const { items } = await cluster.get<List<KubeObject>>(
    `/api/v1/namespaces/${namespace}/persistentvolumeclaims`,
  );
  const undo: (() => Promise<unknown>)[] = [];
  for (const { spec } of pods) {
    const machine = machines.find(({ name }) => name === spec.nodeName)!;
    for (const { persistentVolumeClaim } of spec.volumes) {
      const claim = items.find(({ metadata }) => metadata.name === persistentVolumeClaim?.claimName);
      if (!claim) continue;
      const file = `${mountedAt(claim)}/nothing-in-particular`;
      const free = await machine.must('df', ['--output=avail', '-B1', mountedAt(claim)]);
      const size = Number(free.trim().split('\n').at(-1)) - LEFT;
      undo.push(() => machine.must('rm', ['-f', file]));
      await machine.must('fallocate', ['-l', String(size), file]);
    }
  }
  return async () => {
    await Promise.all(undo.map((one) => one()));
  };
}

/** Ends a component's main process whenever it runs. @returns what lets it be */
export function keepKilling(
  cluster: Cluster,
  machines: readonly Machine[],
  namespace: string,
  component: string,
): () => Promise<void> {
  let running = true;
  const loop = (async () => {
    while (running) {
      const pods = await lastingPods(cluster, namespace).catch(() => []);
      const own = pods.filter((pod) => componentOfPod(pod) === component);
      // One that has just ended by itself is what is wanted.
      for (const pod of own) await killContainer(machines, pod, mainContainer(pod)).catch(() => undefined);
      await sleep(1000);
    }
  })();
  return async () => {
    running = false;
    await loop;
    // Kubelet waits longer each time before it starts a container again; in a new pod it does not.
    const own = ['-n', namespace, 'delete', 'pod', '-l', `app.kubernetes.io/name=${component}`];
    await cluster.kubectlOk([...own, '--wait=false']);
  };
}

/** Lets one product's program take memory until it has none. */
export async function eatMemory(cluster: Cluster, pod: KubeObject): Promise<void> {
  const page = '"http://127.0.0.1:${LAB_PORT:-${PORT:-${METRICS_PORT:-3000}}}/lab/eat"';
  const exec = ['-n', pod.metadata.namespace!, 'exec', pod.metadata.name, '-c', mainContainer(pod)];
  // It ends with the one that is asked.
  await cluster.kubectl([...exec, '--', 'sh', '-c', `wget -q -O - ${page}`], { timeout: 60 });
}
