/** Which pods a gateway's requests go to, by the packets that a node has counted: no answer can claim another's work. */
import { EDGE_PODS } from '../../../model/edge';
import type { Plan } from '../../../model/plan';
import type { List } from '../../lab/api';
import type { Cluster } from '../../lab/cluster';
import type { KubeObject } from '../../lab/manifests';
import { selects } from '../../lab/pods';
import type { Machine } from '../machine';

/** Pods of a namespace by their addresses. */
async function podsIn(cluster: Cluster, namespace: string): Promise<Map<string, KubeObject>> {
  const { items } = await cluster.get<List<KubeObject>>(`/api/v1/namespaces/${namespace}/pods`);
  return new Map(items.map((pod) => [pod.status.podIP as string, pod]));
}

/** Addresses of the pods through which people come in. */
export async function edgeAddresses(cluster: Cluster, plan: Plan): Promise<Set<string>> {
  const { dataPlane } = plan.cluster.gateway;
  const shared = dataPlane.kind === 'shared';
  const pods = await podsIn(cluster, shared ? dataPlane.pods.namespace : plan.namespace);
  const matchLabels = shared ? dataPlane.pods.podLabels : EDGE_PODS;
  return new Set(
    [...pods].filter(([, { metadata }]) => selects({ matchLabels }, metadata.labels)).map(([ip]) => ip),
  );
}

/** What was sent by one connection, and to which component. */
export interface Flow {
  readonly component: string;
  readonly bytes: number;
}

/** Connections of the way in to components, by their two ends, that are open or have just been. */
export async function flowsOf(
  cluster: Cluster,
  machines: readonly Machine[],
  plan: Plan,
): Promise<Map<string, Flow>> {
  const edge = await edgeAddresses(cluster, plan);
  const pods = await podsIn(cluster, plan.namespace);
  const flows = new Map<string, Flow>();
  const tables = await Promise.all(machines.map((machine) => machine.must('conntrack', ['-L', '-p', 'tcp'])));
  for (const line of tables.join('\n').split('\n')) {
    // What was sent comes first, then what came back, from where it really went.
    const [, from, port, bytes, to] =
      /src=(\S+) .*?sport=(\d+) .*?bytes=(\d+) .*?src=(\S+) /.exec(line) ?? [];
    const component = pods.get(to ?? '')?.metadata.labels?.['app.kubernetes.io/name'];
    if (component && edge.has(from!)) flows.set(`${from}:${port} ${to}`, { component, bytes: Number(bytes) });
  }
  return flows;
}

/** Components that have been sent as much as this, or more, since then. */
export function reached(before: Map<string, Flow>, after: Map<string, Flow>, bytes: number): string[] {
  const sums = new Map<string, number>();
  for (const [ends, flow] of after) {
    const grown = Math.max(0, flow.bytes - (before.get(ends)?.bytes ?? 0));
    sums.set(flow.component, (sums.get(flow.component) ?? 0) + grown);
  }
  return [...sums].filter(([, sum]) => sum >= bytes).map(([component]) => component);
}

/** Lets nodes count what passes, from now on: connections that are open already are not counted. */
export async function countBytes(machines: readonly Machine[]): Promise<void> {
  for (const machine of machines) await machine.must('sysctl', ['-qw', 'net.netfilter.nf_conntrack_acct=1']);
}
