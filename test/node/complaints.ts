import type { Plan } from '../../model/plan';
import type { List } from '../../tools/lab/api';
import type { Cluster } from '../../tools/lab/cluster';
import type { KubeObject, Unit } from '../../tools/lab/manifests';
import type { Machine } from '../../tools/node/machine';
import { outOfMemory } from '../../tools/node/out-of-memory';
import { reports, wrongIn } from './reports';
import { silentPorts } from './silent-ports';

/** Something that is wrong, and with what. */
export interface Complaint {
  /** Pod, and container where it is known. */
  readonly about: string;
  /** In the words of kubelet, the program or who asks it. */
  readonly text: string;
}

/** States in which a container waits and nothing is wrong. */
const ORDINARY = ['ContainerCreating', 'PodInitializing'];

/**
 * What is wrong in a namespace right now: containers that do not run and what they said last, probes that fail, programs
 * that cannot use a server, ports on which nobody listens, processes that were ended for want of memory.
 */
export async function complaints(
  cluster: Cluster,
  machines: readonly Machine[],
  unit: Unit,
  plan: Plan,
): Promise<Complaint[]> {
  const { namespace } = unit;
  const { items } = await cluster.get<List<KubeObject>>(`/api/v1/namespaces/${namespace}/pods`);
  const pods = items.filter(({ metadata }) => !metadata.deletionTimestamp);
  const [containers, events, programs, killed, silent] = await Promise.all([
    Promise.all(pods.map((pod) => unwell(cluster, pod))),
    warnings(cluster, pods),
    // Where one does not listen, or not yet, its probes tell.
    reports(cluster, namespace, true).catch(() => []),
    outOfMemory(cluster, namespace, machines),
    silentPorts(cluster, machines, unit, plan),
  ]);
  const cut = (line: string): Complaint => ({
    about: line.slice(0, line.indexOf(':')),
    text: `out of memory, times${line.slice(line.indexOf(':') + 1)}`,
  });
  return [
    ...containers.flat(),
    ...events,
    ...programs.flatMap((report) => wrongIn(report).map((text) => ({ about: report.pod, text }))),
    ...killed.map(cut),
    ...silent.map(({ pod, text }) => ({ about: pod, text })),
  ];
}

interface ContainerStatus {
  readonly name: string;
  readonly ready: boolean;
  readonly restartCount: number;
  readonly state?: State;
  readonly lastState?: State;
}
interface State {
  readonly waiting?: { reason: string; message?: string };
  readonly terminated?: { exitCode: number; reason?: string; message?: string };
}

/** Containers of a pod that wait for something that will not come, have ended badly, or are not ready. */
async function unwell(cluster: Cluster, { metadata, status }: KubeObject): Promise<Complaint[]> {
  const all = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
  const found = (all as ContainerStatus[]).filter(
    ({ ready, restartCount, state }) =>
      restartCount > 0 || (!ready && state?.terminated?.exitCode !== 0 && !isOrdinary(state)),
  );
  return Promise.all(
    found.map(async ({ name, restartCount, state, lastState }) => {
      const { waiting, terminated = lastState?.terminated } = state ?? {};
      const about = `${metadata.name}/${name}`;
      const args = ['-n', metadata.namespace!, 'logs', metadata.name, '-c', name, '--tail=15'];
      const { stdout } = await cluster.kubectl([...args, `--previous=${restartCount > 0}`], { timeout: 20 });
      const said = [
        waiting && `${waiting.reason}: ${waiting.message}`,
        terminated && `ended with ${terminated.exitCode} (${terminated.reason}) ${terminated.message ?? ''}`,
        stdout.trim(),
      ];
      return { about, text: said.filter(Boolean).join('\n') };
    }),
  );
}

const isOrdinary = (state: State | undefined): boolean =>
  state?.waiting !== undefined && ORDINARY.includes(state.waiting.reason);

/** Warnings about pods that are there now. */
async function warnings(cluster: Cluster, pods: readonly KubeObject[]): Promise<Complaint[]> {
  const uids = new Set(pods.map(({ metadata }) => metadata.uid));
  const namespaces = [...new Set(pods.map(({ metadata }) => metadata.namespace))];
  const lists = await Promise.all(
    namespaces.map((name) => cluster.get<List<KubeObject>>(`/api/v1/namespaces/${name}/events`)),
  );
  return lists
    .flatMap(({ items }) => items)
    .filter(({ type, involvedObject }) => type === 'Warning' && uids.has(involvedObject.uid))
    .map(({ reason, message, involvedObject }) => ({
      about: [involvedObject.name, /\{(\S+)\}/.exec(involvedObject.fieldPath ?? '')?.[1]]
        .filter(Boolean)
        .join('/'),
      text: `${reason}: ${message}`,
    }));
}
