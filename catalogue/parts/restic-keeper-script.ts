/** What the keeper runs, beside the list of stores. Settings are variables of its container. */
import { EPOCH } from './restic-streams';

/** Snapshots that are never forgotten, however old: the newest so many, or as many as there are days. */
const KEPT_ALWAYS = 7;

/**
 * Good snapshots, the oldest first, and how many are none: unreadable, or of a time after they came. An account can add
 * snapshots of any time, but not choose when their files came, which the server's own clock says. A future one would else
 * be the newest for as long as it likes.
 */
export const GOOD = `${EPOCH}($arrived | split("\\n") | map(split(" ") | select(length == 2) | {(.[0]): (.[1] | tonumber)}) | add) as $came
| [(.[0] // [])[] | {
    id,
    # Of which it is a copy.
    line: (.original // .id),
    time: (try (.time | epoch) catch null),
    bytes: (.summary.total_bytes_processed // null),
    came: (if $here then $came[.id] else $now end)
  }]
| map(select(.time != null and .came != null and .time <= .came + 900)) | sort_by(.time)
| {good: ., refused: ($files - length)}
`;

/** What is here, not there, and young enough to be kept there. */
export const MISSING = `($there[0].good | map({(.line): true}) | add // {}) as $known
| $here[0].good[] | select(.time > $now - $days * 86400) | select($known[.line] | not) | .id
`;

export const OLD = `([$days, ${KEPT_ALWAYS}] | min) as $newest | .good[:-$newest][] | select(.time < $now - $days * 86400) | .id
`;

