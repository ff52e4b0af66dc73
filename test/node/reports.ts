import type { List } from '../../tools/lab/api';
import type { Cluster } from '../../tools/lab/cluster';
import type { KubeObject } from '../../tools/lab/manifests';

/** What a product's program, as the lab plays it, tells of the servers it was led to. */
export interface Report {
  readonly pod: string;
  readonly healthy: boolean;
  readonly malformed: readonly string[];
  readonly variables: readonly string[];
  readonly connections: readonly { variable: string; target: string; done?: string; failed?: string }[];
}

/** Asks every program of the namespace, from inside its own container. */
export async function reports(cluster: Cluster, namespace: string): Promise<Report[]> {
  const { items } = await cluster.get<List<KubeObject>>(`/api/v1/namespaces/${namespace}/pods`);
  const found: Report[] = [];
  for (const { metadata, spec, status } of items) {
    if (status.phase !== 'Running') continue;
    for (const { name } of spec.containers) {
      // Who is not such a program has no folder of it.
      const script =
        '[ -e /opt/lab/main.ts ] && exec wget -q -O - "http://127.0.0.1:${LAB_PORT:-${PORT:-${METRICS_PORT:-3000}}}/lab/connections"';
      const exec = ['-n', namespace, 'exec', metadata.name, '-c', name, '--', 'sh', '-c', script];
      const { code, stdout } = await cluster.kubectl(exec, { timeout: 30 });
      if (code === 0) found.push({ pod: metadata.name, ...JSON.parse(stdout) });
    }
  }
  return found;
}
