/** What is watched of a log that is kept elsewhere: whether it is still sent, and from which copy it goes on. */
import type { Context } from '../../model/context';
import type { AlertRule } from '../../model/observability';

/**
 * The last is there where a log is kept. Sources: CloudNativePG 1.30, config/manager/default-monitoring.yaml (of the primary
 * alone) and metricserver/pg_collector.go; plugin-barman-cloud 0.13, internal/cnpgi/instance/metrics.go.
 */
export const ARCHIVE_EMITS = [
  'cnpg_collector_pg_wal_archive_status',
  'cnpg_pg_stat_archiver_last_archived_time',
  'cnpg_pg_stat_archiver_last_failed_time',
  'cnpg_pg_stat_archiver_seconds_since_last_archival',
  'barman_cloud_cloudnative_pg_io_last_available_backup_timestamp',
] as const;
const [STATUS, ARCHIVED, FAILED, SINCE, COPIED] = ARCHIVE_EMITS;

const DAY = 24 * 60 * 60;
/** Seconds: three times what may pass between two segments. */
const SILENT = 15 * 60;
/** A week, and a day in which somebody finds out why there was none. */
const OLD = 8 * DAY;

/** None where no log is kept. */
export function archiveAlerts(context: Context): AlertRule[] {
  return context.archive ? [failing(context), stuck(context), noCopy(context)] : [];
}

const of = ({ name }: Context, metric: string, labels = ''): string => `${metric}{job="${name}"${labels}}`;
const PRIMARY = ',instance="10.0.0.1:9187"';

function failing(context: Context): AlertRule {
  const story = (failed: number) => [
    { series: of(context, ARCHIVED, PRIMARY), values: '1000x60' },
    { series: of(context, FAILED, PRIMARY), values: `${failed}x60` },
  ];
  return {
    alert: 'CnpgArchivingFails',
    // -1 for never.
    expr: `${of(context, FAILED)} > ${of(context, ARCHIVED)}`,
    // One that was refused is tried again a minute later.
    forMinutes: 10,
    severity: 'critical',
    summary: `the log of ${context.name} cannot be sent away: it fills the volume, and what is written now would be lost with the cluster`,
    proof: { fires: story(2000), silent: story(900) },
  };
}

function stuck(context: Context): AlertRule {
  const ready = ',value="ready"';
  const story = (waiting: number) => [
    { series: of(context, SINCE, PRIMARY), values: '0+60x90' },
    { series: of(context, STATUS, PRIMARY + ready), values: `${waiting}x90` },
  ];
  return {
    alert: 'CnpgArchivingStuck',
    // Where nobody writes nothing has to be sent, however long.
    expr:
      `${of(context, SINCE)} > ${SILENT} and on (component, job, instance) ` +
      `${of(context, STATUS, ready)} > 0`,
    forMinutes: 5,
    severity: 'critical',
    summary: `nothing of the log of ${context.name} was sent away for a quarter of an hour, although some of it waits`,
    // Where nothing waits, nobody is called.
    proof: { fires: story(2), silent: story(0), at: 40 },
  };
}

function noCopy(context: Context): AlertRule {
  const series = of(context, COPIED, PRIMARY);
  return {
    alert: 'CnpgBaseBackupTooOld',
    // 0 where there is none.
    expr: `time() - max by (component, job) (${of(context, COPIED)}) > ${OLD}`,
    forMinutes: 60,
    severity: 'warning',
    summary: `${context.name} has no copy of the last 8 days from which its log goes on: a way back takes longer, or there is none`,
    // The tested clock starts at 0.
    proof: {
      fires: [{ series, values: `-${OLD + 3600}x120` }],
      silent: [{ series, values: `-${OLD - 6 * 3600}x60` }],
    },
  };
}
