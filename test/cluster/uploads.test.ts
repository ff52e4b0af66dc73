/**
 * Uploads from a browser by signed addresses: the real Traefik by our routes, the real MinIO behind it by our setup, and
 * the SDK that products sign with.
 */
import { createServer, request, type Server } from 'node:http';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, describe, expect, type TestContext, test } from 'vitest';
import { minio } from '../../catalogue/minio';
import { synthesize } from '../../charts/synth';
import { planClusters } from '../../gitops/cluster';
import type { Values } from '../../model/platform';
import { resolve } from '../../model/resolve';
import type { System } from '../../model/system';
import { traefik } from '../../platform/traefik';
import { takeDown } from '../../tools/lab/bring-up';
import { type Answer, ask, type Question } from '../../tools/lab/edge-paths';
import { bringEdge, CLASS, startTraefik, untilRouted } from '../../tools/lab/edge-traefik';
import { parse } from '../../tools/lab/manifests';
import { type Minio, startMinio } from '../../tools/lab/minio';
import { CLUSTER, SHOP, WEB } from '../support/system';
import { labCluster, needBuilt, needCluster } from './lab';

/** Each worker has an address of its own, because the ports are those of the listeners. */
const ADDRESS = `127.0.1.${process.env.VITEST_POOL_ID ?? 1}`;
const HOST = 's3.shop.example';
const ORIGIN = 'https://www.shop.example';
/** Bytes of an upload. */
const SIZE = 1000;

const shop: System = {
  ...SHOP,
  name: 'uploads',
  components: {
    web: WEB,
    files: minio({ buckets: { uploads: {}, exports: {} }, volume: '1Gi', pages: ['web'] }),
  },
  routes: [
    { host: 'www', to: 'web' },
    {
      host: 's3',
      to: 'files',
      port: 's3',
      path: '/uploads',
      methods: ['GET', 'HEAD', 'PUT', 'OPTIONS'],
      below: true,
    },
  ],
  flows: [
    {
      from: 'web',
      to: 'files',
      port: 's3',
      env: { S3_PUBLIC_ENDPOINT: 'publicOrigin' },
      rights: { uploads: ['list', 'read', 'write', 'delete'], exports: ['read', 'write'] },
    },
  ],
  environments: {
    live: {
      ...SHOP.environments.live!,
      cluster: {
        ...CLUSTER,
        gateway: traefik(),
        trustedProxies: { name: 'everybody', cidrs: ['0.0.0.0/0'] },
      },
    },
  },
};
const plan = resolve(shop, 'live');
const files = synthesize(plan);
const objects = [...files].flatMap(([, text]) => parse(text));
const unit = {
  system: 'uploads',
  environment: 'live',
  namespace: 'uploads-live',
  files: [],
  objects: [...objects, CLASS],
};
const [{ addOns }] = planClusters([plan], files) as [ReturnType<typeof planClusters>[number]];
const { values = {} } = addOns.find(({ name }) => name === 'Traefik')!.source as { values?: Values };
const component = (name: string) => plan.components.find((one) => one.name === name)!;
const variables = (name: string): Record<string, string> =>
  Object.fromEntries(component(name).env.flatMap((one) => ('value' in one ? [[one.name, one.value]] : [])));

let store: Minio | undefined;
let pods: Server | undefined;
let running: Awaited<ReturnType<typeof startTraefik>> | undefined;
afterAll(async () => {
  await running?.stop();
  pods?.close();
  await store?.stop();
  const cluster = labCluster();
  if (cluster) await takeDown(cluster, unit);
});

