/** KEDA's ScaledObject: how many pods a figure asks for, and how fast they come and go. */
import type { Chart } from 'cdk8s';
import {
  ScaledObjectSpecFallbackBehavior as FallbackBehavior,
  ScaledObject,
  type ScaledObjectSpecTriggers,
} from '../../imports/keda.sh';
import type { Plan, PlannedComponent, PlannedScaling } from '../../model/plan';
import { comment } from '../parts/comment';
import { AT_ONCE, scaleDown, scalerMetadata, TWO_MORE } from './behavior';

/** Seconds between two looks. */
const POLLING = 15;
/** Looks that must fail before KEDA stops believing the last answer. */
const FAILURES = 4;

export interface Questions {
  /** Pods that are asked for, of what the triggers find. @default what the one trigger says */
  readonly formula?: string;
  readonly triggers: ScaledObjectSpecTriggers[];
}

export function scaledObject(
  chart: Chart,
  plan: Plan,
  component: PlannedComponent,
  scaling: Exclude<PlannedScaling, { on: 'cpu' }>,
  { formula, triggers }: Questions,
): ScaledObject {
  const { min, max, idle } = scaling;
  const object = new ScaledObject(chart, `${component.name}-scaledobject`, {
    metadata: scalerMetadata(plan, component),
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: component.workload, name: component.name },
      minReplicaCount: min,
      maxReplicaCount: max,
      idleReplicaCount: idle && 0,
      cooldownPeriod: idle?.after,
      pollingInterval: POLLING,
      fallback: {
        failureThreshold: FAILURES,
        replicas: min,
        behavior: FallbackBehavior.CURRENT_REPLICAS_IF_HIGHER,
      },
      advanced: {
        scalingModifiers: formula && { formula, target: '1' },
        horizontalPodAutoscalerConfig: {
          behavior: {
            scaleUp: { ...AT_ONCE, policies: [TWO_MORE] },
            scaleDown: scaleDown(scaling),
          },
        },
      },
      triggers,
    },
  });
  if (idle) {
    comment(object, `No pods while there is nothing to do. Meanwhile: ${idle.meanwhile}`, [
      'spec',
      'idleReplicaCount',
    ]);
  }
  return object;
}
