import { type List, type WatchEvent, watch } from './api';
import type { Cluster } from './cluster';
import { hasCondition, type KubeObject } from './manifests';
import { podTemplate, selects } from './pods';
import { list, waitUntilReady } from './workloads';

/**
 * Seconds. A pod that has the name of the one before it may be taken for that one, and holds the next eviction back for two
 * minutes. Source: Kubernetes 1.36, pkg/controller/disruption/disruption.go, DeletionTimeout.
 */
const PATIENCE = 210;

/**
 * Drains every node in turn, as an upgrade of the cluster would.
 *
 * @param options.seconds how long one node may take. @default 210
 * @param options.ready how long its pods may take elsewhere afterwards, in seconds. @default 90
 * @returns nodes that could not be drained, and workloads with two or more replicas that at some moment had
 * no ready pod; empty when all is well
 */
export async function drainEachNode(
  cluster: Cluster,
  namespace: string,
  { seconds = PATIENCE, ready = 90 }: { seconds?: number; ready?: number } = {},
): Promise<string[]> {
  // Whatever went on before: a drain takes pods of what is whole.
  const problems = await waitUntilReady(cluster, namespace, ready);
  const { items } = await cluster.get<List<KubeObject>>('/api/v1/nodes');
  for (const { metadata } of items) {
    const node = metadata.name;
    const guard = await guardAvailability(cluster, namespace);
    const args = ['drain', node, '--ignore-daemonsets', '--delete-emptydir-data', `--timeout=${seconds}s`];
    const drained = await cluster.kubectl(args, { timeout: seconds + 30 });
    if (drained.code !== 0) {
      const why = drained.stderr.split('\n').filter((line) => line.startsWith('error'));
      problems.push(`${node} cannot be drained: ${[...new Set(why)].join(' ').slice(0, 400)}`);
    }
    const behind = await waitUntilReady(cluster, namespace, ready);
    problems.push(...behind.map((text) => `after the drain of ${node}: ${text}`));
    problems.push(...guard.stop().map((name) => `the drain of ${node} left ${name} without a ready pod`));
    await cluster.kubectlOk(['uncordon', node]);
  }
  return problems;
}

/** Watches the pods of all workloads with two or more replicas and notes each that falls to zero. */
async function guardAvailability(cluster: Cluster, namespace: string) {
  const path = `/api/v1/namespaces/${namespace}/pods`;
  const workloads = (
    await Promise.all([list(cluster, namespace, 'Deployment'), list(cluster, namespace, 'StatefulSet')])
  )
    .flat()
    .filter((one) => (one.spec.replicas ?? 1) >= 2);
  const { items, metadata } = await cluster.get<List<KubeObject>>(path);
  const pods = new Map(items.map((pod) => [pod.metadata.name, pod]));
  const fallen = new Set<string>();
  const serving = (pod: KubeObject) => !pod.metadata.deletionTimestamp && hasCondition(pod, 'Ready');
  const end = watch(cluster, path, metadata.resourceVersion, (event: WatchEvent<KubeObject>) => {
    const { name } = event.object.metadata ?? {};
    if (!name) return;
    if (event.type === 'DELETED') pods.delete(name);
    else pods.set(name, event.object);
    for (const workload of workloads) {
      const labels = workload.spec.selector.matchLabels;
      const alive = [...pods.values()].some(
        (pod) =>
          serving(pod) &&
          selects({ matchLabels: labels }, podTemplate({ ...pod, kind: 'Pod' })?.metadata?.labels),
      );
      if (!alive) fallen.add(`${workload.kind}/${workload.metadata.name}`);
    }
  });
  return {
    stop: () => {
      end();
      return [...fallen];
    },
  };
}
