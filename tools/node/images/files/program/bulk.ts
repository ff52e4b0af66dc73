/** Much that a client leaves with a server, so that to save it takes its time, and the sum of what is there of it. */
import { createHash, randomBytes } from 'node:crypto';
import { type Bucket, s3Client, withPostgres, withRedis } from './servers.ts';

const MIB = 1024 * 1024;

export interface Bulk {
  fill(): Promise<unknown>;
  /** Of every byte, and of what is known beside it. @throws Error where anything of it is missing */
  sum(): Promise<string>;
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** 128 MiB in rows, which the server itself makes. */
export const bulkInPostgres = (url: string): Bulk => ({
  async fill() {
    const text = Array.from({ length: 4 }, () => 'md5(random()::text)').join(' || ');
    for (const part of numbers(16))
      await withPostgres(url, async (client) => {
        await client.query('CREATE TABLE IF NOT EXISTS lab_bulk (part int, text text)');
        await client.query(`INSERT INTO lab_bulk SELECT $1, ${text} FROM generate_series(1, 65536)`, [part]);
      });
  },
  sum: () =>
    withPostgres(url, async (client) => {
      const sum = 'sum(hashtextextended(part || text, 0)::numeric)';
      const { rows } = await client.query(`SELECT count(*) || ' rows, ' || ${sum} AS sum FROM lab_bulk`);
      return rows[0].sum;
    }),
});

/** 32 MiB: a small store takes no more. */
export const bulkInRedis = (url: string): Bulk => {
  const keys = numbers(512).map((index) => `lab:bulk:${index}`);
  return {
    fill: () =>
      withRedis(url, async (client) => {
        for (const key of keys) await client.set(key, randomBytes(MIB / 16));
      }),
    sum: () =>
      withRedis(url, async (client) => {
        const sums: string[] = [];
        for (const key of keys) {
          const value = await client.getBuffer(key);
          if (!value) throw new Error(`${key} is not there`);
          sums.push(sha256(value));
        }
        return `${keys.length} keys, ${sha256(Buffer.from(sums.join()))}`;
      }),
  };
};

/** An object's name, its bytes, and what is said of it. */
type Given = readonly [name: string, size: number, more?: Readonly<Record<string, string>>];

/** 192 MiB of the usual size; one that is larger than what is held in memory on its way; and what is not usual. */
const OBJECTS: readonly Given[] = [
  ...numbers(96).map((index): Given => [`${index}.bin`, 2 * MIB]),
  ['large.bin', 20 * MIB],
  ['empty', 0],
  [
    'a "name" + what is & was: ü/漢 #1?.txt',
    1000,
    {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'private',
      'x-amz-meta-owner': 'lab',
    },
  ],
];
/** What is larger is uploaded in parts of it. Source: S3 takes no smaller one. */
const PART = 5 * MIB;

export const bulkInBucket = (url: URL, given: Bucket): Bulk => {
  const client = s3Client(url, given, PART);
  const named = (name: string) => `lab/bulk/${name}`;
  return {
    async fill() {
      for (const [name, size, more] of OBJECTS)
        await client.putObject(given.bucket, named(name), randomBytes(size), size, more);
    },
    async sum() {
      const sums: string[] = [];
      for (const [name] of OBJECTS) {
        const { size, metaData } = await client.statObject(given.bucket, named(name));
        const bytes: Buffer[] = [];
        for await (const part of await client.getObject(given.bucket, named(name))) bytes.push(part);
        const known = Object.entries(metaData).sort();
        sums.push(JSON.stringify([name, size, sha256(Buffer.concat(bytes)), known]));
      }
      return `${OBJECTS.length} objects, ${sha256(Buffer.from(sums.join()))}`;
    },
  };
};

/** Milliseconds between two questions. */
const PAUSE = 20;

/** Asks for so many seconds, one after the other. @returns milliseconds that each answer took, and what failed */
export async function pace(ask: () => Promise<unknown>, seconds: number) {
  const took: number[] = [];
  const failed: string[] = [];
  for (const until = Date.now() + seconds * 1000; Date.now() < until; ) {
    const started = performance.now();
    await ask().catch((error: Error) => failed.push(error.message));
    took.push(Math.round(performance.now() - started));
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  return { took, failed };
}
