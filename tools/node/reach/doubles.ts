/** Pods that do nothing but stand where others would: with their labels, which are all that a NetworkPolicy knows. */
import type { Endpoint, Plan } from '../../../model/plan';
import type { List } from '../../lab/api';
import { asStdin, untilFree } from '../../lab/bring-up';
import type { Cluster } from '../../lab/cluster';
import { sleep } from '../../lab/exec';
import { edges } from '../../lab/gateway';
import { hasCondition, type KubeObject, type Unit } from '../../lab/manifests';
import { componentOf, podTemplate, selects } from '../../lab/pods';
import { waypoints } from '../../lab/waypoint';
import { waitingPod } from '../waiting-pod';
import type { Role } from './declared';

/** A pod that has to be made. */
export interface Double {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly role: Role;
}

/** Namespace of pods that have nothing to do with anybody, whatever their labels say. */
export const ELSEWHERE = 'elsewhere';
const MARK = 'phasewise.lab/double';

/**
 * Who is missing beside the pods that run: those whose work has ended, the gateway's and the mesh's, the platform's; and
 * who must reach nobody: a pod without labels in each namespace, and in a foreign one a pod with each component's labels.
 *
 * @param running every pod of the cluster that has an address
 */
export function doublesFor(unit: Unit, plan: Plan, running: readonly KubeObject[]): Double[] {
  const { namespace } = unit;
  const stranger = { kind: 'stranger' } as const;
  const workloads = unit.objects.flatMap((object) => {
    const labels = podTemplate(object)?.metadata?.labels;
    return labels ? [{ name: componentOf(object), labels }] : [];
  });
  const own = workloads.map(({ name, labels }) => ({
    name,
    namespace,
    labels,
    role: { kind: 'component' as const, name },
  }));
  const platform = platformOf(plan);
  const wanted: Double[] = [...own, ...controlledPods(unit), ...platform].filter(
    (one) => !running.some((pod) => isLike(pod, one)),
  );
  const homes = [namespace, ELSEWHERE, ...platform.map((one) => one.namespace), plan.cluster.dns.namespace];
  return [
    ...wanted,
    ...[...new Set(homes)].map((home) => ({
      name: 'stray',
      namespace: home,
      labels: {},
      role: stranger,
    })),
    ...workloads.map(({ name, labels }) => ({ name, namespace: ELSEWHERE, labels, role: stranger })),
  ];
}

/** Pods that controllers of gateways and meshes make in the environment's namespace. */
export function controlledPods({ namespace, objects }: Unit): Double[] {
  const makers = [
    ...edges(objects).map((object) => ({ object, kind: 'edge' as const })),
    ...waypoints(objects).map((object) => ({ object, kind: 'waypoint' as const })),
  ];
  return makers.flatMap(({ object, kind }) => {
    const labels = podTemplate(object)?.metadata?.labels;
    return labels ? [{ name: kind, namespace, labels, role: { kind } }] : [];
  });
}

/** Whether a pod is, for every policy, who is asked for. */
export const isLike = (
  { metadata }: KubeObject,
  { namespace, labels }: Pick<Double, 'namespace' | 'labels'>,
) => metadata.namespace === namespace && selects({ matchLabels: { ...labels } }, metadata.labels);

/** Pods of other namespaces that the plan names. */
export function platformOf(plan: Pick<Plan, 'connections'>): Double[] {
  const sides = plan.connections.flatMap(({ from, to }) => [from, to]);
  const found = sides.filter((side): side is Endpoint & { kind: 'platform' } => side.kind === 'platform');
  const unique = new Map(found.map((side) => [`${side.namespace}/${side.name}`, side]));
  return [...unique.values()].map(({ kind, name, namespace, podLabels }) => ({
    name,
    namespace,
    labels: podLabels,
    role: { kind, name, namespace },
  }));
}

const pod = ({ name, namespace, labels }: Double): KubeObject =>
  waitingPod(
    { name: `double-${name}`, namespace, labels: { ...labels, [MARK]: 'true' } },
    { container: 'double', seconds: 36000, grace: 0 },
  );

/**
 * Makes them, and waits for their addresses.
 * @returns what takes them away again, with the namespaces that were made for them
 * @throws Error after a minute and a half
 */
export async function makeDoubles(
  cluster: Cluster,
  doubles: readonly Double[],
): Promise<() => Promise<void>> {
  const { items } = await cluster.get<List<KubeObject>>('/api/v1/namespaces');
  const there = items
    .filter(({ metadata }) => !metadata.deletionTimestamp)
    .map(({ metadata }) => metadata.name);
  const missing = [...new Set(doubles.map(({ namespace }) => namespace))].filter(
    (name) => !there.includes(name),
  );
  // Another environment may just have been measured.
  for (const name of missing) await untilFree(cluster, name);
  const spaces = missing.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));
  const made = doubles.map(pod);
  const all = asStdin([...spaces, ...made]);
  await cluster.kubectlOk(['apply', '--server-side', '-f', '-'], { stdin: all });
  const until = Date.now() + 90_000;
  for (;;) {
    const pods = await runningPods(cluster);
    const ready = pods.filter((one) => one.metadata.labels?.[MARK] && hasCondition(one, 'Ready'));
    if (ready.length >= made.length) break;
    if (Date.now() > until) throw new Error(`${made.length - ready.length} pods that stand in are not ready`);
    await sleep(300);
  }
  return async () => {
    // Pods first: a namespace takes its time.
    const remove = ['delete', '--ignore-not-found', '--wait=false', '-f', '-'];
    await cluster.kubectl(remove, { stdin: asStdin([...made, ...spaces]) });
  };
}

/** Every pod of the cluster that has an address of its own. */
export async function runningPods(cluster: Cluster): Promise<KubeObject[]> {
  const { items } = await cluster.get<List<KubeObject>>('/api/v1/pods');
  return items.filter(
    ({ spec, status, metadata }) =>
      status.phase === 'Running' && status.podIP && !spec.hostNetwork && !metadata.deletionTimestamp,
  );
}
