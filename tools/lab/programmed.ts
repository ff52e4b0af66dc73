import { call, type List, watch } from './api';
import type { Cluster } from './cluster';
import type { KubeObject } from './manifests';

/**
 * Says of every Gateway of a namespace what its controller would say once its pods serve: it is programmed.
 * @returns the function that ends it
 */
export async function playProgrammed(cluster: Cluster, namespace: string): Promise<() => void> {
  const path = `/apis/gateway.networking.k8s.io/v1/namespaces/${namespace}/gateways`;
  const say = ({ metadata }: KubeObject): void => {
    const condition = {
      type: 'Programmed',
      status: 'True',
      reason: 'Programmed',
      message: 'played by the lab',
      observedGeneration: metadata.generation,
      lastTransitionTime: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
    };
    call(cluster, 'PATCH', `${path}/${metadata.name}/status`, { status: { conditions: [condition] } }).catch(
      // A Gateway that went meanwhile needs no status.
      () => undefined,
    );
  };
  const { items, metadata } = await cluster.get<List<KubeObject>>(path);
  items.forEach(say);
  return watch<KubeObject>(cluster, path, metadata.resourceVersion, ({ type, object }) => {
    if (type === 'ADDED') say(object);
  });
}
