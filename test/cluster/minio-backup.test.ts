/** What the catalogue says of saving object storage, by the real MinIO: the very programs, as the very accounts. */
import { createHash, randomBytes } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, describe, expect, type TestContext, test } from 'vitest';
import { minio } from '../../catalogue/minio';
import type { ConfigFile } from '../../model/component';
import { freePorts } from '../../tools/lab/control-plane';
import { must, type Result, run } from '../../tools/lab/exec';
import { type Minio, startMinio } from '../../tools/lab/minio';
import { type Streams, streamsOf } from '../../tools/lab/streams';
import { clientOf, configured } from '../catalogue/fixture';
import { needBuilt } from './lab';

const BUCKETS = ['exports', 'uploads'] as const;
const definition = minio({ buckets: { uploads: { quota: '1Gi' }, exports: { expires: 7 } }, volume: '10Gi' });
const { env = {}, sidecars = [] } = configured(definition, [
  clientOf('app', undefined, { uploads: ['list', 'read', 'write'] }),
  clientOf('store-backup', 'backup', { exports: ['list', 'read'], uploads: ['list', 'read'] }),
  clientOf('store-restore', 'restore', { exports: ['list', 'write'], uploads: ['list', 'write'] }),
]);
const files = Object.fromEntries(
  sidecars.flatMap((one) => (one.files ?? []).map(({ path, content }: ConfigFile) => [path, content])),
);
const variables = Object.fromEntries(
  Object.entries({ ...definition.env, ...env }).filter(
    (one): one is [string, string] => typeof one[1] === 'string',
  ),
);

const folder = mkdtempSync(join(tmpdir(), 'phasewise-saved-'));
const file = (name: string): string => join(folder, name);
/** Where a drill has its data. */
const scratch = file('scratch');
const passwordOf = (account: string): string => `made-for-${account.toUpperCase().replaceAll('-', '_')}`;

interface Server {
  readonly minio: Minio;
  readonly streams: Streams;
  /** @param more parts of the scripts that are other ones */
  drill(snapshot: string, more?: Readonly<Record<string, string>>): Promise<Result>;
}
const servers: Server[] = [];
async function start(programs: Parameters<typeof startMinio>[0], port: number): Promise<Server> {
  const host = `127.0.2.${process.env.VITEST_POOL_ID ?? 1}`;
  const server = await startMinio(programs, variables, `${host}:${port}`);
  const saved = { definition, host, port: () => port, password: passwordOf };
  const bin = file('bin');
  mkdirSync(bin);
  symlinkSync(programs.minio, join(bin, 'minio'));
  const drill: Server['drill'] = async (snapshot, more = {}) => {
    // Empty folders, as the pod has them.
    for (const one of ['door', 'scratch']) {
      rmSync(file(one), { recursive: true, force: true });
      mkdirSync(file(one));
    }
    const [free] = (await freePorts(1)) as [number];
    const here = { '/run/door': file('door'), '/run/drill': scratch, '127.0.0.1:9000': `${host}:${free}` };
    const env = { PATH: `${bin}:${process.env.PATH}` };
    return streamsOf('store', { ...saved, env, here: { ...here, ...more } }).drill(file(snapshot));
  };
  servers.push({ minio: server, streams: streamsOf('store', saved), drill });
  await server.setUp(files);
  return servers.at(-1)!;
}
afterAll(async () => {
  await Promise.all(servers.map((server) => server.minio.stop()));
  rmSync(folder, { recursive: true, force: true });
});

let server: Server;
/** How it was when it was saved. */
let saved: string[];
async function need(context: TestContext): Promise<void> {
  const programs = { minio: await needBuilt(context, 'minio'), mc: await needBuilt(context, 'mc') };
  server ??= await start(programs, 19100);
}

const put = ({ minio }: Server, Bucket: string, Key: string, Body: Uint8Array | string, more: object = {}) =>
  minio.as('root').send(new PutObjectCommand({ Bucket, Key, Body, ...more }));

