/** What is watched of a Redis: figures of redis_exporter. */
import type { SecretKey } from '../../model/component';
import type { Context } from '../../model/context';
import type { AlertRule, Dashboard, Series } from '../../model/observability';
import { jobs } from '../../model/promql';
import { memoryHigh, targetDown } from './alerts';
import type { StoreOptions } from './redis-server';

/** Source: redis_exporter, exporter/exporter.go: fields of INFO under the names it gives them. */
export const EMITS = [
  'redis_commands_processed_total',
  'redis_connected_clients',
  'redis_evicted_keys_total',
  'redis_keyspace_hits_total',
  'redis_keyspace_misses_total',
  'redis_memory_max_bytes',
  'redis_memory_used_bytes',
  'redis_memory_used_rss_bytes',
  'redis_up',
];

export const exporter = (user: string, password: SecretKey, redisPort: number) => ({
  name: 'exporter',
  image: { repository: 'oliver006/redis_exporter', tag: 'v1.92.1' },
  identity: { user: 59000, group: 59000 },
  env: { REDIS_ADDR: `redis://127.0.0.1:${redisPort}`, REDIS_USER: user, REDIS_PASSWORD: password },
  ports: { metrics: { number: 9121, purpose: 'metrics' } },
  probes: { readiness: { check: { http: '/health', port: 'metrics' } } },
  resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } } as const,
});

const redisDown = (context: Context): AlertRule =>
  targetDown(context, {
    alert: 'RedisDown',
    summary: `${context.name} does not answer`,
    severity: 'critical',
    forMinutes: 2,
    behind: 'redis_up',
  });

/** Share of `maxmemory` above which a store that throws nothing out is about to refuse writes. */
const FULL = 0.8;

function redisFull(context: Context): AlertRule {
  const of = (metric: string): string => `redis_memory_${metric}_bytes{job="${context.name}"}`;
  const story = (used: number): Series[] => [
    { series: of('used'), values: `${used}x60` },
    { series: of('max'), values: '100x60' },
  ];
  return {
    alert: 'RedisMemoryFull',
    expr: `${of('used')} / ${of('max')} > ${FULL}`,
    forMinutes: 10,
    severity: 'critical',
    summary: `${context.name} has less than 20 % of its maxmemory free; when it has none, it refuses all writes`,
    proof: { fires: story(85), silent: story(75) },
  };
}

/** Below this share of hits a cache costs more than it saves (figure of the monitoring requirements). */
const HIT_RATIO = 0.7;
/** Look-ups per second under which a ratio says nothing. */
const ENOUGH = 1;

function cacheHitRatioLow(context: Context): AlertRule {
  const hits = `redis_keyspace_hits_total{job="${context.name}"}`;
  const misses = `redis_keyspace_misses_total{job="${context.name}"}`;
  const all = `(rate(${hits}[10m]) + rate(${misses}[10m]))`;
  return {
    alert: 'CacheHitRatioLow',
    expr: `rate(${hits}[10m]) / ${all} < ${HIT_RATIO} and ${all} > ${ENOUGH}`,
    forMinutes: 15,
    severity: 'warning',
    summary: `${context.name} answers less than 70 % of the look-ups`,
    proof: {
      fires: [
        { series: hits, values: '0+300x60' },
        { series: misses, values: '0+300x60' },
      ],
      silent: [
        { series: hits, values: '0+900x60' },
        { series: misses, values: '0+100x60' },
      ],
      at: 35,
    },
  };
}

/** Of each Redis, whatever it is part of: a cache is asked how often it helps, another how much room it has. */
export const alertsOf = ({ eviction }: StoreOptions, context: Context): AlertRule[] => [
  redisDown(context),
  memoryHigh(context, { metric: 'redis_memory_used_rss_bytes' }),
  eviction === 'noeviction' ? redisFull(context) : cacheHitRatioLow(context),
];

export function dashboard(components: readonly string[]): Dashboard {
  const job = jobs(components);
  const rate = (metric: string): string => `rate(${metric}{${job}}[5m])`;
  return {
    id: 'redis',
    title: 'Redis',
    panels: [
      {
        title: 'Hit ratio',
        unit: 'percentunit',
        queries: [
          {
            expr:
              `${rate('redis_keyspace_hits_total')} / ` +
              `(${rate('redis_keyspace_hits_total')} + ${rate('redis_keyspace_misses_total')})`,
            legend: '{{component}}',
          },
        ],
      },
      {
        title: 'Memory',
        unit: 'bytes',
        queries: [
          { expr: `redis_memory_used_bytes{${job}}`, legend: '{{component}} used' },
          { expr: `redis_memory_max_bytes{${job}}`, legend: '{{component}} maxmemory' },
        ],
      },
      {
        title: 'Commands',
        unit: 'reqps',
        queries: [{ expr: rate('redis_commands_processed_total'), legend: '{{component}}' }],
      },
      {
        title: 'Clients',
        unit: 'short',
        queries: [{ expr: `redis_connected_clients{${job}}`, legend: '{{component}}' }],
      },
      {
        title: 'Keys evicted',
        unit: 'short',
        queries: [{ expr: rate('redis_evicted_keys_total'), legend: '{{component}}' }],
      },
    ],
  };
}
