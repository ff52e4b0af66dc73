/** RabbitMQ: one broker whose exchanges, queues and accounts come from a definitions file. */
import type { Definition, Resources } from '../model/component';
import type { Context } from '../model/context';
import type { Bytes } from '../model/units';
import { accountPasswords, passwordVariable } from './parts/passwords';
import { type Topology, topologyDefinitions } from './parts/rabbitmq-topology';
import { alerts, BROKER_METRICS, dashboard, QUEUE_METRICS } from './parts/rabbitmq-watch';

export type { Topology };

export interface RabbitmqOptions extends Topology {
  /** Share of the memory limit above which publishers are stopped. @default 0.6, the vendor's */
  readonly memoryWatermark?: number;
  /** Size of the message store. */
  readonly volume: Bytes;
  /** @default 500m and 1Gi, at most 2Gi */
  readonly resources?: Resources;
}

/** Account for people, in the management pages. */
const ADMIN = 'admin';
const COOKIE = 'erlang-cookie';
/** Free disk under which publishers are stopped; the vendor's advice is 2 GB or more. */
const DISK_FREE_LIMIT = '2GB';

/** @throws Error when the volume is not larger than the free space that must stay. */
export function rabbitmq(options: RabbitmqOptions): Definition {
  return {
    technology: 'rabbitmq',
    tier: 'queue',
    description: 'Message broker',
    // It comes with Khepri alone, so old brokers go 3.13 → 4.2 → 4.3. Community support of 4.3 ends on 2026-11-30: the
    // next step is 4.4.1 (read the notes of 4.4.0). Not 4.4.0, which may hang on what is imported at its start.
    image: { repository: 'rabbitmq', tag: '4.3.5-management-alpine' },
    workload: 'StatefulSet',
    identity: { user: 100, group: 101 },
    singleton: 'a second broker would have queues of its own; use the cluster operator for more',
    ports: {
      amqp: { number: 5672, purpose: 'AMQP' },
      management: { number: 15672, purpose: 'management API and pages' },
      metrics: { number: 15692, purpose: 'metrics' },
    },
    resources: options.resources ?? {
      requests: { cpu: '500m', memory: '1Gi' },
      limits: { memory: '2Gi' },
    },
    probes: {
      startup: { check: { tcp: 'amqp' }, period: 5, failures: 60 },
      readiness: { check: { tcp: 'amqp' } },
      // Starts an Erlang machine each time, so it is asked seldom.
      liveness: {
        check: { exec: ['rabbitmq-diagnostics', '-q', 'ping'] },
        period: 60,
        timeout: 30,
      },
    },
    shutdown: { grace: 120 },
    volumes: { data: { mountPath: '/var/lib/rabbitmq/mnesia', size: options.volume } },
    scratch: [
      // The cookie.
      { mountPath: '/var/lib/rabbitmq', size: '16Mi' },
      // Nothing: it logs to the console, and Erlang would leave its crash dump in the folder it started in.
      { mountPath: '/var/log/rabbitmq', size: '64Mi' },
      { mountPath: '/tmp', size: '64Mi' },
    ],
    accounts: { each: 'client' },
    // Exchanges, queues, bindings and accounts come from the definitions file, at each start. To read them back takes an
    // account with the tag `administrator`, which may do everything and sees the hashes of all passwords, each day, for
    // what stands in Git. Source: deps/rabbitmq_management, rabbit_mgmt_wm_definitions.erl (is_authorized_admin).
    backup: {
      none:
        'Exchanges, queues, bindings and accounts are made of this repository at each start. Messages that nobody has ' +
        'taken yet are lost with the volume: a copy of them would be old within seconds, and have work done twice.',
    },
    credentials: { [ADMIN]: { length: 32 }, [COOKIE]: { length: 64 } },
    connect: (at) => ({
      uri:
        `${at.tls ? 'amqps' : 'amqp'}://${at.username}:${at.password}@${at.host}:${at.port('amqp')}` +
        `/${encodeURIComponent(options.vhost)}`,
      vhost: options.vhost,
      username: at.username,
      password: at.password,
    }),
    // Messages that no worker has yet: over AMQP the broker tells no others (queue.declare, passive).
    queueTriggers: ({ host, port, tls, queue, perPod }) => [
      {
        type: 'rabbitmq',
        metadata: {
          host: `${tls ? 'amqps' : 'amqp'}://${host}:${port}/${encodeURIComponent(options.vhost)}`,
          mode: 'QueueLength',
          queueName: queue,
          value: String(perPod),
        },
      },
    ],
    metrics: [
      { port: 'metrics', path: '/metrics', emits: BROKER_METRICS },
      {
        // The plain page sums over all queues; this family names each one.
        name: 'queues',
        port: 'metrics',
        path: '/metrics/detailed',
        params: { family: ['queue_coarse_metrics', 'queue_consumer_count'], vhost: [options.vhost] },
        emits: QUEUE_METRICS,
      },
    ],
    alerts,
    dashboard,
    configure: (context) => ({
      files: [
        { path: '/etc/rabbitmq/rabbitmq.conf', content: rabbitmqConf(options, context) },
        { path: '/etc/rabbitmq/enabled_plugins', content: '[rabbitmq_management,rabbitmq_prometheus].\n' },
        definitions(options, context),
        {
          path: '/var/lib/rabbitmq/.erlang.cookie',
          content: '${COOKIE}\n',
          secrets: { COOKIE: context.credential(COOKIE) },
        },
      ],
    }),
  };
}

function rabbitmqConf(options: RabbitmqOptions, context: Context): string {
  if (context.volumeSize('data') <= 2 * 1024) {
    throw new Error(
      `its volume must be larger than ${DISK_FREE_LIMIT}, which must stay free; give it 4Gi or more`,
    );
  }
  const watermark = Math.floor(context.memoryLimit * (options.memoryWatermark ?? 0.6));
  return `# In MiB of this container: a share would be counted from the node's memory.
vm_memory_high_watermark.absolute = ${watermark}MiB
disk_free_limit.absolute = ${DISK_FREE_LIMIT}
# Exchanges, queues and accounts. With them in place RabbitMQ makes no guest account.
definitions.import_backend = local_filesystem
definitions.local.path = /etc/rabbitmq/definitions.json
listeners.tcp.default = 5672
management.tcp.port = 15672
prometheus.tcp.port = 15692
# Dead clients are noticed within a minute; older clients ask for longer.
heartbeat = 60
log.console = true
log.console.level = info
log.file = false
`;
}

function definitions(options: RabbitmqOptions, context: Context) {
  const user = (name: string, tags: string[]) => ({
    name,
    password: `\${${passwordVariable(name)}}`,
    tags,
  });
  const names = context.clients.map((client) => client.username);
  const content = {
    users: [user(ADMIN, ['administrator']), ...names.map((name) => user(name, []))],
    permissions: [ADMIN, ...names].map((name) => ({
      user: name,
      vhost: options.vhost,
      configure: '.*',
      write: '.*',
      read: '.*',
    })),
    ...topologyDefinitions(options),
  };
  return {
    path: '/etc/rabbitmq/definitions.json',
    content: `${JSON.stringify(content, null, 2)}\n`,
    secrets: accountPasswords(context, [ADMIN]),
  };
}
