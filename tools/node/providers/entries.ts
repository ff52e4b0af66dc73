import type { Plan } from '../../../model/plan';
import type { Cluster } from '../../lab/cluster';

/** What the cluster's secret store has under a name. @throws TypeError without such an entry */
export async function entryOf(
  cluster: Cluster,
  plan: Plan,
  remoteKey: string,
): Promise<Record<string, string>> {
  const store = ['get', 'clustersecretstore', plan.cluster.secretStore!, '-o', 'json'];
  const { spec } = JSON.parse(await cluster.kubectlOk(store));
  type Entry = { key: string; value: string };
  const entry = (spec.provider.fake.data as Entry[]).find(({ key }) => key === remoteKey);
  return JSON.parse(entry!.value);
}
