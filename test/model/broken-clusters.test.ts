/** Mistakes that show only between environments, of one system or of several, that run on one cluster. */
import { describe, expect, test } from 'vitest';
import type { Cluster } from '../../model/cluster';
import type { Problem } from '../../model/problems';
import type { Environment, System } from '../../model/system';
import { nodeExporter } from '../../platform/node-exporter';
import { traefik } from '../../platform/traefik';
import { CLUSTER, problemsOf, SHOP, withEnvironment } from '../support/system';

const office = { cidrs: ['198.51.100.0/24'] };

/** The shop with an environment more, at a domain of its own. */
const and = (spare: Partial<Environment>, system: System = SHOP): System => ({
  ...system,
  environments: {
    ...system.environments,
    spare: { ...system.environments.live!, domain: 'spare.example', ...spare },
  },
});
const bazaar = (patch: Partial<Environment>): System => ({ ...withEnvironment(patch), name: 'bazaar' });
const one = (path: string, message: string): Problem[] => [
  { path, message: expect.stringContaining(message) as unknown as string },
];

describe('a host that two environments of a cluster want is told', () => {
  test('of one system', () => {
    expect(problemsOf(and({ domain: 'shop.example' }))).toEqual(
      one(
        'shop/spare/domain',
        "'www.shop.example' on cluster 'lab' belongs to 'shop/live' already; give one of them another domain",
      ),
    );
  });

  test('of two systems', () => {
    expect(problemsOf(bazaar({}), SHOP)).toEqual(one('shop/live/domain', "belongs to 'bazaar/live' already"));
  });

  test('when a name of one is the whole domain of the other', () => {
    const routes = [...SHOP.routes, { host: '@', to: 'web' }];
    expect(problemsOf(and({ domain: 'www.shop.example' }, { ...SHOP, routes }))).toEqual(
      one('shop/spare/domain', "'www.shop.example' on cluster 'lab' belongs to 'shop/live'"),
    );
  });

  test('when both are internal, or one of them', () => {
    const system = { ...SHOP, internalRoutes: [{ host: 'admin', to: 'web' }] };
    const shared = "'admin.shop.example', 'www.shop.example' on cluster 'lab' belong to 'shop/live'";
    const both = and({ domain: 'shop.example' }, withEnvironment({ internal: office }, system));
    expect(problemsOf(both)).toEqual(one('shop/spare/domain', shared));
    const other = { ...bazaar({}), routes: [{ host: 'admin', to: 'web' }] };
    expect(problemsOf(withEnvironment({ internal: office }, system), other)).toEqual(
      one('shop/live/domain', "'admin.shop.example' on cluster 'lab' belongs to 'bazaar/live'"),
    );
  });

  test('when a content delivery network serves it for one of them', () => {
    const web = { ...SHOP.components.web!, filesOnly: true as const };
    const system = { ...SHOP, components: { ...SHOP.components, web } };
    expect(problemsOf(and({ domain: 'shop.example', cdn: ['web'] }, system))).toEqual(
      one('shop/spare/domain', "'www.shop.example'"),
    );
  });
});

describe('a host that leads to one place is nobody else’s business', () => {
  test('several paths of it in one environment', () => {
    expect(
      problemsOf({ ...SHOP, routes: [...SHOP.routes, { host: 'www', to: 'web', path: '/help' }] }),
    ).toEqual([]);
  });

  test('the same one on another cluster, ready to take over', () => {
    const cluster = { ...CLUSTER, name: 'elsewhere' };
    expect(problemsOf(and({ domain: 'shop.example', cluster }))).toEqual([]);
  });

  test('an internal one while it is shut', () => {
    const system = { ...SHOP, internalRoutes: [{ host: 'admin', to: 'web' }] };
    expect(problemsOf(system, { ...bazaar({}), routes: [{ host: 'admin', to: 'web' }] })).toEqual([]);
  });
});

describe('a cluster that is not the same everywhere is told', () => {
  const elsewhere = (patch: Partial<Cluster>): readonly Problem[] =>
    problemsOf(and({ cluster: { ...CLUSTER, ...patch } }));

  test('by each field that differs, and where', () => {
    expect(
      elsewhere({ storageClass: 'fast', capacity: { ...CLUSTER.capacity, memory: '64Gi' as '32Gi' } }),
    ).toEqual(
      one(
        'shop/spare/cluster',
        "cluster 'lab' is not what it is in 'shop/live': capacity.memory ('32Gi' there, '64Gi' here), " +
          "storageClass (none there, 'fast' here); share one definition, or rename one of the clusters",
      ),
    );
  });

  test('between systems', () => {
    const other = bazaar({
      domain: 'bazaar.example',
      cluster: { ...CLUSTER, apiServer: { cidrs: ['192.0.2.16/28'], port: 6443 } },
    });
    expect(problemsOf(SHOP, other)).toEqual(
      one('shop/live/cluster', "apiServer.cidrs.0 ('192.0.2.16/28' there, '192.0.2.0/28' here)"),
    );
  });

  test('in a few words, however much differs', () => {
    expect(elsewhere({ gateway: traefik() })).toEqual(one('shop/spare/cluster', 'gateway.className'));
    expect(elsewhere({ gateway: traefik() })[0]!.message).toMatch(/ and \d+ more; share one definition/);
  });

  test('and may be written twice, functions and all, as long as the text is one', () => {
    const written = (): Cluster => ({ ...CLUSTER, platformTargets: [nodeExporter()] });
    const twice = withEnvironment({ cluster: written() });
    expect(problemsOf(and({ cluster: written() }, twice))).toEqual([]);
    const [target] = written().platformTargets;
    const other = { ...written(), platformTargets: [{ ...target!, alerts: () => [] }] };
    expect(problemsOf(and({ cluster: other }, twice))).toEqual(
      one('shop/spare/cluster', 'platformTargets.0.alerts (another there, another here)'),
    );
  });
});

test('the environments that all these mistakes are made in are sound', () => {
  expect(problemsOf(and({}), bazaar({ domain: 'bazaar.example' }))).toEqual([]);
});
