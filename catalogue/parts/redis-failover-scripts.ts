/** Scripts of a Redis with failover: how a pod starts in the right role, and how it hands over before it stops. */
import { FOLDER, MONITORING } from './redis-server';

export const REDIS_PORT = 6380;
export const SENTINEL_PORT = 26379;
/** Account of the Sentinels, at each Redis and at each other. */
export const SENTINEL = 'sentinel';
/** In memory, because both programs write their configuration anew, and passwords stand in it. */
export const RUN = '/run/redis';

export interface Group {
  /** Name by which Sentinels know the group. */
  readonly name: string;
  /** DNS names of the pods, the first one first. */
  readonly members: readonly string[];
  /** Sentinels that must agree. */
  readonly quorum: number;
}

/** What the other scripts share. */
const members = ({ name, members, quorum }: Group): string => `# Read by the scripts beside it.
members='${members.join('\n')}'
here=127.0.0.1

# The name of this pod among them: redis-2 is the third.
me=$(echo "$members" | sed -n "$((\${HOSTNAME##*-} + 1))p")

ask() { # HOST PORT COMMAND...
  host=$1 port=$2
  shift 2
  timeout 2 redis-cli -h "$host" -p "$port" --user ${MONITORING} "$@" 2>/dev/null
}

# The master that ${quorum} Sentinels name; nothing while they do not.
agreed() {
  for member in $members; do
    ask "$member" ${SENTINEL_PORT} sentinel get-master-addr-by-name ${name} | head -n 1
  done | grep -xF "$members" | sort | uniq -c | while read -r votes member; do
    if [ "$votes" -ge ${quorum} ]; then echo "$member"; fi
  done
}
`;

/** A replica that has run for this many seconds was there when a master died just now. */
const KEPT_RUNNING = 10;
/** Longest wait for the Sentinels to choose it: they notice after 5 s and need two or three more. */
const PATIENCE = 20;

const startRedis = (): string => `set -eu
. ${FOLDER}/members.sh

# Sentinels need no Redis to know: what they agreed on last is on their volumes.
until master=$(agreed) && [ -n "$master" ]; do
  echo "waiting for Sentinels that agree on a master"
  sleep 1
done

# This one was master and died. A replica that kept running is the better master: it has what did not reach the disk
# here (that is flushed every second), and it need not load a file first. A Redis that loads counts as alive, so nobody
# else would be chosen meanwhile. Where all start together nobody knows more than the last master.
kept_running() {
  for member in $members; do
    if [ "$member" = "$me" ]; then continue; fi
    ask "$member" ${REDIS_PORT} info | tr -d '\\r' | awk -F: '
      $1 == "role" { role = $2 }
      $1 == "uptime_in_seconds" { uptime = $2 }
      END { exit !(role == "slave" && uptime >= ${KEPT_RUNNING}) }' && return 0
  done
  return 1
}
tries=0
while [ "$master" = "$me" ] && [ $tries -lt ${PATIENCE} ] && kept_running; do
  echo "was master; waiting for Sentinels to choose a replica that kept running"
  tries=$((tries + 1))
  sleep 1
  now=$(agreed)
  master=\${now:-$master}
done

umask 077
cat ${FOLDER}/redis.conf > ${RUN}/redis.conf
set -- ${RUN}/redis.conf --replica-announce-ip "$me"
if [ "$master" != "$me" ]; then set -- "$@" --replicaof "$master" ${REDIS_PORT}; fi
echo "the master is $master"
exec redis-server "$@"
`;

/**
 * What a Sentinel must remember: who it is, who is master since when, whom it knows. The rest of what it writes comes
 * from the ConfigMap again, so that a new setting or password counts. It stays on the volume, readable by its owner
 * alone, and holds the password of the Sentinels' account: Sentinel writes all of its configuration or nothing.
 */
const REMEMBERED =
  'sentinel (myid|monitor|config-epoch|leader-epoch|current-epoch|known-replica|known-sentinel) ';

const startSentinel = ({ name, quorum }: Group): string => `set -eu
umask 077
. ${FOLDER}/members.sh
state=/data/sentinel.conf
touch $state

known=$(grep -E '^${REMEMBERED}' $state || true)
case $known in *'sentinel monitor '*) ;; *)
  # A new volume: the others know. When nobody answers this is the first start of all, and the first pod is master.
  # Should that be wrong, a Sentinel with a later epoch corrects it.
  master=$(agreed)
  known="sentinel monitor ${name} \${master:-$(echo "$members" | head -n 1)} ${REDIS_PORT} ${quorum}" ;;
esac
{
  cat ${FOLDER}/sentinel.conf
  echo "sentinel announce-ip $me"
  echo "$known"
} > $state.new
mv $state.new $state
exec redis-sentinel $state
`;

/** Seconds that writes wait at most; then they go on here, where nobody took over. */
const PAUSE = 15;

const handOver = ({ name }: Group): string => `set -u
. ${FOLDER}/members.sh

as_sentinel() { # HOST PORT COMMAND...
  host=$1 port=$2
  shift 2
  REDISCLI_AUTH=$SENTINEL_PASSWORD timeout 2 redis-cli -h "$host" -p "$port" --user ${SENTINEL} "$@"
}
replication() { ask "$here" ${REDIS_PORT} info replication | tr -d '\\r'; }

replication | grep -qx role:master || exit 0

# Writes wait, so that every replica has all of them: whichever is chosen, nothing is lost.
as_sentinel "$here" ${REDIS_PORT} client pause ${PAUSE * 1000} write
caught_up() {
  replication | awk -F'[:,=]' '
    /^slave[0-9]+:.*state=online/ { for (i = 1; i < NF; i++) if ($i == "offset") { n++; if (!(n in at)) at[n] = $(i + 1) } }
    $1 == "master_repl_offset" { offset = $2 }
    END { for (i in at) if (at[i] + 0 < offset + 0) exit 1; exit !n }'
}
tries=0
until caught_up || [ $tries -ge 25 ]; do
  tries=$((tries + 1))
  sleep 0.2
done
if ! caught_up; then
  echo "no replica has everything: the next master is for the Sentinels to choose"
  as_sentinel "$here" ${REDIS_PORT} client unpause
  exit 0
fi

# The Sentinel of this pod is stopping too, so it is asked last.
for member in $(echo "$members" | grep -vxF "$me") "$here"; do
  if [ "$(as_sentinel "$member" ${SENTINEL_PORT} sentinel failover ${name})" = OK ]; then break; fi
done
# Sentinels turn the old master into a replica after 8 s at the earliest; until then it would take writes of nobody's.
tries=0
until next=$(agreed) && [ -n "$next" ] && [ "$next" != "$me" ]; do
  tries=$((tries + 1))
  if [ $tries -ge ${(PAUSE - 5) * 5} ]; then
    echo "nobody took over"
    as_sentinel "$here" ${REDIS_PORT} client unpause
    exit 0
  fi
  sleep 0.2
done
echo "$next takes over"
# Clients find the new master when they connect again; writes that wait here end with their connection.
for kind in normal pubsub; do as_sentinel "$here" ${REDIS_PORT} client kill type $kind; done
exit 0
`;

export const scripts = (group: Group) => ({
  members: { path: `${FOLDER}/members.sh`, content: members(group) },
  redis: { path: `${FOLDER}/start-redis.sh`, content: startRedis() },
  startSentinel: { path: `${FOLDER}/start-sentinel.sh`, content: startSentinel(group) },
  handOver: { path: `${FOLDER}/hand-over.sh`, content: handOver(group) },
});
