/** How a Redis is saved and brought back: as a replica would get it, and key by key. */
import type { Backup, NoBackup, Work } from '../../model/backup';
import type { Client } from '../../model/context';
import { formatMebibytes, mebibytes } from '../../model/units';
import { DRILL, HERE, LOADED, SCRATCH } from './redis-drill';
import type { StoreOptions } from './redis-server';

const FACTS = { REDIS_HOST: 'host', REDIS_PORT: 'port', REDIS_USER: 'username', REDISCLI_AUTH: 'password' };

/** Fact of a Redis with failover: the names of its pods, a space between them. */
export const MEMBERS = 'members';

/** The server forks, and its copy sends all data of that moment. */
const DUMP = `exec redis-cli -h "$REDIS_HOST" -p "$REDIS_PORT" --user "$REDIS_USER" --rdb -
`;

/**
 * A Sentinel asks the master alone who follows it, and remembers whoever it names for ever, as a replica without a port
 * (src/sentinel.c, sentinelRefreshInstanceInfo): so a replica is asked, which has less to do besides.
 */
const DUMP_FROM_REPLICA = `for member in $REDIS_MEMBERS; do
  role=$(timeout 5 redis-cli -h "$member" -p "$REDIS_PORT" --user "$REDIS_USER" role | tr '\\n' ' ') || continue
  case $role in 'slave '*' connected '*)
    echo "from $member" >&2
    exec redis-cli -h "$member" -p "$REDIS_PORT" --user "$REDIS_USER" --rdb - ;;
  esac
done
echo "no replica follows the master: nobody to ask" >&2
exit 1
`;

/**
 * What the other end has is taken from the other end alone: a key that is gone here has arrived. MIGRATE sends each with
 * what is left of its time to live. Without an apostrophe: it stands between two of the shell's.
 */
const MOVE = `local login = table.remove(ARGV)
local host, port, user, db = unpack(ARGV)
local cursor = "0"
repeat
  local found = redis.call("SCAN", cursor, "COUNT", 100)
  cursor = found[1]
  if #found[2] > 0 then
    redis.call("MIGRATE", host, port, "", db, 60000, "AUTH2", user, login, "KEYS", unpack(found[2]))
  end
until cursor == "0"
return redis.call("DBSIZE")`;

/** A Redis has 16 databases where nobody says another number. */
const RESTORE = `umask 077
there() { redis-cli -e -h "$REDIS_HOST" -p "$REDIS_PORT" --user "$REDIS_USER" "$@"; }
${HERE}
for db in 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
  keys=$(there -n $db dbsize)
  if [ "$keys" != 0 ]; then
    echo "refused: the Redis is not empty, database $db has $keys keys. Bring it back into a new one." >&2
    exit 1
  fi
done

broken() {
  echo "refused: this is no whole snapshot of a Redis; nothing was written" >&2
  exit 1
}
${LOADED}rm ${SCRATCH}/dump.rdb

for db in $(here info keyspace | sed -n 's/^db\\([0-9]*\\):.*/\\1/p'); do
  echo "database $db: $(here -n "$db" dbsize) keys" >&2
  # The password is read from standard input, not seen among the arguments.
  left=$(printf %s "$REDISCLI_AUTH" |
    here -n "$db" -x eval '${MOVE}' 0 "$REDIS_HOST" "$REDIS_PORT" "$REDIS_USER" "$db")
  if [ "$left" != 0 ]; then
    echo "failed: $left keys did not arrive" >&2
    exit 1
  fi
done
here --raw -D '' function dump | there -x function restore > /dev/null
echo "done" >&2
`;

/** Rights of an account that saves a Redis or brings it back; undefined for any other. */
export function backupRights({ backup }: Client, { fromReplica = false } = {}): string | undefined {
  if (backup?.role === 'backup') return `-@all +sync +replconf${fromReplica ? ' +role' : ''}`;
  if (backup?.role === 'restore') return '~* -@all +select +dbsize +restore +function|restore';
  return undefined;
}

/** @param fromReplica a Redis with failover: there are replicas, and Sentinels */
export function redisBackup(
  { maxMemory, eviction }: StoreOptions,
  { fromReplica = false } = {},
): Backup | NoBackup {
  if (eviction.startsWith('allkeys-')) {
    return { none: 'A cache that may forget anything at any time: what it holds can be made again.' };
  }
  const data = mebibytes(maxMemory);
  const own: Pick<Work, 'resources' | 'scratch'> = {
    // The snapshot, which is smaller than the data, and the data.
    resources: {
      requests: { cpu: '50m', memory: '64Mi' },
      limits: { memory: formatMebibytes(data * 2 + 64) },
    },
    scratch: [{ mountPath: SCRATCH, size: formatMebibytes(data), memory: true }],
  };
  return {
    of: 'All keys of all databases, with their times to live, and functions, as they were when the dump began.',
    lacks: [
      'For how long nobody asked for a key, by which a full store chooses what to forget.',
      'Values of more than 512 MB each, which Redis takes in no single command.',
    ],
    // Providers allow nobody to replicate (SYNC).
    here: true,
    file: 'dump.rdb',
    dump: {
      script: fromReplica ? DUMP_FROM_REPLICA : DUMP,
      facts: { ...FACTS, ...(fromReplica ? { REDIS_MEMBERS: MEMBERS } : {}) },
      port: fromReplica ? 'server' : 'redis',
      resources: { requests: { cpu: '20m', memory: '16Mi' }, limits: { memory: '64Mi' } },
    },
    restore: { ...own, script: RESTORE, facts: FACTS, port: 'redis' },
    drill: { ...own, script: DRILL },
  };
}
