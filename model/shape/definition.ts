/** What a catalogue file says of its technology. */
import type { Archiving } from '../archive';
import {
  type Accounts,
  type Apart,
  type ApiRule,
  type Connections,
  type Credential,
  type Definition,
  type OptionalKey,
  RIGHTS,
  type Shutdown,
  type StartsWhen,
  type Volume,
} from '../component';
import type { Device } from '../device';
import type { MetricsEndpoint } from '../observability';
import type { Operated } from '../operated';
import type { Idle, Scaling } from '../scaling';
import type { TokenRule } from '../tokens';
import type { Traffic } from '../traffic';
import { backup, schedule } from './backup';
import { bytes, env, identity, image, port, probes, resources, scratch } from './container';
import { byField, byName, listOf, optional, recordOf, things } from './things';
import { anything, code, either, number, oneOf, text, truth, yes } from './word';

const shutdown = things<Shutdown>({ grace: number, preStop: optional(either(number, listOf(text))) });
const volume = things<Volume>({ mountPath: text, size: bytes });

const idle = optional(things<Idle>({ after: number, meanwhile: text }));
const scaling = byField<Scaling, 'on'>('on', 'measure to scale by', {
  cpu: things<Extract<Scaling, { on: 'cpu' }>>({ on: anything(), max: number, target: number }),
  queue: things<Extract<Scaling, { on: 'queue' }>>({
    on: anything(),
    max: number,
    server: text,
    queues: recordOf(number),
    idle,
  }),
  query: things<Extract<Scaling, { on: 'query' }>>({
    on: anything(),
    max: number,
    expr: text,
    perPod: number,
    idle,
  }),
});

const source = either(
  oneOf('source of secrets', { generated: 0, store: 0 }),
  things<OptionalKey>({ optional: text }),
);

const startsWhen = things<StartsWhen>({
  command: listOf(text),
  env: optional(listOf(text)),
  files: optional(listOf(text)),
});

const accounts = byName<Accounts>({
  each: things<Extract<Accounts, { each: unknown }>>({
    each: oneOf('holder of accounts', { client: 0 }),
    port: optional(text),
  }),
  shared: things<Extract<Accounts, { shared: unknown }>>({ shared: text, port: optional(text) }),
});

const traffic = things<Traffic>({
  timeout: optional(number),
  retries: optional(things<NonNullable<Traffic['retries']>>({ attempts: number, codes: listOf(number) })),
  ejection: optional(things<NonNullable<Traffic['ejection']>>({ errors: number, seconds: number })),
  limits: optional(things<NonNullable<Traffic['limits']>>({ connections: number, waiting: number })),
});

const endpoint = things<MetricsEndpoint>({
  port: text,
  path: text,
  name: optional(text),
  params: optional(recordOf(listOf(text))),
  bearer: optional(text),
  emits: listOf(text),
});

const operated = things<Operated>({
  operator: text,
  resourceName: code(),
  podLabels: code(),
  servingLabels: code(),
  serviceAccount: code(),
  claims: code(),
  secrets: code(),
  secretLabels: optional(recordOf(text)),
  controls: listOf(text),
  asksApi: optional(truth),
  images: listOf(text),
  archiving: optional(
    things<Archiving>({
      of: text,
      lacks: listOf(text),
      minutes: number,
      sidecars: recordOf(resources),
      images: listOf(text),
    }),
  ),
  resource: code(),
});

const rule = things<ApiRule>({ groups: listOf(text), resources: listOf(text), verbs: listOf(text) });

export const definition = things<Definition>(
  {
    technology: text,
    tier: oneOf('tier', {
      app: 0,
      data: 0,
      queue: 0,
      'vector-db': 0,
      ai: 0,
      monitoring: 0,
      logging: 0,
      backup: 0,
    }),
    description: text,
    caveats: optional(listOf(text)),
    image,
    workload: oneOf('workload', { Deployment: 0, StatefulSet: 0, Job: 0, CronJob: 0, Operated: 0 }),
    schedule: optional(schedule),
    operated: optional(operated),
    identity,
    replicas: optional(number),
    scaling: optional(scaling),
    singleton: optional(text),
    oneVersion: optional(text),
    minAvailable: optional(number),
    ports: recordOf(port),
    privateHeaders: optional(recordOf(listOf(text))),
    privatePaths: optional(recordOf(listOf(text))),
    resources,
    device: optional(things<Device>({ pool: text, count: optional(number) })),
    probes: optional(probes),
    shutdown,
    deadline: optional(number),
    startsWhen: optional(startsWhen),
    command: optional(listOf(text)),
    args: optional(listOf(text)),
    env: optional(env),
    volumes: optional(recordOf(volume)),
    scratch: optional(listOf(scratch, ({ mountPath }) => mountPath)),
    secrets: optional(recordOf(source)),
    credentials: optional(
      recordOf(
        things<Credential>({
          length: number,
          hash: optional(oneOf('hash', { bcrypt: 0 })),
          outlives: optional(yes),
        }),
      ),
    ),
    storeKeys: optional(listOf(text)),
    filesOnly: optional(yes),
    accounts: optional(accounts),
    rights: optional(things<Apart>({ of: listOf(text), unsaid: optional(listOf(oneOf('right', RIGHTS))) })),
    backup: optional(backup),
    keepsBackups: optional(code()),
    listsBackups: optional(code()),
    connections: optional(things<Connections>({ most: number, each: number })),
    connect: optional(code()),
    queueTriggers: optional(code()),
    queryTrigger: optional(code()),
    traffic: optional(traffic),
    tokens: optional(things<TokenRule>({ without: optional(recordOf(text)) })),
    metrics: optional(listOf(endpoint)),
    alerts: optional(code()),
    dashboard: optional(code()),
    collects: optional(oneOf('thing to collect', { metrics: 0, logs: 0, traces: 0 })),
    api: optional(listOf(rule)),
    publishNotReady: optional(truth),
    balanced: optional(truth),
    peers: optional(listOf(text)),
    configure: optional(code()),
  },
  '/',
);
