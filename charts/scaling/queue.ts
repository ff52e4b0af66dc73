/** KEDA: as many workers as their queues are long. */
import type { Chart } from 'cdk8s';
import { TriggerAuthentication } from '../../imports/keda.sh';
import type { Plan, PlannedComponent, PlannedQueue, PlannedScaling } from '../../model/plan';
import { comment } from '../parts/comment';
import { scalerMetadata } from './behavior';
import { scaledObject } from './scaled-object';

export function byQueue(
  chart: Chart,
  plan: Plan,
  component: PlannedComponent,
  scaling: Extract<PlannedScaling, { on: 'queue' }>,
): void {
  const metadata = scalerMetadata(plan, component);
  const { queues, account } = scaling;
  const asked = questions(queues);
  const formula = asked.length > 1 ? sumOf(asked) : undefined;
  const login = new TriggerAuthentication(chart, `${component.name}-login`, {
    metadata,
    spec: {
      secretTargetRef: Object.entries({ username: account.username, password: account.password }).flatMap(
        ([parameter, from]) => (from ? { parameter, name: from.secret, key: from.key } : []),
      ),
    },
  });
  comment(login, "The worker's own account: KEDA sees no more than the worker does.");
  const object = scaledObject(chart, plan, component, scaling, {
    // One number of pods for all queues: of several figures the autoscaler would take the largest alone.
    formula,
    triggers: asked.map(({ name, trigger }) => ({
      // The formula knows it by this.
      name: formula && name,
      type: trigger.type,
      metadata: { ...trigger.metadata },
      authenticationRef: { name: component.name },
    })),
  });
  comment(object, 'While the broker does not answer, the workers there are stay.', ['spec', 'fallback']);
  if (formula) {
    comment(object, 'Pods that each queue asks for, added up.', ['spec', 'advanced', 'scalingModifiers']);
  }
}

interface Question {
  readonly name: string;
  readonly queue: PlannedQueue;
  readonly trigger: PlannedQueue['triggers'][number];
}

/** What is asked about all queues, each under a name of its own that a formula can use (expr-lang.org, Identifiers). */
const questions = (queues: readonly PlannedQueue[]): Question[] =>
  queues
    .flatMap((queue) => queue.triggers.map((trigger) => ({ queue, trigger })))
    .map(({ queue, trigger }, index) => ({
      name: `q${index + 1}_${queue.name.replaceAll(/[^A-Za-z0-9]+/g, '_')}`,
      queue,
      trigger,
    }));

/** Pods that are asked for: of each queue what waits in it, by what one pod may have in front of it. */
const sumOf = (asked: readonly Question[]): string =>
  [...new Set(asked.map(({ queue }) => queue))]
    .map((queue) => {
      const names = asked.filter((one) => one.queue === queue).map(({ name }) => name);
      return `(${names.join(' + ')}) / ${queue.perPod}`;
    })
    .join(' + ');
