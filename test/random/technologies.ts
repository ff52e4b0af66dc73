/** The catalogue at random: each technology with options that a person might choose, and whom it cannot do without. */
import * as fc from 'fast-check';
import { alertmanager } from '../../catalogue/alertmanager';
import { alloy } from '../../catalogue/alloy';
import { postgresCluster } from '../../catalogue/cloudnative-pg';
import { elasticsearch } from '../../catalogue/elasticsearch';
import { fastapi } from '../../catalogue/fastapi';
import { grafana } from '../../catalogue/grafana';
import { kibana } from '../../catalogue/kibana';
import { logstash } from '../../catalogue/logstash';
import { loki } from '../../catalogue/loki';
import { minio } from '../../catalogue/minio';
import { mongodb } from '../../catalogue/mongodb';
import { n8n } from '../../catalogue/n8n';
import { nestjs } from '../../catalogue/nestjs';
import { nextjs } from '../../catalogue/nextjs';
import { ollama } from '../../catalogue/ollama';
import type { Browser } from '../../catalogue/parts/browser';
import { postgres } from '../../catalogue/postgres';
import { prismaMigrations } from '../../catalogue/prisma';
import { prometheus } from '../../catalogue/prometheus';
import { qdrant } from '../../catalogue/qdrant';
import { queueWorker } from '../../catalogue/queue-worker';
import { rabbitmq } from '../../catalogue/rabbitmq';
import { redis } from '../../catalogue/redis';
import { redisFailover } from '../../catalogue/redis-failover';
import { resticRepository } from '../../catalogue/restic';
import { staticSite } from '../../catalogue/static-site';
import { waspMigrations, waspSeed, waspServer } from '../../catalogue/wasp';
import type { Definition, Resources } from '../../model/component';
import type { Scaling } from '../../model/scaling';
import type { Flow } from '../../model/system';
import { bytes, disks, images, optional, sizes } from './values';

/** Options of any technology, as data. */
export type Options = Readonly<Record<string, unknown>>;
/** The name of a component of this technology, where there is one. */
export type NameOf = (call: string) => string;

export interface Technology {
  /** What it is called by: a function of the catalogue. */
  readonly call: string;
  readonly options: fc.Arbitrary<Options>;
  /** Calls of those that it asks, or only knows by name. */
  readonly needs: readonly string[];
  readonly knows: readonly string[];
  /** Variables that its flows to those it asks must fill, by their calls. @default none */
  readonly env?: Readonly<Record<string, NonNullable<Flow['env']>>>;
  /** Two of them would be refused. @default false */
  readonly single?: boolean;
  make(options: Options, nameOf: NameOf): Definition;
}

interface Needs<O> {
  readonly needs?: readonly string[];
  readonly knows?: readonly string[];
  readonly env?: Technology['env'];
  readonly single?: boolean;
  /** Options that name other components. */
  readonly link?: (options: O, nameOf: NameOf) => O;
}

/** What a function is called with. */
type Of<Make extends (options: never) => Definition> =
  Parameters<Make> extends [] ? object : NonNullable<Parameters<Make>[0]>;

/** One function of the catalogue with the options it is called with; one that it does not know does not compile. */
function technology<Make extends (options: never) => Definition, Chosen extends Of<Make>>(
  make: Make,
  options: fc.Arbitrary<Chosen & Record<Exclude<keyof Chosen, keyof Of<Make>>, never>>,
  { needs = [], knows = [], env, single, link = (same) => same }: Needs<Of<Make>> = {},
): Technology {
  return {
    call: make.name,
    options: options as fc.Arbitrary<Options>,
    needs,
    knows,
    env,
    single,
    make: (chosen, nameOf) => make(link(chosen as Of<Make>, nameOf) as never),
  };
}

const text = (...all: string[]) => fc.constantFrom(...all);
const number = (...all: number[]) => fc.constantFrom(...all);

