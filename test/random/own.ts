/** Technologies of a newcomer's own, at random: what a new catalogue file may say, within what the model allows. */
import * as fc from 'fast-check';
import type { Definition, Resources } from '../../model/component';
import { endsByItself } from '../../model/pod';
import type { Scaling } from '../../model/scaling';
import type { TokenRule } from '../../model/tokens';
import type { Traffic } from '../../model/traffic';
import {
  alert,
  configuration,
  metricsOf,
  portsOf,
  privateOf,
  probesOf,
  questionOf,
  secretsOf,
} from './own-parts';
import { images, optional, sizes, subset } from './values';

/** Everything that is chosen of one, as plain data. */
export const ownOptions = fc.record({
  workload: fc.constantFrom('Deployment', 'StatefulSet', 'Job', 'CronJob'),
  tier: fc.constantFrom('app', 'data', 'queue', 'vector-db', 'ai', 'monitoring', 'logging', 'backup'),
  image: images,
  identity: fc.constantFrom({ user: 10001, group: 10002 }, { user: 1, group: 65535 }),
  ports: fc.uniqueArray(
    fc.constantFrom('http', 'http-admin', 'grpc', 'tcp', 'syslog', 'api', 'metrics', 'port-of-fifteen'),
    { maxLength: 4 },
  ),
  firstPort: fc.constantFrom(80, 1024, 3000, 5432, 8080, 8443, 9113, 15008, 65000),
  readiness: fc.constantFrom('http', 'tcp', 'exec'),
  startup: fc.boolean(),
  liveness: fc.boolean(),
  replicas: fc.constantFrom(1, 2, 3),
  most: optional(fc.constantFrom(1, 4)),
  singleton: fc.boolean(),
  oneVersion: fc.boolean(),
  minAvailable: fc.boolean(),
  resources: fc.constantFrom(
    { requests: { cpu: '5m', memory: '8Mi' }, limits: { cpu: '5m', memory: '8Mi' } },
    { requests: { cpu: '250m', memory: '128Mi' }, limits: { cpu: '1', memory: '256Mi' } },
    { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '1', memory: '1Gi' } },
    { requests: { cpu: '1500m', memory: '1.5Gi' }, limits: { memory: '2Gi' } },
  ) as fc.Arbitrary<Resources>,
  /** GPUs of each pod. */
  device: optional(fc.constantFrom(1, 2)),
  volumes: fc.array(sizes, { maxLength: 2 }),
  scratch: subset('disk', 'memory', 'image', 'data'),
  secrets: subset('generated', 'store', 'optional'),
  storeKeys: fc.boolean(),
  credentials: fc.boolean(),
  accounts: optional(fc.constantFrom('each', 'shared')),
  facts: fc.boolean(),
  files: subset('plain', 'secret', 'script', 'store'),
  command: subset('command', 'arguments'),
  metrics: subset('own', 'sidecar', 'bearer'),
  watched: fc.boolean(),
  sidecar: optional(fc.constantFrom('plain', 'probed', 'foreign', 'trusted')),
  /** How much the question is given. */
  startsWhen: optional(subset('variable', 'secret', 'file')),
  api: fc.boolean(),
  publishNotReady: fc.boolean(),
  balanced: fc.boolean(),
  peers: fc.boolean(),
  filesOnly: fc.boolean(),
  /** What no route may show: on the first port, or all of the last one. */
  private: subset('paths', 'port'),
  caveats: fc.boolean(),
  /** Others may be scaled by the length of its queues. */
  queues: fc.boolean(),
  preStop: optional(fc.constantFrom<number | readonly string[]>(5, ['/bin/drain'])),
});
export type OwnOptions = (typeof ownOptions extends fc.Arbitrary<infer T> ? T : never) & {
  /** Only where somebody asks it: said once the flows are known. */
  readonly traffic?: Traffic;
  /** Only where somebody asks it, and no route leads to it. */
  readonly tokens?: TokenRule;
  /** The queues that it works off, of a server that it asks. */
  readonly queue?: Extract<Scaling, { on: 'queue' }>;
  /** What it is scaled by, where something collects metrics. */
  readonly query?: Extract<Scaling, { on: 'query' }>;
};

