/**
 * What the compiler would have refused. A synth asks no compiler, and a value that nothing looks for would be passed
 * over: a component of an unknown tier was in no file, its clients were, and the exit status was 0.
 */
import { describe, expect, test } from 'vitest';
import type { Configuration, Definition } from '../../model/component';
import type { Route, System } from '../../model/system';
import { broken } from '../support/broken';
import { CLUSTER, problemsOf, SHOP, STORE, WEB, withComponent, withEnvironment } from '../support/system';

/** Not typed, as a definition is not while it is synthesized. */
const web = (patch: object): System => withComponent('web', patch as Partial<Definition>);
const route = (patch: object): System => ({ ...SHOP, routes: [{ ...SHOP.routes[0]!, ...patch } as Route] });
const live = (patch: object): System => withEnvironment(patch);
const cluster = (patch: object): System => live({ cluster: { ...CLUSTER, ...patch } });
const configured = (told: object): System => web({ configure: () => told as Configuration });
const helper = (patch: object) => ({
  sidecars: [{ name: 'helper', resources: WEB.resources, ...patch }],
});

broken('a choice', {
  tier: {
    system: web({ tier: 'backend' }),
    path: 'shop/components/web/tier',
    message:
      "there is no tier 'backend'. Valid: ai, app, backup, data, logging, monitoring, queue, vector-db",
  },
  'a tier, nearly': {
    system: web({ tier: 'vectordb' }),
    path: 'shop/components/web/tier',
    message: "there is no tier 'vectordb'. Did you mean 'vector-db'?",
  },
  workload: {
    system: web({ workload: 'DaemonSet' }),
    path: 'shop/components/web/workload',
    message: "there is no workload 'DaemonSet'. Valid: CronJob, Deployment, Job, Operated, StatefulSet",
  },
  'a protocol': {
    system: web({ ports: { http: { ...WEB.ports.http, protocol: 'SCTP' } } }),
    path: 'shop/components/web/ports/http.protocol',
    message: "there is no protocol 'SCTP'. Did you mean 'TCP'?",
  },
  'what is collected': {
    system: web({ collects: 'profiles' }),
    path: 'shop/components/web/collects',
    message: "there is no thing to collect 'profiles'. Valid: logs, metrics, traces",
  },
  'where a secret comes from': {
    system: web({ secrets: { TOKEN: 'vault' } }),
    path: 'shop/components/web/secrets/TOKEN',
    message: "there is no source of secrets 'vault'. Valid: generated, store",
  },
  'what a component scales by': {
    system: web({ scaling: { on: 'memory', max: 3, target: 70 } }),
    path: 'shop/components/web/scaling.on',
    message: "there is no measure to scale by 'memory'. Valid: cpu, query, queue",
  },
  'who has an account': {
    system: withComponent('store', { accounts: { each: 'server' } as unknown as Definition['accounts'] }),
    path: 'shop/components/store/accounts.each',
    message: "there is no holder of accounts 'server'. Valid: client",
  },
  'how a probe asks': {
    system: web({ probes: { readiness: { check: { grpc: 'http' } } } }),
    path: 'shop/components/web/probes.readiness.check',
    message: '{"grpc":"http"} is not made of one of http, tcp, exec',
  },
  'a phase as a text': {
    system: live({ phase: '1' }),
    path: 'shop/live/phase',
    message: "'1' is not a number: 1, 2, 3, 4",
  },
  'where a gateway runs': {
    system: cluster({ gateway: { ...CLUSTER.gateway, dataPlane: { kind: 'cloud' } } }),
    path: 'shop/live/cluster.gateway.dataPlane.kind',
    message: "there is no kind of data plane 'cloud'. Valid: own, shared",
  },
  'how serious an alert is': {
    system: {
      ...SHOP,
      alerts: [
        {
          alert: 'Down',
          expr: 'up == 0',
          forMinutes: 1,
          severity: 'page' as 'critical',
          summary: 'It is down',
          proof: { fires: [], silent: [] },
        },
      ],
    },
    path: 'shop/alerts[Down].severity',
    message: "there is no severity 'page'. Valid: critical, warning",
  },
  'a size of bodies': {
    system: route({ maxBody: '25MB' }),
    path: 'shop/routes[www/].maxBody',
    message: "'25MB' is not a size such as 512k, 25m or 1g",
  },
  'the processors of a cluster': {
    system: cluster({ capacity: { ...CLUSTER.capacity, cpu: 'eight' } }),
    path: 'shop/live/cluster.capacity.cpu',
    message: "'eight' is not a processor quantity such as 250m or 2",
  },
});

broken('what has to be said', {
  'by a component': {
    system: web({ shutdown: undefined }),
    path: 'shop/components/web/shutdown',
    message: 'is missing; it must be made of grace, preStop',
  },
  'by a component that only one environment has': {
    system: live({ components: { web: { ...WEB, image: { repository: 'web' } } } }),
    path: 'shop/live/components/web/image.tag',
    message: 'is missing; it must be a text',
  },
  'by an environment': {
    system: live({ domain: undefined }),
    path: 'shop/live/domain',
    message: 'is missing; it must be a text',
  },
  'by a cluster': {
    system: cluster({ apiServer: undefined }),
    path: 'shop/live/cluster.apiServer',
    message: 'is missing',
  },
  'by a route': {
    system: route({ to: undefined }),
    path: 'shop/routes[www/].to',
    message: 'is missing; it must be a text',
  },
  'by a flow': {
    system: { ...SHOP, flows: [...SHOP.flows, { from: 'worker' } as System['flows'][number]] },
    path: 'shop/flows[worker → undefined].to',
    message: 'is missing; it must be a text',
  },
  'by a system': {
    system: { ...SHOP, routes: undefined as unknown as System['routes'] },
    path: 'shop/routes',
    message: 'is missing; it must be a list',
  },
  'by a helper': {
    system: configured(helper({ resources: undefined })),
    path: 'shop/components/web/sidecars[helper].resources',
    message: 'is missing; it must be made of requests, limits',
  },
});

