/** The way in, asked from outside of the cluster: certificates, routes, limits, streams, logins. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { List } from '../../tools/lab/api';
import type { Cluster } from '../../tools/lab/cluster';
import { sleep } from '../../tools/lab/exec';
import type { KubeObject, Unit } from '../../tools/lab/manifests';
import { clustersOf, running } from '../../tools/node/add-ons';
import { AUTHORITY } from '../../tools/node/add-ons/cert-manager';
import { LOGIN } from '../../tools/node/add-ons/external-secrets';
import * as checks from '../../tools/node/way-in/checks';
import { doorsOf } from '../../tools/node/way-in/doors';
import { countBytes } from '../../tools/node/way-in/flows';
import { heldWhileEnding } from '../../tools/node/way-in/held';
import * as limits from '../../tools/node/way-in/limits';
import { insider, invite, person, STRANGER } from '../../tools/node/way-in/people';
import { openSocket, slowUpload, streamed, streamingRoutes } from '../../tools/node/way-in/streams';
import { PEOPLE, toldBy, type WayIn } from '../../tools/node/way-in/way';
import { planStarted } from '../../tools/node/write-environments';
import { realNodes } from './lab';
import { signedUploads } from './uploads';
import { settled } from './watching';
import { makeWayInMistakes } from './way-in-mistakes';

const isAll = Boolean(process.env.PHASEWISE_NODE_ALL);
/** Seconds of a stream: with `--all` longer than every time-out that Traefik has, and those that its values set; nginx has a minute. */
const LASTING = isAll ? 600 : 20;
/** A stream on which nobody says anything for so long. A comment every quarter of a minute is what keeps it. */
const QUIET = { every: LASTING * 1000, beat: 15_000 };
/** Seconds of an upload that comes byte by byte: more than the 60 that Traefik's own time-out takes. */
const SLOW = 100;

/**
 * Registers the tests of an environment that was brought up before.
 * @param meanwhile registers others, that may run while streams last
 */
export function theWayIn(unit: Unit, meanwhile: () => void): void {
  const { cluster, nodes } = realNodes();
  let way: WayIn;
  let isOpen = false;
  let leave = async () => {};
  let lasting: Promise<string[]>[] = [];

  /** A test that is not run, and says so, where the cluster's gateway does not run here. */
  const told = (name: string, run: () => Promise<void>, timeout?: number) =>
    test(
      name,
      async ({ skip }) => {
        if (!isOpen) skip(`${unit.namespace}: its gateway does not run here`);
        await run();
      },
      timeout,
    );

  if (!hasGateway(unit)) meanwhile();
  describe.runIf(hasGateway(unit))('the way in', () => {
    beforeAll(async () => {
      const [planned] = await clustersOf([unit]);
      isOpen = running(planned!).some(({ addOn }) => addOn.isGateway);
      if (!isOpen) return;
      const plan = await planStarted(unit);
      const guests = Array.from({ length: PEOPLE }, (_, index) => index + 1).flatMap((n) => [
        person(plan, n),
        ...(plan.internal ? [insider(plan.internal.cidrs, n)] : []),
      ]);
      leave = await invite([...guests, STRANGER]);
      await countBytes(nodes);
      way = {
        cluster,
        machines: nodes,
        plan,
        doors: await doorsOf(cluster, plan),
        authority: { certificate: await authorityOf(cluster), name: AUTHORITY },
        login: LOGIN,
      };
      const streaming = await streamingRoutes(way);
      lasting = streaming.flatMap((route) => [
        streamed(way, route, LASTING),
        streamed(way, route, LASTING, QUIET),
      ]);
      if (isAll) {
        const uploads = (await toldBy(way)).filter(({ maxBody }) => maxBody);
        lasting.push(...uploads.map((route) => slowUpload(way, route, SLOW)));
        lasting.push(...streaming.map((route) => silent(way, route)));
      }
    });
    afterAll(() => leave());

    told('the gateway has taken everything, and says where it is', async () => {
      expect(await settled(() => untaken(cluster, unit.namespace), 60)).toEqual([]);
    });

    told('every host shows a certificate of its own, by the issuer that the cluster names', async () => {
      expect(await checks.certificates(way)).toEqual([]);
    });

    told('http leads to https, for good', async () => {
      expect(await checks.redirects(way)).toEqual([]);
    });

    told('each route leads to its component, and to no other', async () => {
      expect(await checks.destinations(way)).toEqual([]);
    });

    told('what nobody declared gets nothing: hosts, paths, doors', async () => {
      expect(await checks.strangers(way)).toEqual([]);
    });

    told('what a component keeps to itself is not found, however it is written', async () => {
      expect(await checks.hiddenPaths(way)).toEqual([]);
    });

    told('who asks too often is refused, for a while and alone', async () => {
      expect(await limits.rateLimits(way)).toEqual([]);
    });

    told('a body may be as large as is said, and not a byte larger', async () => {
      expect(await limits.bodySizes(way)).toEqual([]);
    });

    told('internal pages ask for a login, and strangers get none', async () => {
      expect(await limits.logins(way)).toEqual([]);
    });

    signedUploads(unit, ({ skip }) => {
      if (!isOpen) skip(`${unit.namespace}: its gateway does not run here`);
      return way;
    });

    told('a program is told who its client is', async () => {
      expect(await limits.clients(way)).toEqual([]);
    });

    told(
      'WebSockets go to every pod, and stay while theirs ends',
      async () => {
        for (const route of await streamingRoutes(way))
          expect(await heldWhileEnding(way, route.to)).toEqual([]);
      },
      300_000,
    );

    if (hasGateway(unit)) meanwhile();

    told(
      `streams come as they are sent, for ${LASTING} seconds, and not a byte is lost`,
      async () => {
        expect((await Promise.all(lasting)).flat()).toEqual([]);
        for (const route of await streamingRoutes(way)) {
          const [said] = await streamed(way, route, 3, { lose: 2 });
          expect(said).toMatch(/of \d+ bytes \d+ came/);
        }
      },
      (LASTING + 120) * 1000,
    );

    told(
      'mistakes in the way in are found, each by the check that is meant for it',
      async () => {
        expect(await makeWayInMistakes(way, unit)).toEqual([]);
      },
      900_000,
    );
  });
}

