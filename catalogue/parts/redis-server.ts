/** What every Redis has, alone or with others: image, accounts, memory, what a client is told. */
import type { Address, ConfigFile, Resources } from '../../model/component';
import type { Context } from '../../model/context';
import type { QueueAddress, QueueTrigger } from '../../model/scaling';
import { type Bytes, mebibytes } from '../../model/units';
import { accountPasswords, passwordVariable } from './passwords';
import { backupRights } from './redis-backup';

export interface StoreOptions {
  /** `maxmemory`: what the data may take, at most 75 % of the memory limit; half of it where the data is saved. */
  readonly maxMemory: Bytes;
  /**
   * What happens when it is full. A cache evicts (`allkeys-lru`); a queue store must not (`noeviction`), and others are
   * scaled by queues of such a one alone.
   */
  readonly eviction: 'allkeys-lru' | 'allkeys-lfu' | 'volatile-lru' | 'noeviction';
  /**
   * When the data as a whole is written beside the log of changes: after so many seconds with so many changes.
   * @default Redis' own of before 7: 900 s and 1, 300 s and 100, 60 s and 10000
   */
  readonly snapshots?: readonly { readonly seconds: number; readonly changes: number }[];
  /** @default 100m, memory for twice `maxMemory` */
  readonly resources?: Resources;
}

/** 7.4 is the last release line before 8; 7.x is what the documents name. */
export const IMAGE = { repository: 'redis', tag: '7.4.11-alpine' };
/** Users and groups of the Alpine image. */
export const IDENTITY = { user: 999, group: 1000 };
/** Account of the exporter and of the probes. */
export const MONITORING = 'monitoring';
/** Where accounts and configuration are. */
export const FOLDER = '/etc/redis';
/** Long passwords of letters and digits. */
export const PASSWORD = { length: 32 };

export const describeStore = ({ eviction }: StoreOptions): string =>
  eviction === 'noeviction' ? 'Queue and session store' : 'Cache';

export function resourcesOf({ maxMemory, resources }: StoreOptions): Resources {
  const memory = mebibytes(maxMemory);
  return (
    resources ?? {
      requests: { cpu: '100m', memory: `${memory + 64}Mi` },
      limits: { memory: `${memory * 2}Mi` },
    }
  );
}

/** Facts for clients: one URL with an account of their own. */
export function connect(at: Address) {
  const scheme = at.tls ? 'rediss' : 'redis';
  return {
    uri: `${scheme}://${at.username}:${at.password}@${at.host}:${at.port('redis')}/0`,
    username: at.username,
    password: at.password,
  };
}

/**
 * How long a queue of BullMQ is, of the usual prefix: what waits is in a list, and jobs with a priority in a sorted set
 * of their own. What is delayed waits for its time, not for a worker.
 * Source: bullmq 5.81 and 6.7, classes/queue-keys.js, commands/addStandardJob-9.lua and addPrioritizedJob-9.lua; KEDA
 * 2.21, pkg/scalers/redis_scaler.go, which asks for the type first and counts both kinds.
 */
export const bullQueue = ({ host, port, tls, queue, perPod }: QueueAddress): QueueTrigger[] =>
  ['wait', 'prioritized'].map((state) => ({
    type: 'redis',
    metadata: {
      address: `${host}:${port}`,
      listName: `bull:${queue}:${state}`,
      listLength: String(perPod),
      ...(tls ? { enableTLS: 'true' } : {}),
    },
  }));

/** What a store of queues says of them; a cache may throw jobs out, so nobody is scaled by those. */
export const queueTriggersOf = ({ eviction }: StoreOptions) =>
  eviction === 'noeviction' ? bullQueue : undefined;

/** Share of the limit that data may take: the rest is for clients' buffers and for holes between the data. */
const SHARE = 0.75;
/**
 * While it saves, rewrites its log or sends a replica everything, a copy of Redis has the data of that moment, and what
 * is written meanwhile is there twice: up to twice the memory, says Redis' own page "Redis administration". The two
 * ways of saving never run at once.
 */
const SAVED_SHARE = 0.5;

/**
 * @param persistent whether the data is written to the volume
 * @throws Error when `maxMemory` is above 75 % of the memory limit, or above half of it where the data is saved
 */
