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
  { apiVersion, kind, name, spec, operator, comments = {}, beside = [] }: PlannedOperated,
): void {
  const metadata = (of: string) => ({
    name: of,
    labels: componentLabels(plan, component),
    annotations: syncWave(component.wave),
  });
  for (const one of beside) {
    const id = `${component.name}-${one.kind.toLowerCase()}`;
    const { apiVersion, kind, spec } = one;
    const object = new ApiObject(chart, id, { apiVersion, kind, metadata: metadata(one.name ?? name), spec });
    comment(object, one.why);
    explain(object, one.comments);
  }
  const object = new ApiObject(chart, `${component.name}-operated`, {
    apiVersion,
    kind,
    metadata: { ...metadata(name), annotations: { ...syncWave(component.wave), ...keptAsData } },
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
  explain(object, comments);
}

function explain(object: ApiObject, comments: PlannedOperated['comments'] = {}): void {
  for (const [field, why] of Object.entries(comments)) comment(object, why, ['spec', field]);
}
