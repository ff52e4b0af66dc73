/** Tokens at the waypoint, by a real Envoy: keys made here, real requests, and the same answers as the decision function. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, type TestContext, test } from 'vitest';
import type { Plan } from '../../model/plan';
import { freePorts } from '../../tools/lab/control-plane';
import { envoy } from '../../tools/lab/envoy';
import { sleep, startDaemon, stopDaemon } from '../../tools/lab/exec';
import { MissingProgramError } from '../../tools/lab/programs';
import { type Behind, envoyConfig, PEER } from '../../tools/lab/waypoint-envoy';
import { identity, Mesh } from '../support/authorization';
import type { KubeObject } from '../support/kubernetes';
import { cases } from '../support/phases';
import { planOf } from '../support/systems';
import type { Token } from '../support/tokens';
import { notRun } from './lab';

const OTHER = 'https://issuer.example.net';

/** Two issuers with keys of their own, and somebody who has none of theirs. */
const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
const own = pair();
const other = pair();
const nobodys = pair();
const jwks = (key: KeyObject): string =>
  JSON.stringify({ keys: [{ ...key.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }] });

function written({ issuer, audience, isExpired, isSigned }: Token): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const text = [
    part({ alg: 'RS256', typ: 'JWT', kid: 'one' }),
    part({ iss: issuer, sub: 'somebody', aud: audience, exp: now + (isExpired ? -3600 : 3600) }),
  ].join('.');
  const { privateKey } = !isSigned ? nobodys : issuer === OTHER ? other : own;
  return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
}

function tokensOf({ issuer, audiences }: NonNullable<Plan['tokens']>): Record<string, Token | undefined> {
  const right: Token = { issuer, audience: audiences[0]!, isExpired: false, isSigned: true };
  return {
    right,
    none: undefined,
    old: { ...right, isExpired: true },
    forged: { ...right, isSigned: false },
    'for another product': { ...right, audience: 'another-product' },
    "another issuer's": { ...right, issuer: OTHER },
  };
}

interface Answers {
  /** Who, whom and with what, of those that came in. */
  readonly open: string[];
  /** The same, as the decision function has it. */
  readonly decided: string[];
  /** What servers were told of the tokens of those who came in. */
  readonly told: IncomingHttpHeaders[];
}

/** Asks every server that wants tokens, as each of its clients and as a stranger, with every token. */
async function ask(context: TestContext, plan: Plan, objects: readonly KubeObject[]): Promise<Answers> {
  const program = await envoy().catch((error: unknown) => {
    if (error instanceof MissingProgramError) return notRun(context, error.message);
    throw error;
  });
  const folder = mkdtempSync(join(tmpdir(), 'phasewise-envoy-'));
  const told: IncomingHttpHeaders[] = [];
  const server = createServer(({ headers }, answer) => {
    told.push(headers);
    answer.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const upstream = (server.address() as AddressInfo).port;
  const servers = plan.waypoint!.servers.filter(({ tokens }) => tokens);
  const listening = await freePorts(servers.length);
  const behind = servers.map(
    ({ name, ports }, n): Behind => ({ service: name, port: ports[0]!, listen: listening[n]!, upstream }),
  );
  const keys = { [plan.tokens!.issuer]: jwks(own.publicKey), [OTHER]: jwks(other.publicKey) };
  const config = join(folder, 'envoy.json');
  writeFileSync(config, JSON.stringify(envoyConfig(objects, behind, keys)));
  const args = ['-c', config, '--use-dynamic-base-id', '--concurrency', '1', '--log-level', 'warn'];
  const daemon = startDaemon('envoy', program, args, join(folder, 'log'));
  const mesh = new Mesh(objects);
  const clients = [
    ...new Set(plan.connections.flatMap(({ from }) => (from.kind === 'component' ? [from.name] : []))),
  ];
  const answers: Answers = { open: [], decided: [], told };
  try {
    await Promise.all(listening.map(answering));
    for (const { service, port, listen } of behind) {
      for (const client of [...clients, 'default']) {
        const from = identity(plan.namespace, client, plan.mesh!.trustDomain);
        for (const [said, token] of Object.entries(tokensOf(plan.tokens!))) {
          const headers = { [PEER]: from, ...(token && { Authorization: `Bearer ${written(token)}` }) };
          const { status } = await fetch(`http://127.0.0.1:${listen}/`, { headers });
          expect([200, 401, 403]).toContain(status);
          const way = `${client} → ${service}, ${said}`;
          if (status === 200) answers.open.push(way);
          if (mesh.service(from, service, port, token)) answers.decided.push(way);
        }
      }
    }
  } finally {
    await stopDaemon(daemon);
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return answers;
}

async function answering(port: number): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined)) return;
    await sleep(100);
  }
  throw new Error('Envoy does not listen');
}

