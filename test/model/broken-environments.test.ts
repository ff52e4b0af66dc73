import type { System } from '../../model/system';
import { istio } from '../../platform/istio';
import { broken } from '../support/broken';
import { CLUSTER, withComponent, withEnvironment } from '../support/system';

const cluster = (patch: Partial<typeof CLUSTER>): System =>
  withEnvironment({ cluster: { ...CLUSTER, ...patch } });

/** A store whose clients hear of everything that a provider's address may have. */
const told = withComponent('store', {
  connect: ({ direct, read, parameters }) => ({ uri: JSON.stringify([direct, read, parameters]) }),
});

broken('an environment', {
  'the phase of the mesh on a cluster that has none': {
    system: withEnvironment({ phase: 4 }),
    path: 'shop/live/cluster.mesh',
    message:
      "phase 4 is the service mesh, but cluster 'lab' has none; name one, such as 'istio' of the catalogue",
  },
  'a mesh whose probes come from nowhere': {
    system: cluster({ mesh: { ...istio(), probes: [] } }),
    path: 'shop/live/cluster.mesh.probes',
    message: 'is empty; name at least one range',
  },
  'an external service without address': {
    system: withEnvironment({ external: { store: { host: '', port: 443 } } }),
    path: 'shop/live/external/store.host',
    message: "'store' runs elsewhere but has no address",
  },
  'an external service without port': {
    system: withEnvironment({ external: { store: { host: 'store.example', port: 0 } } }),
    path: 'shop/live/external/store.port',
    message: "'store' runs elsewhere but has no port",
  },
  'a second address that is none': {
    system: withEnvironment(
      {
        external: { store: { host: 'store.example', port: 443, read: { host: 'https://read.example' } } },
      },
      told,
    ),
    path: 'shop/live/external/store.read.host',
    message: "'https://read.example' is not a host name; leave out scheme, port and path",
  },
  'a second address by no port': {
    system: withEnvironment(
      {
        external: {
          store: { host: 'store.example', port: 443, direct: { host: 'direct.example', port: 0 } },
        },
      },
      told,
    ),
    path: 'shop/live/external/store.direct.port',
    message: "'store' runs elsewhere but has no port",
  },
  'a parameter that would end the address': {
    system: withEnvironment(
      {
        external: { store: { host: 'store.example', port: 443, parameters: { role: 'a&b' } } },
      },
      told,
    ),
    path: 'shop/live/external/store.parameters.role',
    message: "'a&b' cannot stand in an address; encode it",
  },
  'a second address of which nobody would hear': {
    system: withEnvironment({
      external: { store: { host: 'store.example', port: 443, direct: { host: 'direct.example' } } },
    }),
    path: 'shop/live/external/store.direct',
    message: "'store' tells its clients nothing of it; leave it out",
  },
  'an external service with a bad range': {
    system: withEnvironment({
      external: { store: { host: 'store.example', port: 443, cidrs: ['198.51.100.0'] } },
    }),
    path: 'shop/live/external/store.cidrs',
    message: "'198.51.100.0' is not a range such as 203.0.113.0/24",
  },
  'an external service with no range at all, which a policy would read as everybody': {
    system: withEnvironment({ external: { store: { host: 'store.example', port: 443, cidrs: [] } } }),
    path: 'shop/live/external/store.cidrs',
    message: 'is empty',
  },
  'an external service that is no component': {
    system: withEnvironment({ external: { stor: { host: 'store.example', port: 443 } } }),
    path: 'shop/live/external/stor',
    message: "there is no component 'stor'. Did you mean 'store'?",
  },
  'an override of an unknown component': {
    system: withEnvironment({ overrides: { wbe: { replicas: 2 } } }),
    path: 'shop/live/overrides/wbe',
    message: "there is no component 'wbe'. Did you mean 'web'?",
  },
  'an override of an unknown volume': {
    system: withEnvironment({ overrides: { store: { volumes: { date: '2Gi' } } } }),
    path: 'shop/live/overrides/store/volumes/date',
    message: "'store' has no volume 'date'. Did you mean 'data'?",
  },
  'a secret from a store that the cluster does not have': {
    system: withComponent('web', { secrets: { API_TOKEN: 'store' } }, cluster({ secretStore: undefined })),
    path: 'shop/live/cluster.secretStore',
    message: "'web' reads API_TOKEN from a secret store, but cluster 'lab' names none",
  },
  'more memory than is paid for': {
    system: withEnvironment({ budget: { cpu: '4', memory: '100Mi', source: 'the free tier' } }),
    path: 'shop/live/budget',
    message: 'of memory, more than 100Mi (the free tier)',
  },
  'more processor than is paid for': {
    system: withEnvironment({ budget: { cpu: '250m', memory: '8Gi', source: 'the free tier' } }),
    path: 'shop/live/budget',
    message: 'requests 500m of processor, more than 250m (the free tier)',
  },
  'phase 5': {
    system: withEnvironment({ phase: 5 as 1 }),
    path: 'shop/live/phase',
    message: 'there is no phase 5. Valid: 1, 2, 3, 4',
  },
  'a bad domain': {
    system: withEnvironment({ domain: 'shop_example' }),
    path: 'shop/live/domain',
    message: "'shop_example' is not a domain",
  },
  'a domain with capitals': {
    system: withEnvironment({ domain: 'Shop.example' }),
    path: 'shop/live/domain',
    message: "'Shop.example' is not a domain name; write 'shop.example'",
  },
  'a bad range of the API server': {
    system: cluster({ apiServer: { cidrs: ['192.0.2.0/33'], port: 6443 } }),
    path: 'shop/live/cluster.apiServer.cidrs',
    message: "'192.0.2.0/33' is not a range such as 203.0.113.0/24",
  },
  'nobody who may come in': {
    system: cluster({ trustedProxies: { ...CLUSTER.trustedProxies, cidrs: [] } }),
    path: 'shop/live/cluster.trustedProxies.cidrs',
    message: 'is empty; name at least one range',
  },
  'a cluster without nodes': {
    system: cluster({ capacity: { ...CLUSTER.capacity, nodes: 0 } }),
    path: 'shop/live/cluster.capacity.nodes',
    message: '0 is not a number of machines; 1 or more',
  },
});
