import { describe, expect, test } from 'vitest';
import type { Plan, PlannedComponent } from '../../model/plan';
import { resolve } from '../../model/resolve';
import { endpointName } from '../../model/resolve/connections';
import type { System } from '../../model/system';
import { componentTotals, totals } from '../../model/totals';
import { CLUSTER, SHOP, STORE, WEB, withComponent, withEnvironment, withFlows } from '../support/system';

const plan = (system: System = SHOP): Plan => resolve(system, 'live');
const component = (name: string, system?: System): PlannedComponent =>
  plan(system).components.find((one) => one.name === name)!;
const ways = (system?: System): string[] =>
  plan(system).connections.map(
    ({ from, to, port, reason }) => `${endpointName(from)} → ${endpointName(to)}:${port} (${reason})`,
  );

describe('start order', () => {
  const wavesOf = (system?: System) =>
    Object.fromEntries(plan(system).components.map(({ name, wave }) => [name, wave]));

  test('puts everything after what it needs', () => {
    expect(wavesOf()).toEqual({ store: 1, web: 2, worker: 2 });
    expect(wavesOf(withFlows({ from: 'worker', to: 'web' }))).toEqual({ store: 1, web: 2, worker: 3 });
  });

  test('does not wait for what a provider runs', () => {
    const outside = withEnvironment({ external: { store: { host: 'store.example', port: 7000 } } });
    expect(wavesOf(outside)).toEqual({ web: 1, worker: 1 });
  });

  test('puts what is said to start later after what it never talks to', () => {
    const components = { ...SHOP.components, indexer: { ...WEB, ports: {}, probes: undefined } };
    const later = { ...SHOP, components, startAfter: { store: ['indexer'], indexer: [] } };
    expect(wavesOf(later)).toEqual({ indexer: 1, store: 2, web: 3, worker: 3 });
    expect(plan(later).startAfter).toEqual({ store: ['indexer'] });
    expect(ways(later).filter((way) => way.includes('indexer'))).toEqual([]);
    const outside = withEnvironment({ external: { store: { host: 'store.example', port: 7000 } } }, later);
    expect(plan(outside).startAfter).toEqual({});
  });

  test('opens the doors last', () => {
    expect(plan().lastWave).toBe(3);
  });

  test('takes arrows between many without going round for ever', () => {
    const names = Array.from({ length: 40 }, (_, index) => `step-${String(index).padStart(2, '0')}`);
    const flows = names.flatMap((from, index) => names.slice(0, index).map((to) => ({ from, to })));
    const components = Object.fromEntries(
      names.map((name) => [name, { ...WEB, resources: STORE.resources }]),
    );
    const waves = wavesOf({ ...SHOP, components, flows, routes: [] });
    expect(names.map((name) => waves[name])).toEqual(names.map((_, index) => index + 1));
  });
});

