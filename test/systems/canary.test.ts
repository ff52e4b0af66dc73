import { beforeAll, describe, expect, test } from 'vitest';
import type { DistEnvironment } from '../support/dist';
import { type KubeObject, kindOf, podTemplates, title } from '../support/kubernetes';
import { environmentAt } from '../support/phases';
import { find } from '../support/rule';
import { CANARIES } from '../support/variants';

/** Kaleem's production in the mesh, without and with a next version of what people reach. */
let before: DistEnvironment;
let after: DistEnvironment;
beforeAll(async () => {
  before = await environmentAt('kaleem', 'production', 4);
  after = await environmentAt('kaleem', 'production', 4, CANARIES);
});

interface Routed {
  parentRefs: { kind?: string; name: string }[];
  rules: { backendRefs?: { name: string; port: number; weight?: number }[] }[];
}
const backendsOf = (name: string) =>
  (find(after.objects, 'HTTPRoute', name).spec as Routed).rules.map(({ backendRefs }) => backendRefs);

describe('a canary of the API', () => {
  test('gets a tenth of the requests, of people and of workers alike', () => {
    const shared = [
      { name: 'api', port: 3000, weight: 90 },
      { name: 'api-canary', port: 3000, weight: 10 },
    ];
    for (const backends of [...backendsOf('api'), ...backendsOf('api-mesh')])
      expect(backends).toEqual(shared);
    expect((find(after.objects, 'HTTPRoute', 'api-mesh').spec as Routed).parentRefs).toMatchObject([
      { kind: 'Service', name: 'api' },
    ]);
  });

  test('is one pod of the other version, and otherwise what the API is', () => {
    const [stable, canary] = ['api', 'api-canary'].map(
      (name) => podTemplates(after.objects).find((pod) => pod.name === name)!,
    );
    expect(canary!.replicas).toBe(1);
    const [one, other] = [stable!, canary!].map(({ spec }) => spec.containers[0]!);
    expect(other!.image).toBe('ghcr.io/kaleem-ai/backend:9.9.9');
    const now = podTemplates(before.objects).find(({ name }) => name === 'api')!;
    expect(one!.image).toBe(now.spec.containers[0]!.image);
    expect(one!.image).not.toBe(other!.image);
    // The same keys and accounts: a token of one is good for the other.
    expect(other!.env).toEqual(one!.env);
    expect({ ...other, name: '', image: '' }).toEqual({ ...one, name: '', image: '' });
  });

  test('brings no secret, and changes nothing of what the data stores and the broker know', () => {
    for (const kind of ['ExternalSecret', 'Password', 'StatefulSet', 'PersistentVolumeClaim']) {
      const changed = (objects: readonly KubeObject[]) =>
        kindOf(objects, kind).filter(({ metadata }) => !['prometheus', 'grafana'].includes(metadata.name));
      expect(changed(after.objects)).toEqual(changed(before.objects));
    }
    const restarted = podTemplates(after.objects)
      .filter(({ owner, annotations }) => {
        const was = podTemplates(before.objects).find((pod) => pod.owner === owner);
        return was && JSON.stringify(was.annotations) !== JSON.stringify(annotations);
      })
      .map(({ name }) => name);
    expect(restarted.sort(), 'only what watches hears of it').toEqual(['grafana', 'prometheus']);
  });

  test('has everything of its own that a component has', () => {
    const names = after.objects.map(title);
    for (const object of [
      'Deployment/api-canary',
      'Service/api-canary',
      'Service/api-canary-metrics',
      'ServiceAccount/api-canary',
      'NetworkPolicy/api-canary',
      'AuthorizationPolicy/api-canary',
      'AuthorizationPolicy/waypoint-api-canary',
      'DestinationRule/api-canary',
    ]) {
      expect(names).toContain(object);
    }
    const config = find(after.objects, 'ConfigMap', 'prometheus-config').data!['prometheus.yml'];
    expect(config).toContain('job_name: api-canary');
  });

  test('is not scaled: its share is what it is asked to take', () => {
    const scalers = [
      ...kindOf(after.objects, 'HorizontalPodAutoscaler'),
      ...kindOf(after.objects, 'ScaledObject'),
    ];
    expect(scalers.map(({ metadata }) => metadata.name)).not.toContain('api-canary');
  });
});

test('a canary that only people reach needs no waypoint of its own', () => {
  expect(backendsOf('frontend')[0]).toEqual([
    { name: 'frontend', port: 8080, weight: 90 },
    { name: 'frontend-canary', port: 8080, weight: 10 },
  ]);
  expect(find(after.objects, 'Service', 'frontend-canary').metadata.labels).not.toHaveProperty(
    'istio.io/use-waypoint',
  );
});
