import { call, type List } from './api';
import type { Cluster } from './cluster';
import type { KubeObject } from './manifests';
import { addNode, type NodeSize, removeNode } from './nodes';
import { restartAll, waitUntilReady } from './workloads';

/**
 * Lets the real scheduler place everything on one node as large as the whole cluster of the environment, rolling
 * update included.
 *
 * @param patience seconds for each of the two. @default 120
 * @returns what found no room, with the scheduler's reasons; empty when all fits
 */
export async function fits(
  cluster: Cluster,
  namespace: string,
  size: NodeSize,
  patience = 120,
): Promise<string[]> {
  const others = (await cluster.get<List<KubeObject>>('/api/v1/nodes')).items.map(
    (node) => node.metadata.name,
  );
  const cordon = (node: string, unschedulable: boolean) =>
    call(cluster, 'PATCH', `/api/v1/nodes/${node}`, { spec: { unschedulable } });
  try {
    await addNode(cluster, 'whole', size);
    for (const node of others) await cordon(node, true);
    await call(cluster, 'DELETE', `/api/v1/namespaces/${namespace}/pods`);
    const start = await waitUntilReady(cluster, namespace, patience);
    if (start.length > 0) return start;
    await restartAll(cluster, namespace);
    return (await waitUntilReady(cluster, namespace, patience)).map((text) => `in a rolling update: ${text}`);
  } finally {
    for (const node of others) await cordon(node, false);
    await removeNode(cluster, 'whole');
    await waitUntilReady(cluster, namespace, 120);
  }
}
