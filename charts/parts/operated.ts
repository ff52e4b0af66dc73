/** A workload that an operator runs: the one custom resource from which it makes all the rest. */
import { ApiObject, type Chart } from 'cdk8s';
import type { PlannedOperated } from '../../model/operated';
import type { Plan, PlannedComponent } from '../../model/plan';
import { comment } from './comment';
import { componentLabels, keptAsData, syncWave } from './labels';

export function operatedWorkload(
  chart: Chart,
  plan: Plan,
  component: PlannedComponent,
  { apiVersion, kind, name, spec, operator, comments = {} }: PlannedOperated,
): void {
  const object = new ApiObject(chart, `${component.name}-operated`, {
    apiVersion,
    kind,
    metadata: {
      name,
      labels: componentLabels(plan, component),
      annotations: { ...syncWave(component.wave), ...keptAsData },
    },
    spec,
  });
  comment(
    object,
    `${operator} makes the pods of ${component.name} from this, with all that belongs to them.`,
  );
  comment(object, 'It is data: with it the operator would delete the volume claims.', [
    'metadata',
    'annotations',
    'argocd.argoproj.io/sync-options',
  ]);
  for (const [field, why] of Object.entries(comments)) comment(object, why, ['spec', field]);
}