const wants = async (one: Awaited<ReturnType<typeof cases>>[number]): Promise<boolean> =>
  one.phase === 4 &&
  one.committed &&
  ((await planOf(await one.load())).waypoint?.servers ?? []).some(({ tokens }) => tokens);

describe('Envoy lets nobody in but who comes with a token, or needs none', async () => {
  const all = await cases();
  const wanted = (await Promise.all(all.map(wants))).flatMap((yes, n) => (yes ? [all[n]!] : []));
  test('and there is somebody who wants tokens', () => expect(wanted.length).toBeGreaterThan(0));

  test.for(wanted)('$name', { timeout: 60_000 }, async ({ load }, context) => {
    const environment = await load();
    const plan = await planOf(environment);
    const { open, decided, told } = await ask(context, plan, environment.objects as KubeObject[]);
    const expected = plan.waypoint!.servers.flatMap(({ name, tokens }) =>
      plan.connections
        .flatMap(({ from, to, via }) =>
          tokens && via && from.kind === 'component' && to.kind === 'component' && to.name === name
            ? [from.name]
            : [],
        )
        .flatMap((client) => [
          `${client} → ${name}, right`,
          ...(client in tokens!.without ? [`${client} → ${name}, none`] : []),
        ]),
    );
    expect(open.sort()).toEqual(expected.sort());
    expect(decided.sort()).toEqual(open);
    // What came in with one is passed on with it.
    const withOne = open.filter((way) => way.endsWith('right')).length;
    expect(told.filter(({ authorization }) => authorization?.startsWith('Bearer '))).toHaveLength(withOne);
  });

  const some = (objects: KubeObject[], kind: string) =>
    // biome-ignore lint/suspicious/noExplicitAny: the specification of one kind or another
    objects.filter((one) => one.kind === kind && (one.spec as any).targetRefs).map(({ spec }) => spec as any);
  const defects: Record<string, [seed: (objects: KubeObject[]) => void, comesIn: string]> = {
    'nobody needs a token': [
      (objects) => {
        for (const { rules } of some(objects, 'AuthorizationPolicy'))
          for (const { from } of rules) delete from[0].source.requestPrincipals;
      },
      'none',
    ],
    'any audience will do': [
      (objects) => {
        for (const { jwtRules } of some(objects, 'RequestAuthentication')) delete jwtRules[0].audiences;
      },
      'for another product',
    ],
    'another issuer is believed too': [
      (objects) => {
        for (const { jwtRules } of some(objects, 'RequestAuthentication'))
          jwtRules.push({ ...jwtRules[0], issuer: OTHER });
        for (const { rules } of some(objects, 'AuthorizationPolicy'))
          for (const { from } of rules)
            if (from[0].source.requestPrincipals) from[0].source.requestPrincipals = ['*'];
      },
      "another issuer's",
    ],
  };
  test.for(Object.entries(defects))('and would let in, if %s', async ([, [seed, comesIn]], context) => {
    const environment = await wanted[0]!.load();
    const objects = structuredClone(environment.objects) as KubeObject[];
    seed(objects);
    const { open, decided } = await ask(context, await planOf(environment), objects);
    expect(open.some((way) => way.endsWith(`, ${comesIn}`) && !way.startsWith('auth →'))).toBe(true);
    expect(decided.sort()).toEqual(open.sort());
  });
});
