/**
 * Uploads from a browser by signed addresses: the real Traefik by our routes, the real MinIO behind it by our setup, and
 * the SDK that products sign with.
 */
import { createServer, request, type Server } from 'node:http';
import { GetObjectCommand, GetObjectTaggingCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, describe, expect, type TestContext, test } from 'vitest';
import { minio } from '../../catalogue/minio';
import { synthesize } from '../../charts/synth';
import { planClusters } from '../../gitops/cluster';
import type { Values } from '../../model/platform';
import { resolve } from '../../model/resolve';
import type { System } from '../../model/system';
import { traefik } from '../../platform/traefik';
import { takeDown } from '../../tools/lab/bring-up';
import { ask } from '../../tools/lab/edge-paths';
import { bringEdge, CLASS, startTraefik, untilRouted } from '../../tools/lab/edge-traefik';
import { parse } from '../../tools/lab/manifests';
import { type Minio, startMinio } from '../../tools/lab/minio';
import { CLUSTER, SHOP, WEB } from '../support/system';
import { somebody, type Uploads, upload, uploadsPass } from '../support/uploads';
import { labCluster, needBuilt, needCluster } from './lab';

/** Each worker has an address of its own, because the ports are those of the listeners. */
const ADDRESS = `127.0.1.${process.env.VITEST_POOL_ID ?? 1}`;
const HOST = 's3.shop.example';

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

/** What a browser sends to the public address. */
const browser: Uploads['browser'] = async (target, question) => {
  const place = { host: ADDRESS, port: 8443, from: '127.0.0.9', tls: true } as const;
  const { status, head, body: text } = await ask(place, { target, host: HOST, ...question });
  const lines = [...head.matchAll(/^([\w-]+): *(.*?)\r?$/gm)];
  return {
    status,
    headers: Object.fromEntries(lines.map(([, name, is]) => [name!.toLowerCase(), is])),
    text,
  };
};
/** Web signs by the variable that it has. */
const uploads: Uploads = {
  signer: (by) => store!.as('web', by === 'public' ? variables('web').S3_PUBLIC_ENDPOINT : undefined),
  bucket: 'uploads',
  other: 'exports',
  pages: 'https://www.shop.example',
  browser,
};

describe('by a signed address', () => {
  uploadsPass(async (context) => {
    await need(context);
    return uploads;
  });

  test('an upload says nothing of its object but the bytes', async (context) => {
    const minio = await need(context);
    const url = await upload(uploads, 'mine');
    expect((await browser(url, { method: 'PUT', body: somebody() })).status).toBe(200);
    await browser(`${url}&tagging`, { method: 'PUT', body: somebody() });
    const tags = await minio.as('root').send(new GetObjectTaggingCommand({ Bucket: 'uploads', Key: 'mine' }));
    expect(tags.TagSet).toEqual([]);
  });

  test('an upload copies nobody else’s object, although the store would', async (context) => {
    const minio = await need(context);
    await minio.as('web').send(new PutObjectCommand({ Bucket: 'exports', Key: 'theirs', Body: 'a secret' }));
    const headers = { 'x-amz-copy-source': '/exports/theirs' };
    const body = somebody();
    const read = async (): Promise<string> => {
      const { Body } = await minio.as('web').send(new GetObjectCommand({ Bucket: 'uploads', Key: 'copy' }));
      return (await Body?.transformToString()) ?? '';
    };
    const status = async () =>
      (await browser(await upload(uploads, 'copy'), { method: 'PUT', body, headers })).status;
    expect(await status()).toBe(200);
    expect(await read()).toBe(body);
    // So it would be noticed.
    const direct = `${minio.address}${await upload(uploads, 'copy', { by: 'inside' })}`;
    expect((await fetch(direct, { method: 'PUT', body, headers })).status).toBe(200);
    expect(await read()).toBe('a secret');
  });
});
