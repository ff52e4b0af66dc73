/** Queues by whose length something is scaled, as a ScaledObject tells of them. */
import type { KubeObject } from '../../../tools/lab/manifests';

interface Trigger {
  readonly metadata: Record<string, string>;
}

export interface Queue {
  readonly name: string;
  /** Jobs in it that ask for one pod. */
  readonly perPod: number;
}

const triggersOf = ({ spec }: KubeObject): Trigger[] => spec.triggers;
/** BullMQ has a list of what waits and one of what has a priority: `bull:<queue>:wait`. */
const nameOf = ({ metadata }: Trigger): string => metadata.queueName ?? metadata.listName!.split(':')[1]!;
const perPodOf = ({ metadata }: Trigger): number => Number(metadata.value ?? metadata.listLength);

export const queuesOf = (object: KubeObject): Queue[] => {
  const all = triggersOf(object).map((one) => [nameOf(one), perPodOf(one)] as const);
  return [...new Map(all)].map(([name, perPod]) => ({ name, perPod }));
};

/** What the autoscaler is to be told of so many jobs: their number, or where there are several queues the pods for all. */
export function figureFor(object: KubeObject, jobs: ReadonlyMap<string, number>): number {
  const isInPods = object.spec.advanced?.scalingModifiers !== undefined;
  const parts = queuesOf(object).map(({ name, perPod }) => jobs.get(name)! / (isInPods ? perPod : 1));
  return parts.reduce((sum, part) => sum + part, 0);
}

/** The same, of queues that nobody has. */
export function withOtherNames(object: KubeObject): KubeObject {
  const changed = structuredClone(object) as KubeObject;
  for (const { metadata } of triggersOf(changed))
    for (const key of ['queueName', 'listName'])
      if (metadata[key]) metadata[key] = metadata[key].replace(/^[^:.]+/, 'lab');
  return changed;
}
