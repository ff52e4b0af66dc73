/** What is told of backups, who tells it, and when somebody should know. */
import type { Sidecar } from '../../model/component';
import type { Context } from '../../model/context';
import type { AlertRule, Dashboard, MetricsEndpoint } from '../../model/observability';
import { jobs, matchers, panel } from '../../model/promql';
import { goMemoryHigh, targetDown } from './alerts';
import { GO_METRICS, goPanels } from './go';
import { PORT, storesOf } from './restic-program';

/** The keeper writes there what the exporter reads. */
export const TOLD = { mountPath: '/metrics', size: '1Mi', memory: true } as const;

/** Metric → field of the keeper's notes, and what it is. */
const FAMILIES = {
  backup_repository_timestamp_seconds: ['since', 'When the repository was made.'],
  backup_snapshot_timestamp_seconds: ['newest', 'When the newest good snapshot was begun.'],
  backup_snapshot_bytes: ['bytes', 'What the newest good snapshot holds.'],
  backup_snapshots: ['snapshots', 'Good snapshots.'],
  backup_snapshots_refused: ['refused', 'Snapshots that cannot be read, or say a time after they came.'],
  backup_size_bytes: ['size', 'What the repository takes on its volume.'],
  backup_check_timestamp_seconds: ['checked', 'When the repository was last found whole.'],
  backup_check_success: ['sound', 'Whether the last check found it whole.'],
  backup_copy_success: ['copied', 'Whether all that should be in the other place could be brought there.'],
  backup_forget_success: ['forgot', 'Whether what is old could be removed.'],
} as const;
const ROUND = 'backup_keeper_timestamp_seconds';

/** Notes of all stores and places → what node_exporter's textfile collector reads. */
export const METRICS = `def family($name; $help; value):
  map(select(value != null)) | select(length > 0)
  | "# HELP \\($name) \\($help)", "# TYPE \\($name) gauge",
    (.[] | "\\($name){store=\\"\\(.store)\\",repository=\\"\\(.repository)\\"} \\(value)");
${Object.entries(FAMILIES)
  .map(([name, [field, help]]) => `family("${name}"; "${help}"; .${field}),\n`)
  .join(
    '',
  )}"# HELP ${ROUND} When all stores had last been looked after.", "# TYPE ${ROUND} gauge", "${ROUND} \\($round)"
`;

/** Source: rest-server 0.14.0, metrics.go; node_exporter 1.12.1, collector/filesystem_common.go. */
export const ENDPOINTS: readonly MetricsEndpoint[] = [
  {
    port: PORT.name,
    path: '/metrics',
    emits: [...GO_METRICS, 'rest_server_blob_read_bytes_total', 'rest_server_blob_write_bytes_total'],
  },
  {
    port: 'metrics',
    name: 'keeper',
    path: '/metrics',
    emits: [...Object.keys(FAMILIES), ROUND, 'node_filesystem_avail_bytes', 'node_filesystem_size_bytes'],
  },
];

/** Tells the keeper's figures, and how much room the volume has. */
export const exporter = (volume: string, mountPath: string): Sidecar => ({
  name: 'metrics',
  image: { repository: 'quay.io/prometheus/node-exporter', tag: 'v1.12.1' },
  args: [
    '--web.disable-exporter-metrics',
    '--collector.disable-defaults',
    '--collector.textfile',
    `--collector.textfile.directory=${TOLD.mountPath}`,
    '--collector.filesystem',
    `--collector.filesystem.mount-points-include=^${mountPath}$`,
    // Whatever the volume is made of.
    '--collector.filesystem.fs-types-include=.*',
  ],
  ports: { metrics: { number: 9100, purpose: 'metrics' } },
  probes: { readiness: { check: { tcp: 'metrics' } } },
  resources: { requests: { cpu: '5m', memory: '24Mi' }, limits: { memory: '64Mi' } },
  shares: [volume, TOLD.mountPath],
});

const HOUR = 3600;
const DAY = 24 * HOUR;
/** A day, and two hours for the dump and for whatever the keeper is at. */
const LATE = 26 * HOUR;
/** Share of the volume above which there is soon no room. */
const FULL = 0.85;

/** The keeper's job of one component. */
const keeperOf = (name: string): string => `${name}-keeper`;

