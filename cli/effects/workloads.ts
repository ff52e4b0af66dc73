/** How many pods something has, and how it replaces them. */
import { at, groupOf, type KubeObject } from '../objects';

const RESTARTING = ['Deployment', 'StatefulSet', 'DaemonSet'];

/** Keeps pods running from a template, and replaces them when it changes. */
export const isWorkload = (object: KubeObject): boolean =>
  groupOf(object) === 'apps' && RESTARTING.includes(object.kind);

/** The autoscaler that sets an object's number of pods, and the fewest it keeps. */
export function autoscalerOf(
  workload: KubeObject,
  objects: readonly KubeObject[],
): { readonly object: KubeObject; readonly least: number } | undefined {
  for (const object of objects) {
    const least = LEAST[object.kind];
    const target = at(object, 'spec', 'scaleTargetRef');
    if (!least || at(target, 'name') !== workload.metadata.name) continue;
    if ((at(target, 'kind') ?? 'Deployment') !== workload.kind) continue;
    if (object.metadata.namespace !== workload.metadata.namespace) continue;
    return { object, least: Number(at(object, 'spec', least.field) ?? least.otherwise) };
  }
  return undefined;
}

const LEAST: Readonly<Record<string, { readonly field: string; readonly otherwise: number }>> = {
  HorizontalPodAutoscaler: { field: 'minReplicas', otherwise: 1 },
  ScaledObject: { field: 'minReplicaCount', otherwise: 0 },
};

/** The fewest pods it may have among these objects. A DaemonSet has one on each node. */
export function fewestPods(workload: KubeObject, objects: readonly KubeObject[]): number {
  const replicas = at(workload, 'spec', 'replicas');
  if (typeof replicas === 'number') return replicas;
  return autoscalerOf(workload, objects)?.least ?? 1;
}

/** Whether a new pod is ready before an old one goes. */
export function overlaps(workload: KubeObject): boolean {
  if (workload.kind !== 'Deployment') return false;
  if (at(workload, 'spec', 'strategy', 'type') === 'Recreate') return false;
  const surge = at(workload, 'spec', 'strategy', 'rollingUpdate', 'maxSurge') ?? '25%';
  return surge !== 0 && surge !== '0%' && surge !== '0';
}
