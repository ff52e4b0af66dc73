/** The real MinIO, by our setup script: who may do what, twice the same, and what is taken away again. */
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, describe, expect, type TestContext, test } from 'vitest';
import { type MinioOptions, minio } from '../../catalogue/minio';
import { RIGHTS, type Right } from '../../model/component';
import { resolve } from '../../model/resolve';
import type { Flow, System } from '../../model/system';
import { type Minio, startMinio } from '../../tools/lab/minio';
import { SHOP, WORKER } from '../support/system';
import { needBuilt } from './lab';

const AT = `127.0.1.${process.env.VITEST_POOL_ID ?? 1}:19000`;
type Rights = NonNullable<Flow['rights']>;

const RIGHTS_OF: Readonly<Record<string, Rights>> = {
  web: { uploads: ['read', 'write'] },
  reports: { exports: ['list', 'read', 'write'], uploads: ['read'] },
  cleaner: { uploads: ['list', 'delete'] },
};
const BUCKETS = { uploads: { quota: '1Gi' }, exports: { expires: 7 }, invoices: {} } as const;

/** A system of clients with these rights; without any the server says what they may do. */
function filesOf(clients: Readonly<Record<string, Rights | undefined>>, buckets: MinioOptions['buckets']) {
  const system: System = {
    ...SHOP,
    components: {
      files: minio({ buckets, volume: '10Gi' }),
      ...Object.fromEntries(Object.keys(clients).map((name) => [name, WORKER])),
    },
    routes: [],
    flows: Object.entries(clients).map(([from, rights]) => ({ from, to: 'files', port: 's3', rights })),
  };
  const plan = resolve(system, 'live');
  const { env, sidecars } = plan.components.find(({ name }) => name === 'files')!;
  const { files = [] } = sidecars.find(({ name }) => name === 'setup')!;
  return {
    env: Object.fromEntries(env.flatMap((one) => ('value' in one ? [[one.name, one.value]] : []))),
    files: Object.fromEntries(files.map(({ path, content }) => [path, content])),
  };
}

const declared = filesOf(RIGHTS_OF, BUCKETS);

let server: Minio | undefined;
afterAll(() => server?.stop());
async function need(context: TestContext): Promise<Minio> {
  const programs = { minio: await needBuilt(context, 'minio'), mc: await needBuilt(context, 'mc') };
  server ??= await startMinio(programs, declared.env, AT);
  return server;
}

/** Does it pass? What is refused must be refused for want of a right. */
const may = (client: S3Client, ask: (client: S3Client) => Promise<unknown>): Promise<boolean> =>
  ask(client).then(
    () => true,
    (error: { name: string; $metadata?: { httpStatusCode?: number } }) => {
      if (error.$metadata?.httpStatusCode === 403) return false;
      throw error;
    },
  );

const ASKED: Readonly<Record<Right, (bucket: string) => (client: S3Client) => Promise<unknown>>> = {
  list: (Bucket) => (client) => client.send(new ListObjectsV2Command({ Bucket })),
  read: (Bucket) => (client) => client.send(new GetObjectCommand({ Bucket, Key: 'seed' })),
  write: (Bucket) => (client) => client.send(new PutObjectCommand({ Bucket, Key: 'new', Body: 'new' })),
  delete: (Bucket) => (client) => client.send(new DeleteObjectCommand({ Bucket, Key: 'old' })),
};
/** A right to the bucket itself. */
const openToAll = (client: S3Client): Promise<unknown> =>
  client.send(
    new PutBucketPolicyCommand({ Bucket: 'uploads', Policy: '{"Version":"2012-10-17","Statement":[]}' }),
  );

/** `web uploads read`, of everything that passes. */
async function passed(minio: Minio, clients: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const bucket of Object.keys(BUCKETS)) {
    for (const Key of ['seed', 'old'])
      await minio.as('root').send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'x' }));
    for (const client of clients) {
      for (const right of Object.keys(RIGHTS) as Right[]) {
        if (await may(minio.as(client), ASKED[right](bucket))) found.push(`${client} ${bucket} ${right}`);
      }
    }
  }
  return found.sort();
}

const expected = (rights: Readonly<Record<string, Rights>>): string[] =>
  Object.entries(rights)
    .flatMap(([client, of]) =>
      Object.entries(of).flatMap(([bucket, all]) => all.map((right) => `${client} ${bucket} ${right}`)),
    )
    .sort();

