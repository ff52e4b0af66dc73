/** Systems in which there is everything at once: each technology, each word of the model. */
import { resolve } from '../../model/resolve';
import type { DistEnvironment } from '../support/dist';
import { environmentOf } from '../support/phases';
import { targets } from './clusters';
import { type SystemData, systemOf, type World } from './data';
import { interpret } from './interpret';
import type { OwnOptions } from './own';
import { exported, technologies, usual } from './pool';
import type { Wishes } from './wishes';

let known: Promise<World> | undefined;

/** What systems here are made of; found once. */
export function world(): Promise<World> {
  known ??= Promise.all([technologies(), exported()]).then(([all, offer]) => ({ technologies: all, offer }));
  return known;
}

const WEB: OwnOptions = {
  workload: 'Deployment',
  tier: 'app',
  image: { repository: 'registry.example.com/team/web', tag: '1.2.3' },
  identity: { user: 10001, group: 10002 },
  ports: ['http', 'http-admin', 'metrics'],
  firstPort: 8080,
  readiness: 'http',
  startup: true,
  liveness: true,
  replicas: 2,
  most: 4,
  singleton: false,
  oneVersion: false,
  minAvailable: false,
  resources: { requests: { cpu: '250m', memory: '128Mi' }, limits: { cpu: '1', memory: '256Mi' } },
  device: 1,
  volumes: [],
  scratch: ['disk', 'memory', 'image', 'data'],
  secrets: ['generated', 'store', 'optional'],
  storeKeys: true,
  credentials: true,
  accounts: undefined,
  facts: true,
  files: ['plain', 'secret', 'script', 'store'],
  command: ['command', 'arguments'],
  metrics: ['own', 'sidecar', 'bearer'],
  watched: true,
  sidecar: 'probed',
  startsWhen: ['variable', 'secret', 'file'],
  api: true,
  publishNotReady: false,
  balanced: false,
  peers: false,
  filesOnly: false,
  private: ['paths'],
  caveats: true,
  queues: false,
  preStop: 5,
};

/** Three members, one address for clients. */
const STORE: OwnOptions = {
  ...WEB,
  workload: 'StatefulSet',
  tier: 'data',
  device: undefined,
  ports: ['tcp', 'syslog', 'metrics'],
  replicas: 3,
  most: undefined,
  minAvailable: true,
  volumes: ['4Gi', '20Gi'],
  accounts: 'each',
  sidecar: 'foreign',
  publishNotReady: true,
  balanced: true,
  peers: true,
};
const JOB: OwnOptions = { ...WEB, workload: 'Job', replicas: 1, accounts: undefined };

/** Between them they have something of every word of the model. */
const VARIED = [
  'alertmanager',
  'alloy',
  'grafana',
  'loki',
  'postgresCluster',
  'prometheus',
  'queueWorker',
  'rabbitmq',
  'redis',
];
const IDLE = { after: 600, meanwhile: 'Jobs | wait in "their" queue.' };
const SCALED = { on: 'queue', server: '', queues: {}, max: 3, idle: IDLE };

