/** How fast the number of pods changes, and what the objects that change it are called. */
import type { Plan, PlannedComponent, PlannedScaling } from '../../model/plan';
import { type Labels, stableLabels, syncWave } from '../parts/labels';

/** Up without waiting: two more every half minute. */
export const TWO_MORE = { type: 'Pods', value: 2, periodSeconds: 30 };
/** Or as many again, where there are more than two. */
export const TWICE = { type: 'Percent', value: 100, periodSeconds: 30 };
export const AT_ONCE = { stabilizationWindowSeconds: 0 };
/** Down after some calm minutes: one a minute. */
export const scaleDown = ({ patience }: Pick<PlannedScaling, 'patience'>) => ({
  stabilizationWindowSeconds: patience,
  policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }],
});

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
