import type { Definition } from '../../model/component';
import type { Route, System } from '../../model/system';
import { broken } from '../support/broken';
import { SHOP, withComponent } from '../support/system';

const metrics = [{ port: 'http', path: '/metrics', emits: [] }];
const routed = (routes: readonly Route[], web: Partial<Definition>): System => ({
  ...withComponent('web', web),
  routes,
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
