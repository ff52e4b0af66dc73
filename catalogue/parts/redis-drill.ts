/** Whether a Redis comes back: a Redis of the work's own reads its snapshot, and what it holds is counted. */

/** In memory: the snapshot, and the socket of the Redis that reads it. */
export const SCRATCH = '/run/restore';

/** Asks that Redis, which has no password. */
export const HERE = `here() { env -u REDISCLI_AUTH redis-cli -e -s ${SCRATCH}/redis.sock "$@"; }
`;

/** Starts it with the snapshot on standard input; `broken` says that it is none. */
export const LOADED = `# All of it first, and read by a Redis of this job's own, which ends where anything is missing or damaged; but of nothing
# at all it makes an empty one.
cat > ${SCRATCH}/dump.rdb
[ -s ${SCRATCH}/dump.rdb ] || broken
trap 'here shutdown nosave 2> /dev/null || true' EXIT
{
  redis-server --port 0 --unixsocket ${SCRATCH}/redis.sock --dir ${SCRATCH} --dbfilename dump.rdb --save '' \\
    --appendonly no --loglevel warning >&2 || true
  touch ${SCRATCH}/ended
} &
until [ "$(here ping 2> /dev/null)" = PONG ]; do
  [ ! -e ${SCRATCH}/ended ] || broken
  sleep 0.2
done
`;

/**
 * The file's own sum and its number of keys, and those that a Redis has of it: what it took, and what had no time to live any
 * more. All of it is then saved once more. Source: Redis 7.4, src/redis-check-rdb.c and src/server.c, genRedisInfoString.
 */
export const DRILL = `umask 077
${HERE}broken() {
  echo "failed: this is no whole snapshot of a Redis" >&2
  exit 1
}
${LOADED}redis-check-rdb ${SCRATCH}/dump.rdb > ${SCRATCH}/said || { tail -n 3 ${SCRATCH}/said >&2; broken; }
count() { sed -n "s/^.*] \\([0-9]*\\) $1.*$/\\1/p" ${SCRATCH}/said; }
saved=$(count 'keys read')
mortal=$(count expires)
told() { here info persistence | tr -d '\\r' | sed -n "s/^rdb_last_load_keys_$1://p"; }
loaded=$(told loaded)
expired=$(told expired)
if [ "$saved" != $((loaded + expired)) ]; then
  echo "failed: $saved keys were saved, and $loaded came back; the time of $expired was over" >&2
  exit 1
fi
# All that is there goes into a file again, whose keys are counted.
rm ${SCRATCH}/dump.rdb
here --rdb ${SCRATCH}/again.rdb > /dev/null
redis-check-rdb ${SCRATCH}/again.rdb > ${SCRATCH}/said || { tail -n 3 ${SCRATCH}/said >&2; broken; }
again=$(count 'keys read')
if [ "$again" -gt "$loaded" ] || [ "$again" -lt $((loaded - mortal)) ]; then
  echo "failed: $loaded keys came back, and $again could be saved again" >&2
  exit 1
fi
echo "the same as was saved: $saved keys, of which the time of $expired was over" >&2
`;
