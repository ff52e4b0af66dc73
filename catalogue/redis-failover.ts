/**
 * Redis with failover: three pods, each with a Redis, a Sentinel that watches all of them and a proxy that leads to the
 * master. Clients know one URL, as with a Redis that stands alone, and nothing of Sentinel.
 */
import type { Definition } from '../model/component';
import type { Context } from '../model/context';
import { membersService, podNames } from '../model/pod';
import type { Bytes } from '../model/units';
import { MEMBERS, redisBackup } from './parts/redis-backup';
import {
  type Group,
  REDIS_PORT,
  RUN,
  SENTINEL,
  SENTINEL_PORT,
  scripts,
} from './parts/redis-failover-scripts';
import {
  dashboard,
  EMITS,
  noMaster,
  PROXY_EMITS,
  replicaLinkDown,
  replicasMissing,
} from './parts/redis-failover-watch';
import { PROXY, proxy } from './parts/redis-proxy';
import { sentinel } from './parts/redis-sentinel';
import {
  checkMemory,
  confLines,
  connect,
  describeStore,
  FOLDER,
  IDENTITY,
  IMAGE,
  MONITORING,
  PASSWORD,
  ping,
  queueTriggersOf,
  resourcesOf,
  type StoreOptions,
  usersAcl,
} from './parts/redis-server';
import { alertsOf, exporter } from './parts/redis-watch';

export interface RedisFailoverOptions extends StoreOptions {
  /** Size of each pod's volume, also for a cache: a master that came back empty would empty its replicas. */
  readonly volume: Bytes;
}

/** Account by which replicas follow. */
const REPLICATION = 'replication';

/**
 * Rights at a Redis, as its documentation lists them (Security, ACL, "ACL rules for Sentinel and Replicas"); pausing
 * clients is for the script that hands over.
 */
const AT_REDIS = {
  [REPLICATION]: '-@all +psync +replconf +ping',
  [SENTINEL]:
    '&* -@all +multi +slaveof +ping +exec +subscribe +config|rewrite +role +publish +info +client|setname ' +
    '+client|kill +script|kill +client|pause +client|unpause',
};

/** Who saves it asks a replica. */
const SAVED = { fromReplica: true };

/** @throws Error when `maxMemory` is above half of the memory limit, or the number of pods cannot hold a vote. */
export function redisFailover(options: RedisFailoverOptions): Definition {
  return {
    technology: 'redis-failover',
    tier: 'data',
    description: `${describeStore(options)} with failover`,
    image: IMAGE,
    workload: 'StatefulSet',
    identity: IDENTITY,
    replicas: 3,
    // A pod is no use to clients while its own program is away, but members must meet before any is ready.
    balanced: true,
    publishNotReady: true,
    ports: {
      redis: { number: 6379, purpose: 'Redis protocol, to the master', servedBy: PROXY },
      server: { number: REDIS_PORT, purpose: 'replication' },
      sentinel: { number: SENTINEL_PORT, purpose: 'votes on the master', servedBy: SENTINEL },
    },
    peers: ['server', 'sentinel'],
    resources: resourcesOf(options),
    probes: {
      // Loading a large append-only file takes its time, and so does the vote that comes before.
      startup: { check: ping(REDIS_PORT), period: 5, failures: 60 },
      // Its own Redis alone: a replica without a master must stay in place, or nobody could be chosen.
      readiness: { check: ping(REDIS_PORT), period: 10 },
      liveness: { check: { tcp: 'server' }, period: 10, failures: 6 },
    },
    // At most 25 s to hand over; the rest is for saving.
    shutdown: { grace: 60, preStop: ['sh', `${FOLDER}/hand-over.sh`] },
    command: ['sh', `${FOLDER}/start-redis.sh`],
    volumes: { data: { mountPath: '/data', size: options.volume } },
    scratch: [
      { mountPath: RUN, size: '1Mi', memory: true },
      { mountPath: '/tmp', size: '16Mi' },
    ],
    accounts: { each: 'client' },
    backup: redisBackup(options, SAVED),
    credentials: { [MONITORING]: PASSWORD, [REPLICATION]: PASSWORD, [SENTINEL]: PASSWORD },
    connect: (at) => ({ ...connect(at), [MEMBERS]: at.members.join(' ') }),
    queueTriggers: queueTriggersOf(options),
    metrics: [
      { port: 'metrics', path: '/metrics', emits: EMITS },
      { name: PROXY, port: 'proxy-metrics', path: '/metrics', emits: PROXY_EMITS },
    ],
    alerts: (context) => [
      ...alertsOf(options, context),
      noMaster(context),
      replicasMissing(context),
      replicaLinkDown(context),
    ],
    dashboard,
    configure: (context) => {
      checkMemory(options, context, { persistent: true });
      const group = groupOf(context);
      const { members, redis, startSentinel, handOver } = scripts(group);
      const monitoring = context.credential(MONITORING);
      return {
        env: { REDISCLI_AUTH: monitoring, SENTINEL_PASSWORD: context.credential(SENTINEL) },
        files: [
          redisConf(options, context),
          usersAcl(options, context, AT_REDIS, SAVED),
          members,
          redis,
          handOver,
        ],
        sidecars: [
          sentinel(context, [members, startSentinel]),
          proxy(group, monitoring),
          exporter(MONITORING, monitoring, REDIS_PORT),
        ],
      };
    },
  };
}

function groupOf({ name, replicas, dnsSuffix }: Context): Group {
  if (replicas < 3 || replicas % 2 === 0) {
    throw new Error(
      `${replicas} Sentinels cannot outvote a part of them; run ${Math.max(3, replicas + 1)} pods`,
    );
  }
  return {
    name,
    members: podNames(name, replicas, dnsSuffix, membersService(name, { balanced: true })),
    quorum: Math.floor(replicas / 2) + 1,
  };
}

function redisConf(options: RedisFailoverOptions, context: Context) {
  const lines = [
    ...confLines(options, { port: REDIS_PORT, persistent: true }),
    `masteruser ${REPLICATION}`,
    'masterauth ${REPLICATION_PASSWORD}',
    '# Replicas that ask within a second are sent one copy.',
    'repl-diskless-sync-delay 1',
    // A pod that restarts gets what it missed; beyond this it gets everything.
    'repl-backlog-size 32mb',
    '# A master that lost its replicas takes no writes: another may have been chosen meanwhile.',
    'min-replicas-to-write 1',
    'min-replicas-max-lag 10',
  ];
  return {
    path: `${FOLDER}/redis.conf`,
    content: `${lines.join('\n')}\n`,
    secrets: { REPLICATION_PASSWORD: context.credential(REPLICATION) },
  };
}
