import { describe, expect, it } from 'vitest';
import { planClusters } from '../../gitops/cluster';
import type { Cluster } from '../../model/cluster';
import { resolve } from '../../model/resolve';
import type { Environment, Route } from '../../model/system';
import { certManager } from '../../platform/cert-manager';
import { cloudflare } from '../../platform/cloudflare';
import { istio } from '../../platform/istio';
import { noProxy } from '../../platform/no-proxy';
import { nodeExporter } from '../../platform/node-exporter';
import { traefik } from '../../platform/traefik';
import { CLUSTER, SHOP } from '../support/system';

const machines = (nodes: number): Pick<Cluster, 'capacity'> => ({
  capacity: { ...CLUSTER.capacity, nodes },
});

interface Around {
  readonly cluster?: Partial<Cluster>;
  readonly routes?: readonly Route[];
  /** What further environments of the same cluster say. */
  readonly environments?: readonly Partial<Environment>[];
  /** API groups of objects that are there. */
  readonly groups?: readonly string[];
}

/** What is installed in a cluster of the shop's environments, by name. */
function installed({ cluster, routes = SHOP.routes, environments = [{}], groups = [] }: Around) {
  const plans = environments.map((environment, index) =>
    resolve(
      {
        ...SHOP,
        name: `shop${index}`,
        routes,
        internalRoutes: [{ host: 'admin', to: 'web' }],
        environments: {
          live: { ...SHOP.environments.live!, cluster: { ...CLUSTER, ...cluster }, ...environment },
        },
      },
      'live',
    ),
  );
  const text = groups
    .map((group) => `---\napiVersion: ${group}/v1\nkind: Any\nmetadata:\n  name: a\n  namespace: b\n`)
    .join('');
  const files = new Map(plans.map(({ system }) => [`${system}/live/app.k8s.yaml`, text]));
  const [planned] = planClusters(plans, files);
  const addOns = new Map(planned!.addOns.map((addOn) => [addOn.name, addOn]));
  const values = (name: string): Record<string, unknown> => {
    const { source } = addOns.get(name)!;
    return ('values' in source ? source.values : undefined) ?? {};
  };
  return { addOns, values };
}

const gateway = traefik({ internalPort: 9443 });
const values = (around: Around): Record<string, unknown> =>
  installed({ ...around, cluster: { gateway, ...around.cluster } }).values('Traefik');

describe('what Traefik is told follows from its cluster', () => {
  it('nobody but the proxy comes in, and its word about the client is believed', () => {
    expect(values({ cluster: { trustedProxies: cloudflare } })).toMatchObject({
      ports: { websecure: { forwardedHeaders: { trustedIPs: cloudflare.cidrs } } },
      service: { spec: { externalTrafficPolicy: 'Local', loadBalancerSourceRanges: cloudflare.cidrs } },
    });
  });

  it('with nobody in front everybody comes in, is the client, and is believed nothing', () => {
    const { ports, service } = values({ cluster: { trustedProxies: noProxy } }) as {
      ports: Record<string, object>;
      service: { spec: object };
    };
    expect(service.spec).toEqual({ externalTrafficPolicy: 'Local' });
    expect(ports.websecure).not.toHaveProperty('forwardedHeaders');
  });

  it('a second node has a second pod, which a drain spares', () => {
    expect(values({ cluster: machines(1) })).toMatchObject({ deployment: { replicas: 1 } });
    expect(values({ cluster: machines(1) })).not.toHaveProperty('podDisruptionBudget');
    expect(values({ cluster: machines(2) })).toMatchObject({
      deployment: { replicas: 2 },
      podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
      topologySpreadConstraints: [{ topologyKey: 'kubernetes.io/hostname' }],
    });
  });

  it('Prometheus finds each of its pods by the Service that its target names', () => {
    const { dnsName } = gateway.dataPlane.kind === 'shared' ? gateway.dataPlane.target : { dnsName: '' };
    expect(dnsName).toBe('traefik-pods.traefik.svc');
    expect(values({})).toMatchObject({
      ports: { metrics: { expose: { pods: true } } },
      service: { additionalServices: { pods: { spec: { clusterIP: 'None' } } } },
    });
  });

  it.each([
    ['nothing', [{ host: 'www', to: 'web' }], undefined],
    ['an upload', [{ host: 'www', to: 'web', maxBody: '5m' }], { readTimeout: '300s' }],
    ['a stream, which ends no request', [{ host: 'ws', to: 'web', streaming: true }], undefined],
  ] as [string, Route[], object | undefined][])(
    'a request may last as long as %s needs',
    (_, routes, wanted) => {
      const { ports } = values({ routes, environments: [{}, {}] }) as {
        ports: { websecure: { transport: { respondingTimeouts?: object } } };
      };
      expect(ports.websecure.transport.respondingTimeouts).toEqual(wanted);
    },
  );

  it('the internal entry point has a way in of its own, for the people of all environments that open it', () => {
    const shut = values({}) as { ports: { internal: object }; service: { additionalServices: object } };
    expect(shut.ports.internal).toMatchObject({ port: 9443, expose: { default: false } });
    expect(shut.service.additionalServices).not.toHaveProperty('internal');
    const people = (cidr: string): Partial<Environment> => ({ internal: { cidrs: [cidr] } });
    const environments = [people('198.51.100.0/24'), {}, people('203.0.113.7/32')];
    expect(values({ environments })).toMatchObject({
      ports: { internal: { exposedPort: 9443, expose: { internal: true } } },
      service: {
        additionalServices: {
          internal: {
            spec: {
              type: 'LoadBalancer',
              externalTrafficPolicy: 'Local',
              loadBalancerSourceRanges: ['198.51.100.0/24', '203.0.113.7/32'],
            },
          },
        },
      },
    });
    const without = installed({ cluster: { gateway: traefik() } }).values('Traefik');
    expect(without.ports).not.toHaveProperty('internal');
  });

  it('the port of the internal entry point is the one that routes name', () => {
    expect(values({ cluster: { gateway: traefik({ internalPort: 9999 }) } })).toMatchObject({
      ports: { internal: { port: 9999, exposedPort: 9999 } },
    });
  });
});

