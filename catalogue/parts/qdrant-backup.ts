/** How a Qdrant is saved and brought back: each collection by a snapshot of its own, all of them in one tar. */
import type { Backup } from '../../model/backup';
import type { Resources } from '../../model/component';
import type { Bytes } from '../../model/units';
import { qdrantDrill } from './qdrant-drill';
import { tarStreams } from './tar-stream';

/** Source: docs/redoc/master/openapi.json of Qdrant 1.19; src/actix/mod.rs: an upload may have any size. */
const ASK = `
const base = new URL(process.env.QDRANT_URL);
const http = require(base.protocol === "https:" ? "node:https" : "node:http");
const request = (method, path, headers = {}) => http.request(new URL(path, base), {
  method, headers: { ["api-key"]: process.env.QDRANT_API_KEY, ...headers },
});
async function resultOf(what, answer) {
  const text = await textOf(answer);
  if (answer.statusCode !== 200) throw new Error(what + ": " + answer.statusCode + " " + text.slice(0, 300));
  return JSON.parse(text).result;
}
async function ask(method, path, body) {
  const asked = request(method, path, body ? { "content-type": "application/json" } : {});
  asked.end(body && JSON.stringify(body));
  const [answer] = await once(asked, "response");
  return resultOf(method + " " + path, answer);
}
const collections = async () => (await ask("GET", "/collections")).collections.map(({ name }) => name).sort();
const placeOf = (collection) => "/collections/" + encodeURIComponent(collection);
const below = (collection) => placeOf(collection) + "/snapshots";
const pointsOf = async (collection) => (await ask("POST", placeOf(collection) + "/points/count", { exact: true })).count;
// What it is made of: its vectors, how they are found, and which fields of payloads have an index.
async function madeOf(collection) {
  const { config, payload_schema: fields = {}, status, optimizer_status: optimizer } = await ask("GET", placeOf(collection));
  const indexes = Object.entries(fields).map(([name, { points, ...one }]) => [name, one]).sort();
  const { params, hnsw_config: hnsw, quantization_config: quantization } = config;
  return { made: { params, hnsw, quantization, indexes }, status, optimizer };
}
`;

const DUMP = `
async function main() {
  const { aliases } = await ask("GET", "/aliases");
  const list = Buffer.from(JSON.stringify(aliases));
  await entry("aliases.json", list.length, 0, { aliases: true }, [list], {});
  for (const collection of await collections()) {
    const before = await pointsOf(collection);
    const { name, size, checksum } = await ask("POST", below(collection) + "?wait=true");
    const path = below(collection) + "/" + encodeURIComponent(name);
    const gone = () => ask("DELETE", path + "?wait=true");
    const stopped = () => gone().finally(() => process.exit(1));
    process.once("SIGTERM", stopped);
    try {
      const asked = request("GET", path);
      asked.end();
      const [answer] = await once(asked, "response");
      if (answer.statusCode !== 200) await resultOf(collection, answer);
      // By which it can be told later whether all of it comes back.
      const kept = { collection, points: [before, await pointsOf(collection)], made: (await madeOf(collection)).made };
      await entry(encodeURIComponent(collection) + ".snapshot", size, 0, kept, answer, { sha256: checksum });
    } finally {
      process.off("SIGTERM", stopped);
      await gone();
    }
    say(collection + ": " + size + " bytes");
  }
  await end();
}`;

const UPLOAD = String.raw`
async function upload(collection, size) {
  const line = "phasewise-" + "x".repeat(24);
  const before = "--" + line + "\r\nContent-Disposition: form-data; name=\"snapshot\"; filename=\"all.snapshot\"\r\n" +
    "Content-Type: application/octet-stream\r\n\r\n";
  const after = "\r\n--" + line + "--\r\n";
  const asked = request("POST", below(collection) + "/upload?wait=true&priority=snapshot", {
    "content-type": "multipart/form-data; boundary=" + line,
    "content-length": String(before.length + size + after.length),
  });
  asked.write(before);
  await resultOf(collection, await (await sent(asked, size)).end(after));
}
async function alias(aliases) {
  const actions = aliases.map((one) => ({ create_alias: one }));
  if (actions.length > 0) await ask("POST", "/collections/aliases", { actions });
}`;

const RESTORE = `
async function main() {
  const held = await collections();
  if (held.length > 0) {
    say("refused: it is not empty, it has the collections " + held.join(", ") + ". Bring it back into a new one.");
    process.exit(1);
  }
  let aliases = [];
  for (let one = await next(); one; one = await next()) {
    const { size, kept: { collection } } = one;
    if (collection === undefined) aliases = JSON.parse((await exactly(size)).toString());
    else await upload(collection, size);
    await exactly(padded(size) - size);
    if (collection !== undefined) say("restored: " + collection);
  }
  await alias(aliases);
}`;

/**
 * By the key that all clients have: to make a snapshot is to write (lib/storage, content_manager/snapshots: `write` and
 * `extras`), which the read-only key may not.
 * @param own what the store itself takes
 */
export function qdrantBackup(own: {
  readonly resources: Resources;
  readonly storage: Bytes;
  readonly snapshots: Bytes;
}): Backup {
  return {
    of: 'All collections with their vectors, payloads, indexes and settings, each as it was when its turn came, and aliases.',
    lacks: [
      'One moment for all collections.',
      'Whoever saves it has the one key that there is, which may do everything.',
      'The largest collection must find room once more on the volume of snapshots, for as long as it is saved.',
      'A restore that fails leaves the collections that it had brought.',
    ],
    file: 'collections.tar',
    ...tarStreams(
      { asks: ASK, dump: DUMP, restore: UPLOAD + RESTORE },
      { facts: { QDRANT_URL: 'url', QDRANT_API_KEY: 'apiKey' }, port: 'http' },
    ),
    drill: qdrantDrill(ASK + UPLOAD, own),
  };
}
