/** How Alertmanager gets to know its receiver: by the secret store, as people are told to, and by a public authority. */
import type { Plan } from '../../../model/plan';
import type { Cluster } from '../../../tools/lab/cluster';
import type { KubeObject, Unit } from '../../../tools/lab/manifests';
import type { Machine } from '../../../tools/node/machine';
import { trustIn } from '../../../tools/node/trust';
import { settled } from '../watching';
import { lastingPods } from './pods';

const IMAGE = 'prom/alertmanager:';
const KEY = 'receiver-url';
/** Seconds until kubelet has renewed the folder. */
const RENEWED = 150;

const alertmanagers = async (cluster: Cluster, namespace: string): Promise<KubeObject[]> =>
  (await lastingPods(cluster, namespace)).filter(({ spec }) => spec.containers[0].image.startsWith(IMAGE));

/** Writes the address into the store, asks for it at once, and waits until the file has it: no restart. */
export async function tellWhere(
  cluster: Cluster,
  { namespace }: Unit,
  plan: Plan,
  url: string,
): Promise<void> {
  const secret = plan.secrets.find((one) => one.kind === 'store' && Object.values(one.keys).includes(KEY));
  if (secret?.kind !== 'store') throw new Error(`${namespace}: nobody asks the store for ${KEY}`);
  const store = ['clustersecretstore', plan.cluster.secretStore!];
  const object = JSON.parse(await cluster.kubectlOk(['get', ...store, '-o', 'json']));
  for (const entry of object.spec.provider.fake.data)
    if (entry.key === secret.remoteKey)
      entry.value = JSON.stringify({ ...JSON.parse(entry.value), [KEY]: url });
  await cluster.kubectlOk(['replace', '-f', '-'], { stdin: JSON.stringify(object) });
  await cluster.kubectlOk([
    '--namespace',
    namespace,
    'annotate',
    'externalsecret',
    secret.name,
    `force-sync=${Date.now()}`,
    '--overwrite',
  ]);
  const [pod] = await alertmanagers(cluster, namespace);
  const path = pod!.spec.containers[0].volumeMounts.find(({ name }: { name: string }) =>
    name.startsWith('secret-'),
  );
  const file = `${path.mountPath}/${KEY}`;
  const read = async () => {
    const text = await cluster.kubectlOk(['-n', namespace, 'exec', pod!.metadata.name, '--', 'cat', file]);
    return text === url ? [] : ['the new address has not arrived'];
  };
  const left = await settled(read, RENEWED);
  if (left.length > 0) throw new Error(left.join());
}

/** It trusts the receiver's authority from now on. */
export async function trust(
  cluster: Cluster,
  machines: readonly Machine[],
  namespace: string,
  certificate: string,
): Promise<void> {
  for (const { spec, status } of await alertmanagers(cluster, namespace)) {
    const machine = machines.find(({ name }) => name === spec.nodeName)!;
    await trustIn(machine, status.containerStatuses[0].containerID, certificate);
  }
}
