/** KEDA: as many pods as a query of the system's own Prometheus asks for. */
import type { Chart } from 'cdk8s';
import type { Plan, PlannedComponent, PlannedScaling } from '../../model/plan';
import { comment } from '../parts/comment';
import { scaledObject } from './scaled-object';

export function byQuery(
  chart: Chart,
  plan: Plan,
  component: PlannedComponent,
  scaling: Extract<PlannedScaling, { on: 'query' }>,
): void {
  const { type, metadata } = scaling.trigger;
  const object = scaledObject(chart, plan, component, scaling, {
    triggers: [{ type, metadata: { ...metadata } }],
  });
  comment(object, 'While nobody answers, the pods there are stay.', ['spec', 'fallback']);
}
