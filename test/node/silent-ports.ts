import type { Plan } from '../../model/plan';
import type { Cluster } from '../../tools/lab/cluster';
import { hasCondition, type Unit } from '../../tools/lab/manifests';
import type { Machine } from '../../tools/node/machine';
import { runningPods } from '../../tools/node/reach/doubles';
import { podTargets } from '../../tools/node/reach/parties';

/** Ports that a pod's manifest names, and on which nobody listens though the pod is ready. */
export async function silentPorts(
  cluster: Cluster,
  machines: readonly Machine[],
  unit: Unit,
  plan: Plan,
): Promise<{ pod: string; text: string }[]> {
  const byName = new Map(machines.map((machine) => [machine.name, machine]));
  const ready = (await runningPods(cluster)).filter(
    (pod) => pod.metadata.namespace === unit.namespace && hasCondition(pod, 'Ready'),
  );
  // A pod that ends meanwhile has no process to ask.
  const targets = await podTargets(unit, plan, ready, byName).catch(() => []);
  return targets.flatMap(({ name, said, listens }) =>
    said
      .filter((one) => !listens.some(({ port, protocol }) => port === one.port && protocol === one.protocol))
      .map(({ port, protocol }) => ({ pod: name, text: `nobody listens on ${protocol} ${port}` })),
  );
}
