/** Technologies of a newcomer's own, at random: what a new catalogue file may say, within what the model allows. */
import * as fc from 'fast-check';
import type { Check, Definition, Port, Probes, Resources, Sidecar } from '../../model/component';
import type { AlertRule } from '../../model/observability';
import type { Traffic } from '../../model/traffic';
import { images, optional, sizes, subset } from './values';

/** Everything that is chosen of one, as plain data. */
export const ownOptions = fc.record({
  workload: fc.constantFrom('Deployment', 'StatefulSet', 'Job'),
  tier: fc.constantFrom('app', 'data', 'queue', 'vector-db', 'ai', 'monitoring', 'logging'),
  image: images,
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
  minAvailable: fc.boolean(),
  resources: fc.constantFrom(
    { requests: { cpu: '5m', memory: '8Mi' }, limits: { cpu: '5m', memory: '8Mi' } },
    { requests: { cpu: '250m', memory: '128Mi' }, limits: { cpu: '1', memory: '256Mi' } },
    { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '1', memory: '1Gi' } },
    { requests: { cpu: '1500m', memory: '1.5Gi' }, limits: { memory: '2Gi' } },
  ) as fc.Arbitrary<Resources>,
  volumes: fc.array(sizes, { maxLength: 2 }),
  scratch: subset('disk', 'memory', 'image'),
  secrets: subset('generated', 'store'),
  storeKeys: fc.boolean(),
  credentials: fc.boolean(),
  accounts: optional(fc.constantFrom('each', 'shared')),
  facts: fc.boolean(),
  files: subset('plain', 'secret', 'script', 'store'),
  metrics: subset('own', 'sidecar', 'bearer'),
  watched: fc.boolean(),
  sidecar: optional(fc.constantFrom('plain', 'probed', 'foreign')),
  startsWhen: fc.boolean(),
  api: fc.boolean(),
  publishNotReady: fc.boolean(),
  balanced: fc.boolean(),
  peers: fc.boolean(),
  filesOnly: fc.boolean(),
  preStop: optional(fc.constantFrom<number | readonly string[]>(5, ['/bin/drain'])),
});
export type OwnOptions = (typeof ownOptions extends fc.Arbitrary<infer T> ? T : never) & {
  /** Only where somebody asks it: said once the flows are known. */
  readonly traffic?: Traffic;
};

/** A definition as a newcomer would write it by hand. @param technology name of the catalogue file */
export function own(technology: string, options: OwnOptions): Definition {
  const { workload, resources } = options;
  const ends = workload === 'Job';
  const stays = workload === 'StatefulSet';
  const ports = ends ? {} : portsOf(options);
  const [first] = Object.keys(ports);
  const replicas = ends || options.singleton ? 1 : options.replicas;
  const main = Object.keys(ports).filter((name) => !ports[name]!.servedBy);
  const hasSidecar = !ends && options.sidecar !== undefined;
  const scales = workload === 'Deployment' && !options.singleton && options.most !== undefined;
  return {
    technology,
    tier: options.tier,
    description: `${technology}, "quoted" & <odd> | piped`,
    image: options.image,
    workload,
    identity: { user: 10001, group: 10002 },
    replicas,
    singleton: options.singleton ? 'there can be only one' : undefined,
    scaling: scales ? { on: 'cpu', target: 60, max: Math.max(replicas, options.most!) } : undefined,
    minAvailable: options.minAvailable && replicas > 1 ? replicas - 1 : undefined,
    ports,
    resources,
    probes: ends || !main.length ? undefined : probesOf(options, main[0]!),
    // What people and programs reach waits until nobody sends to it any more.
    shutdown: { grace: 40, preStop: options.preStop ?? (first && !ends ? 5 : undefined) },
    deadline: ends ? 20 : undefined,
    startsWhen: options.startsWhen && !ends ? ['/bin/ready', '--quiet'] : undefined,
    volumes: stays
      ? Object.fromEntries(options.volumes.map((size, n) => [`disk-${n}`, { mountPath: `/disk/${n}`, size }]))
      : undefined,
    scratch: options.scratch.map((kind) => ({
      mountPath: `/scratch/${kind}`,
      size: kind === 'memory' ? '4Mi' : '32Mi',
      memory: kind === 'memory' || undefined,
      fromImage: kind === 'image' || undefined,
    })),
    secrets: Object.fromEntries(options.secrets.map((source) => [`OWN_${source.toUpperCase()}`, source])),
    storeKeys: options.storeKeys ? ['licence.pem'] : undefined,
    credentials: options.credentials ? { root: { length: 48 } } : undefined,
    accounts: ends || !first ? undefined : accountsOf(options),
    connect: options.facts
      ? (at) => {
          const login = options.accounts ? `${at.username}:${at.password}@` : '';
          return { uri: `own://${login}${at.members.join()}:${at.port(first ?? '')}` };
        }
      : undefined,
    metrics: metricsOf(options, main, hasSidecar),
    alerts: options.watched
      ? ({ name }) => (options.metrics.length && main.length ? [alert(name)] : [])
      : undefined,
    dashboard: undefined,
    api: options.api && !ends ? [{ groups: [''], resources: ['pods'], verbs: ['get', 'list'] }] : undefined,
    publishNotReady: options.publishNotReady && !ends ? true : undefined,
    balanced: options.balanced && stays ? true : undefined,
    peers: options.peers && first ? [first] : undefined,
    filesOnly: options.filesOnly || undefined,
    traffic: options.traffic,
    configure: (context) => ({
      env: { OWN_HOSTS: context.hosts.join(' '), OWN_VERSION: context.version },
      files: filesOf(options, context.name),
      secretFiles:
        options.storeKeys && options.files.includes('store')
          ? [{ ...context.storeKey('licence.pem'), path: '/etc/own/licence.pem' }]
          : [],
      sidecars: hasSidecar ? [sidecarOf(options)] : [],
    }),
  };

  /** Inside, because files with secrets read the component's own. */
  function filesOf({ files, credentials }: OwnOptions, name: string) {
    const all = files.filter((kind) => kind !== 'store' && (kind !== 'secret' || credentials));
    return all.map((kind) => ({
      path: kind === 'script' ? '/opt/own/start.sh' : `/etc/own/${kind}.conf`,
      content:
        kind === 'script'
          ? 'echo "$HOME" $(date)\n'
          : `# of ${name}\nkey = \${ROOT}\n`.repeat(kind === 'secret' ? 1 : 0) || `of: ${name}\n`,
      ...(kind === 'secret' && { secrets: { ROOT: { secret: `${name}-root`, key: 'password' } } }),
    }));
  }
}

