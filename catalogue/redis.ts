/** Redis: an in-memory cache or queue store with one account per client. */
import type { Definition, Resources } from '../model/component';
import type { Context } from '../model/context';
import { type Bytes, mebibytes } from '../model/units';
import { memoryHigh } from './parts/alerts';
import { accountPasswords, passwordVariable } from './parts/passwords';
import { cacheHitRatioLow, dashboard, EMITS, exporter, redisDown } from './parts/redis-watch';

export interface RedisOptions {
  /** `maxmemory`: what the data may take; at most 75 % of the memory limit, the rest is for copies while saving. */
  readonly maxMemory: Bytes;
  /** What happens when it is full. A cache evicts (`allkeys-lru`); a queue store must not (`noeviction`). */
  readonly eviction: 'allkeys-lru' | 'allkeys-lfu' | 'volatile-lru' | 'noeviction';
  /** Size of the volume for the append-only file. @default none: what it holds may be lost with the pod */
  readonly volume?: Bytes;
  /** @default 100m, memory for twice `maxMemory` */
  readonly resources?: Resources;
}

/** Account of the exporter and of the readiness probe. */
const MONITORING = 'monitoring';
/** Users and groups of the Alpine image. */
const IDENTITY = { user: 999, group: 1000 };

/** @throws Error when `maxMemory` is above 75 % of the memory limit. */
export function redis(options: RedisOptions): Definition {
  const memory = mebibytes(options.maxMemory);
  const resources = options.resources ?? {
    requests: { cpu: '100m', memory: `${memory + 64}Mi` },
    limits: { memory: `${memory * 2}Mi` },
  };
  return {
    technology: 'redis',
    tier: 'data',
    description: options.eviction === 'noeviction' ? 'Queue and session store' : 'Cache',
    // 7.4 is the last release line before 8; 7.x is what the documents name.
    image: { repository: 'redis', tag: '7.4.11-alpine' },
    workload: 'StatefulSet',
    identity: IDENTITY,
    ports: { redis: { number: 6379, purpose: 'Redis protocol' } },
    resources,
    probes: {
      // Loading a large append-only file takes its time; until then PING answers LOADING.
      startup: { check: ping(), period: 5, failures: 60 },
      readiness: { check: ping(), period: 10 },
      liveness: { check: { tcp: 'redis' }, period: 10, failures: 6 },
    },
    shutdown: { grace: 60 },
    singleton: 'a second pod would be a second, empty Redis',
    args: ['redis-server', '/etc/redis/redis.conf'],
    volumes: options.volume ? { data: { mountPath: '/data', size: options.volume } } : undefined,
    scratch: [
      ...(options.volume ? [] : [{ mountPath: '/data', size: '64Mi' } as const]),
      { mountPath: '/tmp', size: '16Mi' },
    ],
    accounts: { each: 'client' },
    credentials: { [MONITORING]: { length: 32 } },
    connect: (at) => {
      const scheme = at.tls ? 'rediss' : 'redis';
      return {
        uri: `${scheme}://${at.username}:${at.password}@${at.host}:${at.port('redis')}/0`,
        username: at.username,
        password: at.password,
      };
    },
    metrics: [{ port: 'metrics', path: '/metrics', emits: EMITS }],
    alerts: (context) => [
      redisDown(context),
      memoryHigh(context, { metric: 'redis_memory_used_rss_bytes' }),
      ...(options.eviction === 'noeviction' ? [] : [cacheHitRatioLow(context)]),
    ],
    dashboard,
    configure: (context) => {
      if (memory > context.memoryLimit * 0.75) {
        throw new Error(
          `maxMemory ${options.maxMemory} is more than 75 % of the memory limit of ${context.memoryLimit} MiB; ` +
            'raise the limit or lower maxMemory',
        );
      }
      return {
        env: { REDISCLI_AUTH: context.credential(MONITORING) },
        files: [{ path: '/etc/redis/redis.conf', content: redisConf(options, memory) }, usersAcl(context)],
        sidecars: [exporter(MONITORING, context.credential(MONITORING))],
      };
    },
  };
}

const ping = () => ({ exec: ['sh', '-c', `[ "$(redis-cli --user ${MONITORING} ping)" = PONG ]`] });

function redisConf(options: RedisOptions, memory: number): string {
  const lines = [
    'bind * -::*',
    'port 6379',
    'dir /data',
    'aclfile /etc/redis/users.acl',
    `maxmemory ${memory}mb`,
    `maxmemory-policy ${options.eviction}`,
    ...(options.volume
      ? ['appendonly yes', 'appendfsync everysec']
      : ['# A cache: what it holds can be made again, so nothing is written to disk.', 'appendonly no']),
    options.volume ? 'save 900 1 300 100 60 10000' : 'save ""',
    // Notices clients that vanished without a word.
    'tcp-keepalive 300',
  ];
  return `${lines.join('\n')}\n`;
}

/** One account per client, without the commands that manage the server; nobody without a password. */
function usersAcl(context: Context) {
  const user = (name: string, rules: string): string =>
    `user ${name} on >\${${passwordVariable(name)}} ${rules}`;
  const lines = [
    'user default off',
    user(
      MONITORING,
      '-@all +@connection +info +config|get +slowlog|get +slowlog|len +latency|latest +latency|histogram',
    ),
    ...context.clients.map(({ username }) => user(username, '~* &* +@all -@admin')),
  ];
  return {
    path: '/etc/redis/users.acl',
    content: `${lines.join('\n')}\n`,
    secrets: accountPasswords(context, [MONITORING]),
  };
}