/** Of every kind: names that escape somewhere, sizes around a block of a tar, what browsers are told, in parts. */
async function fill(server: Server): Promise<void> {
  const names = [
    'a b+c%20=&?#.txt',
    'ü/日本/😀',
    'folder/',
    '..up/.x/y.',
    `long/${'n'.repeat(200)}/${'m'.repeat(180)}`,
    'it\'s <&>"quoted"',
    '~!*()_-.',
  ];
  for (const [index, name] of names.entries()) await put(server, 'uploads', name, `object ${index}`);
  for (const size of [0, 1, 511, 512, 513, 70_000, 12_000_000])
    await put(server, 'exports', `size/${size}`, randomBytes(size));
  await put(server, 'uploads', 'page', '<p>', {
    ContentType: 'text/html; charset=utf-8',
    CacheControl: 'max-age=60',
    ContentDisposition: 'attachment; filename="a  b.html"',
    ContentEncoding: 'identity',
    Metadata: { owner: 'somebody', 'two-words': 'a  b' },
  });
  const client = server.minio.as('root');
  const at = { Bucket: 'uploads', Key: 'in-parts' };
  const { UploadId } = await client.send(
    new CreateMultipartUploadCommand({ ...at, ContentType: 'video/mp4' }),
  );
  const Parts = [];
  for (const PartNumber of [1, 2]) {
    const Body = randomBytes(PartNumber === 1 ? 5 * 1024 * 1024 : 100);
    const { ETag } = await client.send(new UploadPartCommand({ ...at, UploadId, PartNumber, Body }));
    Parts.push({ PartNumber, ETag });
  }
  await client.send(new CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload: { Parts } }));
}

/** Each object: its name, what browsers are told of it, a sum of its bytes. */
async function everything({ minio }: Server): Promise<string[]> {
  const client = minio.as('root');
  const found: string[] = [];
  for (const Bucket of BUCKETS) {
    for (let token: string | undefined, isFirst = true; isFirst || token; isFirst = false) {
      const page = await client.send(new ListObjectsV2Command({ Bucket, ContinuationToken: token }));
      token = page.NextContinuationToken;
      for (const { Key } of page.Contents ?? []) {
        const one = await client.send(new GetObjectCommand({ Bucket, Key }));
        const sum = createHash('sha256')
          .update(await one.Body!.transformToByteArray())
          .digest('hex');
        const { ContentType, CacheControl, ContentDisposition, ContentEncoding, Metadata } = one;
        found.push(
          JSON.stringify([
            Bucket,
            Key,
            ContentType,
            CacheControl,
            ContentDisposition,
            ContentEncoding,
            Metadata,
            sum,
          ]),
        );
      }
    }
  }
  return found;
}
/** Of all objects of a snapshot, as tar tells. */
const sizes = async (path: string): Promise<number> =>
  (await must('tar', ['--list', '--verbose', '--file', path], { env: { LANG: 'C.UTF-8' } }))
    .trim()
    .split('\n')
    .reduce((sum, line) => sum + Number(line.split(/ +/)[2]), 0);
async function empty({ minio }: Server): Promise<void> {
  for (const bucket of BUCKETS) await minio.mc('root', 'rm', '--recursive', '--force', `at/${bucket}`);
}