/** Technologies, then three of a newcomer's own, of which the last two talk to all before them. */
function everything({ technologies: all, offer }: World, calls: readonly string[]): Wishes {
  const own: Readonly<Record<string, OwnOptions>> = { bookkeeper: STORE, courier: WEB, archive: JOB };
  // Those that need others come after them, or there would be two of what they need.
  const depth = (call: string): number => {
    const { needs, knows } = all.get(call)!;
    return Math.max(0, ...[...needs, ...knows].map((one) => depth(one) + 1));
  };
  const catalogue = calls.filter((call) => !(call in own)).sort((a, b) => depth(a) - depth(b));
  const components = [
    ...catalogue.map((call) => ({ call, options: usual(all.get(call)!) })),
    ...Object.entries(own).map(([call, options]) => ({ call, options })),
  ].map(({ call, options }) => ({
    made: { call, options: call === 'queueWorker' ? { ...options, scaling: SCALED } : options },
    word: undefined,
  }));
  const last = components.length - 1;
  const flow = { named: false, facts: [0, 1, 2], internet: false, ports: [443, 587] };
  const route = {
    methods: undefined,
    below: undefined,
    maxBody: undefined,
    rateLimit: undefined,
    streaming: undefined,
    login: undefined,
    port: 0,
  };
  const cluster = {
    internalPort: 9443,
    proxies: 'everybody' as const,
    secretStore: 'platform',
    storageClass: 'encrypted',
    dnsDomain: undefined,
    dnsPort: 53,
    apiServer: ['10.0.0.0/24'],
    apiServerPort: 6443,
    mesh: true,
    trustDomain: undefined,
    keda: true,
    operators: true,
    targets: targets(offer).map(({ name }) => name),
    nodes: 2,
    gpus: 200,
    caveats: ['Nobody watches it.'],
  };
  const environment = {
    phase: 3,
    roomy: false,
    requestShare: undefined,
    people: { viewer: 'everybody-here', operator: 'on-call', admin: 'owners' },
    without: [],
    external: [],
    cdn: false,
    local: [],
    shut: false,
    canary: false,
    others: [],
    images: false,
    overrides: [],
  };
  return {
    name: 0,
    components,
    flows: components.flatMap((_, to) => [
      { ...flow, from: last, to, port: 0 },
      // Each on another port, by its name.
      { ...flow, from: last - 1, to, port: 1, named: true, internet: to === 0 },
    ]),
    routes: components.map((_, to) => ({
      ...route,
      to,
      host: (['www', 'api', '@'] as const)[to % 3]!,
      path: (['/', '/api', '/v1/things', '/socket.io'] as const)[Math.floor(to / 3) % 4]!,
      methods: to % 5 === 3 ? ['GET' as const, 'PUT' as const] : undefined,
      below: to % 12 > 5,
      ...(to % 2
        ? {
            rateLimit: {
              requests: 5,
              per: to % 4 === 1 ? ('minute' as const) : ('second' as const),
              burst: 10,
            },
            streaming: true,
            login: to % 4 === 1,
          }
        : { maxBody: '25m' as const }),
    })),
    internalRoutes: [{ ...route, to: 3, host: 'n', path: undefined }],
    startAfter: [{ later: last, earlier: 0 }],
    shared: [[0, 1, 2]],
    queues: [],
    // The second to last: the one Deployment of a newcomer's.
    queries: [{ of: 0, perPod: 4, idle: false }],
    traffic: [
      {
        // The only one that is asked, by the Job, and can be treated.
        of: 0,
        traffic: {
          timeout: 30,
          retries: { attempts: 2, codes: [503] },
          ejection: { errors: 5, seconds: 30 },
          limits: { connections: 100, waiting: 10 },
        },
      },
    ],
    // Routes lead to all of them.
    tokens: [],
    clusters: [
      { ...cluster, gateway: 'NGINX Gateway Fabric', proxies: 'a CDN' },
      { ...cluster, gateway: 'Traefik', nodes: 1 },
    ],
    // In the second, pages for those who run it are shut.
    environments: [0, 1].map((n) => ({ ...environment, name: n, cluster: n, internal: n === 0 })),
    zones: 5,
    signed: true,
    registries: [{ of: last, folder: true, assumed: false }],
    outside: true,
    watched: true,
  };
}

/** The same on NGINX Gateway Fabric, and on Traefik. */
export const wholeSystem = async (): Promise<SystemData> =>
  interpret(await world(), everything(await world(), VARIED));

/** Everything that the catalogue has, in one system. */
export const wholeCatalogue = async (): Promise<SystemData> =>
  interpret(await world(), everything(await world(), [...(await world()).technologies.keys()]));

let made: Promise<DistEnvironment[]> | undefined;

/** The environments of the first, made once. */
export function wholeWorld(): Promise<DistEnvironment[]> {
  made ??= (async () => {
    const system = systemOf(await world(), await wholeSystem());
    return Object.keys(system.environments).map((name) => environmentOf(resolve(system, name)));
  })();
  return made;
}
