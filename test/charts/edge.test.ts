import { describe, expect, test } from 'vitest';
import { resolve } from '../../model/resolve';
import type { Route } from '../../model/system';
import { surge, totals } from '../../model/totals';
import { kindOf, title } from '../support/kubernetes';
import { made, objectsOf } from '../support/synth';
import { CLUSTER, SHOP, withComponent, withEnvironment } from '../support/system';

const routed = (...routes: Route[]) => ({ ...SHOP, routes });
const EDGE_KINDS = ['Gateway', 'HTTPRoute', 'Certificate', 'NginxProxy', 'SnippetsPolicy', 'SnippetsFilter'];

describe('the way in', () => {
  test('is not made for a system that nobody reaches from outside', () => {
    const kinds = objectsOf(routed()).map(({ kind }) => kind);
    expect(kinds.filter((kind) => EDGE_KINDS.includes(kind))).toEqual([]);
    expect(objectsOf(routed()).map(title)).not.toContain('NetworkPolicy/edge');
  });

  test('has no limits that nobody asked for', () => {
    const kinds = objectsOf(SHOP).map(({ kind }) => kind);
    for (const kind of ['ClientSettingsPolicy', 'ProxySettingsPolicy', 'RateLimitPolicy', 'SnippetsFilter']) {
      expect(kinds).not.toContain(kind);
    }
  });

  test('has those that were asked for', () => {
    const objects = objectsOf(
      routed({
        host: 'www',
        to: 'web',
        maxBody: '5m',
        streaming: true,
        rateLimit: { requests: 3, per: 'second', burst: 4 },
      }),
    );
    expect(kindOf(objects, 'ClientSettingsPolicy').map(({ spec }) => spec)).toMatchObject([
      { body: { maxSize: '5m' } },
    ]);
    expect(kindOf(objects, 'ProxySettingsPolicy').map(({ spec }) => spec)).toMatchObject([
      { buffering: { disable: true } },
    ]);
    expect(kindOf(objects, 'RateLimitPolicy').map(({ spec }) => spec)).toMatchObject([
      { rateLimit: { local: { rules: [{ rate: '3r/s', burst: 4 }] } } },
    ]);
  });
});

test('a public page asks for a login where its route says so, and the page behind hears nothing of it', () => {
  const kept = routed({ host: 'www', to: 'web', login: true }, { host: 'www', to: 'web', path: '/free' });
  const filters = (name: string): unknown =>
    (made(kept, 'HTTPRoute', name).spec as { rules: { filters: unknown[] }[] }).rules[0]!.filters.slice(1);
  expect(filters('web-www')).toEqual([
    {
      type: 'ExtensionRef',
      extensionRef: { group: 'gateway.nginx.org', kind: 'AuthenticationFilter', name: 'edge-logins' },
    },
    { type: 'RequestHeaderModifier', requestHeaderModifier: { remove: ['Authorization'] } },
  ]);
  expect(filters('web-www-free')).toEqual([]);
  expect(made(kept, 'ExternalSecret', 'edge-logins').spec).toMatchObject({
    target: { template: { type: 'nginx.org/htpasswd' } },
    data: [{ secretKey: 'auth', remoteRef: { key: 'shop/live/edge-logins', property: 'users' } }],
  });
});

