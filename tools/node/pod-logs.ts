import type { List } from '../lab/api';
import type { Cluster } from '../lab/cluster';
import type { KubeObject } from '../lab/manifests';
import { waitUntilReady } from '../lab/workloads';

/** The last lines of every container of the namespace that is not ready or was started again. */
export async function lastWords(cluster: Cluster, namespace: string, lines = 15): Promise<string[]> {
  const { items } = await cluster.get<List<KubeObject>>(`/api/v1/namespaces/${namespace}/pods`);
  const said: string[] = [];
  for (const { metadata, status } of items) {
    for (const one of [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])]) {
      const ended = one.state?.terminated?.exitCode === 0;
      if ((one.ready || ended) && one.restartCount === 0) continue;
      if (!one.containerID) continue;
      for (const which of one.restartCount > 0
        ? ['--previous=true', '--previous=false']
        : ['--previous=false']) {
        const args = ['-n', namespace, 'logs', metadata.name, '-c', one.name, `--tail=${lines}`, which];
        const { stdout, stderr } = await cluster.kubectl(args);
        said.push(`${metadata.name}/${one.name} ${which}:\n${stdout || stderr}`.trim());
      }
    }
  }
  return said;
}

/**
 * Waits for all pods of a namespace.
 * @param what is waited for, by name
 * @param patience seconds
 * @throws Error with the cluster's own reasons, and what its pods said
 */
export async function untilPodsReady(
  cluster: Cluster,
  what: string,
  namespace: string,
  patience: number,
): Promise<void> {
  const waiting = await waitUntilReady(cluster, namespace, patience);
  if (waiting.length === 0) return;
  const said = await lastWords(cluster, namespace);
  throw new Error(`${what}: not ready\n${[...waiting, ...said].join('\n')}`);
}