broken('a word', {
  'that there is not': {
    system: web({ replcas: 3 }),
    path: 'shop/components/web/replcas',
    message: "nothing here is called 'replcas'. Did you mean 'replicas'?",
  },
  'that an override does not know': {
    system: live({ overrides: { web: { memory: '1Gi' } } }),
    path: 'shop/live/overrides/web.memory',
    message: "nothing here is called 'memory'. Valid: maxReplicas, replicas, resources, tag, volumes",
  },
  'of a configuration': {
    system: configured({ secretfiles: [] }),
    path: 'shop/components/web/secretfiles',
    message: "nothing here is called 'secretfiles'. Did you mean 'secretFiles'?",
  },
  'with a number as a text': {
    system: web({ replicas: '3' }),
    path: 'shop/components/web/replicas',
    message: "'3' is not a number",
  },
  'with a number that is none': {
    system: web({ shutdown: { grace: Number.NaN } }),
    path: 'shop/components/web/shutdown.grace',
    message: 'NaN is not a number',
  },
  'with a number in a variable': {
    system: web({ env: { PORT: 8080 } }),
    path: 'shop/components/web/env/PORT',
    message: '8080 is not a text, or made of one of secret, value',
  },
  'with data for a function': {
    system: withComponent('store', { connect: { uri: 'store://' } as unknown as Definition['connect'] }),
    path: 'shop/components/store/connect',
    message: '{"uri":"store://"} is not a function',
  },
  'with one for a list': {
    system: web({ command: 'run' }),
    path: 'shop/components/web/command',
    message: "'run' is not a list",
  },
});

/** Keys down to every value of a definition, functions' answers left out. */
function placesIn(value: unknown, keys: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [
    [...keys, key],
    ...placesIn(child, [...keys, key]),
  ]);
}

/** The same with another value at one place. */
function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
  const child = (copy as Record<string, unknown>)[key];
  return Object.assign(copy, { [key]: replaced(child, rest, by) });
}

test.each([
  ['nothing', undefined],
  ['null', null],
  ['a word', 'nonsense'],
  ['no word', ''],
  ['a number', -1.5],
  ['a list', []],
  ['a thing', {}],
])('%s in the place of any value is told or does no harm, and never ends in a stack', (_, by) => {
  const full = withEnvironment(
    {
      internal: { cidrs: ['198.51.100.0/24'] },
      external: {
        elsewhere: {
          host: 'elsewhere.example',
          port: 443,
          direct: { host: 'direct.elsewhere.example', port: 444 },
          read: { host: 'read.elsewhere.example' },
          parameters: { timeout: '5' },
          cidrs: ['203.0.113.0/24'],
        },
      },
      overrides: { web: { resources: WEB.resources, tag: '1.2.4' } },
      components: { worker: { ...WEB, ports: {}, probes: undefined, description: 'Works' } },
    },
    {
      ...withComponent('elsewhere', {
        ...STORE,
        metrics: undefined,
        connect: ({ direct, read, parameters }) => ({ uri: JSON.stringify([direct, read, parameters]) }),
      }),
      routes: [{ host: 'www', to: 'web', login: true }],
      flows: [...SHOP.flows, { from: 'web', to: 'internet', ports: [587] }],
      sharedSecrets: { SESSION_KEY: ['web', 'worker'] },
      internalRoutes: [
        { host: 'admin', to: 'web', path: '/admin', rateLimit: { requests: 1, per: 'second', burst: 1 } },
      ],
      startAfter: { web: ['worker'] },
    },
  );
  expect(problemsOf(full)).toEqual([]);
  const places = placesIn(full);
  expect(places.length).toBeGreaterThan(200);
  // Anything but a DefinitionError is thrown on.
  for (const place of places) problemsOf(replaced(full, place, by) as System);
});

describe('what is no definition', () => {
  test('is not looked at any further, and the other systems are', () => {
    const bazaar = {
      ...withEnvironment({ domain: 'bazaar.example' }),
      name: 'bazaar',
      flows: [{ from: 'web', to: 'stoer' }],
    };
    expect(problemsOf(web({ tier: undefined, ports: undefined }), bazaar).map(({ path }) => path)).toEqual([
      'bazaar/flows[web → stoer].to',
      'shop/components/web/ports',
      'shop/components/web/tier',
    ]);
  });

  test('is told also when it is no system at all', () => {
    const none = undefined as unknown as System;
    expect(problemsOf(none)).toEqual([
      { path: 'a system without a name', message: expect.stringContaining('is missing; it must be made of') },
    ]);
    expect(problemsOf({} as System).map(({ path }) => path)).toContain('a system without a name/components');
  });

  test('is not told of a system that says only what it must', () => {
    expect(problemsOf(SHOP)).toEqual([]);
    expect(problemsOf(withComponent('store', { ...STORE, scaling: undefined, env: {} }))).toEqual([]);
  });
});
