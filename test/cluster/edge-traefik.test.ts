/**
 * The real Traefik, by our routes, Middlewares and the values of its chart: what comes through, and what does not.
 * 3.6 is the newest that builds from published modules; we run 3.7.
 */
import type { Server } from 'node:http';
import { connect } from 'node:tls';
import { afterAll, describe, expect, type TestContext, test, vi } from 'vitest';
import { synthesize } from '../../charts/synth';
import { planClusters } from '../../gitops/cluster';
import type { Values } from '../../model/platform';
import { resolve } from '../../model/resolve';
import type { System } from '../../model/system';
import { traefik } from '../../platform/traefik';
import { takeDown } from '../../tools/lab/bring-up';
import {
  type Answer,
  ask,
  carelessServer,
  lookedUp,
  type Question,
  shown,
  shownInPart,
} from '../../tools/lab/edge-paths';
import { bringEdge, CLASS, startTraefik, untilRouted } from '../../tools/lab/edge-traefik';
import { sleep } from '../../tools/lab/exec';
import { type KubeObject, parse } from '../../tools/lab/manifests';
import { CLUSTER, SHOP, WEB } from '../support/system';
import { labCluster, needBuilt, needCluster } from './lab';

/** Addresses of the senders: whoever it is, the content delivery network, and the people who run the shop. */
const [ANYBODY, CDN, PEOPLE] = ['127.0.0.9', '127.0.2.5', '127.0.3.4'];
/** Each worker has an address of its own, because the ports are those of the listeners. */
const ADDRESS = `127.0.1.${process.env.VITEST_POOL_ID ?? 1}`;

const shop: System = {
  ...SHOP,
  name: 'edge',
  components: {
    ...SHOP.components,
    web: { ...WEB, privatePaths: { http: ['/metrics', '/minio/admin'] } },
  },
  routes: [
    { host: 'www', to: 'web' },
    { host: 'api', to: 'web', maxBody: '5k' },
    { host: 'new', to: 'web' },
    { host: 'kept', to: 'web', login: true },
    { host: 'few', to: 'web', rateLimit: { requests: 20, per: 'minute', burst: 3 } },
    { host: 'www', to: 'web', path: '/stream', streaming: true },
    { host: 'files', to: 'web', path: '/up-loads', methods: ['GET', 'HEAD', 'PUT', 'OPTIONS'], below: true },
    { host: 'www', to: 'web', path: '/files', methods: ['PUT'], below: true },
    { host: 'www', to: 'web', path: '/hook', methods: ['POST'] },
  ],
  internalRoutes: [{ host: 'admin', to: 'web' }],
  environments: {
    live: {
      ...SHOP.environments.live!,
      cluster: {
        ...CLUSTER,
        gateway: traefik({ internalPort: 9443 }),
        trustedProxies: { name: 'the CDN', cidrs: ['127.0.2.0/24'], clientHeader: 'X-Client' },
      },
      internal: { cidrs: ['127.0.3.0/24'] },
    },
  },
};
const plan = resolve(shop, 'live');
const files = synthesize(plan);
const objects = [...files].flatMap(([, text]) => parse(text));
const unit = {
  system: 'edge',
  environment: 'live',
  namespace: 'edge-live',
  files: [],
  objects: [...objects, CLASS],
};
const [{ addOns }] = planClusters([plan], files) as [ReturnType<typeof planClusters>[number]];
const { values = {} } = addOns.find(({ name }) => name === 'Traefik')!.source as { values?: Values };

/** Who may log in, as `htpasswd -nbs` writes it. */
const LOGINS = {
  'edge-internal': 'operator:{SHA}X8fji//gDKRq3YkUVGSi6vdZ1cI=',
  'edge-logins': 'guest:{SHA}X8fji//gDKRq3YkUVGSi6vdZ1cI=',
};
const as = (name: string) => ({
  authorization: `Basic ${Buffer.from(`${name}:open`).toString('base64')}`,
});
const LOGIN = as('operator');

let pods: Server | undefined;
let running: Awaited<ReturnType<typeof startTraefik>> | undefined;

const from = (sender: string, port = 8443) => ({ host: ADDRESS, port, from: sender, tls: true }) as const;
const www = (question: Partial<Question>, sender = ANYBODY): Promise<Answer> =>
  ask(from(sender!), { target: '/', host: 'www.shop.example', ...question });

/** Names in the certificate with which a host answers. */
const shownBy = (servername: string): Promise<string> =>
  new Promise((done, fail) => {
    const socket = connect({ host: ADDRESS, port: 8443, servername, rejectUnauthorized: false }, () => {
      done(socket.getPeerCertificate().subjectaltname ?? '');
      socket.destroy();
    });
    socket.on('error', fail);
  });

/** Traefik in front of the shop, started for the first test that asks. */
async function need(context: TestContext): Promise<void> {
  const cluster = needCluster(context);
  const binary = await needBuilt(context, 'traefik');
  if (running) return;
  await bringEdge(cluster, objects, LOGINS);
  // The authority could not check this name yet.
  await cluster.kubectlOk(['delete', 'secret', 'edge-tls-new', '--namespace', plan.namespace]);
  pods = await carelessServer({ host: ADDRESS, port: 8999 });
  running = await startTraefik(binary, cluster, values, { address: ADDRESS, pods: `http://${ADDRESS}:8999` });
  await untilRouted(running, async () => (await www({})).status === 200);
}

afterAll(async () => {
  await running?.stop();
  pods?.close();
  const cluster = labCluster();
  if (cluster) await takeDown(cluster, unit);
});

