/** Loki: stores the logs of the system, all its parts in one process, on one volume. */
import type { Definition } from '../model/component';
import type { Context } from '../model/context';
import type { AlertRule, Dashboard } from '../model/observability';
import { jobs, panel } from '../model/promql';
import type { Bytes } from '../model/units';
import { counterRises, goMemoryHigh, targetDown } from './parts/alerts';
import { GO_METRICS, goMemoryLimit, goPanels } from './parts/go';
import { LOKI_DATA, lokiConfig } from './parts/loki-config';

const CONFIG_FILE = '/etc/loki/loki.yaml';

/** Source: Loki 3.7, pkg/loghttp/push, pkg/validation, pkg/ingester, pkg/util/server; requests: its dskit. */
const EMITS = [
  ...GO_METRICS,
  'loki_discarded_samples_total',
  'loki_distributor_bytes_received_total',
  'loki_distributor_lines_received_total',
  'loki_ingester_memory_streams',
  'loki_panic_total',
  'loki_request_duration_seconds',
];

export interface LokiOptions {
  /** Days that logs are kept. @default 14 */
  readonly retention?: number;
  /** Size of the volume; Loki deletes by age only, so it must hold `retention` days. @default 20Gi */
  readonly volume?: Bytes;
}

/** Who writes pushes to `/loki/api/v1/push`; no accounts, the network policies keep others away. */
export function loki(options: LokiOptions = {}): Definition {
  const { retention = 14, volume = '20Gi' } = options;
  return {
    technology: 'loki',
    tier: 'logging',
    description: 'Stores logs',
    image: { repository: 'grafana/loki', tag: '3.7.7' },
    workload: 'StatefulSet',
    singleton: 'its logs lie on the volume of one pod',
    identity: { user: 10001, group: 10001 },
    ports: { http: { number: 3100, purpose: 'log writes, queries and metrics' } },
    resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '768Mi' } },
    // No shell in the image, so no commands as probes.
    probes: {
      // Replays its write-ahead log first.
      startup: { check: { http: '/ready', port: 'http' }, failures: 60 },
      readiness: { check: { http: '/ready', port: 'http' } },
      liveness: { check: { http: '/loki/api/v1/status/buildinfo', port: 'http' } },
    },
    // What is in memory is in the write-ahead log too, so it ends in seconds; an upload may be under way.
    shutdown: { grace: 120 },
    volumes: { data: { mountPath: LOKI_DATA, size: volume } },
    backup: {
      none: 'Logs of the past days. Those that a law wants kept for longer go elsewhere as they come, not into a copy of a disk.',
    },
    scratch: [{ mountPath: '/tmp', size: '64Mi' }],
    // It has no login: who asks may read, write and delete.
    privatePaths: { http: ['/'] },
    metrics: [{ port: 'http', path: '/metrics', emits: EMITS }],
    alerts,
    dashboard,
    configure: (context) => ({
      args: [`-config.file=${CONFIG_FILE}`],
      env: goMemoryLimit(context),
      files: [{ path: CONFIG_FILE, content: lokiConfig(context, retention) }],
    }),
  };
}

function alerts(context: Context): AlertRule[] {
  const job = `job="${context.name}"`;
  // While it starts it answers 503 on purpose when asked whether it is ready.
  const requests = (code: string): string =>
    `sum by (component, job) (rate(loki_request_duration_seconds_count{${job},route!="ready"${code}}[5m]))`;
  const series = (code: number): string =>
    `loki_request_duration_seconds_count{${job},status_code="${code}",route="loki_api_v1_push"}`;
  return [
    targetDown(context, {
      alert: 'LokiDown',
      severity: 'warning',
      forMinutes: 10,
      summary: 'Loki does not answer: logs wait in the collector and are lost after a while',
    }),
    {
      alert: 'LokiRequestErrors',
      expr: `${requests(',status_code=~"5.."')} / ${requests('')} > 0.1`,
      forMinutes: 15,
      severity: 'warning',
      summary: 'Loki fails more than a tenth of its requests',
      proof: {
        fires: [
          { series: series(204), values: '0+80x60' },
          { series: series(500), values: '0+20x60' },
        ],
        silent: [
          { series: series(204), values: '0+98x60' },
          { series: series(500), values: '0+2x60' },
        ],
      },
    },
    counterRises(context, {
      alert: 'LokiDiscardsLogs',
      metric: 'loki_discarded_samples_total',
      startsLate: true,
      severity: 'warning',
      forMinutes: 15,
      windowMinutes: 30,
      summary: 'Loki refuses log lines: too many at once, too long or too old',
    }),
    counterRises(context, {
      alert: 'LokiPanics',
      metric: 'loki_panic_total',
      severity: 'warning',
      summary: 'Loki ran into an error of its own while it answered a request',
    }),
    goMemoryHigh(context),
  ];
}

function dashboard(components: readonly string[]): Dashboard {
  const job = jobs(components);
  const duration = 'loki_request_duration_seconds';
  return {
    id: 'loki',
    title: 'Loki',
    panels: [
      panel('Lines received', 'cps', {
        '{{job}}': `sum by (job) (rate(loki_distributor_lines_received_total{${job}}[5m]))`,
      }),
      panel('Bytes received', 'Bps', {
        '{{job}}': `sum by (job) (rate(loki_distributor_bytes_received_total{${job}}[5m]))`,
      }),
      panel('Requests by status', 'reqps', {
        '{{status_code}}': `sum by (status_code) (rate(${duration}_count{${job}}[5m]))`,
      }),
      panel('Request duration, 95th percentile', 's', {
        '{{route}}': `histogram_quantile(0.95, sum by (route, le) (rate(${duration}_bucket{${job}}[5m])))`,
      }),
      panel('Lines refused', 'cps', {
        '{{reason}}': `sum by (reason) (rate(loki_discarded_samples_total{${job}}[5m]))`,
      }),
      panel('Streams in memory', 'short', {
        '{{job}}': `sum by (job) (loki_ingester_memory_streams{${job}})`,
      }),
      ...goPanels(components),
    ],
  };
}
