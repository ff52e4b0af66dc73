/** KEDA: as many workers as their queue is long. */
import type { Chart } from 'cdk8s';
import {
  ScaledObjectSpecFallbackBehavior as FallbackBehavior,
  ScaledObject,
  TriggerAuthentication,
} from '../../imports/keda.sh';
import type { Plan, PlannedComponent, PlannedScaling } from '../../model/plan';
import { comment } from '../parts/comment';
import { AT_ONCE, SCALE_DOWN, scalerMetadata, TWO_MORE } from './behavior';

/** Seconds between two looks at the queue. */
const POLLING = 15;
/** Looks that must fail before KEDA stops believing the last answer. */
const FAILURES = 4;

export function byQueue(
  chart: Chart,
  plan: Plan,
  component: PlannedComponent,
  scaling: Extract<PlannedScaling, { on: 'queue' }>,
): void {
  const metadata = scalerMetadata(plan, component);
  const { trigger, account, min, max } = scaling;
  const login = new TriggerAuthentication(chart, `${component.name}-login`, {
    metadata,
    spec: {
      secretTargetRef: Object.entries({ username: account.username, password: account.password }).flatMap(
        ([parameter, from]) => (from ? { parameter, name: from.secret, key: from.key } : []),
      ),
    },
  });
  comment(login, "The worker's own account: KEDA sees no more than the worker does.");
  const object = new ScaledObject(chart, `${component.name}-scaledobject`, {
    metadata,
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: component.workload, name: component.name },
      minReplicaCount: min,
      maxReplicaCount: max,
      pollingInterval: POLLING,
      fallback: {
        failureThreshold: FAILURES,
        replicas: min,
        behavior: FallbackBehavior.CURRENT_REPLICAS_IF_HIGHER,
      },
      advanced: {
        horizontalPodAutoscalerConfig: {
          behavior: {
            scaleUp: { ...AT_ONCE, policies: [TWO_MORE] },
            scaleDown: SCALE_DOWN,
          },
        },
      },
      triggers: [
        {
          type: trigger.type,
          metadata: { ...trigger.metadata },
          authenticationRef: { name: component.name },
        },
      ],
    },
  });
  comment(object, 'While the broker does not answer, the workers there are stay.', ['spec', 'fallback']);
}