describe('connections', () => {
  test('are the declared flows, the routes and nothing else', () => {
    expect(ways()).toEqual([
      'edge → gateway-control-plane:8443 (control-plane)',
      'edge → web:8080 (route)',
      'outside → edge:443 (route)',
      'outside → edge:80 (route)',
      'web → store:7000 (flow)',
      'worker → internet:443 (flow)',
      'worker → store:7000 (flow)',
    ]);
  });

  test('let the collector of metrics ask everybody who has some, and the gateway', () => {
    const watched = withComponent('watch', {
      ...WEB,
      collects: 'metrics',
      metrics: [{ port: 'http', path: '/m', emits: [] }],
    });
    expect(ways(watched).filter((way) => way.startsWith('watch'))).toEqual([
      'watch → edge:9113 (scrape)',
      'watch → store:7001 (scrape)',
    ]);
  });

  test('let those who use the Kubernetes API reach it', () => {
    const api = [{ groups: [''], resources: ['pods'], verbs: ['get'] }];
    expect(ways(withComponent('web', { api }))).toContain('web → api-server:6443 (api)');
  });

  test('let members of a store find each other, when there are several', () => {
    expect(ways(withComponent('store', { peers: ['store'] }))).not.toContain('store → store:7000 (peers)');
    expect(ways(withComponent('store', { peers: ['store'], replicas: 3 }))).toContain(
      'store → store:7000 (peers)',
    );
  });

  test('to the internet go out by the ports that a flow names', () => {
    const mail = withFlows({ from: 'web', to: 'internet', ports: [587, 465] });
    expect(ways(mail).filter((way) => way.startsWith('web → internet'))).toEqual([
      'web → internet:465 (flow)',
      'web → internet:587 (flow)',
    ]);
  });

  test('from people to what a provider runs are none: its routes are left out', () => {
    const external = { web: { host: 'www.elsewhere.example', port: 443 } };
    const outside = plan(withEnvironment({ external }));
    expect(outside.routes).toEqual([]);
    expect(outside.away).toEqual([{ to: 'web', host: 'www.shop.example', path: '/' }]);
    expect(outside.connections.filter(({ reason }) => reason === 'route')).toEqual([]);
    // One that is shut here in any case is not missed.
    const internal = { ...SHOP, routes: [], internalRoutes: SHOP.routes };
    expect(plan(withEnvironment({ external }, internal)).away).toEqual([]);
  });

  test('to what a provider runs go to its port, and nowhere else where it names addresses', () => {
    const external = { store: { host: 'store.example', port: 17000, cidrs: ['198.51.100.0/24'] } };
    const found = plan(withEnvironment({ external })).connections.filter(({ port }) => port === 17000);
    expect(found.map(({ to }) => to)).toEqual([
      { kind: 'internet', cidrs: ['198.51.100.0/24'] },
      { kind: 'internet', cidrs: ['198.51.100.0/24'] },
    ]);
  });
});

describe('size', () => {
  test('of a component counts all its pods and all their containers', () => {
    const helper = {
      name: 'helper',
      resources: { requests: { cpu: '50m', memory: '16Mi' }, limits: { memory: '32Mi' } },
    } as const;
    const found = component(
      'web',
      withComponent('web', { replicas: 3, configure: () => ({ sidecars: [helper] }) }),
    );
    expect(componentTotals(found)).toEqual({ requests: { cpu: 450, memory: 240 }, limits: { memory: 480 } });
  });

  test('of the whole counts the gateway, when there is one', () => {
    const three = { requests: { cpu: 300, memory: 192 }, limits: { memory: 384 } };
    expect(totals(plan({ ...SHOP, routes: [] }))).toEqual(three);
    expect(totals(plan())).toEqual({ requests: { cpu: 500, memory: 448 }, limits: { memory: 896 } });
  });
});

describe('an environment', () => {
  test('has its own versions, sizes and numbers of pods', () => {
    const resources = { requests: { cpu: '1', memory: '1Gi' }, limits: { memory: '2Gi' } } as const;
    const overrides = { store: { tag: '4.5.7', replicas: 2, resources, volumes: { data: '9Gi' } } } as const;
    const found = component('store', withEnvironment({ overrides }));
    expect(found.image).toEqual({ repository: 'store', tag: '4.5.7' });
    expect(found).toMatchObject({ replicas: 2, disruption: { maxUnavailable: 1 }, resources });
    expect(found.volumes.data).toEqual({ mountPath: '/data', size: '9Gi' });
  });

  test('has a namespace, a domain and names of its own', () => {
    const far = plan(withEnvironment({ cluster: { ...CLUSTER, dnsDomain: 'far.example' } }));
    expect(far.namespace).toBe('shop-live');
    expect(far.routes.map(({ host }) => host)).toEqual(['www.shop.example']);
    expect(plan({ ...SHOP, routes: [{ host: '@', to: 'web' }] }).routes[0]!.host).toBe('shop.example');
  });
});
