/** How fast the number of pods changes, and what the objects that change it are called. */
import type { Plan, PlannedComponent } from '../../model/plan';
import { type Labels, stableLabels, syncWave } from '../parts/labels';

/** Up at once: twice as many, or two more, every half minute. Down after five calm minutes: one a minute. */
export const BEHAVIOR = {
  up: { stabilizationWindowSeconds: 0, percent: 100, pods: 2, periodSeconds: 30 },
  down: { stabilizationWindowSeconds: 300, pods: 1, periodSeconds: 60 },
} as const;

interface Metadata {
  readonly name: string;
  readonly labels: Labels;
  readonly annotations: Labels;
}

/** In the last wave: an autoscaler is unwell until there are figures, and nothing should wait for that. */
export const scalerMetadata = (plan: Plan, component: PlannedComponent): Metadata => ({
  name: component.name,
  labels: stableLabels(plan, component),
  annotations: syncWave(plan.lastWave),
});
