/** Who gives way to whom when a node is full: what watches goes first, what keeps data last. */
import type { Chart } from 'cdk8s';
import type { ComponentTier } from '../../model/component';
import type { Plan } from '../../model/plan';
import { clusterWide } from './cluster-wide';
import { comment } from './comment';
import { k8s } from './k8s';
import { commonLabels, syncWave, WAVES } from './labels';

/**
 * Everything else, the gateway too, has Kubernetes' default of 0. Not below -10, which the cluster
 * autoscaler takes for pods that need no node.
 */
const CLASSES = {
  data: { value: 1000, description: 'Keeps data: the last to give way on a full node' },
  watching: { value: -10, description: 'Watches: the first to give way on a full node' },
} as const;

const CLASS_OF: Readonly<Partial<Record<ComponentTier, keyof typeof CLASSES>>> = {
  data: 'data',
  queue: 'data',
  'vector-db': 'data',
  monitoring: 'watching',
  logging: 'watching',
};

/** Classes belong to the whole cluster, so their names begin with the namespace. */
const className = (plan: Plan, name: string): string => `${plan.namespace}-${name}`;

/** The class of a tier's pods; undefined for the default. */
export function priorityClass(plan: Plan, tier: ComponentTier): string | undefined {
  const name = CLASS_OF[tier];
  return name && className(plan, name);
}

export function priorityClasses(chart: Chart, plan: Plan): void {
  const used = new Set(plan.components.map(({ tier }) => CLASS_OF[tier]));
  for (const [name, { value, description }] of Object.entries(CLASSES)) {
    if (!used.has(name as keyof typeof CLASSES)) continue;
    const object = new k8s.KubePriorityClass(chart, `priority-${name}`, {
      metadata: {
        name: className(plan, name),
        labels: commonLabels(plan),
        annotations: syncWave(WAVES.namespace),
      },
      value,
      description,
    });
    clusterWide(object);
    comment(object, 'One for each environment: the name must be its own in the whole cluster.', [
      'metadata',
      'name',
    ]);
  }
}