describe('buckets with rights', () => {
  test('are open to each client as its flow says, however often they are set up', async (context) => {
    const minio = await need(context);
    await minio.setUp(declared.files);
    expect(await passed(minio, Object.keys(RIGHTS_OF))).toEqual(expected(RIGHTS_OF));
    await minio.setUp(declared.files);
    expect(await passed(minio, Object.keys(RIGHTS_OF))).toEqual(expected(RIGHTS_OF));
  });

  test('are nobody’s to open to all, and nobody makes keys or accounts', async (context) => {
    const minio = await need(context);
    await minio.setUp(declared.files);
    for (const client of Object.keys(RIGHTS_OF)) {
      expect(await may(minio.as(client), openToAll)).toBe(false);
      expect((await minio.mc(client, 'admin', 'user', 'svcacct', 'add', 'at', client)).code).not.toBe(0);
      expect((await minio.mc(client, 'admin', 'user', 'list', 'at')).code).not.toBe(0);
    }
    const { Buckets = [] } = await minio.as('web').send(new ListBucketsCommand({}));
    expect(Buckets.map(({ Name }) => Name)).toEqual(['uploads']);
    expect((await fetch(`${minio.address}/uploads/seed`)).status).toBe(403);
  });

  test('forget after their days, and hold no more than they may', async (context) => {
    const minio = await need(context);
    await minio.setUp(declared.files);
    const rules = await minio.mc('root', 'ilm', 'rule', 'ls', 'at/exports', '--json');
    expect(JSON.parse(rules.stdout).config.Rules).toMatchObject([{ Expiration: { Days: 7 } }]);
    const quota = await minio.mc('root', 'quota', 'info', 'at/uploads', '--json');
    expect(JSON.parse(quota.stdout).quota).toBe(1024 ** 3);
    await minio.setUp(filesOf(RIGHTS_OF, { uploads: {}, exports: {}, invoices: {} }).files);
    expect((await minio.mc('root', 'ilm', 'rule', 'ls', 'at/exports')).code).not.toBe(0);
    expect((await minio.mc('root', 'quota', 'info', 'at/uploads')).stdout).not.toContain('1.0 GiB');
  });

  test('are shut again to whom no flow gives them any more', async (context) => {
    const minio = await need(context);
    await minio.setUp(declared.files);
    const fewer = { web: { uploads: ['read'] as const }, reports: RIGHTS_OF.reports! };
    await minio.setUp(filesOf(fewer, BUCKETS).files);
    expect(await passed(minio, Object.keys(RIGHTS_OF))).toEqual(expected(fewer));
    expect((await minio.mc('root', 'admin', 'user', 'info', 'at', 'cleaner')).code).not.toBe(0);
    // Who was made by hand is left alone.
    await minio.mc('root', 'admin', 'user', 'add', 'at', 'operator', 'operator-secret');
    await minio.setUp(filesOf(fewer, BUCKETS).files);
    expect((await minio.mc('root', 'admin', 'user', 'info', 'at', 'operator')).code).toBe(0);
  });

  test('of a plain list are every client’s, objects alone; all rights of before are gone', async (context) => {
    const minio = await need(context);
    const all = { Effect: 'Allow', Action: ['s3:*'], Resource: ['arn:aws:s3:::*'] };
    const before = {
      ...declared.files,
      '/etc/setup/clients.json': JSON.stringify({ Version: '2012-10-17', Statement: [all] }),
    };
    await minio.setUp(before);
    // So it would be noticed.
    expect(await may(minio.as('cleaner'), openToAll)).toBe(true);
    await minio.setUp(filesOf({ web: undefined }, Object.keys(BUCKETS)).files);
    const every = Object.fromEntries(
      Object.keys(BUCKETS).map((name) => [name, Object.keys(RIGHTS) as Right[]]),
    );
    expect(await passed(minio, ['web', 'cleaner'])).toEqual(expected({ web: every }));
    expect(await may(minio.as('web'), openToAll)).toBe(false);
    const isThere = (client: S3Client) => client.send(new HeadBucketCommand({ Bucket: 'uploads' }));
    expect(await may(minio.as('web'), isThere)).toBe(true);
  });
});