export function alerts(context: Context): AlertRule[] {
  const job = keeperOf(context.name);
  const places = ['local', ...(context.backups?.offsite ? ['offsite'] : [])];
  const all = (metric: keyof typeof FAMILIES | typeof ROUND, more = {}): string =>
    `${metric}${matchers({ job, ...more })}`;
  const one = (metric: keyof typeof FAMILIES, more = {}): string =>
    all(metric, { component: context.name, store: 'postgres', repository: 'local', ...more });
  const since = 'backup_repository_timestamp_seconds';
  /** Gauge that is 0 while something does not succeed. */
  const fails = (metric: keyof typeof FAMILIES, rule: Omit<AlertRule, 'expr' | 'proof'>): AlertRule => ({
    ...rule,
    expr: `${all(metric)} == 0`,
    proof: {
      fires: [{ series: one(metric), values: `1x2 0x${rule.forMinutes + 20}` }],
      silent: [{ series: one(metric), values: '1x60' }],
    },
  });
  /** The newest of something, or else the beginning, lies too long ago. */
  const old = (
    metric: keyof typeof FAMILIES,
    seconds: number,
    rule: Omit<AlertRule, 'expr' | 'proof'>,
  ): AlertRule => ({
    ...rule,
    expr: `time() - (${all(metric)} or ${all(since)}) > ${seconds}`,
    proof: {
      // Nothing has come since it was made.
      fires: [{ series: one(since), values: `-${seconds + HOUR}x${rule.forMinutes + 20}` }],
      silent: [
        { series: one(since), values: `-${10 * DAY}x60` },
        { series: one(metric), values: `-${seconds - 2 * HOUR}x60` },
      ],
    },
  });
  const told = storesOf(context).flatMap(({ store }) =>
    places.map((repository) => all(since, { component: context.name, store, repository })),
  );
  const rules: AlertRule[] = [
    targetDown(context, {
      alert: 'BackupServerDown',
      summary: `${context.name} does not answer: nothing can be saved or brought back`,
      severity: 'critical',
      forMinutes: 10,
    }),
    targetDown(context, {
      alert: 'BackupMetricsDown',
      summary: `nothing is told of the backups at ${context.name}`,
      severity: 'critical',
      forMinutes: 15,
      job,
    }),
    old('backup_snapshot_timestamp_seconds', LATE, {
      alert: 'BackupTooOld',
      forMinutes: 60,
      severity: 'critical',
      summary: '{{ $labels.store }} has no backup of the last 26 hours ({{ $labels.repository }})',
    }),
    old('backup_check_timestamp_seconds', 9 * DAY, {
      alert: 'BackupNotChecked',
      forMinutes: 60,
      severity: 'warning',
      summary:
        'the backups of {{ $labels.store }} were not found whole for 9 days ({{ $labels.repository }})',
    }),
    fails('backup_check_success', {
      alert: 'BackupDamaged',
      forMinutes: 5,
      severity: 'critical',
      summary: 'the backups of {{ $labels.store }} are damaged or cannot be read ({{ $labels.repository }})',
    }),
    fails('backup_forget_success', {
      alert: 'BackupNotTidied',
      forMinutes: 60,
      severity: 'warning',
      summary: 'old backups of {{ $labels.store }} cannot be removed ({{ $labels.repository }})',
    }),
    {
      alert: 'BackupRefused',
      expr: `${all('backup_snapshots_refused')} > 0`,
      forMinutes: 5,
      severity: 'warning',
      summary:
        'snapshots of {{ $labels.store }} cannot be read, or say a time that had not come ({{ $labels.repository }})',
      proof: {
        fires: [{ series: one('backup_snapshots_refused'), values: '0x2 1x60' }],
        silent: [{ series: one('backup_snapshots_refused'), values: '0x60' }],
      },
    },
    {
      alert: 'BackupShrunk',
      expr: `${all('backup_snapshot_bytes')} < 0.5 * max_over_time(${all('backup_snapshot_bytes')}[3d])`,
      forMinutes: 5,
      severity: 'warning',
      summary:
        'the newest backup of {{ $labels.store }} is less than half of one before it ({{ $labels.repository }})',
      proof: {
        fires: [{ series: one('backup_snapshot_bytes'), values: '1000x5 400x60' }],
        silent: [{ series: one('backup_snapshot_bytes'), values: '1000x5 900x60' }],
      },
    },
    nearlyFull(context, job),
    {
      alert: 'BackupKeeperStuck',
      expr: `time() - ${all(ROUND)} > ${6 * HOUR}`,
      forMinutes: 15,
      severity: 'critical',
      summary: `the keeper of ${context.name} has not looked after all stores for 6 hours`,
      proof: {
        fires: [{ series: all(ROUND, { component: context.name }), values: `-${7 * HOUR}x60` }],
        silent: [{ series: all(ROUND, { component: context.name }), values: '0+60x60' }],
      },
    },
    goMemoryHigh(context),
  ];
  if (told.length > 0) {
    rules.push({
      alert: 'BackupUnknown',
      expr: told.map((series) => `absent(${series})`).join(' or '),
      forMinutes: 60,
      severity: 'critical',
      summary: 'nothing is known of the backups of {{ $labels.store }} ({{ $labels.repository }})',
      proof: {
        // The last one is missing.
        fires: told.slice(0, -1).map((series) => ({ series, values: '1x90' })),
        silent: told.map((series) => ({ series, values: '1x60' })),
      },
    });
  }
  if (context.backups?.offsite) {
    rules.push(
      fails('backup_copy_success', {
        alert: 'BackupNotCopied',
        forMinutes: 60,
        severity: 'warning',
        summary: 'backups of {{ $labels.store }} cannot be copied to the other place',
      }),
    );
  }
  return rules;
}