const hasGateway = ({ objects }: Unit): boolean => objects.some(({ kind }) => kind === 'Gateway');

/** What a gateway's controller does not take, by its own words. Argo CD waits for the same. */
async function untaken(cluster: Cluster, namespace: string): Promise<string[]> {
  const path = `/apis/gateway.networking.k8s.io/v1/namespaces/${namespace}`;
  const gateways = (await cluster.get<List<KubeObject>>(`${path}/gateways`)).items;
  const routes = (await cluster.get<List<KubeObject>>(`${path}/httproutes`)).items;
  type Condition = { type: string; status: string; message: string };
  const missing = (name: string, conditions: readonly Condition[] = [], wanted: readonly string[]) =>
    wanted
      .map((type) => conditions.find((one) => one.type === type) ?? { type, status: 'Unknown', message: '' })
      .filter(({ status }) => status !== 'True')
      .map(({ type, status, message }) => `${name}: ${type} is ${status} ${message}`);
  return [
    ...gateways.flatMap(({ metadata: { name }, status }) => [
      ...missing(`Gateway ${name}`, status?.conditions, ['Accepted', 'Programmed']),
      ...(status?.addresses?.length > 0 ? [] : [`Gateway ${name}: it has no address`]),
    ]),
    ...routes.flatMap(({ metadata: { name }, spec, status }) =>
      (spec.parentRefs as object[]).flatMap((_, index) =>
        missing(`HTTPRoute ${name}`, status?.parents?.[index]?.conditions, ['Accepted', 'ResolvedRefs']),
      ),
    ),
  ];
}

/** Certificate of who signs here. */
async function authorityOf(cluster: Cluster): Promise<string> {
  const path = `/api/v1/secrets?fieldSelector=metadata.name%3D${AUTHORITY}`;
  const { items } = await cluster.get<List<KubeObject>>(path);
  return Buffer.from(items[0]!.data['tls.crt'], 'base64').toString();
}

/** A WebSocket on which nobody says anything. */
async function silent(way: WayIn, route: { host: string }): Promise<string[]> {
  const [own] = (await streamingRoutes(way)).filter(({ host }) => host === route.host);
  const held = await openSocket(way, own!);
  await sleep((LASTING - 20) * 1000);
  const echoes = await held.echoes();
  held.close();
  return echoes ? [] : [`${route.host}: a WebSocket that was silent for ${LASTING - 20} s is gone`];
}
