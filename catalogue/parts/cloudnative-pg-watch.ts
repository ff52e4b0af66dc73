/** What is watched of a PostgreSQL that CloudNativePG runs: figures of the exporter in each of its instances. */
import type { Context } from '../../model/context';
import type { AlertRule, Dashboard } from '../../model/observability';
import { jobs, panel } from '../../model/promql';
import { counterRises, targetDown } from './alerts';
import { ARCHIVE_EMITS, archiveAlerts } from './cloudnative-pg-archive-watch';
import { MAX_CONNECTIONS } from './postgres-settings';

/** Sources: CloudNativePG 1.30, config/manager/default-monitoring.yaml and the instance manager's metricserver. */
export const EMITS = [
  'cnpg_backends_max_tx_duration_seconds',
  'cnpg_backends_total',
  'cnpg_collector_pg_wal',
  'cnpg_collector_up',
  'cnpg_pg_database_size_bytes',
  'cnpg_pg_replication_in_recovery',
  'cnpg_pg_replication_lag',
  'cnpg_pg_replication_streaming_replicas',
  'cnpg_pg_settings_setting',
  'cnpg_pg_stat_database_blks_hit',
  'cnpg_pg_stat_database_blks_read',
  'cnpg_pg_stat_database_deadlocks',
  'cnpg_pg_stat_database_xact_commit',
  'cnpg_pg_stat_database_xact_rollback',
  ...ARCHIVE_EMITS,
];

const MEBIBYTE = 1024 * 1024;
/** Seconds by which what a standby answers may be old. */
const LAG = 60;
/** Seconds after which a transaction holds up vacuum and everybody's updates. */
const LONG_TRANSACTION = 30 * 60;
/** Share of the volume that data and write-ahead log may take before somebody must act. */
const FULL = 0.85;

export const alerts = (context: Context): AlertRule[] => [
  targetDown(context, {
    alert: 'CnpgExporterDown',
    summary: `an instance of ${context.name} does not answer, so nobody watches it`,
    severity: 'critical',
    forMinutes: 2,
  }),
  instanceDown(context),
  noPrimary(context),
  ...(context.replicas > 1 ? [standbyMissing(context), noStandby(context), lagging(context)] : []),
  connectionsHigh(context),
  counterRises(context, {
    alert: 'CnpgDeadlocks',
    metric: 'cnpg_pg_stat_database_deadlocks',
    summary: `transactions of ${context.name} wait for each other and are cancelled`,
    severity: 'warning',
  }),
  longTransaction(context),
  volumeFull(context),
  ...archiveAlerts(context),
];

/** A series of one instance, and a rule about the worst of them. */
const of = ({ name }: Context, metric: string, labels = ''): string => `${metric}{job="${name}"${labels}}`;
const instance = (number: number, more = ''): string => `,instance="10.0.0.${number}:9187"${more}`;

function instanceDown(context: Context): AlertRule {
  const metric = 'cnpg_collector_up';
  const series = of(context, metric, instance(1));
  return {
    alert: 'CnpgInstanceDown',
    expr: `${of(context, metric)} == 0`,
    forMinutes: 2,
    severity: 'critical',
    summary: `PostgreSQL does not run in {{ $labels.instance }}, an instance of ${context.name}`,
    proof: { fires: [{ series, values: '0x60' }], silent: [{ series, values: '1x60' }] },
  };
}

function noPrimary(context: Context): AlertRule {
  const metric = 'cnpg_pg_replication_in_recovery';
  const story = (first: number) => [
    { series: of(context, metric, instance(1)), values: `${first}x60` },
    { series: of(context, metric, instance(2)), values: '1x60' },
  ];
  return {
    alert: 'CnpgNoPrimary',
    expr: `min by (component, job) (${of(context, metric)}) == 1`,
    // A failover takes less.
    forMinutes: 2,
    severity: 'critical',
    summary: `${context.name} has no primary, so nothing can be written`,
    proof: { fires: story(1), silent: story(0) },
  };
}

function standbys(
  context: Context,
  rule: Pick<AlertRule, 'alert' | 'severity' | 'summary'>,
  compare: string,
) {
  const metric = 'cnpg_pg_replication_streaming_replicas';
  // The standbys have none behind them.
  const story = (there: number) => [
    { series: of(context, metric, instance(1)), values: `${there}x60` },
    { series: of(context, metric, instance(2)), values: '0x60' },
  ];
  return {
    ...rule,
    expr: `max by (component, job) (${of(context, metric)}) ${compare}`,
    // A new pod starts within it.
    forMinutes: 10,
    proof: { fires: story(0), silent: story(context.replicas - 1) },
  };
}

const standbyMissing = (context: Context): AlertRule =>
  standbys(
    context,
    {
      alert: 'CnpgStandbyMissing',
      severity: 'warning',
      summary: `fewer standbys follow the primary of ${context.name} than there should be`,
    },
    `< ${context.replicas - 1}`,
  );

