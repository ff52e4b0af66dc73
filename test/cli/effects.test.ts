import { describe, expect, it } from 'vitest';
import { configMap, deployment, effectsOf, object, statefulSet } from './fixture';

const reasons = (after: Parameters<typeof deployment>[0]) =>
  effectsOf([deployment()], [deployment(after)]).restarts.flatMap((restart) => restart.reasons);

describe('nobody is surprised by a restart', () => {
  it.each([
    ['a new image', { container: { image: 'web:2' } }, ['image web:1 → web:2']],
    ['a new configuration', { annotations: { 'phasewise/config-hash': 'b' } }, ['configuration']],
    ['variables', { container: { env: [{ name: 'A', value: '1' }] } }, ['variables A']],
    ['resources', { container: { resources: { requests: { cpu: '1' } } } }, ['resources']],
    ['a priority', { pod: { priorityClassName: 'high' } }, ['priority']],
    ['a spread over nodes', { pod: { topologySpreadConstraints: [{ topologyKey: 'zone' }] } }, ['placement']],
  ])('%s restarts, and the reason says so', (_, after, expected) => {
    expect(reasons(after)).toEqual(expected);
  });

  it('names the variables that changed, and the sidecar that came', () => {
    const env = (value: string) => [
      { name: 'A', value },
      { name: 'B', value },
    ];
    const before = deployment({ container: { env: env('1') } });
    expect(effectsOf([before], [deployment({ container: { env: env('2') } })]).restarts[0]!.reasons).toEqual([
      'variables A, B',
    ]);
    const containers = [{ name: 'web', image: 'web:1' }, { name: 'exporter' }];
    expect(reasons({ pod: { containers } })).toEqual(['container exporter added']);
  });

  it('does not cry wolf: replicas and labels of the Deployment itself restart nothing', () => {
    expect(reasons({ replicas: 3, spec: { revisionHistoryLimit: 5 } })).toEqual([]);
    expect(effectsOf([configMap({ a: '1' })], [configMap({ a: '2' })]).restarts).toEqual([]);
  });
});

describe('an interruption is told before it happens', () => {
  const messages = (make: typeof deployment, given: Parameters<typeof deployment>[0]) =>
    effectsOf([make(given)], [make({ ...given, container: { image: 'web:2' } })]).disruptive.map(
      ({ message }) => message,
    );

  it('for one pod of a StatefulSet, which is away meanwhile', () => {
    expect(messages(statefulSet, { replicas: 1 })).toEqual([
      'one pod; it is away until the new one is ready',
    ]);
  });

  it('for one pod of a Deployment, which cuts what is open', () => {
    expect(messages(deployment, { replicas: 1 })).toEqual([expect.stringContaining('work in hand are cut')]);
  });

  it('for all pods at once, where nothing overlaps', () => {
    expect(messages(deployment, { replicas: 2, spec: { strategy: { type: 'Recreate' } } })).toEqual([
      'all its pods go first; it is away until the new one is ready',
    ]);
  });

  it('and not for two pods that go one after the other', () => {
    expect(messages(deployment, { replicas: 2 })).toEqual([]);
    expect(messages(statefulSet, { replicas: 2 })).toEqual([]);
  });

  it('by the least an autoscaler keeps, where one sets the number of pods', () => {
    const scaler = (least: number) =>
      object('autoscaling/v2', 'HorizontalPodAutoscaler', 'web', {
        spec: {
          minReplicas: least,
          scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
        },
      });
    const disrupted = (least: number) =>
      effectsOf([deployment(), scaler(least)], [deployment({ container: { image: 'web:2' } }), scaler(least)])
        .disruptive.length;
    expect([disrupted(1), disrupted(2)]).toEqual([1, 0]);
  });

  it('for what a vertical autoscaler will resize later, and not for one that only recommends', () => {
    const vertical = (updateMode: string) =>
      object('autoscaling.k8s.io/v1', 'VerticalPodAutoscaler', 'web', {
        spec: { targetRef: { kind: 'StatefulSet', name: 'web' }, updatePolicy: { updateMode } },
      });
    expect(effectsOf([], [vertical('Off')]).disruptive).toEqual([]);
    expect(effectsOf([], [vertical('InPlaceOrRecreate')]).disruptive).toMatchObject([
      {
        message: 'resizes the pods later, and replaces those it cannot resize (InPlaceOrRecreate)',
      },
    ]);
  });

  it('for what is removed', () => {
    expect(effectsOf([deployment()], []).disruptive).toMatchObject([
      { message: 'is removed: its pods stop' },
    ]);
  });
});

