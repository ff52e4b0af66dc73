import { describe, expect, test } from 'vitest';
import { resolve } from '../../model/resolve';
import { endpointName } from '../../model/resolve/connections';
import type { Route, System } from '../../model/system';
import { totals } from '../../model/totals';
import { traefik } from '../../platform/traefik';
import { kindOf } from '../support/kubernetes';
import { find } from '../support/rule';
import { objectsOf } from '../support/synth';
import { CLUSTER, SHOP, WEB, withComponent, withEnvironment } from '../support/system';

const cluster = { ...CLUSTER, gateway: traefik({ internalPort: 9443 }) };
const shop = (routes: readonly Route[] = SHOP.routes, internal = false): System =>
  withEnvironment(
    { cluster, internal: internal ? { cidrs: ['198.51.100.0/24'] } : undefined },
    { ...SHOP, routes, internalRoutes: [{ host: 'admin', to: 'store', port: 'store' }] },
  );
const spec = (system: System, kind: string, name: string): object =>
  find(objectsOf(system), kind, name).spec as object;
const LIMITED: Route = {
  host: 'www',
  to: 'web',
  maxBody: '25m',
  rateLimit: { requests: 20, per: 'second', burst: 60 },
};
/** Middlewares of the first rule of a route, in the order in which they act. */
const middlewares = (system: System, route: string): unknown[] => {
  const { rules } = spec(system, 'HTTPRoute', route) as {
    rules: { filters: { extensionRef?: { name: string } }[] }[];
  };
  return rules[0]!.filters.flatMap(({ extensionRef }) => extensionRef?.name ?? []);
};

describe('the edge by Traefik', () => {
  test('listens where its entry points do, and brings no data plane of its own', () => {
    expect(spec(shop(), 'Gateway', 'edge')).toMatchObject({
      gatewayClassName: 'traefik',
      listeners: [
        { name: 'http', port: 8000, protocol: 'HTTP' },
        {
          name: 'https-www',
          hostname: 'www.shop.example',
          port: 8443,
          protocol: 'HTTPS',
          tls: { mode: 'Terminate', certificateRefs: [{ name: 'edge-tls-www' }] },
        },
      ],
    });
    expect(spec(shop(), 'Gateway', 'edge')).not.toHaveProperty('infrastructure');
    expect(kindOf(objectsOf(shop()), 'NetworkPolicy').map(({ metadata }) => metadata.name)).not.toContain(
      'edge',
    );
    const other = resolve(withEnvironment({ cluster: CLUSTER }, shop()), 'live');
    const less = totals(other).requests.memory - totals(resolve(shop(), 'live')).requests.memory;
    expect(less).toBe(2 * 128);
  });

  test("lets in the controller's pods alone, and only where a route leads", () => {
    const ways = resolve(shop(), 'live').connections.map(
      ({ from, to, port }) => `${endpointName(from)} → ${endpointName(to)}:${port}`,
    );
    expect(ways.filter((way) => /edge|traefik|outside|control/.test(way))).toEqual(['traefik → web:8080']);
    expect(spec(shop(), 'NetworkPolicy', 'web')).toMatchObject({
      ingress: [
        {
          from: [
            {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'traefik' } },
              podSelector: { matchLabels: { 'app.kubernetes.io/name': 'traefik' } },
            },
          ],
          ports: [{ port: 8080, protocol: 'TCP' }],
        },
      ],
    });
  });

  test('limits what a client may send, by the address that the trusted proxy wrote', () => {
    expect(middlewares(shop([LIMITED]), 'web')).toEqual(['web-rate-limit', 'web-body']);
    expect(spec(shop([LIMITED]), 'Middleware', 'web-rate-limit')).toEqual({
      rateLimit: { average: 20, burst: 60, period: '1s', sourceCriterion: { ipStrategy: { depth: 1 } } },
    });
    expect(spec(shop([LIMITED]), 'Middleware', 'web-body')).toEqual({
      buffering: { maxRequestBodyBytes: 25 * 1024 * 1024 },
    });
  });

  test('counts by the minute where a route says so', () => {
    const slow = shop([{ ...LIMITED, rateLimit: { requests: 20, per: 'minute', burst: 10 } }]);
    expect(spec(slow, 'Middleware', 'web-rate-limit')).toMatchObject({
      rateLimit: { average: 20, burst: 10, period: '1m' },
    });
  });

  test('asks for a login where a route says so, after it has counted who tries passwords', () => {
    const kept = shop([{ ...LIMITED, login: true }]);
    expect(middlewares(kept, 'web')).toEqual(['web-rate-limit', 'edge-logins', 'web-body']);
    expect(spec(kept, 'Middleware', 'edge-logins')).toMatchObject({
      basicAuth: { secret: 'edge-logins', removeHeader: true },
    });
    expect(spec(kept, 'ExternalSecret', 'edge-logins')).toMatchObject({
      data: [{ secretKey: 'users', remoteRef: { key: 'shop/live/edge-logins', property: 'users' } }],
    });
  });

  test('shows what lies below a path by one expression, and nothing else of it', () => {
    const files = shop([{ host: 'www', to: 'web', path: '/files', below: true, methods: ['HEAD'] }]);
    const { rules } = spec(files, 'HTTPRoute', 'web') as {
      rules: { matches: { path: { value: string } }[] }[];
    };
    expect(rules).toMatchObject([
      { matches: [{ path: { type: 'RegularExpression' }, method: 'HEAD' }], filters: [{}] },
      {
        matches: [{ path: { type: 'PathPrefix', value: '/files' } }],
        filters: [{ extensionRef: { kind: 'Middleware', name: 'edge-not-found' } }],
      },
    ]);
    expect(rules[0]!.matches[0]!.path.value).toMatch(/^\^\/files\(\/.*\)\+\$$/);
    expect(spec(files, 'Middleware', 'edge-not-found')).toBeDefined();
  });

  test('shows metrics to nobody', () => {
    const watched = withComponent(
      'web',
      { ...WEB, metrics: [{ port: 'http', path: '/metrics', emits: [] }] },
      shop(),
    );
    expect(spec(watched, 'Middleware', 'edge-not-found')).toEqual({
      ipAllowList: { sourceRange: ['127.0.0.1/32'], rejectStatusCode: 404 },
    });
    expect(spec(watched, 'HTTPRoute', 'web')).toMatchObject({
      rules: [
        {},
        {
          // Anchored, because Traefik would find it anywhere in the path.
          matches: [
            {
              path: {
                type: 'RegularExpression',
                value: '(?i)^(.*(/|%2f)[.][.]?)?(/|%2f)+metrics([^a-z0-9_.~-]|$)',
              },
            },
          ],
          filters: [{ extensionRef: { kind: 'Middleware', name: 'edge-not-found' } }],
        },
      ],
    });
  });
});

