/** Redis: an in-memory cache or queue store with one account per client. */
import type { Definition } from '../model/component';
import type { Bytes } from '../model/units';
import { redisBackup } from './parts/redis-backup';
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
import { alertsOf, dashboard, EMITS, exporter } from './parts/redis-watch';

export interface RedisOptions extends StoreOptions {
  /** Size of the volume for the append-only file. @default none: what it holds may be lost with the pod */
  readonly volume?: Bytes;
}

const PORT = 6379;

/**
 * @throws Error when `maxMemory` is above 75 % of the memory limit, or above half of it with a volume; when there are
 * snapshots and no volume.
 */
export function redis(options: RedisOptions): Definition {
  return {
    technology: 'redis',
    tier: 'data',
    description: describeStore(options),
    image: IMAGE,
    workload: 'StatefulSet',
    identity: IDENTITY,
    ports: { redis: { number: PORT, purpose: 'Redis protocol' } },
    resources: resourcesOf(options),
    probes: {
      // Loading a large append-only file takes its time; until then PING answers LOADING.
      startup: { check: ping(), period: 5, failures: 60 },
      readiness: { check: ping(), period: 10 },
      liveness: { check: { tcp: 'redis' }, period: 10, failures: 6 },
    },
    shutdown: { grace: 60 },
    singleton: 'a second pod would be a second, empty Redis',
    args: ['redis-server', `${FOLDER}/redis.conf`],
    volumes: options.volume ? { data: { mountPath: '/data', size: options.volume } } : undefined,
    scratch: [
      // Nothing is saved there: no client may ask for it.
      ...(options.volume ? [] : [{ mountPath: '/data', size: '64Mi' } as const]),
      { mountPath: '/tmp', size: '16Mi' },
    ],
    accounts: { each: 'client' },
    backup: options.volume ? redisBackup(options) : undefined,
    credentials: { [MONITORING]: PASSWORD },
    connect,
    queueTriggers: queueTriggersOf(options),
    metrics: [{ port: 'metrics', path: '/metrics', emits: EMITS }],
    alerts: (context) => alertsOf(options, context),
    dashboard,
    configure: (context) => {
      const persistent = options.volume !== undefined;
      if (options.snapshots && !persistent)
        throw new Error('snapshots need a volume to be written to; give it one');
      checkMemory(options, context, { persistent });
      const conf = confLines(options, { port: PORT, persistent });
      return {
        env: { REDISCLI_AUTH: context.credential(MONITORING) },
        files: [
          { path: `${FOLDER}/redis.conf`, content: `${conf.join('\n')}\n` },
          usersAcl(options, context),
        ],
        sidecars: [exporter(MONITORING, context.credential(MONITORING), PORT)],
      };
    },
  };
}