describe('a change that the API server refuses is found before it is applied', () => {
  const claims = (size: string) => ({
    spec: {
      volumeClaimTemplates: [
        { metadata: { name: 'data' }, spec: { resources: { requests: { storage: size } } } },
      ],
    },
  });
  const binding = (name: string) =>
    object('rbac.authorization.k8s.io/v1', 'RoleBinding', 'a', { roleRef: { name } });
  const claim = (spec: object) => object('v1', 'PersistentVolumeClaim', 'data', { spec });
  const size = (storage: string) => ({ resources: { requests: { storage } } });
  const priority = (value: number) => object('scheduling.k8s.io/v1', 'PriorityClass', 'high', { value });

  it.each([
    ['a claim template', statefulSet(claims('1Gi')), statefulSet(claims('2Gi')), 1],
    [
      'the Service of a StatefulSet',
      statefulSet({ spec: { serviceName: 'a' } }),
      statefulSet({ spec: { serviceName: 'b' } }),
      1,
    ],
    ['a selector', deployment(), deployment({ spec: { selector: { matchLabels: { app: 'b' } } } }), 1],
    ['the role of a binding', binding('a'), binding('b'), 1],
    ['the class of a claim', claim({ storageClassName: 'a' }), claim({ storageClassName: 'b' }), 1],
    ['the value of a priority class', priority(1), priority(2), 1],
    ['not: a claim that grows', claim(size('1Gi')), claim(size('2Gi')), 0],
    [
      'not: the pods of a StatefulSet',
      statefulSet(),
      statefulSet({ replicas: 3, container: { image: 'web:2' } }),
      0,
    ],
  ])('%s', (_, before, after, count) => {
    expect(effectsOf([before], [after]).refused).toHaveLength(count);
  });

  it('and not when the object is made anew', () => {
    expect(effectsOf([], [statefulSet(claims('1Gi'))]).refused).toEqual([]);
  });
});

describe('nobody loses data or pods on the way', () => {
  it('what goes for good is told', () => {
    const gone = [
      object('v1', 'PersistentVolumeClaim', 'data'),
      statefulSet({ spec: { volumeClaimTemplates: [{ metadata: { name: 'data' } }] } }),
      object('external-secrets.io/v1', 'ExternalSecret', 'made', { spec: { refreshPolicy: 'CreatedOnce' } }),
      object('external-secrets.io/v1', 'ExternalSecret', 'read', { spec: { refreshPolicy: 'Periodic' } }),
    ];
    expect(effectsOf(gone, []).lost.map(({ object: { metadata } }) => metadata.name)).toEqual([
      'data',
      'web',
      'made',
    ]);
  });

  const scaler = object('keda.sh/v1alpha1', 'ScaledObject', 'web', {
    spec: { scaleTargetRef: { name: 'web' } },
  });

  it('an autoscaler that takes over must not find one pod where there were three', () => {
    expect(effectsOf([deployment({ replicas: 3 })], [deployment(), scaler]).handedOver).toMatchObject([
      { replicas: 3 },
    ]);
    expect(effectsOf([deployment({ replicas: 3 })], [deployment()]).handedOver).toEqual([]);
  });

  it('and back, the manifest takes the number from it', () => {
    const { takenBack, handedOver } = effectsOf([deployment(), scaler], [deployment({ replicas: 3 })]);
    expect([takenBack.length, handedOver.length]).toEqual([1, 0]);
  });
});

describe('what an operator runs', () => {
  const cluster = (imageName: string, apiVersion = 'postgresql.cnpg.io/v1') =>
    object(apiVersion, 'Cluster', 'postgres-cluster', { spec: { imageName } });

  it('is changed by the operator, and the plan says how', () => {
    const { disruptive } = effectsOf([cluster('postgresql:16.14')], [cluster('postgresql:16.15')]);
    expect(disruptive).toMatchObject([{ message: expect.stringContaining('standbys go first') }]);
    expect(effectsOf([cluster('a')], [cluster('a')]).disruptive).toEqual([]);
    expect(
      effectsOf([cluster('a', 'other.example/v1')], [cluster('b', 'other.example/v1')]).disruptive,
    ).toEqual([]);
  });

  it('says the same of where its log goes, and what is left there', () => {
    const store = (memory: string, apiVersion = 'barmancloud.cnpg.io/v1') =>
      object(apiVersion, 'ObjectStore', 'postgres-cluster', { spec: { memory } });
    expect(effectsOf([store('a')], [store('b')]).disruptive).toMatchObject([
      { message: expect.stringContaining('their container for the log') },
    ]);
    expect(effectsOf([store('a')], []).lost).toMatchObject([
      { message: expect.stringContaining('what is there stays') },
    ]);
    expect(effectsOf([store('a', 'other.example/v1')], []).lost).toEqual([]);
    const copies = (schedule: string) =>
      object('postgresql.cnpg.io/v1', 'ScheduledBackup', 'postgres-cluster', { spec: { schedule } });
    expect(effectsOf([copies('a')], [copies('b')]).disruptive).toEqual([]);
  });

  it('takes its data along when it goes', () => {
    expect(effectsOf([cluster('a')], []).lost).toMatchObject([
      { message: 'its operator deletes the volume claims with it, and the data' },
    ]);
    expect(effectsOf([cluster('a', 'other.example/v1')], []).lost).toEqual([]);
  });
});
