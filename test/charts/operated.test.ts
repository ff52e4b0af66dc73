import { describe, expect, test } from 'vitest';
import { istio } from '../../platform/istio';
import { OPERATED, store, WHOLE } from '../support/operated';
import { find } from '../support/rule';
import { made, objectsOf } from '../support/synth';
import { CLUSTER } from '../support/system';

const operated = { ...OPERATED, serviceAccount: (name: string) => `${name}-account`, asksApi: true };
const system = (phase: 1 | 4 = 1) => {
  const whole = store({ ...WHOLE, operated, metrics: [{ port: 'metrics', path: '/metrics', emits: [] }] });
  const live = whole.environments.live!;
  const operators = {
    CloudNativePG: { namespace: 'operators', podLabels: { app: 'operator' }, serviceAccount: 'op' },
  };
  return {
    ...whole,
    environments: { live: { ...live, phase, cluster: { ...CLUSTER, mesh: istio(), operators } } },
  };
};

describe('a store that an operator runs', () => {
  test('is one resource, which nobody deletes by mistake: with it would go the data', () => {
    expect(made(system(), 'Store', 'store-cluster')).toMatchObject({
      apiVersion: 'store.example/v1',
      metadata: {
        namespace: 'shop-live',
        labels: { 'app.kubernetes.io/name': 'store', 'app.kubernetes.io/version': '4.5.6' },
        annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' },
      },
    });
  });

  test('has nothing of ours that the operator makes itself', () => {
    const own = objectsOf(system()).filter(
      ({ metadata }) => metadata.labels?.['app.kubernetes.io/name'] === 'store',
    );
    expect(own.map(({ kind, metadata }) => `${kind}/${metadata.name}`).sort()).toEqual([
      'ExternalSecret/store-web',
      'ExternalSecret/store-worker',
      'NetworkPolicy/store',
      'Service/store-metrics',
      'Store/store-cluster',
    ]);
    expect(find(own, 'Service', 'store-metrics').spec).toMatchObject({
      selector: { 'cnpg.io/cluster': 'store-cluster' },
    });
  });

  test('is let in by the labels that the operator gives its pods, and lets the operator in', () => {
    const { podSelector, ingress, egress } = made(system(), 'NetworkPolicy', 'store').spec as {
      podSelector: object;
      ingress: object[];
      egress: object[];
    };
    const pods = { matchLabels: { 'cnpg.io/cluster': 'store-cluster' } };
    expect(podSelector).toEqual(pods);
    expect(ingress).toContainEqual({
      from: [
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'operators' } },
          podSelector: { matchLabels: { app: 'operator' } },
        },
      ],
      ports: [{ port: 7000, protocol: 'TCP' }],
    });
    expect(egress).toContainEqual({
      to: [{ ipBlock: { cidr: '192.0.2.0/28' } }],
      ports: [{ port: 6443, protocol: 'TCP' }],
    });
    expect(made(system(), 'NetworkPolicy', 'web').spec).toMatchObject({
      egress: expect.arrayContaining([
        { to: [{ podSelector: pods }], ports: [{ port: 7000, protocol: 'TCP' }] },
      ]),
    });
  });

  test('in the mesh it is guarded by those labels too, and the operator comes with its identity', () => {
    const { selector, rules } = made(system(4), 'AuthorizationPolicy', 'store').spec as {
      selector: object;
      rules: { from: { source: { principals: string[] } }[] }[];
    };
    expect(selector).toEqual({ matchLabels: { 'cnpg.io/cluster': 'store-cluster' } });
    const clients = rules.flatMap(({ from }) => from.flatMap(({ source }) => source.principals));
    expect(clients).toContain('cluster.local/ns/operators/sa/op');
  });
});