export function checkMemory(
  { maxMemory }: StoreOptions,
  { memoryLimit }: Context,
  { persistent }: { readonly persistent: boolean },
): void {
  const share = persistent ? SAVED_SHARE : SHARE;
  if (mebibytes(maxMemory) <= memoryLimit * share) return;
  const why = persistent ? ', and what is written while it saves is there twice' : '';
  throw new Error(
    `maxMemory ${maxMemory} is more than ${share * 100} % of the memory limit of ${memoryLimit} MiB${why}; ` +
      'raise the limit or lower maxMemory',
  );
}

/** Needs the password of the account in REDISCLI_AUTH; a bare PING would answer NOAUTH and end well. */
export const ping = (port?: number) => ({
  exec: ['sh', '-c', `[ "$(redis-cli ${port ? `-p ${port} ` : ''}--user ${MONITORING} ping)" = PONG ]`],
});

const saves = ({ snapshots = SNAPSHOTS }: StoreOptions): string =>
  snapshots.map(({ seconds, changes }) => `${seconds} ${changes}`).join(' ');

const SNAPSHOTS = [
  { seconds: 900, changes: 1 },
  { seconds: 300, changes: 100 },
  { seconds: 60, changes: 10000 },
];

/** @param persistent whether the data is written to the volume */
export function confLines(options: StoreOptions, at: { port: number; persistent: boolean }): string[] {
  return [
    'bind * -::*',
    `port ${at.port}`,
    'dir /data',
    `aclfile ${FOLDER}/users.acl`,
    `maxmemory ${mebibytes(options.maxMemory)}mb`,
    `maxmemory-policy ${options.eviction}`,
    ...(at.persistent
      ? ['appendonly yes', 'appendfsync everysec']
      : ['# A cache: what it holds can be made again, so nothing is written to disk.', 'appendonly no']),
    at.persistent ? `save ${saves(options)}` : 'save ""',
    // Notices clients that vanished without a word.
    'tcp-keepalive 300',
  ];
}

/**
 * Lines of an ACL file: nobody without a password, then an account each.
 * @param nobody rights of the account that nobody can use
 */
const accountLines = (rules: Readonly<Record<string, string>>, nobody = ''): string[] => [
  `user default off${nobody}`,
  ...Object.entries(rules).map(([name, rule]) => `user ${name} on >\${${passwordVariable(name)}} ${rule}`),
];

/** An ACL file of the component's own accounts. */
export const aclFile = (path: string, context: Context, rules: Readonly<Record<string, string>>) => ({
  path,
  content: `${accountLines(rules).join('\n')}\n`,
  secrets: Object.fromEntries(
    Object.keys(rules).map((name) => [passwordVariable(name), context.credential(name)]),
  ),
});

/**
 * One account per client, without the commands that manage the server. In a store of queues they may also see who is
 * connected: by that BullMQ finds the workers of a queue (bullmq 5.81, classes/queue-getters.js, getWorkers).
 * @param own further accounts of the component with their rules; each is a credential of it
 * @param fromReplica it is saved by asking a replica
 */
export function usersAcl(
  { eviction }: StoreOptions,
  context: Context,
  own: Readonly<Record<string, string>> = {},
  { fromReplica = false } = {},
): ConfigFile {
  const client = eviction === 'noeviction' ? '~* &* +@all -@admin +client|list' : '~* &* +@all -@admin';
  const rules = {
    [MONITORING]:
      '-@all +@connection +info +config|get +slowlog|get +slowlog|len +latency|latest +latency|histogram',
    ...own,
    ...Object.fromEntries(
      context.clients.map((one) => [one.username, backupRights(one, { fromReplica }) ?? client]),
    ),
  };
  return {
    path: `${FOLDER}/users.acl`,
    // Redis reads its log of changes as this one, and would leave out each transaction and script in it that this one
    // has no right to (redis/redis issue 14541; corrected in PR 14545, after 7.4).
    content: `${accountLines(rules, ' ~* &* +@all').join('\n')}\n`,
    secrets: accountPasswords(context, [MONITORING, ...Object.keys(own)]),
  };
}