const noStandby = (context: Context): AlertRule =>
  standbys(
    context,
    {
      alert: 'CnpgNoStandby',
      severity: 'critical',
      summary: `no standby follows the primary of ${context.name}: its loss would be a loss of data`,
    },
    '== 0',
  );

function lagging(context: Context): AlertRule {
  const metric = 'cnpg_pg_replication_lag';
  const series = of(context, metric, instance(2));
  return {
    alert: 'CnpgReplicationLag',
    expr: `${of(context, metric)} > ${LAG}`,
    forMinutes: 5,
    severity: 'warning',
    summary: `a standby of ${context.name} is more than a minute behind, and so is what it answers`,
    proof: { fires: [{ series, values: '120x60' }], silent: [{ series, values: '1x60' }] },
  };
}

function connectionsHigh(context: Context): AlertRule {
  const metric = 'cnpg_backends_total';
  const most = 'cnpg_pg_settings_setting';
  const max = ',name="max_connections"';
  const story = (connections: number) => [
    {
      series: of(context, metric, instance(1, ',datname="shop",state="idle"')),
      values: `${connections}x60`,
    },
    { series: of(context, metric, instance(1, ',datname="shop",state="active"')), values: '2x60' },
    { series: of(context, most, instance(1, max)), values: `${MAX_CONNECTIONS}x60` },
  ];
  return {
    alert: 'CnpgConnectionsHigh',
    expr:
      `sum by (component, job, instance) (${of(context, metric)}) / ` +
      `sum by (component, job, instance) (${of(context, most, max)}) > 0.8`,
    forMinutes: 5,
    severity: 'warning',
    summary: `an instance of ${context.name} has more than 80 % of its connections in use`,
    proof: { fires: story(85), silent: story(40) },
  };
}

function longTransaction(context: Context): AlertRule {
  const metric = 'cnpg_backends_max_tx_duration_seconds';
  const series = of(context, metric, instance(1, ',datname="shop",state="idle in transaction"'));
  return {
    alert: 'CnpgTransactionLong',
    expr: `max by (component, job) (${of(context, metric)}) > ${LONG_TRANSACTION}`,
    forMinutes: 5,
    severity: 'warning',
    summary: `a transaction of ${context.name} has been open for more than half an hour`,
    proof: { fires: [{ series, values: '1860+60x60' }], silent: [{ series, values: '120x60' }] },
  };
}

function volumeFull(context: Context): AlertRule {
  const bytes = context.volumeSize('data') * MEBIBYTE;
  const data = 'cnpg_pg_database_size_bytes';
  const wal = 'cnpg_collector_pg_wal';
  const size = ',value="size"';
  const story = (share: number) => [
    { series: of(context, data, instance(1, ',datname="shop"')), values: `${Math.round(bytes * share)}x60` },
    { series: of(context, wal, instance(1, size)), values: `${Math.round(bytes * 0.1)}x60` },
  ];
  return {
    alert: 'CnpgVolumeFull',
    expr:
      `sum by (component, job, instance) (${of(context, data)}) + ` +
      `sum by (component, job, instance) (${of(context, wal, size)}) > ${Math.round(bytes * FULL)}`,
    forMinutes: 10,
    severity: 'critical',
    summary: `an instance of ${context.name} fills more than 85 % of its volume and stops when it is full`,
    proof: { fires: story(0.8), silent: story(0.5) },
  };
}

export function dashboard(components: readonly string[]): Dashboard {
  const job = jobs(components);
  const rate = (metric: string): string =>
    `sum by (component, instance) (rate(cnpg_pg_stat_database_${metric}{${job}}[5m]))`;
  const hit = rate('blks_hit');
  return {
    id: 'cloudnative-pg',
    title: 'PostgreSQL with standbys',
    panels: [
      panel('Primary (0) and standbys (1)', 'short', {
        '{{instance}}': `cnpg_pg_replication_in_recovery{${job}}`,
      }),
      panel('Behind the primary', 's', { '{{instance}}': `cnpg_pg_replication_lag{${job}}` }),
      panel('Transactions', 'ops', {
        '{{instance}} committed': rate('xact_commit'),
        '{{instance}} rolled back': rate('xact_rollback'),
      }),
      panel('Connections', 'short', {
        '{{instance}} {{datname}}': `sum by (instance, datname) (cnpg_backends_total{${job}})`,
      }),
      panel('Found in memory', 'percentunit', { '{{instance}}': `${hit} / (${hit} + ${rate('blks_read')})` }),
      panel('Size', 'bytes', {
        '{{instance}} {{datname}}': `cnpg_pg_database_size_bytes{${job}}`,
        '{{instance}} write-ahead log': `cnpg_collector_pg_wal{${job},value="size"}`,
      }),
    ],
  };
}
