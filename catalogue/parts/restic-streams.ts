/**
 * Scripts of the two containers that save a store or bring it back. What is saved goes from one to the other through a
 * pipe in a folder of both, and never lies on a disk in plain text. Files beside the pipe say how far they are:
 *
 * - `open`: whoever reads the pipe is there, so opening it for writing blocks nobody.
 * - `done`: all of it has been written, and well. An end of the pipe without it is a break.
 * - `broken`: one of the two has failed; the other ends too.
 */

export const STREAM = '/stream';

/** First lines of all of them. `/bin/sh` may be dash or BusyBox's. */
const BEGIN = `set -eu
cd ${STREAM}
# Whoever fails says so to the other.
trap '[ -e done ] || : > broken' EXIT
trap 'exit 143' TERM
fail() { echo "$*" >&2; exit 1; }
# Waits for a file of the other container. Arguments: file, seconds
await() {
  left=$2
  until [ -e "$1" ]; do
    if [ -e broken ]; then fail 'the other container has failed; its log says why'; fi
    if [ "$left" -le 0 ]; then fail "the other container did not come so far within $2 s: $1"; fi
    left=$((left - 1))
    sleep 1
  done
}
# How the writer ended. It may have been killed, and then it says nothing.
ended() { await done "\${LAST:-60}"; }
# Whoever opens one end waits for the other. Where nobody comes, both ends are opened for a moment, which ends the wait.
watch() { (trap - EXIT; sleep "\${LAST:-60}"; : <> pipe) > /dev/null 2>&1 & watcher=$!; }
`;

/** Seconds for the other container to start: its image may have to be pulled. */
const START = '"${START:-900}"';

/** Asks the repository until it is there. A key or a login that is wrong stays so. */
const REACH = `# Asks by a command of restic, for so many seconds: the keeper may still be making the repository.
patience=\${PATIENCE:-900}
reach() {
  until timeout "\${TRY:-60}" restic --no-cache --quiet "$@" 2> /tmp/said; do
    status=$?
    cat /tmp/said >&2
    # Source: restic 0.19.1, doc/075_scripting.rst, exit codes.
    if [ "$status" = 12 ]; then fail 'the key does not open the repository'; fi
    # Source: rest-server 0.14.0, handlers.go: a login that is wrong, and the place of another account.
    if grep -q '401 Unauthorized' /tmp/said; then fail 'the repository does not let this account in'; fi
    if [ "$patience" -le 0 ]; then fail 'the repository is not there, or cannot be reached'; fi
    echo 'the repository is not there yet, or cannot be reached; trying again in 15 s' >&2
    patience=$((patience - 15))
    sleep 15 & wait $!
  done
}
`;

/** Arguments: name of the store, name of the file. */
export const BACKUP = `# Stores what the client writes to the pipe as one snapshot, or none.
${BEGIN}${REACH}# Locks of those who were killed; nothing else can be taken away there.
reach unlock
mkfifo -m 600 pipe
# restic keeps a snapshot only where the command has ended well.
restic --no-cache --retry-lock 1h backup --host "$1" --stdin-filename "$2" --stdin-from-command -- \\
  sh /etc/restic/receive.sh || fail "nothing was kept: restic ended with status $?"
echo 'kept'
`;

/** What restic calls. It ends well only after all of the pipe, whose writer has ended well. */
export const RECEIVE = `# Hands on what comes through the pipe. Nothing at all is no dump, whatever the client says.
${BEGIN}: > open
watch
exec < pipe
dd bs=1 count=1 of=first 2> /dev/null
kill "$watcher"
[ -s first ] || fail 'the client wrote nothing'
cat first -
ended
`;

export const DUMP = `# Runs the store's own dump into the pipe.
${BEGIN}await open ${START}
watch
sh -eu /etc/backup/script.sh > pipe & program=$!
while kill -0 "$program" 2> /dev/null; do
  if [ -e broken ]; then kill "$program"; fail 'the other container has failed; its log says why'; fi
  sleep 1
done
wait "$program" || fail "the dump ended with status $?"
: > done
`;

/** Arguments: name of the store, name of the file. \`SNAPSHOT\` is \`latest\`, or the beginning of an id. */
export const RESTORE = `# Writes one snapshot to the pipe.
${BEGIN}${REACH}# Without a lock: a full disk has no room for one, and nobody can hold it up with another.
reach --no-lock snapshots --host "$1" --json > /tmp/snapshots
# The newest may be one that says it is of tomorrow: nobody's clock is that wrong.
jq -r --arg wanted "$SNAPSHOT" --argjson now "$(date +%s)" \\
  -f /etc/restic/choose.jq /tmp/snapshots > /tmp/chosen
if ! read -r id time < /tmp/chosen; then
  jq -r '(. // [])[] | "\\(.short_id) \\(.time)"' /tmp/snapshots >&2
  fail "there is no snapshot '$SNAPSHOT' of $1; those that there are stand above"
fi
echo "snapshot $id of $time"
mkfifo -m 600 pipe whole
await open ${START}
watch
restic --no-cache --no-lock dump "$id" "/$2" > pipe || fail "restic ended with status $?"
: > done
`;

/** Seconds since 1970 of restic's times, which may have another zone than ours. */
export const EPOCH = `def epoch:
  capture("^(?<day>[0-9-]{10})T(?<time>[0-9:]{8})([.][0-9]+)?(?<zone>Z|[+-][0-9:]{5})$")
  | ("\\(.day)T\\(.time)Z" | fromdateiso8601) as $there
  | if .zone == "Z" then $there else
      .zone as $zone
      | (($zone[1:3] | tonumber) * 3600 + ($zone[4:6] | tonumber) * 60) as $ahead
      | if $zone[0:1] == "+" then $there - $ahead else $there + $ahead end
    end;
`;

export const CHOOSE = `${EPOCH}[(. // [])[] | {id, time, at: (try (.time | epoch) catch null)} | select(.at != null)]
| sort_by(.at)
| if $wanted == "latest" then map(select(.at <= $now + 900)) else map(select(.id | startswith($wanted))) end
| last // empty
| "\\(.id) \\(.time)"
`;

/** The store's program is told of an end only where it was one: else it would take half of it for all. */
export const LOAD = `# Runs the store's own restore with what comes through the pipe.
${BEGIN}await whole ${START}
: > open
watch
sh -eu /etc/backup/script.sh < whole & program=$!
exec 3> whole
# Holds the way in open until this container ends, and the program with it.
sleep 86400 >&3 & holder=$!
whole() { cat pipe >&3 && ended; }
if ! (trap - EXIT; whole); then
  # It has ended by itself, with a word, or it waits for the rest.
  sleep 1
  kill -0 "$program" 2> /dev/null || { status=0; wait "$program" || status=$?; }
  kill -9 "$program" 2> /dev/null || true
  fail "the restore was broken off\${status:+: its program ended with status $status}"
fi
kill "$holder"
exec 3>&-
wait "$program" || fail "the restore ended with status $?"
echo 'restored'
`;

/** Its work ends it, but for work that never began: nobody knocks then. */
export const SERVE = `# Runs the server that a drill has beside it, until it ends or one of the others has failed.
${BEGIN}sh -eu /etc/server/server.sh & server=$!
while kill -0 "$server" 2> /dev/null; do
  if [ -e broken ]; then kill "$server"; fail 'the other container has failed; its log says why'; fi
  sleep 1
done
wait "$server" || fail "the server ended with status $?"
`;
