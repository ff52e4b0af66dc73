/** What a system's folder says. */
import { RIGHTS } from '../component';
import type { AlertRule, Dashboard, Panel, Query, Series } from '../observability';
import type { People } from '../people';
import type {
  Assumption,
  Budget,
  Decision,
  Environment,
  External,
  ExternalAddress,
  Flow,
  InternalAccess,
  Outside,
  Override,
  RateLimit,
  RegistryLogin,
  Route,
  Signatures,
  System,
} from '../system';
import { METHODS, PERIODS, PHASES } from '../system';
import type { TokenIssuer } from '../tokens';
import type { Canary } from '../traffic';
import { bytesOf } from '../units';
import type { Zone, ZoneException } from '../zones';
import { backups } from './backup';
import { cluster } from './cluster';
import { bytes, cpu, resources } from './container';
import { definition } from './definition';
import { listOf, optional, recordOf, things } from './things';
import { anything, notation, number, oneNumberOf, oneOf, text, truth, yes } from './word';

const route = things<Route>({
  host: text,
  to: text,
  port: optional(text),
  path: optional(text),
  methods: optional(listOf(oneOf('method', METHODS))),
  below: optional(truth),
  maxBody: optional(notation('a size such as 25m', bytesOf)),
  rateLimit: optional(things<RateLimit>({ requests: number, per: oneOf('period', PERIODS), burst: number })),
  streaming: optional(truth),
  login: optional(truth),
});
const routes = listOf(route, ({ host, path = '/' }) => `${host}${path}`);

const flow = things<Flow>({
  from: text,
  to: text,
  port: optional(text),
  ports: optional(listOf(number)),
  env: optional(recordOf(text)),
  rights: optional(recordOf(listOf(oneOf('right', RIGHTS)))),
  pool: optional(number),
  connections: optional(number),
  purpose: optional(text),
});

const externalAddress = things<ExternalAddress>({ host: text, port: optional(number) });
const external = things<External>({
  host: text,
  port: number,
  tls: optional(truth),
  direct: optional(externalAddress),
  read: optional(externalAddress),
  parameters: optional(recordOf(text)),
  cidrs: optional(listOf(text)),
});

const override = things<Override>({
  tag: optional(text),
  replicas: optional(number),
  maxReplicas: optional(number),
  resources: optional(resources),
  volumes: optional(recordOf(bytes)),
});

export const environment = things<Environment>(
  {
    phase: oneNumberOf('phase', PHASES),
    cluster,
    domain: text,
    budget: things<Budget>({
      cpu,
      memory: bytes,
      storage: optional(bytes),
      devices: optional(recordOf(number)),
      source: text,
    }),
    internal: optional(things<InternalAccess>({ cidrs: listOf(text) })),
    people: optional(
      things<People>({ viewer: optional(text), operator: optional(text), admin: optional(text) }),
    ),
    tokens: optional(things<TokenIssuer>({ issuer: text, audiences: listOf(text), keys: optional(text) })),
    without: optional(listOf(text)),
    cdn: optional(listOf(text)),
    local: optional(listOf(text)),
    shut: optional(yes),
    external: optional(recordOf(external)),
    backups: optional(backups),
    images: optional(recordOf(text)),
    components: optional(recordOf(definition)),
    requestShare: optional(number),
    overrides: optional(recordOf(override)),
    canary: optional(recordOf(things<Canary>({ tag: text, weight: number }))),
  },
  '/',
);

const series = listOf(things<Series>({ series: text, values: text }));
const alert = things<AlertRule>({
  alert: text,
  component: optional(text),
  expr: text,
  forMinutes: number,
  severity: oneOf('severity', { warning: 0, critical: 0 }),
  summary: text,
  proof: things<AlertRule['proof']>({ fires: series, silent: series, at: optional(number) }),
});

const panel = things<Panel>({
  title: text,
  unit: text,
  queries: listOf(things<Query>({ expr: text, legend: text })),
});

export const system = things<System>(
  {
    name: text,
    title: text,
    description: text,
    components: recordOf(definition),
    routes,
    internalRoutes: optional(routes),
    flows: listOf(flow, ({ from, to }) => `${from} → ${to}`),
    sharedSecrets: optional(recordOf(listOf(text))),
    startAfter: optional(recordOf(listOf(text))),
    zones: optional(
      listOf(
        things<Zone>({ name: text, title: text, of: listOf(text), doors: optional(recordOf(listOf(text))) }),
        ({ name }) => name,
      ),
    ),
    zoneExceptions: optional(
      listOf(
        things<ZoneException>({ from: text, to: text, port: optional(text), why: text }),
        ({ from, to }) => `${from} → ${to}`,
      ),
    ),
    // Each has places of its own: see index.ts.
    environments: recordOf(anything<Environment>()),
    backups: optional(things<NonNullable<System['backups']>>({ by: text, except: optional(recordOf(text)) })),
    outside: optional(listOf(things<Outside>({ what: text, where: text }))),
    decisions: optional(listOf(things<Decision>({ said: text, done: text }))),
    assumed: optional(listOf(things<Assumption>({ what: text, value: text, from: optional(text) }))),
    registries: optional(recordOf(things<RegistryLogin>({ entry: text, assumed: optional(text) }))),
    signatures: optional(
      things<Signatures>({ repositories: text, issuer: text, subject: text, enforce: optional(truth) }),
    ),
    runbooks: text,
    alerts: optional(listOf(alert, (one) => one.alert)),
    dashboard: optional(things<Dashboard>({ id: text, title: text, panels: listOf(panel) })),
  },
  '/',
);