/** Numbers in a row; `syslog` is UDP, on the number of the port before it. */
function portsOf({ ports, firstPort }: OwnOptions): Record<string, Port> {
  return Object.fromEntries(
    ports.map((name, index): [string, Port] => {
      const udp = name === 'syslog';
      const number = firstPort + (udp && index > 0 ? index - 1 : index);
      return [name, { number, purpose: name, ...(udp && { protocol: 'UDP' as const }) }];
    }),
  );
}

function probesOf({ readiness, startup, liveness, ports }: OwnOptions, port: string): Probes {
  // Nobody can ask a UDP port whether it is open.
  const tcp = ports.find((name) => name !== 'syslog') ?? port;
  const check: Check =
    readiness === 'exec' || tcp === 'syslog'
      ? { exec: ['/bin/alive'] }
      : readiness === 'tcp'
        ? { tcp }
        : { http: '/healthz', port: tcp };
  return {
    readiness: { check, period: 5, timeout: 2 },
    ...(startup && { startup: { check, period: 5, failures: 60 } }),
    ...(liveness && { liveness: { check, period: 10, failures: 6 } }),
  };
}

function accountsOf({ accounts }: OwnOptions): Definition['accounts'] {
  if (!accounts) return undefined;
  return accounts === 'each' ? { each: 'client' } : { shared: 'key' };
}

function metricsOf(
  { metrics, credentials }: OwnOptions,
  main: readonly string[],
  hasSidecar: boolean,
): Definition['metrics'] {
  const port = main.find((name) => name !== 'syslog');
  return metrics.flatMap((kind) => {
    if (kind === 'sidecar')
      return hasSidecar ? [{ port: 'helper', path: '/metrics', name: 'helper', emits: [] }] : [];
    if (!port || (kind === 'bearer' && !credentials)) return [];
    return kind === 'own'
      ? [{ port, path: '/metrics', emits: ['own_up'] }]
      : [{ port, path: '/metrics/detailed', name: 'detailed', bearer: 'root', emits: [] }];
  });
}

const alert = (name: string): AlertRule => ({
  alert: 'OwnDown',
  expr: `up{job="${name}"} == 0`,
  forMinutes: 5,
  severity: 'warning',
  summary: `${name} is gone`,
  proof: {
    fires: [{ series: `up{job="${name}"}`, values: '0x60' }],
    silent: [{ series: `up{job="${name}"}`, values: '1x60' }],
  },
});

function sidecarOf({ sidecar, volumes, workload }: OwnOptions): Sidecar {
  const check: Check = { http: '/', port: 'helper' };
  return {
    name: 'helper',
    resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '32Mi' } },
    ports: { helper: { number: 19090, purpose: 'figures' } },
    env: { HELPER: 'yes', HELPER_TWICE: '$(HELPER) $(HELPER)' },
    scratch: [{ mountPath: '/tmp', size: '8Mi' }],
    ...(sidecar === 'probed' && { probes: { readiness: { check }, liveness: { check, failures: 6 } } }),
    ...(sidecar === 'foreign' && {
      image: { repository: 'quay.io/acme/helper', tag: 'v0.9.1' },
      identity: { user: 65534, group: 65534 },
    }),
    ...(workload === 'StatefulSet' && volumes.length && { shares: ['disk-0'] }),
  };
}