/** More than the catalogue's own figures, so that nothing in the files is too large for it. */
const large: fc.Arbitrary<Resources | undefined> = optional(
  fc.constant<Resources>({ requests: { cpu: '1', memory: '3Gi' }, limits: { cpu: '4', memory: '4Gi' } }),
);
const port = number(3000, 8080, 80, 443, 9113);
const description = text('Serves people', 'Does "one" thing | well');
const program = {
  image: images,
  description,
  resources: fc.constantFrom<Resources[]>(
    { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
    { requests: { cpu: '1', memory: '512Mi' }, limits: { cpu: '2', memory: '1Gi' } },
  ),
  secrets: optional(
    fc.constantFrom<NonNullable<Definition['secrets']>[]>(
      { SESSION_KEY: 'generated' },
      { THIRD_PARTY_KEY: 'store' },
      { MAIL_KEY: { optional: 'no mail' }, THIRD_PARTY_KEY: 'store' },
      {},
    ),
  ),
  env: optional(
    fc.constantFrom<Record<string, string>[]>({ LOG_LEVEL: 'debug' }, { GREETING: 'a: "b" # c', EMPTY: '' }),
  ),
};
const scaled = {
  replicas: optional(number(1, 2, 3)),
  scaling: optional(
    fc.constantFrom<Scaling[]>({ on: 'cpu', target: 50, max: 3 }, { on: 'cpu', target: 100, max: 5 }),
  ),
};
const database = text('shop', 'a_b');
const index = text('logs', 'a-b');
/** What Prisma looks for. */
const DATABASE = { postgres: { DATABASE_URL: 'uri' } };

/** Those whose options a person has to choose; one that can be called with none is found in the catalogue. */
export const CHOSEN: readonly Technology[] = [
  technology(
    alertmanager,
    fc.record({
      volume: optional(sizes),
      repeat: optional(fc.constant({ critical: '2h', warning: '9h' } as const)),
    }),
  ),
  technology(alloy, fc.record({ volume: optional(sizes) }), { needs: ['loki'] }),
  technology(
    elasticsearch,
    fc.record({
      logs: fc.record({ index, days: number(1, 30, 400) }),
      indices: optional(fc.constant({ talks: { days: 30, write: ['x1'], read: ['x1', 'web'] } })),
      volume: disks,
      resources: large,
    }),
  ),
  technology(
    fastapi,
    fc.record({
      ...program,
      ...scaled,
      port: optional(number(8000, 9000)),
      longestAnswer: optional(number(20, 300)),
      tier: optional(fc.constantFrom('app' as const, 'ai' as const)),
    }),
  ),
  technology(
    ollama,
    fc.record({
      models: fc.constant({ repository: 'registry.example.com/team/models', tag: '2026.11.1' }),
      loaded: fc.constantFrom(['small:1b'], ['small:1b', 'embed']),
      room: fc.constantFrom('4Gi' as const, '20Gi' as const),
      device: optional(fc.constant({ pool: 'gpu' })),
      replicas: optional(number(1, 2)),
    }),
  ),
  technology(grafana, fc.constant({}), { needs: ['prometheus'] }),
  // An environment has one that keeps what all others save.
  technology(resticRepository, fc.record({ volume: sizes }), { single: true }),
  technology(kibana, fc.record({ index, resources: large }), { needs: ['elasticsearch'], single: true }),
  technology(
    logstash,
    fc.record({ index, volume: disks, port: optional(number(5000, 1514)), resources: large }),
    { needs: ['elasticsearch'] },
  ),
  technology(loki, fc.record({ volume: optional(disks), retention: optional(number(1, 90)) })),
  technology(
    minio,
    fc.record({ buckets: fc.constantFrom(['files'], ['a-1', 'b-2']), volume: sizes, resources: large }),
  ),
  technology(
    mongodb,
    fc.record({ database, volume: sizes, members: optional(number(1, 3)), resources: large }),
  ),
  technology(
    n8n,
    fc.record({
      volume: sizes,
      owner: fc.constant('owner@example.com' as const),
      keepExecutions: optional(number(1, 365)),
      timezone: optional(text('Europe/Berlin')),
      resources: large,
    }),
  ),
  technology(
    nestjs,
    fc.record({
      ...program,
      ...scaled,
      port,
      liveness: text('/live'),
      readiness: text('/ready'),
      metrics: optional(text('/api/metrics', '/metrics')),
      downAlert: optional(text('ShopDown')),
    }),
  ),
  technology(
    postgres,
    fc.record({ database, volume: sizes, maxConnections: optional(number(30, 400)), resources: large }),
  ),
  technology(
    postgresCluster,
    fc.record({ database, volume: sizes, instances: optional(number(1, 2, 3)), resources: large }),
  ),
  technology(
    prometheus,
    fc.record({
      retention: optional(number(1, 400)),
      volume: optional(disks),
      interval: optional(number(15, 60)),
    }),
    { needs: ['alertmanager'] },
  ),
  technology(qdrant, fc.record({ storage: sizes, snapshots: optional(sizes), resources: large })),
  technology(
    queueWorker,
    fc.record({
      ...program,
      replicas: optional(number(1, 2)),
      command: fc.constant(['node', 'worker']),
      queues: fc.constantFrom(['jobs.q'], ['jobs.q', 'mail.q']),
      metricsPort: number(9101, 8080),
      longestJob: optional(number(10, 900)),
      browser: optional(
        fc.constantFrom<Browser[]>({ sharedMemory: '16Mi' }, { sharedMemory: '8Mi', temporary: '2Gi' }),
      ),
      // Its own queues, at the broker that it needs.
      scaling: optional(
        fc.constantFrom<Scaling[]>(
          { on: 'queue', server: '', queues: { 'jobs.q': 1 }, max: 2 },
          { on: 'queue', server: '', queues: { 'jobs.q': 50 }, max: 4 },
        ),
      ),
    }),
    {
      needs: ['rabbitmq'],
      link: (options, nameOf) => {
        const { scaling, queues } = options;
        if (scaling?.on !== 'queue') return options;
        const [perPod = 1] = Object.values(scaling.queues);
        const own = Object.fromEntries(queues.map((queue) => [queue, perPod]));
        return { ...options, scaling: { ...scaling, server: nameOf('rabbitmq'), queues: own } };
      },
    },
  ),
  technology(
    rabbitmq,
    fc.record({
      vhost: text('shop', '/', 'a/b'),
      exchanges: fc.constant(['events']),
      queues: fc.constantFrom<Parameters<typeof rabbitmq>[0]['queues'][]>({
        'jobs.q': {},
        'mail.q': { bindings: { events: ['#'] } },
      }),
      deadLetters: optional(fc.constant({ suffix: '.dead', days: 3 })),
      memoryWatermark: optional(number(0.5)),
      volume: disks,
      resources: large,
    }),
  ),
  technology(
    redis,
    fc.record({
      maxMemory: bytes('64Mi', '1Gi'),
      eviction: fc.constantFrom('allkeys-lru', 'noeviction'),
      volume: optional(sizes),
    }),
  ),
  technology(
    redisFailover,
    fc.record({
      maxMemory: bytes('64Mi', '1Gi'),
      eviction: fc.constantFrom('volatile-lru', 'noeviction'),
      volume: sizes,
      snapshots: optional(fc.constant([{ seconds: 60, changes: 1000 }])),
    }),
  ),
  technology(
    staticSite,
    fc.record({
      image: images,
      description,
      port: optional(port),
      ...scaled,
      writable: optional(
        fc.constant([{ mountPath: '/var/cache/nginx', size: '64Mi', fromImage: true }] as const),
      ),
    }),
  ),
  technology(waspServer, fc.record({ ...program, ...scaled, port, client: text('') }), {
    needs: ['postgres'],
    knows: ['staticSite'],
    env: DATABASE,
    link: (options, nameOf) => ({ ...options, client: nameOf('staticSite') }),
  }),
  technology(nextjs, fc.record({ ...program, ...scaled, port, folder: text('/app', '/app/web') })),
  technology(
    prismaMigrations,
    fc.record({ image: images, description, schema: text('', 'db/schema.prisma') }),
    {
      needs: ['postgres'],
      env: DATABASE,
    },
  ),
  technology(waspMigrations, fc.record({ image: images, description }), {
    needs: ['postgres'],
    env: DATABASE,
  }),
  technology(
    waspSeed,
    fc.record({
      image: images,
      description,
      seed: text('devSeed'),
      server: text(''),
      client: text(''),
    }),
    {
      needs: ['postgres'],
      knows: ['waspServer', 'staticSite'],
      env: DATABASE,
      link: (options, nameOf) => ({
        ...options,
        server: nameOf('waspServer'),
        client: nameOf('staticSite'),
      }),
    },
  ),
];
