/** Machines with devices, as a cluster's definition names them, or as pods ask for them. */
import type { DevicePool } from '../../model/device';
import { call } from './api';
import type { Cluster } from './cluster';
import type { KubeObject } from './manifests';
import { addNode, type NodeSize } from './nodes';

/** Of every sort that is asked for there are two, so that one can be drained. */
const EACH = 2;
const PLENTY = '64';

/** What makes one machine of a pool. */
export const sizeOf = ({ resource, each, nodeLabels, taint }: DevicePool): NodeSize => ({
  cpu: each.cpu,
  memory: each.memory,
  devices: { [resource]: String(each.devices) },
  labels: nodeLabels,
  taints: taint ? [taint] : [],
});

/** Adds what pods with devices need and nobody has made yet: machines, and classes of runtimes. */
export async function bringDevices(cluster: Cluster, objects: readonly KubeObject[]): Promise<void> {
  const sorts = new Map<string, NodeSize>();
  for (const spec of objects.flatMap((object) => object.spec?.template?.spec ?? [])) {
    const { runtimeClassName, nodeSelector = {}, tolerations = [], containers = [] } = spec;
    const limits = containers.flatMap((one: { resources?: { limits?: object } }) =>
      Object.keys(one.resources?.limits ?? {}),
    );
    const resources = limits.filter((name: string) => name.includes('/'));
    if (resources.length === 0) continue;
    if (runtimeClassName) await bringRuntime(cluster, runtimeClassName);
    const taints = tolerations.map(({ operator: _, ...taint }: { operator: string }) => taint);
    const devices = Object.fromEntries(resources.map((name: string) => [name, PLENTY]));
    // While one is drained, the other has all that is here.
    const size = { devices, labels: nodeSelector, taints, cpu: PLENTY, memory: '512Gi' } as const;
    sorts.set(JSON.stringify(size), size);
  }
  for (const size of sorts.values()) {
    const wanted = JSON.stringify(size.labels);
    const { items } = await cluster.get<{ items: KubeObject[] }>('/api/v1/nodes');
    const has = items.filter((node) => node.metadata.annotations?.[SORT] === wanted).length;
    for (let n = has; n < EACH; n++) {
      await addNode(cluster, `device-${items.length + n}`, { ...size, annotations: { [SORT]: wanted } });
    }
  }
}

const SORT = 'lab/devices';

async function bringRuntime(cluster: Cluster, name: string): Promise<void> {
  const path = '/apis/node.k8s.io/v1/runtimeclasses';
  const { items } = await cluster.get<{ items: KubeObject[] }>(path);
  if (items.some(({ metadata }) => metadata.name === name)) return;
  await call(cluster, 'POST', path, {
    apiVersion: 'node.k8s.io/v1',
    kind: 'RuntimeClass',
    metadata: { name },
    handler: name,
  });
}
