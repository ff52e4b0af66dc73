/**
 * What a random system wishes for: numbers and switches that depend on nothing, so that fast-check can take any of them
 * back to find the smallest system that fails. `interpret.ts` makes something valid of whatever is wished.
 */
import * as fc from 'fast-check';
import type { Environment, Method, Route } from '../../model/system';
import type { Traffic } from '../../model/traffic';
import { clusterData } from './clusters';
import type { World } from './data';
import { OWN } from './pool';
import type { Technology } from './technologies';
import { optional } from './values';

/** Picks one of so many: the remainder counts. */
const pick = fc.nat({ max: 99 });
const often = fc.boolean();
const seldom = fc.nat({ max: 4 }).map((n) => n === 4);
const some = <T>(of: fc.Arbitrary<T>, maxLength: number) => fc.array(of, { maxLength, size: 'max' });

/** How often a technology is taken: a newcomer's own say the most of what the model understands. */
const weightOf = (call: string): number =>
  OWN.includes(call) ? 4 : ['queueWorker', 'grafana', 'postgresCluster'].includes(call) ? 2 : 1;

const component = (technologies: readonly Technology[]) =>
  fc.record({
    made: fc.oneof(
      ...technologies.map(({ call, options }) => ({
        arbitrary: options.map((chosen) => ({ call, options: chosen })),
        weight: weightOf(call),
      })),
    ),
    /** Without one it is called like what it is. */
    word: optional(pick),
  });

const flow = fc.record({
  from: pick,
  to: pick,
  port: pick,
  named: often,
  facts: some(pick, 3),
  internet: seldom,
  ports: optional(fc.constantFrom<number[][]>([587], [443, 465, 8443])),
});

const route = fc.record({
  to: pick,
  port: pick,
  host: fc.constantFrom('www', '@', 'api', 'app-2', 'n'),
  path: optional(fc.constantFrom('/', '/api', '/v1/things', '/socket.io')),
  methods: optional(fc.constantFrom<Method[][]>(['GET', 'HEAD'], ['PUT', 'OPTIONS', 'GET'], ['POST'])),
  below: optional(fc.boolean()),
  maxBody: optional(fc.constantFrom<NonNullable<Route['maxBody']>[]>('25m', '1g', '100k')),
  rateLimit: optional(
    fc.constantFrom<NonNullable<Route['rateLimit']>[]>(
      { requests: 5, per: 'second', burst: 10 },
      { requests: 100, per: 'minute', burst: 1 },
    ),
  ),
  streaming: optional(fc.boolean()),
  login: optional(fc.boolean()),
});

const traffic = fc.record<Traffic>(
  {
    timeout: fc.constantFrom(1, 30),
    retries: fc.constantFrom({ attempts: 1, codes: [] }, { attempts: 5, codes: [502, 503] }),
    ejection: fc.constant({ errors: 5, seconds: 30 }),
    limits: fc.constant({ connections: 100, waiting: 10 }),
  },
  { requiredKeys: [] },
);

const environment = fc.record({
  name: pick,
  /** The last one as often as the others together. */
  phase: fc.nat({ max: 5 }).map((n) => Math.min(n, 3)),
  cluster: pick,
  roomy: often,
  requestShare: optional(fc.constantFrom(0.1, 0.5, 1)),
  internal: often,
  people: optional(
    fc.constantFrom<NonNullable<Environment['people']>[]>(
      { viewer: 'everybody-here', operator: 'on call', admin: 'oidc:owners' },
      { admin: 'owners' },
    ),
  ),
  without: some(pick, 2),
  external: some(fc.record({ of: pick, tls: often, private: often, more: often }), 2),
  cdn: often,
  /** What runs on somebody's own machine. */
  local: some(pick, 2),
  shut: seldom,
  canary: often,
  /** Components that are made in another way here. */
  others: some(pick, 2),
  images: seldom,
  overrides: some(
    fc.record({
      of: pick,
      tag: seldom,
      digest: often,
      replicas: often,
      resources: seldom,
      volumes: seldom,
    }),
    3,
  ),
});

/** @param most components that are wished for; what they need comes on top */
export const wishes = ({ technologies, offer }: World, most: number) =>
  fc.record({
    name: pick,
    components: fc.array(component([...technologies.values()]), {
      minLength: 1,
      maxLength: most,
      size: 'max',
    }),
    flows: some(flow, 2 * most),
    routes: some(route, 4),
    internalRoutes: some(route, 2),
    /** Keys that several share: of these, whatever of them takes variables. */
    shared: some(some(pick, 4), 2),
    startAfter: some(fc.record({ later: pick, earlier: pick }), 2),
    /** Programs of one's own that work off a queue. */
    queues: some(fc.record({ worker: pick, server: pick, perPod: fc.constantFrom(1, 20) }), 1),
    /** Programs of one's own that are scaled by what a query finds. */
    queries: some(fc.record({ of: pick, perPod: fc.constantFrom(0.5, 4), idle: often }), 1),
    traffic: some(fc.record({ of: pick, traffic }), 2),
    /** Servers whose clients bring tokens, one of them none. */
    tokens: some(fc.record({ of: pick, without: often }), 1),
    clusters: fc.array(clusterData(offer), { minLength: 1, maxLength: 2 }),
    environments: fc.array(environment, { minLength: 1, maxLength: 3 }),
    /** What is in which security zone. */
    zones: optional(pick),
    signed: often,
    /** Registries that ask for a login: of which component's image, and how much of it. */
    registries: some(fc.record({ of: pick, folder: often, assumed: often }), 2),
    outside: often,
    watched: often,
  });
export type Wishes = ReturnType<typeof wishes> extends fc.Arbitrary<infer T> ? T : never;
export type FlowWish = Wishes['flows'][number];
export type RouteWish = Wishes['routes'][number];
export type EnvironmentWish = Wishes['environments'][number];
