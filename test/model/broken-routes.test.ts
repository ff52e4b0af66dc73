import { describe, expect, test } from 'vitest';
import type { Definition } from '../../model/component';
import { resolve } from '../../model/resolve';
import type { Route, System } from '../../model/system';
import { broken } from '../support/broken';
import { CLUSTER, SHOP, WEB, withComponent, withEnvironment } from '../support/system';

const metrics = [{ port: 'http', path: '/metrics', emits: [] }];
const routed = (routes: readonly Route[], web: Partial<Definition>): System => ({
  ...withComponent('web', web),
  routes,
});

const many = (hosts: number): System => ({
  ...SHOP,
  routes: Array.from({ length: hosts }, (_, n): Route => ({ host: `www${n}`, to: 'web' })),
});

describe('hosts', () => {
  test('may be as many as a Gateway has listeners, but for the one that sends people on', () => {
    expect(() => resolve(many(63), 'live')).not.toThrow();
  });
});

broken('the hosts of routes', {
  'more than a Gateway has listeners for': {
    system: many(64),
    path: 'shop/live/domain',
    message: '64 hosts need a listener each, and a Gateway has 63 for them; let some share a host, by path',
  },
  'a component whose Secret is called like the one of a certificate': {
    system: {
      ...SHOP,
      components: { ...SHOP.components, 'edge-tls': { ...WEB, secrets: { WWW: 'generated' } } },
    },
    path: 'shop/components/edge-tls',
    message: "Secret 'edge-tls-www' holds the certificate of www.shop.example; rename the component",
  },
});

const { secretStore: _, ...storeless } = CLUSTER;

broken('logins of routes', {
  'one at an internal route': {
    system: { ...SHOP, internalRoutes: [{ host: 'admin', to: 'web', login: true }] },
    path: 'shop/internalRoutes[admin/].login',
    message: 'internal routes ask for a login anyway; leave it out',
  },
  'names without a store': {
    system: withEnvironment(
      { cluster: storeless },
      { ...SHOP, routes: [{ host: 'www', to: 'web', login: true }] },
    ),
    path: 'shop/live/cluster.secretStore',
    message: "'edge-logins' reads auth from a secret store",
  },
  'a page that a network would show to everybody': {
    system: withEnvironment(
      { cdn: ['web'] },
      {
        ...withComponent('web', { filesOnly: true }),
        flows: [],
        routes: [{ host: 'www', to: 'web', login: true }],
      },
    ),
    path: 'shop/live/cdn',
    message: "'web' is shown after a login alone, and a network would ask nobody",
  },
  'a period that nobody counts by': {
    system: {
      ...SHOP,
      routes: [{ host: 'www', to: 'web', rateLimit: { requests: 1, per: 'minutes' as 'minute', burst: 0 } }],
    },
    path: 'shop/routes[www/].rateLimit.per',
    message: "there is no period 'minutes'. Did you mean 'minute'?",
  },
});

broken('the paths of routes', {
  'a route to metrics': {
    system: routed([{ host: 'www', to: 'web', path: '/Metrics/x' }], { metrics }),
    path: 'shop/routes[www/Metrics/x]',
    message: "leads to what 'web' shows nobody: /metrics and all below it",
  },
  'a route to a port that is for nobody': {
    system: routed([{ host: 'www', to: 'web' }], { privatePaths: { http: ['/'] } }),
    path: 'shop/routes[www/]',
    message: "no route may lead to port 8080 of 'web'",
  },
  'an internal one as well': {
    system: {
      ...withComponent('web', { privatePaths: { http: ['/admin'] } }),
      routes: [],
      internalRoutes: [{ host: 'www', to: 'web', path: '/admin' }],
      environments: { live: { ...SHOP.environments.live!, internal: { cidrs: ['198.51.100.0/24'] } } },
    },
    path: 'shop/internalRoutes[www/admin]',
    message: "leads to what 'web' shows nobody: /admin",
  },
  'a route to what another component hides at the same host': {
    system: routed(
      [
        { host: 'www', to: 'web' },
        { host: 'www', to: 'store', port: 'store', path: '/metrics/store' },
      ],
      { metrics },
    ),
    path: 'shop/routes[www/metrics/store]',
    message: "at this host 'web' hides /metrics and all below it; take another path or host",
  },
  'a private path of a port that is not there': {
    system: withComponent('web', { privatePaths: { htpp: ['/admin'] } }),
    path: 'shop/components/web/privatePaths/htpp',
    message: "'web' serves no port 'htpp'. Did you mean 'http'?",
  },
  'a private path that needs an encoding': {
    system: withComponent('web', { privatePaths: { http: ['/a b'] } }),
    path: 'shop/components/web/privatePaths/http',
    message: "'/a b' is not a plain path such as /admin/v1",
  },
});

const files: Route = { host: 'www', to: 'web', path: '/files', below: true };

broken('routes for a part of a path', {
  'nobody may ask': {
    system: { ...SHOP, routes: [{ host: 'www', to: 'web', methods: [] }] },
    path: 'shop/routes[www/].methods',
    message: 'is empty, so nobody gets in; leave it out for all',
  },
  'a method that is none': {
    system: { ...SHOP, routes: [{ host: 'www', to: 'web', methods: ['get' as 'GET'] }] },
    path: 'shop/routes[www/].methods[0]',
    message: "there is no method 'get'. Did you mean 'GET'?",
  },
  'below everything': {
    system: { ...SHOP, routes: [{ host: 'www', to: 'web', below: true }] },
    path: 'shop/routes[www/].below',
    message: "everything lies below '/'; give the route a path, or leave it out",
  },
  'something hidden below it': {
    system: routed([files], { privatePaths: { http: ['/files/admin'] } }),
    path: 'shop/routes[www/files].below',
    message: "'web' hides /files/admin there, which a route to what lies below alone cannot",
  },
  'another route below it': {
    system: { ...SHOP, routes: [files, { host: 'www', to: 'web', path: '/files/new' }] },
    path: 'shop/routes[www/files/new]',
    message: "at this host 'web' has what lies below /files to itself; take another path or host",
  },
  'files that a network would show whole': {
    system: withEnvironment(
      { cdn: ['web'] },
      { ...withComponent('web', { filesOnly: true }), flows: [], routes: [files] },
    ),
    path: 'shop/live/cdn',
    message: "'web' is shown in part, and a network would show all of it",
  },
});

broken('headers that no route passes on', {
  'of a port that is not there': {
    system: withComponent('web', { privateHeaders: { htpp: ['x-user'] } }),
    path: 'shop/components/web/privateHeaders/htpp',
    message: "'web' serves no port 'htpp'. Did you mean 'http'?",
  },
  'one in capitals': {
    system: withComponent('web', { privateHeaders: { http: ['X-User'] } }),
    path: 'shop/components/web/privateHeaders/http',
    message: "'X-User' is no header in lower case, such as x-user",
  },
});
