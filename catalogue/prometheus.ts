/** Prometheus: reads the metrics of the whole system and judges its alert rules. */
import type { Definition } from '../model/component';
import type { Context } from '../model/context';
import type { AlertRule, Dashboard } from '../model/observability';
import { jobs, panel } from '../model/promql';
import type { Bytes } from '../model/units';
import { counterRises, goMemoryHigh } from './parts/alerts';
import { GO_METRICS, goPanels } from './parts/go';
import { CONFIG_FILE, mainConfig, RULES_FILE, rulesConfig, secretFiles } from './parts/prometheus-config';
import { urlOf } from './parts/url';

/** Source: Prometheus 3.15, tsdb/db.go, tsdb/head.go, tsdb/wlog/wlog.go, rules/group.go, notifier/metric.go. */
const EMITS = [
  ...GO_METRICS,
  'prometheus_notifications_errors_total',
  'prometheus_rule_evaluation_failures_total',
  'prometheus_rule_group_last_duration_seconds',
  'prometheus_tsdb_compactions_failed_total',
  'prometheus_tsdb_head_samples_appended_total',
  'prometheus_tsdb_head_series',
  'prometheus_tsdb_storage_blocks_bytes',
  'prometheus_tsdb_wal_storage_size_bytes',
];

export interface PrometheusOptions {
  /** Days that samples are kept. @default 15, Prometheus' own default */
  readonly retention?: number;
  /** Size of the volume. Four fifths of it are filled at most; then the oldest samples go. @default 20Gi */
  readonly volume?: Bytes;
  /** Seconds between two scrapes of a target, and two evaluations of the rules. @default 30 */
  readonly interval?: number;
}

/** Share of the volume for samples: compaction writes a new block before it deletes the old ones. */
const VOLUME_SHARE = 0.8;

/** Reads what declares `metrics`; its alerts go to the alertmanager it has a flow to. */
export function prometheus(options: PrometheusOptions = {}): Definition {
  const { retention = 15, volume = '20Gi', interval = 30 } = options;
  return {
    technology: 'prometheus',
    tier: 'monitoring',
    description: 'Collects metrics and evaluates alert rules',
    image: { repository: 'prom/prometheus', tag: 'v3.15.0' },
    workload: 'StatefulSet',
    singleton: 'a second one would store and alert on its own, everything twice',
    identity: { user: 65534, group: 65534 },
    ports: { http: { number: 9090, purpose: 'queries and metrics' } },
    resources: { requests: { cpu: '100m', memory: '512Mi' }, limits: { memory: '1536Mi' } },
    probes: {
      // Replaying the write-ahead log of a busy server takes up to a quarter of an hour.
      startup: { check: { http: '/-/ready', port: 'http' }, failures: 90 },
      readiness: { check: { http: '/-/ready', port: 'http' } },
      liveness: { check: { http: '/-/healthy', port: 'http' } },
    },
    // It writes its last samples to disk before it ends.
    shutdown: { grace: 600 },
    volumes: { data: { mountPath: '/prometheus', size: volume } },
    backup: {
      none: 'Figures of the past days, which nothing else needs: alerts, dashboards and targets come from this repository.',
    },
    scratch: [{ mountPath: '/tmp', size: '64Mi' }],
    collects: 'metrics',
    // Source: keda.sh, scalers, Prometheus. No series is an error there, or what lost its metrics would lose its pods.
    queryTrigger: ({ host, port, tls, expr, perPod }) => ({
      type: 'prometheus',
      metadata: {
        serverAddress: urlOf({ host, port, tls }),
        query: expr,
        threshold: String(perPod),
        ignoreNullValues: 'false',
      },
    }),
    // Source: web/web.go: reload and quit, profiles; web/api/v1/api.go: deletion of series.
    privatePaths: { http: ['/-', '/api/v1/admin', '/debug'] },
    metrics: [{ port: 'http', path: '/metrics', emits: EMITS }],
    alerts,
    dashboard,
    configure: (context) => ({
      args: [
        `--config.file=${CONFIG_FILE}`,
        '--storage.tsdb.path=/prometheus',
        // Links in alerts lead here.
        ...context.hosts.slice(0, 1).map((host) => `--web.external-url=https://${host}`),
      ],
      files: [
        {
          path: CONFIG_FILE,
          content: mainConfig(context, {
            retention,
            interval,
            size: Math.floor(context.volumeSize('data') * VOLUME_SHARE),
          }),
        },
        { path: RULES_FILE, content: rulesConfig(context) },
      ],
      secretFiles: secretFiles(context),
    }),
  };
}

function alerts(context: Context): AlertRule[] {
  return [
    counterRises(context, {
      alert: 'PrometheusRuleFailures',
      metric: 'prometheus_rule_evaluation_failures_total',
      severity: 'critical',
      summary: 'Prometheus cannot evaluate some of its rules: their alerts never come',
    }),
    counterRises(context, {
      alert: 'PrometheusNotificationsFailing',
      metric: 'prometheus_notifications_errors_total',
      severity: 'critical',
      summary: 'Prometheus cannot hand its alerts to Alertmanager',
    }),
    counterRises(context, {
      alert: 'PrometheusCompactionsFailing',
      metric: 'prometheus_tsdb_compactions_failed_total',
      severity: 'warning',
      // Compaction runs every two hours, so a window of minutes would forget it before it fires.
      windowMinutes: 180,
      summary: 'Prometheus cannot compact its samples: the volume is full or damaged',
    }),
    goMemoryHigh(context),
  ];
}

function dashboard(components: readonly string[]): Dashboard {
  const job = jobs(components);
  return {
    id: 'prometheus',
    title: 'Prometheus',
    panels: [
      panel('Targets that answer (1) or not (0)', 'short', { '{{job}}': 'min by (job) (up)' }),
      panel('Slowest scrapes', 's', { '{{job}}': 'topk(10, max by (job) (scrape_duration_seconds))' }),
      panel('Series in memory', 'short', { '{{job}}': `prometheus_tsdb_head_series{${job}}` }),
      panel('Samples stored', 'cps', {
        '{{job}}': `rate(prometheus_tsdb_head_samples_appended_total{${job}}[5m])`,
      }),
      panel('Disk', 'bytes', {
        '{{job}} blocks': `prometheus_tsdb_storage_blocks_bytes{${job}}`,
        '{{job}} write-ahead log': `prometheus_tsdb_wal_storage_size_bytes{${job}}`,
      }),
      panel('Rule evaluation', 's', {
        '{{rule_group}}': `prometheus_rule_group_last_duration_seconds{${job}}`,
      }),
      ...goPanels(components),
    ],
  };
}
