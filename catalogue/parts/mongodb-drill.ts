/** Whether a MongoDB comes back: its snapshot is restored into a server of the work's own, and compared with a dump of that. */
import type { Work } from '../../model/backup';
import type { Bytes } from '../../model/units';
import { ARCHIVES } from './mongodb-archive';

const FOLDER = '/run/drill';

/**
 * By a socket that no other container has: it needs no password, and is asked by nobody else. The option adds no other socket
 * then. Source: MongoDB manual, `net.bindIp`; mongocryptd listens so.
 */
const SOCKET = `${FOLDER}/mongod.sock`;
const URI = `mongodb://${encodeURIComponent(SOCKET)}/`;

/**
 * How everything is brought back, here and when people do it. A server that is no member of a set plays a log of changes too
 * (mongo-tools, mongorestore/oplog_edges_test.go).
 */
export const RESTORES = '--archive --oplogReplay --stopOnError --numParallelCollections=1';

/** What mongosh runs, without apostrophes. The server looks at its own files last: whether each index leads to its documents. */
const JUDGE = `
const { differs, same, collections } = require("${FOLDER}/archives.js")("snapshot", "database", "notes");
const server = connect("${URI}");
for (const place of collections) {
  const [database] = place.split(".", 1);
  const { valid, errors } = server.getSiblingDB(database).runCommand({ validate: place.slice(database.length + 1) });
  if (!valid) differs.push(place + " is damaged: " + errors);
}
for (const one of differs.slice(0, 40)) print(one);
if (differs.length > 0) throw new Error("what came back is not what was saved; " + differs.length + " differences");
print("the same as was saved: " + same.documents + " documents in " + same.collections + " collections with " + same.indexes + " indexes");
if (same.written > 0) print("of " + same.written + " documents, written to during the dump, it is known that they are there or not");
if (same.changed > 0) print("of " + same.changed + " collections, changed during the dump, nothing more is known");
`;

const SCRIPT = `export HOME=/tmp
umask 077
cd ${FOLDER}
mkdir data
# Nothing of it stays on the disk, however it ends.
clear() {
  kill -9 "$server" \${judge:-} 2> /dev/null || true
  rm -rf ${FOLDER}/*
}
trap clear EXIT
trap 'exit 143' TERM
mongod --dbpath data --bind_ip ${SOCKET} --nounixsocket --wiredTigerCacheSizeGB 0.25 --logpath log \\
  --setParameter diagnosticDataCollectionEnabled=false < /dev/null > /dev/null & server=$!
left=600
until [ -S ${SOCKET} ]; do
  if [ "$left" = 0 ] || ! kill -0 "$server"; then
    tail -n 5 log >&2
    echo "failed: the server of this work did not start" >&2
    exit 1
  fi
  left=$((left - 1))
  sleep 0.2
done

cat > archives.js << 'END'
${ARCHIVES}END
mkfifo snapshot database
mongosh --quiet --norc --nodb --eval '${JUDGE}' < /dev/null > said 2>&1 & judge=$!
told() {
  cat said >&2
  echo "failed: $1" >&2
  exit 1
}
tee snapshot | mongorestore --uri='${URI}' ${RESTORES} || : > broken
[ ! -e broken ] || told 'the snapshot could not be restored'
until [ -e notes.ended ]; do
  kill -0 "$judge" 2> /dev/null || told 'the snapshot could not be read'
  sleep 0.2
done
mongodump --uri='${URI}' --archive --numParallelCollections=1 < /dev/null > database || : > broken
[ ! -e broken ] || told 'what came back could not be saved again'
wait "$judge" || told 'what came back is not what was saved'
cat said >&2
`;

/** @param volume of one member: all that it holds, and its log of changes, which does not come back */
export const mongodbDrill = (volume: Bytes): Work => ({
  script: SCRIPT,
  // As little cache as MongoDB takes, beside as much again for a server at work; mongosh takes 150 MiB, the tools less.
  resources: { requests: { cpu: '50m', memory: '256Mi' }, limits: { memory: '1280Mi' } },
  scratch: [
    { mountPath: FOLDER, size: volume },
    { mountPath: '/tmp', size: '16Mi' },
  ],
});
