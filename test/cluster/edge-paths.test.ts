/** What the way in shows, asked with every way to write a path: real programs in front of a server that takes them all. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, type TestContext, test } from 'vitest';
import { isPart } from '../../model/edge';
import type { PlannedRoute } from '../../model/plan';
import { resolve } from '../../model/resolve';
import type { Route } from '../../model/system';
import { nginxEdge } from '../../tools/lab/edge-nginx';
import { ask, carelessServer, lookedUp, shown, shownInPart } from '../../tools/lab/edge-paths';
import { type Daemon, sleep, startDaemon, stopDaemon } from '../../tools/lab/exec';
import type { KubeObject } from '../../tools/lab/manifests';
import { objectsOf } from '../support/synth';
import { SHOP } from '../support/system';
import { planOf } from '../support/systems';
import { committedAndLast, needInstalled, unitOf } from './lab';

/** Somebody who may log in: what they send, and what stands in the list of names. */
const GUEST = `Basic ${Buffer.from('guest:open').toString('base64')}`;
const GUEST_LINE = 'guest:{SHA}X8fji//gDKRq3YkUVGSi6vdZ1cI=\n';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Runs `judge` while nginx stands in front of the careless server, with what its gateway makes of the objects. */
async function behindNginx<T>(
  context: TestContext,
  objects: readonly KubeObject[],
  judge: (socket: string) => Promise<T>,
  logins: Readonly<Record<string, string>> = {},
): Promise<T> {
  const nginx = needInstalled(context, 'nginx', 'nginx-light');
  const folder = mkdtempSync(join(tmpdir(), 'edge-'));
  folders.push(folder);
  const places = { folder, listen: join(folder, 'edge'), backend: join(folder, 'behind') };
  writeFileSync(join(folder, 'nginx.conf'), nginxEdge(objects, places, logins));
  const server = await carelessServer(places.backend);
  const args = ['-e', join(folder, 'error'), '-c', join(folder, 'nginx.conf')];
  const daemon: Daemon = startDaemon('nginx', nginx, args, join(folder, 'log'));
  try {
    await answers(places.listen, daemon);
    return await judge(places.listen);
  } finally {
    await stopDaemon(daemon);
    server.close();
  }
}

async function answers(socket: string, daemon: Daemon): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    daemon.check();
    const answer = await ask(socket, { target: '/', host: 'nobody' }).catch(() => undefined);
    if (answer) return;
    await sleep(50);
  }
  throw new Error('it does not answer');
}

describe('the way in', async () => {
  describe.each(await committedAndLast())('nginx in front of $name', (one) => {
    test('shows nothing that is private, however it is written, and everything else', async (context) => {
      const unit = await unitOf(one);
      const plan = await planOf(unit);
      const routes = plan.routes.filter(({ hidden }) => hidden.length > 0);
      const parts = plan.routes.filter(isPart);
      const isNginx = unit.objects.some(({ kind }) => kind === 'NginxProxy');
      if (!isNginx || routes.length + parts.length === 0) return;
      const judge = async (socket: string) => [
        ...(await shown(socket, routes, { authorization: GUEST })),
        ...(await shownInPart(socket, plan.routes)),
      ];
      const asked = unit.objects.filter(({ kind }) => kind === 'AuthenticationFilter');
      const logins = Object.fromEntries(asked.map(({ spec }) => [spec.basic.secretRef.name, GUEST_LINE]));
      expect(await behindNginx(context, unit.objects, judge, logins)).toEqual([]);
    });
  });
});

/** At a host of their own, and beside a route that would take the rest. */
const PARTS: readonly Route[] = [
  { host: 'files', to: 'web', path: '/up-loads', methods: ['GET', 'HEAD', 'PUT', 'OPTIONS'], below: true },
  { host: 'mixed', to: 'web' },
  { host: 'mixed', to: 'web', path: '/files', methods: ['PUT'], below: true },
  { host: 'mixed', to: 'web', path: '/hook', methods: ['POST'] },
];