/** Stands in for the way to pods: what a proxy is asked for goes to the store, as it came. */
const wayTo = (port: number): Server =>
  createServer((asked, answer) => {
    const { method, headers, url = '' } = asked;
    const path = url.replace(/^https?:\/\/[^/]*/, '');
    const passed = request({ host: ADDRESS, port, path, method, headers }, (got) => {
      answer.writeHead(got.statusCode ?? 502, got.headers);
      got.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    asked.pipe(passed);
  });

async function need(context: TestContext): Promise<Minio> {
  const cluster = needCluster(context);
  const binary = await needBuilt(context, 'traefik');
  const programs = { minio: await needBuilt(context, 'minio'), mc: await needBuilt(context, 'mc') };
  if (store && running) return store;
  store = await startMinio(programs, variables('files'), `${ADDRESS}:9000`);
  const { files: all = [] } = component('files').sidecars.find(({ name }) => name === 'setup')!;
  await store.setUp(Object.fromEntries(all.map(({ path, content }) => [path, content])));
  pods = wayTo(9000).listen(8999, ADDRESS);
  await bringEdge(cluster, objects);
  running = await startTraefik(binary, cluster, values, { address: ADDRESS, pods: `http://${ADDRESS}:8999` });
  await untilRouted(running, async () => (await browser('/uploads/none')).status === 403);
  return store;
}

/** What a browser sends to the public address. @param signed an address, or a path of it */
const browser = (signed: string, question: Partial<Question> = {}): Promise<Answer> => {
  const { pathname, search } = new URL(signed, `https://${HOST}`);
  return ask(
    { host: ADDRESS, port: 8443, from: '127.0.0.9', tls: true },
    { target: `${pathname}${search}`, host: HOST, ...question },
  );
};

type Signable = PutObjectCommand | GetObjectCommand | DeleteObjectCommand | ListObjectsV2Command;
/** As web signs for browsers, by the variable that it has. @param late seconds since it has expired */
const signed = (command: Signable, late = 0): Promise<string> =>
  getSignedUrl(store!.as('web', variables('web').S3_PUBLIC_ENDPOINT), command as PutObjectCommand, {
    expiresIn: 60,
    signingDate: new Date(Date.now() - (late > 0 ? 60 + late : 0) * 1000),
  });
const upload = (Key: string, late = 0): Promise<string> =>
  signed(new PutObjectCommand({ Bucket: 'uploads', Key, ContentLength: SIZE }), late);

describe('an upload by a signed address', () => {
  test('is what a browser does: it asks first, sends, and reads', async (context) => {
    await need(context);
    const url = await upload('tenant/a (1).pdf');
    const asks = (Origin: string): Promise<Answer> =>
      browser(url, {
        method: 'OPTIONS',
        headers: {
          Origin,
          'Access-Control-Request-Method': 'PUT',
          'Access-Control-Request-Headers': 'content-type',
        },
      });
    expect((await asks(ORIGIN)).head).toMatch(new RegExp(`Access-Control-Allow-Origin: ${ORIGIN}\\r`, 'i'));
    expect((await asks('https://elsewhere.example')).head).not.toMatch(/Access-Control-Allow-Origin/i);
    expect((await browser(url, { method: 'PUT', body: SIZE, headers: { Origin: ORIGIN } })).status).toBe(200);
    const got = await browser(
      await signed(new GetObjectCommand({ Bucket: 'uploads', Key: 'tenant/a (1).pdf' })),
    );
    expect([got.status, got.body.length]).toEqual([200, SIZE]);
  });

  test('is none by another key, later, larger, or for something else of the object', async (context) => {
    const minio = await need(context);
    const url = await upload('mine');
    const put = async (to: string, body = SIZE) => (await browser(to, { method: 'PUT', body })).status;
    expect(await put(url.replace('/uploads/mine', '/uploads/yours'))).toBe(403);
    expect(await put(await upload('mine', 5))).toBe(403);
    expect(await put(url, SIZE + 1)).toBe(403);
    expect(await put(url)).toBe(200);
    for (const more of ['acl', 'tagging', 'retention', 'partNumber=1&uploadId=x'])
      expect(await put(`${url}&${more}`)).toBeGreaterThanOrEqual(400);
    const tags = await minio.as('root').send(new GetObjectTaggingCommand({ Bucket: 'uploads', Key: 'mine' }));
    expect(tags.TagSet).toEqual([]);
    expect((await browser('/uploads/mine')).status).toBe(403);
  });

  test('is all that the address is for, whatever else is signed', async (context) => {
    await need(context);
    const Bucket = 'uploads';
    const refused: readonly [string, string][] = [
      ['DELETE', await signed(new DeleteObjectCommand({ Bucket, Key: 'mine' }))],
      ['GET', await signed(new ListObjectsV2Command({ Bucket }))],
      ['GET', await signed(new GetObjectCommand({ Bucket: 'exports', Key: 'x' }))],
      [
        'GET',
        (await signed(new GetObjectCommand({ Bucket: 'exports', Key: 'x' }))).replace(
          '/exports/',
          '/uploads/..%2fexports/',
        ),
      ],
      ['POST', '/uploads/mine?uploads'],
      ['GET', '/minio/health/live'],
      ['GET', '/'],
    ];
    for (const [method, url] of refused)
      expect([url, (await browser(url, { method })).status]).toEqual([url, 404]);
  });

  test('copies nobody else’s object, although the store would', async (context) => {
    const minio = await need(context);
    await minio.as('web').send(new PutObjectCommand({ Bucket: 'exports', Key: 'theirs', Body: 'a secret' }));
    const headers = { 'x-amz-copy-source': '/exports/theirs' };
    const read = async (): Promise<string> => {
      const { Body } = await minio.as('web').send(new GetObjectCommand({ Bucket: 'uploads', Key: 'copy' }));
      return (await Body?.transformToString()) ?? '';
    };
    expect((await browser(await upload('copy'), { method: 'PUT', body: SIZE, headers })).status).toBe(200);
    expect(await read()).toBe('x'.repeat(SIZE));
    // So it would be noticed.
    const inside = new PutObjectCommand({ Bucket: 'uploads', Key: 'copy', ContentLength: SIZE });
    const direct = await getSignedUrl(minio.as('web'), inside);
    expect((await fetch(direct, { method: 'PUT', body: 'x'.repeat(SIZE), headers })).status).toBe(200);
    expect(await read()).toBe('a secret');
  });
});
