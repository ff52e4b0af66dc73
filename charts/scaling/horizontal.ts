/** HorizontalPodAutoscaler: more pods when the ones there are have much to do. */
import type { Chart } from 'cdk8s';
import type { Plan, PlannedComponent, PlannedScaling } from '../../model/plan';
import { comment } from '../parts/comment';
import { k8s } from '../parts/k8s';
import { AT_ONCE, scaleDown, scalerMetadata, TWICE, TWO_MORE } from './behavior';

export function horizontal(
  chart: Chart,
  plan: Plan,
  component: PlannedComponent,
  scaling: Extract<PlannedScaling, { on: 'cpu' }>,
): void {
  const object = new k8s.KubeHorizontalPodAutoscalerV2(chart, `${component.name}-hpa`, {
    metadata: scalerMetadata(plan, component),
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: component.workload, name: component.name },
      minReplicas: scaling.min,
      maxReplicas: scaling.max,
      metrics: [
        {
          type: 'ContainerResource',
          containerResource: {
            container: component.name,
            name: 'cpu',
            target: { type: 'Utilization', averageUtilization: scaling.target },
          },
        },
      ],
      behavior: {
        scaleUp: { ...AT_ONCE, selectPolicy: 'Max', policies: [TWICE, TWO_MORE] },
        scaleDown: scaleDown(scaling),
      },
    },
  });
  comment(object, 'Of the request of this container alone: helpers in the pod do not count.', [
    'spec',
    'metrics',
  ]);
}
