/** What is watched of a PostgreSQL: figures of the Prometheus community's exporter. */
import type { SecretKey, Sidecar } from '../../model/component';
import type { Context } from '../../model/context';
import type { AlertRule, Dashboard } from '../../model/observability';
import { jobs, panel } from '../../model/promql';
import { counterRises, targetDown } from './alerts';
import { MONITORING } from './postgres-setup';

/** Source: postgres_exporter 0.19, collector/ and exporter/; in the cluster tests it serves them of a real server. */
export const EMITS = [
  'pg_database_size_bytes',
  'pg_locks_count',
  'pg_long_running_transactions_oldest_timestamp_seconds',
  'pg_settings_max_connections',
  'pg_stat_database_blks_hit',
  'pg_stat_database_blks_read',
  'pg_stat_database_deadlocks',
  'pg_stat_database_numbackends',
  'pg_stat_database_xact_commit',
  'pg_stat_database_xact_rollback',
  'pg_up',
  'pg_wal_size_bytes',
];

const MEBIBYTE = 1024 * 1024;
/** Seconds after which a transaction holds up vacuum and everybody's updates. */
const LONG_TRANSACTION = 30 * 60;
/** Share of the volume that data and write-ahead log may take before somebody must act. */
const FULL = 0.85;

export const exporter = (password: SecretKey): Sidecar => ({
  name: 'exporter',
  image: { repository: 'quay.io/prometheuscommunity/postgres-exporter', tag: 'v0.19.1' },
  identity: { user: 65534, group: 65534 },
  args: ['--collector.long_running_transactions'],
  env: {
    DATA_SOURCE_URI: '127.0.0.1:5432/postgres?sslmode=disable',
    DATA_SOURCE_USER: MONITORING,
    DATA_SOURCE_PASS: password,
  },
  ports: { metrics: { number: 9187, purpose: 'metrics' } },
  probes: { readiness: { check: { http: '/', port: 'metrics' } } },
  resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } },
});

export const alerts = (context: Context): AlertRule[] => [
  targetDown(context, {
    alert: 'PostgresExporterDown',
    summary: `the exporter of ${context.name} does not answer, so nobody watches it`,
    severity: 'critical',
    forMinutes: 2,
  }),
  down(context),
  connectionsHigh(context),
  counterRises(context, {
    alert: 'PostgresDeadlocks',
    metric: 'pg_stat_database_deadlocks',
    summary: `transactions of ${context.name} wait for each other and are cancelled`,
    severity: 'warning',
  }),
  longTransaction(context),
  volumeFull(context),
];

function down(context: Context): AlertRule {
  const series = `pg_up{job="${context.name}"}`;
  return {
    alert: 'PostgresDown',
    expr: `${series} == 0`,
    forMinutes: 2,
    severity: 'critical',
    summary: `${context.name} accepts no connection`,
    proof: { fires: [{ series, values: '0x60' }], silent: [{ series, values: '1x60' }] },
  };
}

function connectionsHigh({ name }: Context): AlertRule {
  const used = (database: string): string =>
    `pg_stat_database_numbackends{job="${name}",datname="${database}"}`;
  const most = `pg_settings_max_connections{job="${name}"}`;
  const story = (connections: number) => [
    { series: used('shop'), values: `${connections}x60` },
    { series: used('postgres'), values: '2x60' },
    { series: most, values: '100x60' },
  ];
  return {
    alert: 'PostgresConnectionsHigh',
    expr:
      `sum by (component, job) (pg_stat_database_numbackends{job="${name}"}) / ` +
      `sum by (component, job) (${most}) > 0.8`,
    forMinutes: 5,
    severity: 'warning',
    summary: `${name} has more than 80 % of its connections in use`,
    proof: { fires: story(85), silent: story(40) },
  };
}

function longTransaction({ name }: Context): AlertRule {
  const series = `pg_long_running_transactions_oldest_timestamp_seconds{job="${name}"}`;
  return {
    alert: 'PostgresTransactionLong',
    expr: `${series} > ${LONG_TRANSACTION}`,
    forMinutes: 5,
    severity: 'warning',
    summary: `a transaction of ${name} has been open for more than half an hour`,
    proof: { fires: [{ series, values: '1860+60x60' }], silent: [{ series, values: '120x60' }] },
  };
}

function volumeFull(context: Context): AlertRule {
  const { name } = context;
  const bytes = context.volumeSize('data') * MEBIBYTE;
  const data = `pg_database_size_bytes{job="${name}",datname="shop"}`;
  const wal = `pg_wal_size_bytes{job="${name}"}`;
  const story = (share: number) => [
    { series: data, values: `${Math.round(bytes * share)}x60` },
    { series: wal, values: `${Math.round(bytes * 0.1)}x60` },
  ];
  return {
    alert: 'PostgresVolumeFull',
    expr:
      `sum by (component, job) (pg_database_size_bytes{job="${name}"}) + ` +
      `sum by (component, job) (${wal}) > ${Math.round(bytes * FULL)}`,
    forMinutes: 10,
    severity: 'critical',
    summary: `${name} fills more than 85 % of its volume and stops when it is full`,
    proof: { fires: story(0.8), silent: story(0.5) },
  };
}

export function dashboard(components: readonly string[]): Dashboard {
  const job = jobs(components);
  const rate = (metric: string): string =>
    `sum by (component) (rate(pg_stat_database_${metric}{${job}}[5m]))`;
  const hit = rate('blks_hit');
  return {
    id: 'postgres',
    title: 'PostgreSQL',
    panels: [
      panel('Transactions', 'ops', {
        '{{component}} committed': rate('xact_commit'),
        '{{component}} rolled back': rate('xact_rollback'),
      }),
      panel('Connections', 'short', {
        '{{component}} {{datname}}': `pg_stat_database_numbackends{${job}}`,
        '{{component}} most': `pg_settings_max_connections{${job}}`,
      }),
      panel('Blocks found in memory', 'percentunit', {
        '{{component}}': `${hit} / (${hit} + ${rate('blks_read')})`,
      }),
      panel('Size', 'bytes', {
        '{{component}} {{datname}}': `pg_database_size_bytes{${job}}`,
        '{{component}} write-ahead log': `pg_wal_size_bytes{${job}}`,
      }),
      panel('Oldest transaction', 's', {
        '{{component}}': `pg_long_running_transactions_oldest_timestamp_seconds{${job}}`,
      }),
      panel('Locks', 'short', {
        '{{component}} {{mode}}': `sum by (component, mode) (pg_locks_count{${job}})`,
      }),
    ],
  };
}