export const KEEPER = `# Keeps the repositories of all stores: makes them, looks what has come, copies it to the other place, forgets what is
# old, and reads for damage. It works on the volume itself, because through the door nothing can be deleted.
set -u
umask 077
. /etc/restic/stores.sh
# On the volume: notes, of which the time says when. In memory: what is known, and what is told.
notes=/data/.keeper known=/run/keeper told=/metrics
day=86400
# Somebody has a lock. Source: restic 0.19.1, doc/075_scripting.rst, exit codes.
busy=11
child=
trap 'kill $child 2> /dev/null; exit 0' TERM

say() { echo "$store: $*"; }
made() { date -r "$1" +%s 2> /dev/null || echo 0; }
age() { echo $(($(date +%s) - $(made "$1"))); }
mark() { echo "$2" > "$known/$store.$1"; }
marked() { cat "$known/$store.$1" 2> /dev/null || echo 1; }

# restic at one place: \`at local snapshots\`. A step that takes hours is given up.
longest=7200
at() {
  options=
  case $1 in
    local) place=/data/$account ;;
    new) place=$notes/new ;;
    offsite) place=$OFFSITE/$store options=\${OFFSITE_CLASS:+-o s3.storage-class=$OFFSITE_CLASS} ;;
  esac
  shift
  # shellcheck disable=SC2086
  RESTIC_REPOSITORY=$place RESTIC_PASSWORD=$key RESTIC_FROM_PASSWORD=$key \\
    timeout "$longest" restic --no-cache --quiet $options "$@" &
  child=$!
  wait "$child"
}

# A new repository gets its name when it is whole. Where the other place has one of this store, it is a copy of that: this
# is a new volume, and what is there is what is left.
make() {
  mkdir -p "$notes/$store"
  [ ! -e "/data/$account/config" ] || return 0
  # Whoever has the account may have put something there.
  [ ! -e "/data/$account" ] || mv "/data/$account" "$notes/$account-$(date +%s)" || return 1
  rm -rf "$notes/new"
  from=
  if [ -n "$OFFSITE" ]; then
    longest=60
    at offsite cat config > /dev/null
    case $? in
      0) from=$OFFSITE/$store ;;
      10) ;;
      *) longest=7200; say 'no repository is made before the other place says whether it has one'; return 1 ;;
    esac
    longest=7200
  fi
  if [ -n "$from" ]; then
    at new init --from-repo "$from" --copy-chunker-params > /dev/null && look offsite || return 1
    newest=$(jq -r '.good[-1].id // empty' "$known/$store.offsite")
    [ -z "$newest" ] || at new copy --from-repo "$from" "$newest" || return 1
    say "a new repository, with snapshot \${newest:-none} of the other place"
  else
    at new init > /dev/null || return 1
    say 'a new repository'
  fi
  # What was found of the one before says nothing of this.
  rm -f "$notes/$store"/local-* "$known/$store.local" && mv "$notes/new" "/data/$account"
}

# What snapshots there are. Here, only where the names of their files are others than before.
look() {
  files=0 arrived=/dev/null here=false
  if [ "$1" = local ]; then
    here=true arrived=$known/arrived
    names=$(cd "/data/$account/snapshots" && ls) || return 1
    if [ -e "$known/$store.local" ] && [ "$names" = "$(cat "$known/$store.names")" ]; then return 0; fi
    # shellcheck disable=SC2086
    (cd "/data/$account/snapshots" && stat -c '%n %Y' /dev/null $names) > "$arrived" 2> /dev/null
    files=$(grep -cE '^[0-9a-f]{64} ' "$arrived")
  fi
  longest=120
  at "$1" snapshots --no-lock --json > "$known/listed"
  status=$?
  longest=7200
  [ "$status" = 0 ] || return "$status"
  [ "$1" = local ] || files=$(jq '. // [] | length' "$known/listed")
  jq -s --argjson here "$here" --argjson files "$files" --argjson now "$(date +%s)" --rawfile arrived "$arrived" \\
    -f /etc/restic/good.jq "$known/listed" > "$known/looked" && mv "$known/looked" "$known/$store.$1" || return 1
  if [ "$1" = local ]; then
    echo "$names" > "$known/$store.names"
    du -sk "/data/$account" | cut -f 1 > "$known/$store.size"
  fi
}

copy() {
  [ -n "$OFFSITE" ] && [ -e "$known/$store.local" ] || return 0
  # Failed a while ago: not again at once.
  if [ "$(marked copied)" = 0 ] && [ "$(age "$known/$store.copied")" -lt 900 ]; then return 0; fi
  if [ ! -e "$known/$store.offsite" ]; then
    look offsite
    case $? in
      0) ;;
      10) at offsite init --from-repo "/data/$account" --copy-chunker-params > /dev/null && look offsite ;;
      *) false ;;
    esac || { mark copied 0; say 'the other place cannot be reached'; return; }
  fi
  missing=$(jq -nr --argjson now "$(date +%s)" --argjson days "$OFFSITE_DAYS" --slurpfile here "$known/$store.local" \\
    --slurpfile there "$known/$store.offsite" -f /etc/restic/missing.jq)
  [ -n "$missing" ] || { mark copied 1; return; }
  # shellcheck disable=SC2086
  if at offsite copy --from-repo "/data/$account" $missing && look offsite; then
    mark copied 1
    say 'copied'
  else
    mark copied 0
    say 'could not be copied to the other place'
  fi
  report
}

# Somebody is at work, or was killed there: a lock that nobody has renewed for half an hour goes.
later() { say "in use ($1): later"; at "$1" unlock; }

# What is older than its days goes once a day, and only after something newer has come.
forget() {
  [ -e "$known/$store.$1" ] || return 0
  stamp=$notes/$store/$1-forgot
  newest=$(jq '.good[-1].time // 0' "$known/$store.$1")
  [ "$(age "$stamp")" -gt $((day - 7200)) ] && [ "$newest" -gt "$(made "$stamp")" ] || return 0
  if [ "$(marked "$1-forgot")" = 0 ] && [ "$(age "$known/$store.$1-forgot")" -lt 3600 ]; then return 0; fi
  old=$(jq -r --argjson now "$(date +%s)" --argjson days "$2" -f /etc/restic/old.jq "$known/$store.$1")
  # shellcheck disable=SC2086
  [ -z "$old" ] || at "$1" forget $old
  case $? in
    0) touch "$stamp"; mark "$1-forgot" 1; look "$1" ;;
    $busy) later "$1" ;;
    *) mark "$1-forgot" 0; say "old snapshots could not be removed ($1)" ;;
  esac
}

# Once a week, or the next day where it failed. Arguments: place, in how many parts all of the data are read.
# Only what has just been found whole is tidied up.
check() {
  [ -e "$known/$store.$1" ] || return 0
  tried=$notes/$store/$1-checked passed=$notes/$store/$1-passed
  wait=$day
  if [ "$(made "$passed")" -ge "$(made "$tried")" ]; then wait=$((7 * day)); fi
  [ "$(age "$tried")" -gt "$wait" ] || return 0
  part=$(($(date +%s) / (7 * day) % $2 + 1))
  at "$1" check --read-data-subset="$part/$2"
  case $? in
    0)
      touch "$tried"
      touch "$passed"
      say "is whole ($1, part $part of $2 read)"
      report
      # What is repacked is read and written once more.
      at "$1" prune --max-repack-size 2G
      case $? in 0 | $busy) mark "$1-pruned" 1 ;; *) mark "$1-pruned" 0 ;; esac
      rm -f "$known/$store.names"
      ;;
    $busy) later "$1" ;;
    *)
      touch "$tried"
      say "IS DAMAGED, or could not be read ($1): nothing of it is deleted"
      ;;
  esac
  report
}

# What was left by whoever was killed. A lock is renewed every five minutes, as a new file.
sweep() {
  [ -d "/data/$account/locks" ] || return 0
  find "/data/$account/locks" -type f -mmin +45 -exec rm -f {} +
  find "/data/$account" -type f \\( -name '*.rest-server-temp*' -o -name '*-tmp-*' \\) -mmin +1440 -exec rm -f {} +
}

# One line for each place, for tell.
note() {
  for place in local \${OFFSITE:+offsite}; do
    [ -e "$known/$store.$place" ] || continue
    sound=$(($(made "$notes/$store/$place-passed") >= $(made "$notes/$store/$place-checked")))
    jq -c --arg store "$store" --arg repository "$place" --argjson since "$(made "/data/$account/config")" \\
      --argjson checked "$(made "$notes/$store/$place-passed")" --argjson sound "$sound" \\
      --argjson copied "$(if [ "$place" = offsite ]; then marked copied; else echo null; fi)" \\
      --argjson forgot $(($(marked "$place-forgot") * $(marked "$place-pruned"))) \\
      --argjson size "$(if [ "$place" = local ]; then cat "$known/$store.size"; else echo null; fi)" \\
      '{$store, $repository, $since, checked: (if $checked > 0 then $checked else null end), $sound, $copied, $forgot,
        size: (if $size then $size * 1024 else null end), refused,
        snapshots: (.good | length), newest: .good[-1].time, bytes: .good[-1].bytes}' "$known/$store.$place"
  done
}
tell() {
  each note > "$known/notes"
  jq -rs --argjson round "$(made "$known/round")" -f /etc/restic/metrics.jq "$known/notes" > "$told/backup.tmp" &&
    mv "$told/backup.tmp" "$told/backup.prom"
}
# What came meanwhile, of all stores: long work at one must not make the others look late.
report() { (each look local; tell); }

begin() { make && look local || say 'has no repository that can be read'; }

mkdir -p "$notes" "$known"
while :; do
  each begin
  tell
  each sweep
  each copy
  each forget local "$DAYS"
  [ -z "$OFFSITE" ] || each forget offsite "$OFFSITE_DAYS"
  each check local "$PARTS"
  [ -z "$OFFSITE" ] || each check offsite "$OFFSITE_PARTS"
  touch "$known/round"
  tell
  sleep "\${PAUSE:-60}" & wait $!
done
`;
