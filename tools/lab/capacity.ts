import type { DevicePool } from '../../model/device';
import { type Bytes, type Cpu, mebibytes, millicores } from '../../model/units';
import { call, type List } from './api';
import type { Cluster } from './cluster';
import { sizeOf } from './devices';
import type { KubeObject } from './manifests';
import { addNode, type NodeSize, removeNode } from './nodes';
import { restartAll, waitUntilReady } from './workloads';

/** What the nodes of a cluster have, all together. */
interface Capacity {
  readonly nodes: number;
  readonly cpu: Cpu;
  readonly memory: Bytes;
}

/** Of a cluster: those that any pod may be put on, and those with devices. */
interface Machines {
  readonly capacity: Capacity;
  readonly pools?: Readonly<Record<string, DevicePool>>;
}

/** One node's share, in whole units, so that the shares are never more than the whole. */
const share = ({ nodes, cpu, memory }: Capacity): NodeSize => ({
  cpu: `${Math.floor(millicores(cpu) / nodes)}m`,
  memory: `${Math.floor(mebibytes(memory) / nodes)}Mi`,
});

/**
 * Lets the real scheduler place everything on as many nodes as the environment's cluster has, each with its share of
 * the whole, rolling update included.
 *
 * @param patience seconds for each of the two. @default 120
 * @returns what found no room, with the scheduler's reasons; empty when all fits
 */
export async function fits(
  cluster: Cluster,
  namespace: string,
  { capacity, pools = {} }: Machines,
  patience = 120,
): Promise<string[]> {
  const others = (await cluster.get<List<KubeObject>>('/api/v1/nodes')).items.map(
    (node) => node.metadata.name,
  );
  const named: [string, NodeSize][] = [
    ...numbered('named', capacity.nodes).map((name): [string, NodeSize] => [name, share(capacity)]),
    ...Object.entries(pools).flatMap(([pool, one]) =>
      numbered(`pool-${pool}`, one.nodes).map((name): [string, NodeSize] => [name, sizeOf(one)]),
    ),
  ];
  const cordon = (node: string, unschedulable: boolean) =>
    call(cluster, 'PATCH', `/api/v1/nodes/${node}`, { spec: { unschedulable } });
  try {
    for (const [name, size] of named) await addNode(cluster, name, size);
    for (const node of others) await cordon(node, true);
    await call(cluster, 'DELETE', `/api/v1/namespaces/${namespace}/pods`);
    const start = await waitUntilReady(cluster, namespace, patience);
    if (start.length > 0) return start;
    await restartAll(cluster, namespace);
    return (await waitUntilReady(cluster, namespace, patience)).map((text) => `in a rolling update: ${text}`);
  } finally {
    for (const node of others) await cordon(node, false);
    for (const [name] of named) await removeNode(cluster, name);
  }
}

const numbered = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${name}-${index + 1}`);
