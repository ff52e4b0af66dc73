import { load } from 'js-yaml';
import type { List } from '../../tools/lab/api';
import type { Cluster } from '../../tools/lab/cluster';
import { sleep } from '../../tools/lab/exec';
import type { KubeObject, Unit } from '../../tools/lab/manifests';
import { imagesOf } from '../../tools/lab/pods';
import { clustersOf, running } from '../../tools/node/add-ons';

/** Whether a unit runs an image of this repository. */
export const runs = ({ objects }: Unit, repository: string): boolean =>
  objects.flatMap(imagesOf).some((image) => image.startsWith(`${repository}:`));

/** Asks a server from inside its own pod, found by its image. @returns what it answered, as JSON */
export async function askIn<Answer>(
  cluster: Cluster,
  namespace: string,
  image: string,
  request: string,
): Promise<Answer> {
  const { items } = await cluster.get<List<KubeObject>>(`/api/v1/namespaces/${namespace}/pods`);
  const found = items.flatMap(({ metadata, spec }) =>
    spec.containers
      .filter((one: { image: string }) => one.image.startsWith(`${image}:`))
      .map((one: { name: string }) => [metadata.name, '-c', one.name]),
  );
  const [pod] = found;
  if (!pod) throw new Error(`${namespace}: no pod runs ${image}`);
  const exec = ['-n', namespace, 'exec', ...pod, '--', 'sh', '-c', `wget -q -O - ${request}`];
  return JSON.parse(await cluster.kubectlOk(exec, { timeout: 30 }));
}

/** Asks again until nothing is left to tell, no error either. @param patience seconds @returns what is left then */
export async function settled(look: () => Promise<string[]>, patience: number): Promise<string[]> {
  const until = Date.now() + patience * 1000;
  for (;;) {
    const left = await look().catch((error: Error) => [error.message]);
    if (left.length === 0 || Date.now() > until) return left;
    await sleep(2000);
  }
}

interface Target {
  readonly scrapePool: string;
  readonly scrapeUrl: string;
  readonly health: string;
  readonly lastError: string;
}

/** What Prometheus has not read yet of what its configuration names here: in this namespace, and where add-ons run. */
export async function unreadTargets(cluster: Cluster, unit: Unit): Promise<string[]> {
  const { namespace, objects } = unit;
  const addOns = (await clustersOf([unit])).flatMap(running);
  const places = [namespace, ...addOns.map(({ addOn }) => addOn.namespace)];
  const file = objects.map(({ data }) => data?.['prometheus.yml']).find(Boolean);
  const { scrape_configs } = load(file) as { scrape_configs: Record<string, unknown>[] };
  const here = scrape_configs.filter((one) =>
    places.some((place) => JSON.stringify(one).includes(`.${place}.svc`)),
  );
  const url = 'http://127.0.0.1:9090/api/v1/targets';
  const { data } = await askIn<{ data: { activeTargets: Target[] } }>(
    cluster,
    namespace,
    'prom/prometheus',
    url,
  );
  return here.flatMap(({ job_name: job }) => {
    const own = data.activeTargets.filter(({ scrapePool }) => scrapePool === job);
    if (own.length === 0) return [`${job}: no target`];
    return own
      .filter(({ health }) => health !== 'up')
      .map(({ scrapeUrl, health, lastError }) => `${job}: ${scrapeUrl} ${health} ${lastError}`);
  });
}

/** Containers that have said something, and of which Loki has not one line. */
export async function unseenLogs(cluster: Cluster, namespace: string): Promise<string[]> {
  const url = 'http://127.0.0.1:3100/loki/api/v1/series';
  type Series = { data: { pod: string; container: string }[] };
  const { data } = await askIn<Series>(cluster, namespace, 'grafana/loki', url);
  const seen = data.map(({ pod, container }) => `${pod}/${container}`);
  const { items } = await cluster.get<List<KubeObject>>(`/api/v1/namespaces/${namespace}/pods`);
  const unseen: string[] = [];
  for (const { metadata, spec } of items) {
    for (const { name } of spec.containers) {
      if (seen.includes(`${metadata.name}/${name}`)) continue;
      const said = await cluster.kubectl(['-n', namespace, 'logs', metadata.name, '-c', name, '--tail=1']);
      if (said.stdout.trim()) unseen.push(`${metadata.name}/${name}`);
    }
  }
  return unseen;
}

/** Data sources of Grafana that it cannot ask, as its administrator sees it. */
export async function unreachableSources(cluster: Cluster, namespace: string): Promise<string[]> {
  const login = '--header "Authorization: Basic $(printf "admin:$GF_SECURITY_ADMIN_PASSWORD" | base64 -w 0)"';
  const ask = <Answer>(path: string) =>
    askIn<Answer>(cluster, namespace, 'grafana/grafana', `${login} http://127.0.0.1:3000/api/${path}`);
  const sources = await ask<{ uid: string }[]>('datasources');
  if (sources.length === 0) return ['it has none'];
  const unreachable: string[] = [];
  for (const { uid } of sources)
    await ask(`datasources/uid/${uid}/health`).catch(() => unreachable.push(uid));
  return unreachable;
}
