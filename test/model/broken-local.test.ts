import { expect, test } from 'vitest';
import { resolve } from '../../model/resolve';
import { broken } from '../support/broken';
import { problemsOf, SHOP, withComponent, withEnvironment, withFlows } from '../support/system';

const here = (local: readonly string[], more = {}, system = SHOP) =>
  withEnvironment({ local, ...more }, system);

test('what runs on a machine of its own has its account, and nothing that lets it in', () => {
  const plan = resolve(here(['web', 'worker']), 'live');
  expect(plan.components.map(({ name }) => name)).toEqual(['store']);
  expect(plan.connections.filter(({ reason }) => reason === 'flow' || reason === 'route')).toEqual([]);
  expect(plan.secrets.map(({ name }) => name)).toEqual(['store-admin', 'store-web', 'store-worker']);
  const [conf] = plan.components[0]!.files;
  expect(conf!.content).toBe('clients web,worker\n');
  expect(plan.local[0]!.variables).toContainEqual({
    name: 'STORE_URL',
    value: 'store://web:$(STORE_PASSWORD)@localhost:7000',
  });
});

test('two ports of a number are two on that machine, and none is one that a program there listens on', () => {
  const other = withComponent('other', { ports: { http: { number: 8080, purpose: 'pages' } } });
  const third = withComponent('third', other.components.other!, other);
  const system = {
    ...third,
    flows: [...SHOP.flows, { from: 'web', to: 'other' }, { from: 'web', to: 'third', env: { THIRD: 'url' } }],
  };
  const plan = resolve(here(['web'], {}, system), 'live');
  expect(plan.forwards).toEqual([
    { to: 'other', port: 8080, here: 18080 },
    { to: 'store', port: 7000, here: 7000 },
    { to: 'third', port: 8080, here: 28080 },
  ]);
  expect(plan.local[0]!.variables).toContainEqual({ name: 'THIRD', value: 'http://localhost:28080' });
});

test('what is shut has no way in', () => {
  const plan = resolve(withEnvironment({ shut: true }), 'live');
  expect([plan.routes, plan.shut]).toEqual([[], [{ to: 'web', port: 8080 }]]);
});

test('who signs is known of images that run elsewhere', () => {
  const signatures = {
    repositories: 'registry.example/team/',
    issuer: 'https://ci.example',
    subject: '^https://ci\\.example/.*$',
  };
  expect(problemsOf(here(['web', 'worker'], {}, { ...SHOP, signatures }))).toEqual([]);
});

const LOCAL = 'shop/live/local';

broken("what runs on a developer's machine", {
  'a component that is not there': {
    system: here(['wab']),
    path: LOCAL,
    message: "there is no component 'wab'. Did you mean 'web'?",
  },
  'one that the cluster asks': {
    system: here(['web'], {}, withFlows({ from: 'worker', to: 'web' })),
    path: LOCAL,
    message: "flows[worker → web] needs 'web' in the cluster; put 'worker' here too, or leave it there",
  },
  'one that is left out': {
    system: here(['web'], { without: ['web'] }),
    path: LOCAL,
    message: "'web' is also in 'without'; choose one of them",
  },
  'one at a provider': {
    system: here(['store'], { external: { store: { host: 'store.example', port: 7000 } } }),
    path: LOCAL,
    message: "'store' is also in 'external'; choose one of them",
  },
  'pages for named addresses where everything is shut': {
    system: withEnvironment(
      { shut: true, internal: { cidrs: ['10.8.0.0/16'] }, cluster: gated() },
      { ...SHOP, internalRoutes: [{ host: 'figures', to: 'store', port: 'metrics' }] },
    ),
    path: 'shop/live/internal',
    message: "opens pages that 'shut' shuts; leave one of them out",
  },
});

function gated() {
  const { cluster } = SHOP.environments.live!;
  return { ...cluster, gateway: { ...cluster.gateway, ports: { ...cluster.gateway.ports, internal: 9443 } } };
}

test('a system without any of it is as it was', () => {
  expect(problemsOf(SHOP)).toEqual([]);
});
