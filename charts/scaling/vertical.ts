/** VerticalPodAutoscaler: requests that follow the real use, or only advice where pods are counted. */
import type { Chart } from 'cdk8s';
import {
  VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesControlledValues as ControlledValues,
  VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesMaxAllowed as MaxAllowed,
  VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesMinAllowed as MinAllowed,
  VerticalPodAutoscalerSpecResourcePolicyContainerPoliciesMode as Mode,
  VerticalPodAutoscalerSpecUpdatePolicyUpdateMode as UpdateMode,
  VerticalPodAutoscaler,
  type VerticalPodAutoscalerSpec,
} from '../../imports/autoscaling.k8s.io';
import type { Plan, PlannedComponent } from '../../model/plan';
import type { Bounds } from '../../model/scaling';
import { comment } from '../parts/comment';
import { scalerMetadata } from './behavior';

export function vertical(chart: Chart, plan: Plan, component: PlannedComponent): void {
  const { vertical: bounds } = component;
  const object = new VerticalPodAutoscaler(chart, `${component.name}-vpa`, {
    metadata: scalerMetadata(plan, component),
    spec: {
      targetRef: { apiVersion: 'apps/v1', kind: component.workload, name: component.name },
      ...(bounds ? resizing(component, bounds) : { updatePolicy: { updateMode: UpdateMode.OFF } }),
    },
  });
  if (!bounds) {
    const why = component.scaling
      ? 'the number of its pods is scaled'
      : component.device && component.replicas === 1
        ? 'a pod made anew may find no device'
        : 'it has several pods';
    comment(object, `Advice only, as ${why}: read it with kubectl describe, and write it down.`, [
      'spec',
      'updatePolicy',
    ]);
    return;
  }
  comment(object, 'One pod: without this the updater would leave it alone.', [
    'spec',
    'updatePolicy',
    'minReplicas',
  ]);
  comment(object, 'All at their most still fit the budget.', [
    'spec',
    'resourcePolicy',
    'containerPolicies',
    0,
    'maxAllowed',
  ]);
}

/** Requests alone, so that limits, and what programs make of them (heaps, caches), stay as they are written. */
function resizing(
  component: PlannedComponent,
  { min, max }: Bounds,
): Pick<VerticalPodAutoscalerSpec, 'updatePolicy' | 'resourcePolicy'> {
  return {
    updatePolicy: { updateMode: UpdateMode.IN_PLACE_OR_RECREATE, minReplicas: 1 },
    resourcePolicy: {
      containerPolicies: [
        {
          containerName: component.name,
          controlledValues: ControlledValues.REQUESTS_ONLY,
          minAllowed: {
            cpu: MinAllowed.fromString(min.cpu),
            memory: MinAllowed.fromString(min.memory),
          },
          maxAllowed: {
            cpu: MaxAllowed.fromString(max.cpu),
            memory: MaxAllowed.fromString(max.memory),
          },
        },
        // Helpers are small and as large as they need to be.
        ...(component.sidecars.length > 0 ? [{ containerName: '*', mode: Mode.OFF }] : []),
      ],
    },
  };
}