/** A definition as a newcomer would write it by hand. @param technology name of the catalogue file */
export function own(technology: string, options: OwnOptions): Definition {
  const { workload } = options;
  const ends = endsByItself({ workload });
  const stays = workload === 'StatefulSet';
  const ports = ends ? {} : portsOf(options);
  const [first] = Object.keys(ports);
  const isOne = options.singleton || (options.oneVersion && stays);
  const replicas = ends || isOne ? 1 : options.replicas;
  const scales = workload === 'Deployment' && !options.singleton;
  const most = Math.max(replicas, options.most ?? 1);
  return {
    technology,
    tier: options.tier,
    description: `${technology}, "quoted" & <odd> | piped`,
    caveats: options.caveats ? ['Its <owner> | has to be "told" first.'] : undefined,
    image: options.image,
    workload,
    schedule: workload === 'CronJob' ? { cron: '30 2 * * 1-5', timeZone: 'Europe/Berlin' } : undefined,
    identity: options.identity,
    replicas,
    singleton: options.singleton ? 'there can be only one' : undefined,
    oneVersion: options.oneVersion && !ends ? 'two versions | do not understand each other' : undefined,
    scaling: !scales
      ? undefined
      : (options.queue ??
        options.query ??
        (options.most === undefined ? undefined : { on: 'cpu', target: 60, max: most })),
    minAvailable: options.minAvailable && replicas > 1 ? replicas - 1 : undefined,
    ports,
    resources: options.resources,
    device: options.device === undefined ? undefined : { pool: 'gpu', count: options.device },
    probes: first ? probesOf(options) : undefined,
    // Of what others ask, the pods wait until nobody does.
    shutdown: { grace: 40, preStop: options.preStop ?? (first ? 5 : undefined) },
    deadline: ends ? 20 : undefined,
    startsWhen: ends ? undefined : questionOf(options),
    command: options.command.includes('command') ? ['/bin/own'] : undefined,
    env: {
      OWN_SETTING: 'a "b" # c: d',
      OWN_EMPTY: '',
      OWN_LINES: 'one\ntwo\n',
      MAP_KEY: { value: 'known-to-all', public: 'Every browser gets it: "yes".' },
    },
    volumes: stays
      ? Object.fromEntries(options.volumes.map((size, n) => [`disk-${n}`, { mountPath: `/disk/${n}`, size }]))
      : undefined,
    scratch: options.scratch.map((kind) => ({
      mountPath: `/scratch/${kind}`,
      size: kind === 'memory' ? '4Mi' : '32Mi',
      memory: kind === 'memory' || undefined,
      fromImage: kind === 'image' || undefined,
      ...(kind === 'data' && { from: { repository: 'registry.example.com/team/data', tag: '2026.11.1' } }),
    })),
    secrets: secretsOf(options),
    storeKeys: options.storeKeys ? ['licence.pem'] : undefined,
    credentials: options.credentials ? { root: { length: 48 } } : undefined,
    accounts: first ? accountsOf(options) : undefined,
    connect: options.facts
      ? (at) => {
          const login = options.accounts ? `${at.username}:${at.password}@` : '';
          return { uri: `own://${login}${at.members.join()}:${at.port(first ?? '')}` };
        }
      : undefined,
    queueTriggers: options.queues
      ? ({ host, port, queue, perPod }) => [
          {
            type: 'redis',
            metadata: { address: `${host}:${port}`, listName: queue, listLength: String(perPod) },
          },
        ]
      : undefined,
    metrics: metricsOf(options, ports),
    alerts: ({ name }) => (options.watched && metricsOf(options, ports).length > 0 ? [alert(name)] : []),
    api: options.api && !ends ? [{ groups: [''], resources: ['pods'], verbs: ['get', 'list'] }] : undefined,
    publishNotReady: options.publishNotReady && !ends ? true : undefined,
    balanced: options.balanced && stays ? true : undefined,
    peers: options.peers && first ? [first] : undefined,
    privatePaths: privateOf(options, Object.keys(ports)),
    filesOnly: options.filesOnly || undefined,
    traffic: options.traffic,
    tokens: options.tokens,
    configure: (context) => configuration(options, context),
  };
}

function accountsOf({ accounts }: OwnOptions): Definition['accounts'] {
  if (!accounts) return undefined;
  return accounts === 'each' ? { each: 'client' } : { shared: 'key' };
}
