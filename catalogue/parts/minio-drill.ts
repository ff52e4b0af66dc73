/**
 * Whether object storage comes back: its snapshot is brought into a MinIO of the work's own by the program that brings it
 * back, and each object is then read, and compared with what came from the snapshot.
 *
 * A part at a time: object storage may be larger than what a node has to spare, and what millions of objects are called
 * larger than a memory.
 */
import type { Drill } from '../../model/backup';
import type { Bytes } from '../../model/units';
import { BROUGHT } from './s3-tar';
import { drillServer, tarDrill } from './tar-stream';

const FOLDER = '/run/drill';

/** Without apostrophes. */
const DRILL = `
const PART = { bytes: 256 * 1024 * 1024, objects: 1000 };
const differs = [];
async function asked(method, path, headers, fine) {
  const answer = await tried(() => request(method, path, {}, headers).end());
  const text = await textOf(answer);
  if (!fine.includes(answer.statusCode)) throw failed(method + " " + path, answer, text);
}
// A bucket that is deleted as a whole is gone from the disk at once, single objects after minutes.
async function emptied() {
  for (const [, there] of buckets) {
    await asked("DELETE", there, { "x-minio-force-delete": "true" }, [204, 404]);
    await asked("PUT", there, {}, [200]);
  }
}
// What is there is what was brought, and nothing else.
async function compare(part) {
  for (const [, there] of buckets) {
    for await (const key of keysOf(there, 1000)) {
      const path = there + "/" + key;
      const was = part.get(path);
      part.delete(path);
      if (!was) {
        differs.push(path + " came back, and was not saved");
      } else {
        const answer = await get(path);
        const sum = createHash("md5");
        let size = 0;
        for await (const bytes of answer) {
          size += bytes.length;
          sum.update(bytes);
        }
        const is = { status: answer.statusCode, size, sum: sum.digest("hex"), kept: JSON.stringify(keptOf(answer)) };
        for (const one of Object.keys(is))
          if (is[one] !== was[one]) differs.push(path + ": " + one + " was " + was[one] + " and is " + is[one]);
      }
    }
  }
  for (const path of part.keys()) differs.push(path + " did not come back");
  if (differs.length === 0) return;
  for (const one of differs.slice(0, 40)) say(one);
  throw new Error("what came back is not what was saved; " + differs.length + " differences");
}
async function main() {
  await started(() => request("GET", "minio/health/ready"));
  await emptied();
  let [part, held, objects, all] = [new Map(), 0, 0, 0];
  for (let one = await next(); one; one = await next()) {
    const sum = await put(placeOf(one), one.size, one.kept);
    part.set(placeOf(one), { status: 200, size: one.size, sum, kept: JSON.stringify(one.kept) });
    objects += 1;
    all += one.size;
    held += one.size;
    if (held < PART.bytes && part.size < PART.objects) continue;
    await compare(part);
    await emptied();
    [part, held] = [new Map(), 0];
  }
  await compare(part);
  say("the same as was saved: " + objects + " objects with " + all + " bytes");
}`;

/** Source of what is deleted when: minio/minio, cmd/xl-storage.go (DeleteVol, moveToTrash), cmd/erasure-sets.go. */
const SERVER = drillServer(
  `env MINIO_ROOT_USER=drill MINIO_ROOT_PASSWORD="$password" MINIO_BROWSER=off MINIO_UPDATE=off HOME=/tmp \\
  minio server ${FOLDER} --address 127.0.0.1:9000 --quiet >&2`,
  FOLDER,
);

/**
 * @param buckets that there are here
 * @param volume of the store: the most that one object can take
 */
export function minioDrill(buckets: readonly string[], volume: Bytes): Drill {
  const env = `export S3_ENDPOINT=http://127.0.0.1:9000 S3_REGION=us-east-1 S3_ACCESS_KEY=drill S3_SECRET_KEY="$own"
export S3_BUCKETS='${buckets.map((name) => `${name}=${name}`).join(' ')}'
`;
  return tarDrill([BROUGHT, DRILL], env, {
    script: SERVER,
    resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '512Mi' } },
    scratch: [
      { mountPath: FOLDER, size: volume },
      { mountPath: '/tmp', size: '64Mi' },
    ],
  });
}