describe('Traefik by our routes and values', () => {
  const routes = plan.routes.filter(({ host, path }) => host === 'www.shop.example' && path === '/');

  test('shows nothing that is private, however it is written, and everything else', async (context) => {
    await need(context);
    expect(await shown(from(ANYBODY!), routes)).toEqual([]);
  });

  test('shows of a path what its route says: some methods, and what lies below', async (context) => {
    await need(context);
    expect(await shownInPart(from(ANYBODY!), plan.routes)).toEqual([]);
  });

  test('shows each host with a certificate for it alone, and holds none back for one that has none', async (context) => {
    await need(context);
    expect(await shownBy('www.shop.example')).toBe('DNS:www.shop.example');
    expect(await shownBy('api.shop.example')).toBe('DNS:api.shop.example');
    expect(await shownBy('new.shop.example')).not.toContain('shop.example');
    expect((await www({ host: 'new.shop.example' })).status).toBe(404);
    expect((await www({})).status).toBe(200);
  });

  test('sends whoever comes without encryption to the same place with it', async (context) => {
    await need(context);
    const plain = { host: ADDRESS, port: 8000, from: ANYBODY };
    const { status, head } = await ask(plain, { target: '/a?b', host: 'www.shop.example' });
    expect([status, head]).toEqual([301, expect.stringContaining('Location: https://www.shop.example/a?b')]);
  });

  test('takes a body up to its limit', async (context) => {
    await need(context);
    const post = async (body: number): Promise<number> =>
      (await www({ host: 'api.shop.example', method: 'POST', body })).status;
    expect([await post(5000), await post(6000)]).toEqual([200, 413]);
  });

  /** What four requests of a client one after the other are answered. */
  const four = async (sender: string, client: string): Promise<number[]> => {
    const headers = { 'X-Forwarded-For': client };
    const all = [];
    for (let times = 0; times < 4; times++) {
      all.push((await www({ host: 'few.shop.example', headers }, sender)).status);
    }
    return all;
  };
  const [LIMITED, SHUT] = [
    [200, 200, 200, 429],
    [429, 429, 429, 429],
  ];

  test('counts the clients that the trusted proxy names, one by one, and believes nobody else', async (context) => {
    await need(context);
    expect(await four(CDN!, '198.51.100.1')).toEqual(LIMITED);
    expect(await four(CDN!, '198.51.100.2')).toEqual(LIMITED);
    // What a client wrote itself stands before what the proxy adds.
    expect(await four(CDN!, '198.51.100.77, 198.51.100.2')).toEqual(SHUT);
    expect(await four(ANYBODY!, '198.51.100.3')).toEqual(LIMITED);
    expect(await four(ANYBODY!, '198.51.100.4')).toEqual(SHUT);
  });

  test('counts by the minute, and forgets who was silent for as long as the page says', async (context) => {
    await need(context);
    const { gateway } = plan.cluster;
    const { rateLimit } = plan.routes.find(({ host }) => host === 'few.shop.example')!;
    let last = 100;
    const counts = async (): Promise<string> => {
      last += 1;
      const client = `198.51.100.${last}`;
      expect(await four(CDN!, client)).toEqual(LIMITED);
      // By the second there would be twenty more by now.
      await sleep(1000);
      expect(await four(CDN!, client)).toEqual(SHUT);
      return client;
    };
    // What another test has changed may be on its way still; with new routes it seems to forget everybody.
    const client = await vi.waitFor(counts, { timeout: 20_000 });
    await sleep(gateway.forgets!(rateLimit!) * 1000);
    expect(await four(CDN!, client)).toEqual(LIMITED);
  });

  test('lets a stream last', async (context) => {
    await need(context);
    const answer = await www({ target: '/stream/../slow/3' });
    expect(lookedUp(answer)?.path).toBe('/slow/3');
  });

  test('opens internal pages to the people named, with a login that it keeps to itself', async (context) => {
    await need(context);
    const admin = (sender: string, headers = {}): Promise<Answer> =>
      ask(from(sender, 9443), { target: '/', host: 'admin.shop.example', headers });
    expect([(await admin(ANYBODY!, LOGIN)).status, (await admin(PEOPLE!)).status]).toEqual([403, 401]);
    const inside = lookedUp(await admin(PEOPLE!, LOGIN));
    expect(inside?.path).toBe('/');
    expect(inside?.login).toBeUndefined();
    // Nor is the page at the public address.
    expect((await www({ host: 'admin.shop.example', headers: LOGIN }, PEOPLE)).status).toBe(404);
  });

  test('shows a public page to whoever has its login, and keeps that to itself', async (context) => {
    await need(context);
    const kept = (headers = {}): Promise<Answer> => www({ host: 'kept.shop.example', headers });
    expect([(await kept()).status, (await kept(LOGIN)).status]).toEqual([401, 401]);
    const inside = lookedUp(await kept(as('guest')));
    expect([inside?.path, inside?.login]).toEqual(['/', undefined]);
  });

  test('would be noticed: a prefix in place of the expression shows capitals and encoded slashes', async (context) => {
    await need(context);
    const cluster = needCluster(context);
    const route = structuredClone(
      objects.find(({ kind, metadata }) => kind === 'HTTPRoute' && metadata.name === 'web-www')!,
    );
    route.spec.rules[1].matches = [{ path: { type: 'PathPrefix', value: '/metrics' } }];
    const apply = (object: KubeObject): Promise<string> =>
      cluster.kubectlOk(['apply', '--server-side', '--force-conflicts', '-f', '-'], {
        stdin: JSON.stringify(object),
      });
    await apply(route);
    await untilRouted(running!, async () => (await www({ target: '/METRICS' })).status === 200);
    const found = await shown(from(ANYBODY!), routes);
    expect(found).toContain('www.shop.example shows /METRICS');
    expect(found).toContain('www.shop.example shows /x/..%2fmetrics');
    expect(found).not.toContain('www.shop.example shows //metrics');
  });
});
