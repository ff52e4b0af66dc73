/**
 * Whether a Qdrant comes back: each collection is brought into a server of the work's own by the program that brings it back.
 * A snapshot is Qdrant's own files, so nobody else can tell what is in them: beside it is kept how many points there were just
 * before and just after it was made, with settings and indexes. So it is known that all of it is there and can be read; not
 * that each vector is what it was, beyond the sum of the file itself.
 */
import type { Drill } from '../../model/backup';
import type { Resources } from '../../model/component';
import type { Bytes } from '../../model/units';
import { drillServer, tarDrill } from './tar-stream';

const STORAGE = '/run/drill/storage';
const SNAPSHOTS = '/run/drill/snapshots';

/** Without apostrophes. Source of the states: docs/redoc/master/openapi.json of Qdrant 1.19, CollectionStatus. */
const DRILL = `
const differs = [];
const differ = (text) => { differs.push(text); say(text); };
// Names in whatever order they come.
const sorted = (value) =>
  value && typeof value === "object" && !Array.isArray(value)
    ? Object.fromEntries(Object.keys(value).sort().map((name) => [name, sorted(value[name])]))
    : Array.isArray(value) ? value.map(sorted) : value;
const text = (value) => JSON.stringify(sorted(value));
// It may put its files in order first.
async function settled(collection) {
  for (let left = 3600; ; left -= 1) {
    const is = await madeOf(collection);
    if (is.status !== "yellow" || left === 0) return is;
    await sleep(1000);
  }
}
// All points, with all that they have, a few at a time.
async function read(collection) {
  let count = 0;
  for (let offset; ; ) {
    const page = { limit: 64, with_payload: true, with_vector: true, offset };
    const { points, next_page_offset: next } = await ask("POST", placeOf(collection) + "/points/scroll", page);
    for (const { id, vector } of points)
      if (id === undefined || vector === undefined || vector === null) throw new Error(collection + ": a point without a vector");
    count += points.length;
    if (next === undefined || next === null) return count;
    offset = next;
  }
}
async function compare({ collection, points, made: was }) {
  const { made, status, optimizer } = await settled(collection);
  if (!["green", "grey"].includes(status) || optimizer !== "ok") differ(collection + " is " + status + ", " + text(optimizer));
  const count = await pointsOf(collection);
  const found = await read(collection);
  if (found !== count) differ(collection + ": of " + count + " points " + found + " can be read");
  if (!points) {
    say(collection + ": with this snapshot nobody kept how many points there were");
  } else {
    if (count < Math.min(...points) || count > Math.max(...points))
      differ(collection + ": " + [...new Set(points)].join(" to ") + " points were saved, and " + count + " came back");
    for (const what of Object.keys(was))
      if (text(was[what]) !== text(made[what])) differ(collection + ": " + what + " was " + text(was[what]) + " and is " + text(made[what]));
  }
  return count;
}
async function main() {
  await started(() => request("GET", "/readyz"));
  let [aliases, all, points] = [[], [], 0];
  for (let one = await next(); one; one = await next()) {
    const { size, kept } = one;
    if (kept.collection === undefined) {
      aliases = JSON.parse((await exactly(size)).toString());
    } else {
      await upload(kept.collection, size);
      const here = await collections();
      if (text(here) !== text([kept.collection])) differ("beside " + kept.collection + " there is " + here.join(", "));
      points += await compare(kept);
      all.push(kept.collection);
      const named = aliases.filter((alias) => alias.collection_name === kept.collection);
      await alias(named);
      const { aliases: made } = await ask("GET", "/aliases");
      const names = (list) => text(list.map((alias) => alias.alias_name).sort());
      if (names(made) !== names(named)) differ(kept.collection + ": its aliases were " + names(named) + " and are " + names(made));
      // Room for the next.
      await ask("DELETE", placeOf(kept.collection) + "?timeout=60");
    }
    await exactly(padded(size) - size);
  }
  const lost = aliases.filter((alias) => !all.includes(alias.collection_name));
  if (lost.length > 0) differ("aliases lead nowhere: " + lost.map((alias) => alias.alias_name).join(", "));
  if (differs.length > 0) throw new Error("what came back is not what was saved; " + differs.length + " differences");
  say("the same as was saved: " + points + " points in " + all.length + " collections; all can be read");
}`;

const SERVER = drillServer(
  `cd /qdrant
env QDRANT__SERVICE__API_KEY="$password" QDRANT__SERVICE__HOST=127.0.0.1 QDRANT__TELEMETRY_DISABLED=true \\
  QDRANT__STORAGE__STORAGE_PATH=${STORAGE} QDRANT__STORAGE__SNAPSHOTS_PATH=${SNAPSHOTS} \\
  QDRANT__STORAGE__TEMP_PATH=${SNAPSHOTS} QDRANT_INIT_FILE_PATH=/tmp/started QDRANT__LOG_LEVEL=WARN \\
  /qdrant/qdrant >&2`,
  STORAGE,
  SNAPSHOTS,
);

/**
 * @param brought programs that ask a Qdrant and bring a collection back
 * @param own what the store itself takes: its largest collection needs as much at the most
 */
export const qdrantDrill = (
  brought: string,
  {
    resources,
    storage,
    snapshots,
  }: { readonly resources: Resources; readonly storage: Bytes; readonly snapshots: Bytes },
): Drill =>
  tarDrill([brought, DRILL], 'export QDRANT_URL=http://127.0.0.1:6333 QDRANT_API_KEY="$own"\n', {
    script: SERVER,
    resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: resources.limits.memory } },
    scratch: [
      { mountPath: STORAGE, size: storage },
      { mountPath: SNAPSHOTS, size: snapshots },
      { mountPath: '/tmp', size: '16Mi' },
    ],
  });
