/** Pods of an environment, what ends them, and what has become of them since. */
import type { Plan } from '../../../model/plan';
import { call, type List } from '../../../tools/lab/api';
import type { Cluster } from '../../../tools/lab/cluster';
import { hasCondition, type KubeObject } from '../../../tools/lab/manifests';
import { componentOf } from '../../../tools/lab/pods';
import { environmentsToStart } from '../../../tools/node/environments';
import type { Machine } from '../../../tools/node/machine';
import { apart } from '../mistakes';

/** Pods that somebody replaces when they end. */
export async function lastingPods(cluster: Cluster, namespace: string): Promise<KubeObject[]> {
  const { items } = await cluster.get<List<KubeObject>>(`/api/v1/namespaces/${namespace}/pods`);
  return items.filter(
    ({ metadata }) =>
      !metadata.deletionTimestamp && ownerOf(metadata) !== undefined && ownerOf(metadata)!.kind !== 'Job',
  );
}

const ownerOf = (metadata: KubeObject['metadata']) =>
  (metadata.ownerReferences as { kind: string; name: string }[] | undefined)?.[0];

/** An operator gives its pods names of its own; whose they are its resource says. */
const resourceOf = ({ metadata }: KubeObject): KubeObject | undefined => {
  const owner = ownerOf(metadata);
  if (!owner || ['DaemonSet', 'ReplicaSet', 'StatefulSet'].includes(owner.kind)) return undefined;
  return environmentsToStart()
    .filter(({ namespace }) => namespace === metadata.namespace)
    .flatMap(({ objects }) => objects)
    .find((object) => object.kind === owner.kind && object.metadata.name === owner.name);
};

export const componentOfPod = (pod: KubeObject): string => {
  const resource = resourceOf(pod);
  if (resource) return componentOf(resource);
  const { metadata } = pod;
  return metadata.labels?.['app.kubernetes.io/name'] ?? ownerOf(metadata)?.name ?? metadata.name;
};

/** The container that is the component; others only help it. */
export const mainContainer = (pod: KubeObject): string => {
  const names = (pod.spec.containers as { name: string }[]).map(({ name }) => name);
  return names.find((name) => name === componentOfPod(pod)) ?? names[0]!;
};

/** Groups of pods of which no two are of components where one asks the other. All pods of a component are in one. */
export function podsApart(pods: readonly KubeObject[], plan: Pick<Plan, 'connections'>): KubeObject[][] {
  const components = [...new Set(pods.map(componentOfPod))].map((component) => ({ component }));
  return apart(components, plan).map((group) =>
    pods.filter((pod) => group.some(({ component }) => component === componentOfPod(pod))),
  );
}

interface ContainerStatus {
  readonly name: string;
  readonly containerID?: string;
  readonly restartCount: number;
  readonly ready: boolean;
}
const statuses = ({ status }: KubeObject): ContainerStatus[] => status.containerStatuses ?? [];

/** The first process of a container, and where it runs. @throws Error where none does */
export async function processOf(
  machines: readonly Machine[],
  pod: KubeObject,
  container: string,
): Promise<{ machine: Machine; pid: number }> {
  const machine = machines.find(({ name }) => name === pod.spec.nodeName);
  const id = statuses(pod)
    .find(({ name }) => name === container)
    ?.containerID?.replace(/.*\//, '');
  const tasks = machine && id ? await machine.must('ctr', ['-n', 'k8s.io', 'tasks', 'ls']) : '';
  const pid = new RegExp(`^${id}\\s+(\\d+)\\s+RUNNING`, 'm').exec(tasks)?.[1];
  if (!machine || !pid) throw new Error(`${pod.metadata.name}/${container} does not run`);
  return { machine, pid: Number(pid) };
}

/** Ends the first process of a container, as the kernel would. */
export async function killContainer(
  machines: readonly Machine[],
  pod: KubeObject,
  container: string,
): Promise<void> {
  const machine = machines.find(({ name }) => name === pod.spec.nodeName);
  const id = statuses(pod)
    .find(({ name }) => name === container)
    ?.containerID?.replace(/.*\//, '');
  if (!machine || !id) throw new Error(`${pod.metadata.name}/${container} does not run`);
  await machine.must('ctr', ['-n', 'k8s.io', 'tasks', 'kill', '--signal', 'SIGKILL', id]);
}

/**
 * Asks for an eviction, as a drain does: where an operator is to see it coming, its node takes no more pods first.
 * @returns false where a disruption budget has nothing to spare
 */
export async function evict(cluster: Cluster, pod: KubeObject): Promise<boolean> {
  const { metadata } = pod;
  if (resourceOf(pod)) await cluster.kubectlOk(['cordon', pod.spec.nodeName]);
  const path = `/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}/eviction`;
  const body = {
    apiVersion: 'policy/v1',
    kind: 'Eviction',
    metadata: { name: metadata.name, namespace: metadata.namespace },
  };
  try {
    await call(cluster, 'POST', path, body);
    return true;
  } catch (error) {
    if (/: 429 /.test((error as Error).message)) return false;
    throw error;
  }
}

/** Components of operators that have fewer pods that are ready than there were; of all others their controllers tell. */
export async function fewer(
  cluster: Cluster,
  namespace: string,
  all: readonly KubeObject[],
): Promise<string[]> {
  const before = all.filter(resourceOf);
  if (before.length === 0) return [];
  const now = (await lastingPods(cluster, namespace)).filter((pod) => hasCondition(pod, 'Ready'));
  const count = (pods: readonly KubeObject[], component: string) =>
    pods.filter((pod) => componentOfPod(pod) === component).length;
  return [...new Set(before.map(componentOfPod))].flatMap((component) => {
    const [had, has] = [count(before, component), count(now, component)];
    return has < had ? [`${component}: ${has} of ${had} pods are ready`] : [];
  });
}

/** Which pods and containers there are, and how often each was started. */
export type Seen = ReadonlyMap<
  string,
  { readonly uid: string; readonly starts: ReadonlyMap<string, number> }
>;

export async function seen(cluster: Cluster, namespace: string): Promise<Seen> {
  const pods = await lastingPods(cluster, namespace);
  return new Map(
    pods.map((pod) => [
      pod.metadata.name,
      {
        uid: pod.metadata.uid as string,
        starts: new Map(
          [...statuses(pod), ...(pod.status.initContainerStatuses ?? [])].map(({ name, restartCount }) => [
            name,
            restartCount,
          ]),
        ),
      },
    ]),
  );
}

/** What is no longer as it was: containers that were started again, as `pod/container`, and pods that are gone, as `pod`. */
export function changes(before: Seen, after: Seen): string[] {
  return [...before].flatMap(([pod, { uid, starts }]) => {
    const now = after.get(pod);
    if (now?.uid !== uid) return [pod];
    return [...starts].flatMap(([name, count]) => (now.starts.get(name) === count ? [] : [`${pod}/${name}`]));
  });
}

interface Event {
  readonly reason: string;
  readonly involvedObject: { readonly kind: string; readonly name: string };
  readonly eventTime?: string;
}

/** Pods that the scheduler ended since then, to make room for others of a higher priority. */
export async function preempted(cluster: Cluster, namespace: string, since: number): Promise<string[]> {
  const { items } = await cluster.get<List<Event>>(
    `/api/v1/namespaces/${namespace}/events?fieldSelector=${encodeURIComponent('reason=Preempted')}`,
  );
  return items
    .filter(({ eventTime }) => eventTime !== undefined && Date.parse(eventTime) >= since)
    .map(({ involvedObject }) => involvedObject.name);
}