describe('a gateway is installed', () => {
  it('where somebody comes in by it, also when the standard objects say all there is to say', () => {
    expect([...installed({ cluster: { gateway } }).addOns.keys()]).toContain('Traefik');
    expect([...installed({ cluster: { gateway }, routes: [] }).addOns.keys()]).not.toContain('Traefik');
    expect([...installed({}).addOns.keys()]).not.toContain('Traefik');
  });
});

describe('an add-on is installed where the cluster says that it is', () => {
  it.each<[string, Partial<Cluster>, string]>([
    ['Traefik', { gateway: traefik({ namespace: 'way-in' }) }, 'way-in'],
    ['cert-manager', { platformTargets: [certManager({ namespace: 'certs' })] }, 'certs'],
    ['node exporter', { platformTargets: [nodeExporter({ namespace: 'watch' })] }, 'watch'],
    ['KEDA', { keda: { namespace: 'scale', podLabels: {} } }, 'scale'],
    ['CloudNativePG', { operators: { CloudNativePG: { namespace: 'pg', podLabels: {} } } }, 'pg'],
    ['Istio istiod', { mesh: istio({ namespace: 'mesh' }) }, 'mesh'],
    ['Istio ztunnel', { mesh: istio({ namespace: 'mesh' }) }, 'mesh'],
    ['KEDA', {}, 'keda'],
  ])('%s', (name, cluster, namespace) => {
    const groups = ['cert-manager.io', 'keda.sh', 'postgresql.cnpg.io', 'security.istio.io'];
    expect(installed({ cluster, groups }).addOns.get(name)?.namespace).toBe(namespace);
  });

  it('and hears what the cluster says of it', () => {
    const groups = ['cert-manager.io', 'security.istio.io'];
    const { values } = installed({
      cluster: {
        mesh: istio({ namespace: 'mesh', trustDomain: 'shop' }),
        platformTargets: [certManager({ namespace: 'certs' }), nodeExporter({ service: 'nodes' })],
      },
      groups,
    });
    expect(values('cert-manager')).toMatchObject({ global: { leaderElection: { namespace: 'certs' } } });
    expect(values('node exporter')).toMatchObject({ fullnameOverride: 'nodes' });
    expect(values('Istio istiod')).toMatchObject({
      global: { istioNamespace: 'mesh' },
      meshConfig: { trustDomain: 'shop' },
    });
    expect(values('Istio ztunnel')).toEqual({ istioNamespace: 'mesh' });
    const usual = installed({ cluster: { mesh: istio() }, groups }).values('Istio istiod');
    expect(usual).toEqual({ profile: 'ambient', base: { validationFailurePolicy: 'Fail' } });
  });
});