describe('the internal listener', () => {
  test('is shut unless an environment opens it', () => {
    const objects = objectsOf(shop());
    expect(JSON.stringify(objects)).not.toContain('admin.shop.example');
    expect(objects.map(({ metadata }) => metadata.name)).not.toContain('edge-internal');
  });

  test('by Traefik, has an entry of its own, the addresses named, and a login', () => {
    const open = shop(undefined, true);
    expect(spec(open, 'Gateway', 'edge')).toMatchObject({
      listeners: [{}, {}, { name: 'internal-admin', hostname: 'admin.shop.example', port: 9443 }],
    });
    expect(spec(open, 'HTTPRoute', 'store')).toMatchObject({
      hostnames: ['admin.shop.example'],
      parentRefs: [{ sectionName: 'internal-admin' }],
    });
    expect(middlewares(open, 'store')).toEqual(['edge-internal-addresses', 'edge-internal']);
    expect(spec(open, 'Middleware', 'edge-internal-addresses')).toEqual({
      ipAllowList: { sourceRange: ['198.51.100.0/24'] },
    });
    expect(spec(open, 'Middleware', 'edge-internal')).toMatchObject({
      basicAuth: { secret: 'edge-internal', removeHeader: true },
    });
    expect(spec(open, 'ExternalSecret', 'edge-internal')).toMatchObject({
      data: [{ secretKey: 'users', remoteRef: { key: 'shop/live/edge-internal', property: 'users' } }],
    });
    // Nobody is sent on from the address without encryption, at which there is nothing.
    expect(spec(open, 'HTTPRoute', 'edge-redirect')).toMatchObject({ hostnames: ['www.shop.example'] });
  });

  test('by NGINX Gateway Fabric, has a port of its own that only these addresses reach, and a login', () => {
    const open = withEnvironment({ cluster: CLUSTER }, shop(undefined, true));
    expect(spec(open, 'Gateway', 'edge')).toMatchObject({
      listeners: [{}, {}, { name: 'internal-admin', port: 8443, tls: { options: expect.anything() } }],
    });
    const { ingress } = spec(open, 'NetworkPolicy', 'edge') as {
      ingress: { from: unknown[]; ports: { port: number }[] }[];
    };
    expect(ingress.filter(({ ports }) => ports[0]?.port === 8443)).toEqual([
      {
        from: [{ ipBlock: { cidr: '198.51.100.0/24' } }],
        ports: [{ port: 8443, protocol: 'TCP' }],
      },
    ]);
    expect(middlewares(open, 'store')).toEqual(['edge-internal']);
    expect(spec(open, 'ExternalSecret', 'edge-internal')).toMatchObject({
      target: { template: { type: 'nginx.org/htpasswd' } },
      data: [{ secretKey: 'auth' }],
    });
  });
});
