/** Objects as small as a comparison needs them. */
import { type Change, compare } from '../../cli/compare';
import { type Effects, effects } from '../../cli/effects';
import type { KubeObject, Placed } from '../../cli/objects';

export const HOME = 'shop-live';

export const object = (apiVersion: string, kind: string, name: string, rest: object = {}): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace: HOME },
  ...rest,
});

export const configMap = (data: Record<string, string>): KubeObject =>
  object('v1', 'ConfigMap', 'settings', { data });

interface Workload {
  readonly replicas?: number;
  readonly spec?: object;
  readonly pod?: object;
  readonly container?: object;
  readonly annotations?: object;
}

const workload = (kind: string, given: Workload): KubeObject =>
  object('apps/v1', kind, 'web', {
    spec: {
      ...(given.replicas === undefined ? {} : { replicas: given.replicas }),
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { annotations: given.annotations ?? {} },
        spec: { containers: [{ name: 'web', image: 'web:1', ...given.container }], ...given.pod },
      },
      ...given.spec,
    },
  });

export const deployment = (given: Workload = {}): KubeObject => workload('Deployment', given);
export const statefulSet = (given: Workload = {}): KubeObject => workload('StatefulSet', given);

export const placed = (objects: readonly KubeObject[], tier = 'app'): Placed[] =>
  objects.map((one) => ({ tier, object: one }));

export const changes = (before: readonly KubeObject[], after: readonly KubeObject[]): Change[] =>
  compare(placed(before), placed(after));

/** `field: before → after` of every field that changed between two versions of one object. */
export const fields = (before: KubeObject, after: KubeObject): string[] =>
  changes([before], [after]).flatMap((change) =>
    change.fields.map(
      ({ field, before: old, after: now }) => `${field}: ${JSON.stringify(old)} → ${JSON.stringify(now)}`,
    ),
  );

export const effectsOf = (before: readonly KubeObject[], after: readonly KubeObject[]): Effects =>
  effects(changes(before, after), { before, after });