describe('a MinIO', () => {
  // One story, told in order.
  test('comes back with every object, its type and its metadata, byte for byte', async (context) => {
    await need(context);
    await fill(server);
    saved = await everything(server);
    expect(saved).toHaveLength(16);
    const dumped = await server.streams.dump(file('all'));
    expect([dumped.code, dumped.stderr]).toEqual([0, 'exports: 7 objects\nuploads: 9 objects\n']);
    expect((await server.streams.dump(file('again'))).code).toBe(0);
    // The same bytes, so that nothing is stored twice.
    expect(readFileSync(file('again')).equals(readFileSync(file('all')))).toBe(true);
    await empty(server);
    const { code, stderr } = await server.streams.restore(file('all'));
    expect([code, stderr.slice(0, 1000)]).toEqual([0, 'restored: 16 objects\n']);
    expect(await everything(server)).toEqual(saved);
  });

  test('is a tar that any program reads', async (context) => {
    await need(context);
    const list = await must('tar', ['--list', '--file', file('all')], { env: { LANG: 'C.UTF-8' } });
    expect(list.split('\n').filter((line) => line.startsWith('exports/'))).toHaveLength(7);
    const one = ['--extract', '--to-stdout', '--file', file('all'), 'uploads/page'];
    expect(await must('tar', one)).toBe('<p>');
  });

  test('that holds anything is not restored into', async (context) => {
    await need(context);
    const { code, stderr } = await server.streams.restore(file('all'));
    expect([code, stderr]).toEqual([
      1,
      'refused: bucket exports is not empty, it has "size/0". Bring it back into a new one.\n',
    ]);
    expect(await everything(server)).toEqual(saved);
  });

  test('of whose snapshot a part is missing is told so, and no object is there in part', async (context) => {
    await need(context);
    const whole = readFileSync(file('all'));
    const sound = new Set(saved);
    for (const length of [0, 700, whole.length / 2, whole.length - 600]) {
      await empty(server);
      writeFileSync(file('cut'), whole.subarray(0, length));
      const { code, stderr } = await server.streams.restore(file('cut'));
      expect([code, stderr]).toEqual([1, 'failed: the snapshot ends too early: what came before is there\n']);
      expect((await everything(server)).filter((one) => !sound.has(one))).toEqual([]);
    }
  });

  test('is tried out, and every object is the same', async (context) => {
    await need(context);
    const { code, stderr } = await server.drill('all');
    const bytes = await sizes(file('all'));
    expect([code, stderr.split('\n').at(-2)]).toEqual([
      0,
      `the same as was saved: 16 objects with ${bytes} bytes`,
    ]);
    expect(readdirSync(scratch)).toEqual([]);
    // One part after the other, so that it needs less room than the data.
    const small = await server.drill('all', { 'objects: 1000': 'objects: 3' });
    expect([small.code, small.stderr.split('\n').at(-2)]).toEqual([0, stderr.split('\n').at(-2)]);
  });

  test('that comes back otherwise than it was saved is no success, and nothing is left of it', async (context) => {
    await need(context);
    const kept = {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'max-age=60',
      'content-disposition': 'attachment; filename=\\"a  b.html\\"',
      'content-encoding': 'identity',
      'x-amz-meta-owner': 'somebody',
      'x-amz-meta-two-words': 'a  b',
    };
    const put = (path: string, body: string, more: object = {}) =>
      `await textOf(await tried(() => request("PUT", "uploads/${path}", {}, ${JSON.stringify(more)}).end("${body}")));`;
    // What a broken program, disk or version could do.
    const spoilt = [
      'await asked("DELETE", "exports/size/513", {}, [204]);',
      put('page', '<p>', { ...kept, 'content-type': 'text/plain' }),
      put('folder/', 'object 9', { 'content-type': 'application/octet-stream' }),
      put('in-parts', 'short', { 'content-type': 'video/mp4' }),
      put('more', ''),
    ];
    const before = 'async function compare(part) {';
    for (const [by, told] of [
      [
        { [before]: `${before} ${spoilt.join(' ')}` },
        [
          /^exports\/size\/513 did not come back$/m,
          /^uploads\/page: kept was .*text\/html.* and is .*text\/plain/m,
          /^uploads\/folder\/: sum was \w+ and is \w+$/m,
          /^uploads\/in-parts: size was 5242980 and is 5$/m,
          /^uploads\/more came back, and was not saved$/m,
          /^failed: what came back is not what was saved; 6 differences$/m,
        ],
      ],
      [{ 'uploads=uploads': 'others=others' }, [/^failed: there is no bucket uploads here/m]],
      [
        { 'MINIO_ROOT_PASSWORD="$password"': 'MINIO_ROOT_PASSWORD=another-one' },
        [/^failed: DELETE exports: 403 /m],
      ],
      [
        { 'minio server': 'false', 'left = 600': 'left = 5' },
        [/^failed: the server of this work did not start/m],
      ],
    ] as const) {
      const { code, stderr } = await server.drill('all', by);
      for (const one of told) expect(stderr).toMatch(one);
      expect([code, readdirSync(scratch)]).toEqual([1, []]);
    }
    const whole = readFileSync(file('all'));
    writeFileSync(file('cut'), whole.subarray(0, whole.length / 2));
    const { code, stderr } = await server.drill('cut');
    const last = stderr.trim().split('\n').at(-1);
    expect([code, last]).toEqual([1, 'failed: the snapshot ends too early: what came before is there']);
  });

  test('is saved while objects come and go, many pages of them, each whole', async (context) => {
    await need(context);
    await empty(server);
    const many = Array.from({ length: 1010 }, (_, n) => `many/${String(n).padStart(5, '0')}`);
    for (let at = 0; at < many.length; at += 50)
      await Promise.all(many.slice(at, at + 50).map((key) => put(server, 'uploads', key, `first ${key}`)));
    let going = true;
    const changes = (async () => {
      for (let n = 0; going; n += 1) {
        const key = many[(n * 37) % many.length]!;
        await put(server, 'uploads', key, `second ${key}, longer`);
        await server.minio
          .as('root')
          .send(new DeleteObjectCommand({ Bucket: 'uploads', Key: many[(n * 53) % many.length] }));
      }
    })();
    const { code, stderr } = await server.streams.dump(file('moving'));
    going = false;
    await changes;
    expect(code, stderr).toBe(0);
    const list = await must('tar', ['--list', '--file', file('moving')]);
    const found = list.split('\n').filter((line) => line.startsWith('uploads/many/'));
    expect(found.length).toBeGreaterThan(800);
    const all = await must('tar', ['--extract', '--to-stdout', '--file', file('moving')]);
    const rest = all.replaceAll(/first many\/\d{5}|second many\/\d{5}, longer/g, '');
    expect(rest).toBe('');
  });

  test('lets those who save it and bring it back do that, and nothing else', async (context) => {
    await need(context);
    await put(server, 'uploads', 'page', '<p>');
    const saver = server.minio.as('store-backup');
    const bringer = server.minio.as('store-restore');
    const at = { Bucket: 'uploads', Key: 'page' };
    const may = (asked: Promise<unknown>) =>
      asked.then(
        () => true,
        ({ $metadata }) =>
          $metadata?.httpStatusCode === 403 ? false : Promise.reject(new Error('something else')),
      );
    expect(await may(saver.send(new GetObjectCommand(at)))).toBe(true);
    expect(await may(saver.send(new PutObjectCommand({ ...at, Body: 'x' })))).toBe(false);
    expect(await may(saver.send(new DeleteObjectCommand(at)))).toBe(false);
    expect(await may(bringer.send(new GetObjectCommand(at)))).toBe(false);
    expect(await may(bringer.send(new HeadObjectCommand(at)))).toBe(false);
    expect(await may(bringer.send(new DeleteObjectCommand(at)))).toBe(false);
    for (const account of ['store-backup', 'store-restore'])
      expect((await server.minio.mc(account, 'admin', 'user', 'list', 'at')).code).not.toBe(0);
    // A client has what its flow says, as before.
    expect(await may(server.minio.as('app').send(new GetObjectCommand(at)))).toBe(true);
    expect(await may(server.minio.as('app').send(new DeleteObjectCommand(at)))).toBe(false);
  });

  test('is not saved in part: a wrong password, no right, nobody there', async (context) => {
    await need(context);
    const given = server.streams.env('backup');
    const as = (other: Readonly<Record<string, string>>) =>
      run('sh', ['-eu', '-c', server.streams.backup.dump.script], { env: { ...given, ...other } });
    const wrong: readonly Readonly<Record<string, string>>[] = [
      { S3_SECRET_KEY: 'wrong' },
      { S3_BUCKETS: 'uploads=other' },
      { S3_ENDPOINT: 'http://127.0.0.1:1' },
    ];
    for (const other of wrong)
      expect(await as(other)).toMatchObject({ code: 1, stderr: expect.stringMatching(/^failed: /) });
  });
});