/** The file system, which may be larger than what was claimed of it, or what was claimed. */
function nearlyFull(context: Context, job: string): AlertRule {
  const claimed = context.volumeSize('data') * 1024 * 1024;
  const disk = (metric: string, more = {}): string =>
    `node_filesystem_${metric}_bytes${matchers({ job, ...more })}`;
  const used = (more = {}): string => `backup_size_bytes${matchers({ job, repository: 'local', ...more })}`;
  const labels = { component: context.name };
  return {
    alert: 'BackupVolumeNearlyFull',
    expr:
      `max by (component, job) (1 - ${disk('avail')} / ${disk('size')}) > ${FULL} ` +
      `or sum by (component, job) (${used()}) > ${Math.round(claimed * FULL)}`,
    forMinutes: 15,
    severity: 'warning',
    summary: `the volume of ${context.name} is more than 85 % full: soon nothing can be saved`,
    proof: {
      fires: [
        { series: disk('avail', labels), values: '10x60' },
        { series: disk('size', labels), values: '100x60' },
      ],
      silent: [
        { series: disk('avail', labels), values: '40x60' },
        { series: disk('size', labels), values: '100x60' },
        { series: used({ ...labels, store: 'postgres' }), values: `${Math.round(claimed / 2)}x60` },
      ],
    },
  };
}

export function dashboard(components: readonly string[]): Dashboard {
  const job = jobs(components.map(keeperOf));
  const legend = '{{store}} {{repository}}';
  return {
    id: 'backups',
    title: 'Backups',
    panels: [
      panel('Age of the newest good snapshot', 's', {
        [legend]: `time() - backup_snapshot_timestamp_seconds{${job}}`,
      }),
      panel('What the newest snapshot holds', 'bytes', {
        '{{store}}': `backup_snapshot_bytes{${job},repository="local"}`,
      }),
      panel('Size on the volume', 'bytes', { '{{store}}': `backup_size_bytes{${job}}` }),
      panel('Free room', 'percentunit', {
        '{{component}}': `min by (component) (node_filesystem_avail_bytes{${job}} / node_filesystem_size_bytes{${job}})`,
      }),
      panel('Good snapshots', 'short', { [legend]: `backup_snapshots{${job}}` }),
      panel('Last found whole', 's', { [legend]: `time() - backup_check_timestamp_seconds{${job}}` }),
      panel('Through the server', 'Bps', {
        '{{user}} written': `sum by (user) (rate(rest_server_blob_write_bytes_total{${jobs(components)}}[5m]))`,
        '{{user}} read': `sum by (user) (rate(rest_server_blob_read_bytes_total{${jobs(components)}}[5m]))`,
      }),
      ...goPanels(components),
    ],
  };
}
