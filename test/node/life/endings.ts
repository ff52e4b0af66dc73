/** How pods end that were asked to: whether their programs heard it. */
import { type List, watch } from '../../../tools/lab/api';
import type { Cluster } from '../../../tools/lab/cluster';
import type { KubeObject } from '../../../tools/lab/manifests';
import { waitingPod } from '../../../tools/node/waiting-pod';

/**
 * Watches pods that end.
 * @returns what ends that, and tells containers that had to be killed when their grace was over, as `pod/container`
 */
export async function watchEndings(cluster: Cluster, namespace: string): Promise<() => string[]> {
  const path = `/api/v1/namespaces/${namespace}/pods`;
  const { metadata } = await cluster.get<List<KubeObject>>(path);
  const killed = new Set<string>();
  const end = watch<KubeObject>(cluster, path, metadata.resourceVersion, ({ object }) => {
    if (!object.metadata?.deletionTimestamp) return;
    for (const { name, state } of object.status?.containerStatuses ?? []) {
      // 128 and SIGKILL.
      if (state?.terminated?.exitCode === 137) killed.add(`${object.metadata.name}/${name}`);
    }
  });
  return () => {
    end();
    return [...killed];
  };
}

/** A pod whose program takes no notice of SIGTERM: as the first process of a container, nothing else ends it. */
export const deaf = (namespace: string): KubeObject =>
  waitingPod({ name: 'deaf', namespace }, { container: 'deaf', seconds: 3600, grace: 1 });
