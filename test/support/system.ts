/** A small, sound system, written by hand so that no catalogue file is judged by accident. */
import type { Cluster } from '../../model/cluster';
import type { Definition } from '../../model/component';
import type { Gateway, OwnDataPlane } from '../../model/gateway';
import { DefinitionError, type Problem } from '../../model/problems';
import { resolveAll } from '../../model/resolve';
import type { Environment, System } from '../../model/system';
import { nginxGatewayFabric } from '../../platform/nginx-gateway-fabric';

export const DATA_PLANE: OwnDataPlane = {
  kind: 'own',
  controlPlane: { namespace: 'nginx-gateway', podLabels: { app: 'gateway' }, port: 8443 },
  serviceAccount: 'edge-nginx',
  probePort: 8081,
  metricsPort: 9113,
  watch: { emits: [] },
  images: ['registry.example/gateway'],
  resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
};

/** A gateway with proxies in our namespace, which writes what NGINX Gateway Fabric understands. */
export const GATEWAY: Gateway = { ...nginxGatewayFabric, className: 'nginx', dataPlane: DATA_PLANE };

export const CLUSTER: Cluster = {
  name: 'lab',
  region: 'nowhere',
  gateway: GATEWAY,
  trustedProxies: { name: 'the CDN', cidrs: ['203.0.113.0/24'], clientHeader: 'X-Client' },
  certificateIssuer: 'issuer',
  secretStore: 'store',
  dns: { namespace: 'kube-system', podLabels: { 'k8s-app': 'kube-dns' }, port: 53 },
  apiServer: { cidrs: ['192.0.2.0/28'], port: 6443 },
  platformTargets: [],
  capacity: { nodes: 2, cpu: '8', memory: '32Gi', description: 'two machines' },
};

/** A stateless program with one port. */
export const WEB: Definition = {
  technology: 'web',
  tier: 'app',
  description: 'Pages',
  image: { repository: 'registry.example/team/web', tag: '1.2.3' },
  workload: 'Deployment',
  identity: { user: 1001, group: 1002 },
  ports: { http: { number: 8080, purpose: 'pages' } },
  resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } },
  probes: { readiness: { check: { http: '/ready', port: 'http' } } },
  shutdown: { grace: 30, preStop: 5 },
};

/** A store with a volume, two ports, one account for each client and a file that holds a password. */
export const STORE: Definition = {
  ...WEB,
  technology: 'store',
  tier: 'data',
  description: 'Keeps things',
  image: { repository: 'store', tag: '4.5.6' },
  workload: 'StatefulSet',
  ports: { store: { number: 7000, purpose: 'protocol' }, metrics: { number: 7001, purpose: 'metrics' } },
  probes: { readiness: { check: { tcp: 'store' } } },
  volumes: { data: { mountPath: '/data', size: '1Gi' } },
  accounts: { each: 'client' },
  credentials: { admin: { length: 32 } },
  metrics: [{ port: 'metrics', path: '/metrics', emits: [] }],
  connect: (at) => ({ uri: `store://${at.username}:${at.password}@${at.host}:${at.port('store')}` }),
  configure: (context) => ({
    files: [
      {
        path: '/etc/store/store.conf',
        content: `clients ${context.clients.map(({ name }) => name).join()}\n`,
      },
      {
        path: '/etc/store/users.acl',
        content: 'admin ${ADMIN}\n',
        secrets: { ADMIN: context.credential('admin') },
      },
    ],
  }),
};

/** A program that asks the store and the world, and serves nothing. */
export const WORKER: Definition = {
  ...WEB,
  technology: 'worker',
  description: 'Works',
  ports: {},
  probes: undefined,
};

export const SHOP: System = {
  name: 'shop',
  title: 'Shop',
  description: 'Sells things.',
  components: { web: WEB, store: STORE, worker: WORKER },
  routes: [{ host: 'www', to: 'web' }],
  flows: [
    { from: 'web', to: 'store', env: { STORE_URL: 'uri' } },
    { from: 'worker', to: 'store', env: { STORE_URL: 'uri' } },
    { from: 'worker', to: 'internet' },
  ],
  runbooks: 'https://runbooks.example',
  environments: {
    live: {
      phase: 1,
      cluster: CLUSTER,
      domain: 'shop.example',
      budget: { cpu: '4', memory: '8Gi', source: 'half of the lab' },
    },
  },
};

/** The system with one component, new or other than it was. */
export const withComponent = (
  name: string,
  definition: Partial<Definition>,
  system: System = SHOP,
): System => ({
  ...system,
  components: { ...system.components, [name]: { ...(system.components[name] ?? WEB), ...definition } },
});

/** The system with something else in its environment `live`. */
export const withEnvironment = (patch: Partial<Environment>, system: System = SHOP): System => ({
  ...system,
  environments: { ...system.environments, live: { ...system.environments.live!, ...patch } },
});

/** The system with more flows. */
export const withFlows = (...flows: System['flows']): System => ({
  ...SHOP,
  flows: [...SHOP.flows, ...flows],
});

/** What is reported about the systems; nothing when they are sound. */
export function problemsOf(...systems: System[]): readonly Problem[] {
  try {
    resolveAll(systems);
    return [];
  } catch (error) {
    if (error instanceof DefinitionError) return error.problems;
    throw error;
  }
}