test('a route for some methods and what lies below its path has a rule for all else', () => {
  const files = routed(
    { host: 'www', to: 'web' },
    { host: 'www', to: 'web', path: '/files', methods: ['PUT', 'GET', 'PUT'], below: true },
  );
  const path = { type: 'RegularExpression', value: '/files/.' };
  const { rules } = made(files, 'HTTPRoute', 'web-www-files').spec as { rules: { filters: object[] }[] };
  expect(rules).toMatchObject([
    {
      matches: [
        { path, method: 'GET' },
        { path, method: 'PUT' },
      ],
      filters: [
        { type: 'ResponseHeaderModifier' },
        { extensionRef: { kind: 'SnippetsFilter', name: 'web-www-files' } },
      ],
    },
    {
      matches: [{ path: { type: 'PathPrefix', value: '/files' } }],
      filters: [{ extensionRef: { kind: 'SnippetsFilter', name: 'edge-not-found' } }],
    },
  ]);
  // nginx finds it by the path that it has read; what the server gets is looked at too.
  const [snippet] = (made(files, 'SnippetsFilter', 'web-www-files').spec as { snippets: { value: string }[] })
    .snippets;
  expect(snippet!.value).toMatch(/^if \(\$request_uri !~ "\^\/files\(.*\) [{] return 404; [}]$/);
  const { rules: all } = made(files, 'HTTPRoute', 'web-www').spec as { rules: object[] };
  expect(all).toHaveLength(1);
});

test('requests are counted by the minute where a route says so', () => {
  const slow = routed({ host: 'www', to: 'web', rateLimit: { requests: 20, per: 'minute', burst: 10 } });
  expect(made(slow, 'RateLimitPolicy', 'web').spec).toMatchObject({
    rateLimit: { local: { rules: [{ rate: '20r/m', burst: 10 }] } },
  });
});

describe('several addresses of one component', () => {
  const objects = objectsOf(
    routed({ host: 'www', to: 'web' }, { host: 'www', to: 'web', path: '/shop' }, { host: '@', to: 'web' }),
  );
  const routes = kindOf(objects, 'HTTPRoute').filter(({ metadata }) => metadata.name !== 'edge-redirect');

  test('are routes with names of their own', () => {
    expect(routes.map(({ metadata }) => metadata.name)).toEqual(['web-shop', 'web-www', 'web-www-shop']);
  });

  test('have a certificate each, and are in the redirect once', () => {
    const hosts = ['shop.example', 'www.shop.example'];
    expect(kindOf(objects, 'Certificate').map(({ metadata, spec }) => [metadata.name, spec])).toMatchObject([
      ['edge', { dnsNames: ['shop.example'], secretName: 'edge-tls' }],
      ['edge-www', { dnsNames: ['www.shop.example'], secretName: 'edge-tls-www' }],
    ]);
    expect(
      kindOf(objects, 'HTTPRoute').find(({ metadata }) => metadata.name === 'edge-redirect')!.spec,
    ).toMatchObject({
      hostnames: hosts,
    });
  });
});

describe('metrics', () => {
  const watched = withComponent('web', { metrics: [{ port: 'http', path: '/stats', emits: [] }] });
  const paths = (system: typeof SHOP): unknown[] =>
    (made(system, 'HTTPRoute', 'web').spec as { rules: { matches: { path: unknown }[] }[] }).rules.flatMap(
      ({ matches }) => matches.map(({ path }) => path),
    );
  const page = { type: 'PathPrefix', value: '/' };
  const expression = (value: string): object => ({ type: 'RegularExpression', value });

  test('under a public address are hidden, however somebody writes the path', () => {
    expect(paths(watched)).toEqual([page, expression('/(?i)stats([^a-z0-9_.~-]|$)')]);
  });

  test('are hidden with what else a component keeps to itself, each path once', () => {
    const privatePaths = { http: ['/admin/v1.0/', '/stats/all'] };
    const both = withComponent('web', { ...watched.components.web, privatePaths });
    expect(paths(both)).toEqual([
      page,
      expression('/(?i)admin/v1[.]0([^a-z0-9_.~-]|$)'),
      expression('/(?i)stats([^a-z0-9_.~-]|$)'),
    ]);
  });

  test('that no public address leads to need no rule', () => {
    expect(paths({ ...watched, routes: [{ host: 'www', to: 'web', path: '/shop' }] })).toEqual([
      { type: 'PathPrefix', value: '/shop' },
    ]);
  });

  test('on a port of their own are not public anyway', () => {
    const ports = { http: { number: 8080, purpose: 'pages' }, metrics: { number: 9090, purpose: 'metrics' } };
    const apart = withComponent('web', {
      ports,
      metrics: [{ port: 'metrics', path: '/metrics', emits: [] }],
    });
    expect(paths(apart)).toEqual([{ type: 'PathPrefix', value: '/' }]);
  });
});

describe('pods of the way in', () => {
  const on = (nodes: number): typeof SHOP =>
    withEnvironment({ cluster: { ...CLUSTER, capacity: { ...CLUSTER.capacity, nodes } } });
  const budgets = (system: typeof SHOP) =>
    kindOf(objectsOf(system), 'PodDisruptionBudget').map(({ metadata }) => metadata.name);
  const deployment = (system: typeof SHOP): object =>
    (made(system, 'NginxProxy', 'edge').spec as { kubernetes: { deployment: object } }).kubernetes.deployment;

  test('are two where there are several nodes, apart from each other, and a drain takes one at a time', () => {
    expect(deployment(on(3))).toMatchObject({
      replicas: 2,
      pod: { topologySpreadConstraints: [{ topologyKey: 'kubernetes.io/hostname' }] },
    });
    expect(budgets(on(3))).toEqual(['edge']);
  });

  test('are one on a single node, which a budget would only keep from being drained', () => {
    expect(deployment(on(1))).toMatchObject({ replicas: 1, pod: { terminationGracePeriodSeconds: 60 } });
    expect(deployment(on(1))).not.toHaveProperty('pod.topologySpreadConstraints');
    expect(budgets(on(1))).toEqual([]);
  });

  test('are counted, and one more while they are updated', () => {
    const memory = (nodes: number, of: typeof totals): number =>
      of(resolve(on(nodes), 'live')).requests.memory;
    expect(memory(2, totals) - memory(1, totals)).toBe(128);
    const { routes: _, ...rest } = SHOP;
    const shut = surge(resolve({ ...rest, routes: [] }, 'live')).requests.memory;
    expect(memory(2, surge) - shut).toBe(128);
  });
});