describe('nginx by our routes', () => {
  const objects = objectsOf({
    ...SHOP,
    routes: [
      // It answers whoever asks for nobody's host, as the lab does until nginx is there.
      { host: 'any', to: 'web' },
      { host: 'few', to: 'web', rateLimit: { requests: 20, per: 'minute', burst: 2 } },
      { host: 'kept', to: 'web', login: true },
    ],
  }) as KubeObject[];
  const asked = async (socket: string, host: string, headers = {}) =>
    await ask(socket, { target: '/', host: `${host}.shop.example`, headers });

  test('shows of a path what its route says: some methods, and what lies below', async (context) => {
    const system = { ...SHOP, routes: [{ host: 'any', to: 'web' }, ...PARTS] };
    const { routes } = resolve(system, 'live');
    const made = objectsOf(system) as KubeObject[];
    const judge = (socket: string) => shownInPart(socket, routes);
    expect(await behindNginx(context, made, judge)).toEqual([]);
    // Without the look at what was sent, its reading of the path is all there is.
    const blind = made.map((one) =>
      one.kind === 'SnippetsFilter' && one.spec.snippets[0].value.startsWith('if')
        ? { ...one, spec: { snippets: [] } }
        : one,
    );
    const found = await behindNginx(context, blind, judge);
    expect(found).toContain('files.shop.example shows /up-loads/..;/x');
    expect(found).toContain('files.shop.example shows /x/../up-loads/a');
    expect(found).not.toContain('files.shop.example shows /up-loads/');
  });

  test('counts by the minute, and remembers', async (context) => {
    const statuses = await behindNginx(context, objects, async (socket) => {
      const all = [];
      for (let times = 0; times < 4; times++) all.push((await asked(socket, 'few')).status);
      // By the second there would be twenty more by now.
      await sleep(1000);
      return [...all, (await asked(socket, 'few')).status];
    });
    // One that is even, and the burst.
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
  });

  test('shows a page with a login to whoever has it, and keeps that to itself', async (context) => {
    const authorization = GUEST;
    const logins = { 'edge-logins': GUEST_LINE };
    const [nobody, guest] = await behindNginx(
      context,
      objects,
      async (socket) => [await asked(socket, 'kept'), await asked(socket, 'kept', { authorization })],
      logins,
    );
    expect(nobody!.status).toBe(401);
    const inside = lookedUp(guest!);
    expect([inside?.path, inside?.login]).toEqual(['/', undefined]);
  });
});

describe('the judge of paths', () => {
  const HOST = 'www.shop.example';
  const routes = [
    { host: HOST, to: 'web', hidden: ['/metrics', '/minio/admin'] },
  ] as unknown as PlannedRoute[];
  const route = (type: string, ...values: string[]): KubeObject[] => [
    {
      apiVersion: 'gateway.nginx.org/v1alpha1',
      kind: 'SnippetsFilter',
      metadata: { name: 'no' },
      spec: { snippets: [{ value: 'return 404;' }] },
    },
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'web' },
      spec: {
        hostnames: [HOST],
        rules: [
          { matches: [{ path: { type: 'PathPrefix', value: '/' } }], backendRefs: [{ name: 'web' }] },
          {
            matches: values.map((value) => ({ path: { type, value } })),
            filters: [{ extensionRef: { kind: 'SnippetsFilter', name: 'no' } }],
            backendRefs: [{ name: 'web' }],
          },
        ],
      },
    },
  ];
  const judge = (context: TestContext, type: string, ...values: string[]) =>
    behindNginx(context, route(type, ...values), (socket) => shown(socket, routes));

  test('names the same path in capitals, and one that is cut off, behind a prefix', async (context) => {
    const found = await judge(context, 'PathPrefix', '/metrics', '/minio/admin');
    expect(found).toContain(`${HOST} shows /METRICS`);
    expect(found).toContain(`${HOST} shows /metrics\\#x`);
    expect(found).toContain(`${HOST} shows /MINIO/ADMIN/`);
    // nginx itself decodes, and follows dots and slashes.
    expect(found).not.toContain(`${HOST} shows //metrics`);
    expect(found).not.toContain(`${HOST} shows /x/..%2fmetrics`);
  });

  test('names what is hidden too much', async (context) => {
    const found = await judge(context, 'RegularExpression', '/(?i)(metrics|minio)');
    expect(found).toContain(`${HOST} hides /metrics-of-mine`);
  });
});
