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

/**
 * Asks every program of the namespace, from inside its own container.
 * @param again lets each use all of its servers once more first. @default what came of the first time
 */
export async function reports(cluster: Cluster, namespace: string, again = false): Promise<Report[]> {
  const { items } = await cluster.get<List<KubeObject>>(`/api/v1/namespaces/${namespace}/pods`);
  const page = (path: string) =>
    `wget -q -O - "http://127.0.0.1:\${LAB_PORT:-\${PORT:-\${METRICS_PORT:-3000}}}/lab/${path}"`;
  // Who is not such a program has no folder of it. Where a server cannot be used, the page has another status and no text.
  const script = `[ -e /opt/lab/main.ts ] || exit 1; ${again ? `${page('use')} >/dev/null;` : ''} exec ${page('connections')}`;
  const asked = items
    .filter(({ status }) => status.phase === 'Running')
    .flatMap(({ metadata, spec }) =>
      spec.containers.map(async ({ name }: { name: string }) => {
        const exec = ['-n', namespace, 'exec', metadata.name, '-c', name, '--', 'sh', '-c', script];
        const { code, stdout } = await cluster.kubectl(exec, { timeout: 30 });
        return code === 0 ? [{ pod: metadata.name, ...JSON.parse(stdout) }] : [];
      }),
    );
  return (await Promise.all(asked)).flat();
}
