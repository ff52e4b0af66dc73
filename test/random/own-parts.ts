/** The larger parts of a technology of a newcomer's own. */
import type {
  Check,
  ConfigFile,
  Configuration,
  Definition,
  Image,
  Port,
  Probes,
  SecretSource,
  Sidecar,
  StartsWhen,
} from '../../model/component';
import type { Context } from '../../model/context';
import type { AlertRule } from '../../model/observability';
import { endsByItself } from '../../model/pod';
import type { OwnOptions } from './own';

/** Numbers in a row; `syslog` is UDP, on the number of the port before it. */
export function portsOf({ ports, firstPort }: OwnOptions): Record<string, Port> {
  return Object.fromEntries(
    ports.map((name, index): [string, Port] => {
      const udp = name === 'syslog';
      const number = firstPort + (udp && index > 0 ? index - 1 : index);
      return [name, { number, purpose: name, ...(udp && { protocol: 'UDP' as const }) }];
    }),
  );
}

/** Nobody can ask a UDP port whether it is open. */
export function probesOf({ readiness, startup, liveness, ports }: OwnOptions): Probes {
  const tcp = ports.find((name) => name !== 'syslog');
  const check: Check =
    readiness === 'exec' || tcp === undefined
      ? { exec: ['/bin/alive'] }
      : readiness === 'tcp'
        ? { tcp }
        : { http: '/healthz', port: tcp };
  return {
    readiness: { check, period: 5, timeout: 2 },
    ...((startup || liveness) && { startup: { check, period: 5, failures: 60 } }),
    ...(liveness && { liveness: { check, period: 10, failures: 6 } }),
  };
}

/** Each variable from another place. */
export const secretsOf = ({ secrets }: OwnOptions): Record<string, SecretSource> =>
  Object.fromEntries(
    secrets.map((source): [string, SecretSource] => [
      `OWN_${source.toUpperCase()}`,
      source === 'optional' ? { optional: 'no "extras" | at all' } : (source as 'generated' | 'store'),
    ]),
  );

/** What a new pod asks before it starts, with as much of its own as it is given. */
export function questionOf({ startsWhen, credentials, files }: OwnOptions): StartsWhen | undefined {
  if (!startsWhen) return undefined;
  const env = [
    ...(startsWhen.includes('variable') ? ['OWN_AGAIN'] : []),
    ...(startsWhen.includes('secret') && credentials ? ['OWN_ROOT'] : []),
  ];
  const asks = startsWhen.includes('file');
  return {
    command: ['/bin/ready', '--quiet'],
    ...(env.length && { env }),
    ...(asks && files.includes('plain') && { files: [PLAIN] }),
    ...(asks && !files.includes('plain') && files.includes('secret') && credentials && { files: [SECRET] }),
  };
}

/** @param ports names, in order */
export function privateOf(options: OwnOptions, ports: readonly string[]): Definition['privatePaths'] {
  const wanted = options.private as readonly string[];
  const first = ports[0];
  const last = ports.length > 1 ? ports.at(-1) : undefined;
  if (!first) return undefined;
  return {
    ...(wanted.includes('paths') && { [first]: ['/api/admin', '/Debug.pprof/'] }),
    ...(wanted.includes('port') && last && { [last]: ['/'] }),
  };
}

const hasSidecar = ({ workload, sidecar }: OwnOptions): boolean =>
  !endsByItself({ workload }) && sidecar !== undefined;

/** The helper of another maker. */
export const FOREIGN: Image = { repository: 'quay.io/acme/helper', tag: 'v0.9.1' };
/** @param options of any technology */
export const hasForeignHelper = ({ workload, sidecar }: Partial<OwnOptions>): boolean =>
  sidecar === 'foreign' && !endsByItself({ workload });

export function metricsOf(
  options: OwnOptions,
  ports: Readonly<Record<string, Port>>,
): NonNullable<Definition['metrics']> {
  const port = Object.keys(ports).find((name) => name !== 'syslog');
  return options.metrics.flatMap((kind) => {
    if (kind === 'sidecar')
      return hasSidecar(options) ? [{ port: 'helper', path: '/metrics', name: 'helper', emits: [] }] : [];
    if (!port || (kind === 'bearer' && !options.credentials)) return [];
    return kind === 'own'
      ? [{ port, path: '/metrics', emits: ['own_up'] }]
      : [
          {
            port,
            path: '/metrics/detailed',
            params: { family: ['a', 'b'] },
            name: 'detailed',
            bearer: 'root',
            emits: [],
          },
        ];
  });
}

/** Of whichever of its jobs there is: a collector that has none of them is told nothing. */
export const alert = (name: string): AlertRule => ({
  alert: 'OwnDown',
  expr: `count(up{component="${name}"} == 0) > 0`,
  forMinutes: 5,
  severity: 'warning',
  summary: `${name} is gone`,
  proof: {
    fires: [{ series: `up{component="${name}"}`, values: '0x60' }],
    silent: [{ series: `up{component="${name}"}`, values: '1x60' }],
  },
});

export function configuration(options: OwnOptions, context: Context): Configuration {
  const { files, storeKeys, credentials, command } = options;
  return {
    env: {
      OWN_HOSTS: context.hosts.join(' '),
      OWN_VERSION: context.version,
      OWN_AGAIN: '$(OWN_VERSION) of $(OWN_HOSTS)',
      ...(credentials && { OWN_ROOT: context.credential('root') }),
    },
    args: command.includes('arguments') ? ['--version=$(OWN_VERSION)', '--quiet'] : undefined,
    files: filesOf(options, context),
    secretFiles:
      storeKeys && files.includes('store')
        ? [{ ...context.storeKey('licence.pem'), path: '/run/own/licence.pem' }]
        : [],
    sidecars: hasSidecar(options) ? [sidecarOf(options, context)] : [],
  };
}

function filesOf({ files, credentials }: OwnOptions, context: Context): ConfigFile[] {
  return files.flatMap((kind): ConfigFile[] => {
    if (kind === 'plain') return [{ path: PLAIN, content: `of: ${context.name}\n` }];
    if (kind === 'script') return [{ path: '/opt/own/start.sh', content: 'echo "$HOME" $(date)\n' }];
    return kind === 'secret' && credentials ? [secretFile(SECRET, context)] : [];
  });
}

const PLAIN = '/etc/own/plain.conf';
const SECRET = '/etc/own/secret.conf';

const secretFile = (path: string, context: Context): ConfigFile => ({
  path,
  content: `# of ${context.name}\nkey = \${ROOT}\n`,
  secrets: { ROOT: context.credential('root') },
});

function sidecarOf({ sidecar, volumes, workload, credentials }: OwnOptions, context: Context): Sidecar {
  const check: Check = { http: '/', port: 'helper' };
  return {
    name: 'helper',
    resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '32Mi' } },
    ports: { helper: { number: 19090, purpose: 'figures' } },
    env: { HELPER: 'yes', HELPER_TWICE: '$(HELPER) $(HELPER)' },
    scratch: [{ mountPath: '/tmp', size: '8Mi' }],
    ...(sidecar === 'probed' && {
      probes: { startup: { check, failures: 6 }, readiness: { check }, liveness: { check, failures: 6 } },
      preStop: ['/bin/rest'],
    }),
    ...(sidecar === 'foreign' && {
      image: FOREIGN,
      identity: { user: 65534, group: 65534 },
    }),
    ...(sidecar === 'trusted' && credentials && { files: [secretFile('/etc/helper/helper.conf', context)] }),
    ...(workload === 'StatefulSet' && volumes.length > 0 && { shares: ['disk-0'] }),
  };
}
