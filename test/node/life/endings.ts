/** How pods end that were asked to: whether their programs heard it. */
import { type List, watch } from '../../../tools/lab/api';
import type { Cluster } from '../../../tools/lab/cluster';
import type { KubeObject } from '../../../tools/lab/manifests';
import { TOOLS } from '../../../tools/node/own-images';

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
export const deaf = (namespace: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'deaf', namespace },
  spec: {
    automountServiceAccountToken: false,
    containers: [
      {
        name: 'deaf',
        image: TOOLS,
        command: ['sleep', '3600'],
        resources: { requests: { cpu: '1m', memory: '1Mi' }, limits: { memory: '16Mi' } },
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
          readOnlyRootFilesystem: true,
        },
      },
    ],
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 1000,
      runAsGroup: 1000,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    terminationGracePeriodSeconds: 1,
  },
});
