/** The classes by which a full node decides who gives way. */
import type { Chart } from 'cdk8s';
import type { Plan } from '../../model/plan';
import { PRIORITIES, type Priority, priorityClassName, priorityOf } from '../../model/priority';
import { clusterWide } from './cluster-wide';
import { comment } from './comment';
import { k8s } from './k8s';
import { commonLabels, syncWave, WAVES } from './labels';

export function priorityClasses(chart: Chart, plan: Plan): void {
  const used = new Set(plan.components.map(({ tier }) => priorityOf(tier)));
  for (const [name, { value, description }] of Object.entries(PRIORITIES)) {
    if (!used.has(name as Priority)) continue;
    const object = new k8s.KubePriorityClass(chart, `priority-${name}`, {
      metadata: {
        name: priorityClassName(plan.namespace, name as Priority),
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
