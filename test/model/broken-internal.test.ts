import type { System } from '../../model/system';
import { traefik } from '../../platform/traefik';
import { broken } from '../support/broken';
import { CLUSTER, SHOP, withEnvironment } from '../support/system';

const internalRoutes = [{ host: 'admin', to: 'web' }];
const office = { cidrs: ['198.51.100.0/24'] };
const opened = (patch: Partial<System>, internal = office): System =>
  withEnvironment({ internal }, { ...SHOP, ...patch });

broken('the internal listener', {
  'there is nothing to open': {
    system: opened({}),
    path: 'shop/live/internal',
    message: "the system has no 'internalRoutes' to open",
  },
  'nobody may come in': {
    system: opened({ internalRoutes }, { cidrs: [] }),
    path: 'shop/live/internal.cidrs',
    message: 'is empty; name at least one range',
  },
  'an address that is none': {
    system: opened({ internalRoutes }, { cidrs: ['the office'] }),
    path: 'shop/live/internal.cidrs',
    message: "'the office' is not a range",
  },
  'it leads nowhere, also while it is shut': {
    system: { ...SHOP, internalRoutes: [{ host: 'admin', to: 'wbe' }] },
    path: 'shop/internalRoutes[admin/].to',
    message: "there is no component 'wbe'. Did you mean 'web'?",
  },
  'a public route has the address': {
    system: { ...SHOP, internalRoutes: [{ host: 'www', to: 'store' }] },
    path: 'shop/internalRoutes[www/]',
    message: "'web' and 'store' are both routed here",
  },
  'no store for the logins': {
    system: withEnvironment(
      { internal: office, cluster: { ...CLUSTER, secretStore: undefined } },
      { ...SHOP, internalRoutes },
    ),
    path: 'shop/live/cluster.secretStore',
    message: "'edge-internal' reads auth from a secret store",
  },
  'a controller without such an entry': {
    system: withEnvironment(
      { internal: office, cluster: { ...CLUSTER, gateway: traefik() } },
      { ...SHOP, internalRoutes },
    ),
    path: 'shop/live/internal',
    message: "the gateway of cluster 'lab' has no internal entry point",
  },
});

broken('a route by way of Traefik', {
  'a stream with a limit of its body': {
    system: withEnvironment(
      { cluster: { ...CLUSTER, gateway: traefik() } },
      { ...SHOP, routes: [{ host: 'www', to: 'web', streaming: true, maxBody: '5m' }] },
    ),
    path: 'shop/routes[www/]',
    message: "holds back the answers of a route with 'maxBody', so it cannot stream",
  },
});
