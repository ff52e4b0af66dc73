import type { List } from '../lab/api';
import type { Cluster } from '../lab/cluster';
import type { KubeObject } from '../lab/manifests';

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
