/** What is watched of a MinIO: its own figures of the whole cluster, version 2. */
import type { Context } from '../../model/context';
import type { AlertRule, Dashboard } from '../../model/observability';
import { jobs } from '../../model/promql';
import { targetDown } from './alerts';

/** Source: MinIO, docs/metrics/prometheus/list.md, cluster metrics. */
export const EMITS = [
  'minio_cluster_capacity_usable_free_bytes',
  'minio_cluster_capacity_usable_total_bytes',
  'minio_s3_requests_5xx_errors_total',
  'minio_s3_requests_total',
  'minio_s3_traffic_received_bytes',
  'minio_s3_traffic_sent_bytes',
];

export function alerts(context: Context): AlertRule[] {
  const series = (metric: string): string => `minio_cluster_capacity_usable_${metric}{job="${context.name}"}`;
  return [
    targetDown(context, {
      alert: 'MinioDown',
      summary: `${context.name} does not answer`,
      severity: 'critical',
      forMinutes: 2,
    }),
    {
      alert: 'MinioDiskLow',
      expr: `${series('free_bytes')} / ${series('total_bytes')} < 0.1`,
      forMinutes: 10,
      severity: 'critical',
      summary: `the volume of ${context.name} has less than 10 % free`,
      proof: {
        fires: [
          { series: series('free_bytes'), values: '5x60' },
          { series: series('total_bytes'), values: '100x60' },
        ],
        silent: [
          { series: series('free_bytes'), values: '50x60' },
          { series: series('total_bytes'), values: '100x60' },
        ],
      },
    },
  ];
}

export function dashboard(components: readonly string[]): Dashboard {
  const job = jobs(components);
  return {
    id: 'minio',
    title: 'MinIO',
    panels: [
      {
        title: 'Requests',
        unit: 'reqps',
        queries: [
          { expr: `sum by (component, api) (rate(minio_s3_requests_total{${job}}[5m]))`, legend: '{{api}}' },
        ],
      },
      {
        title: 'Server errors',
        unit: 'reqps',
        queries: [
          {
            expr: `sum by (component, api) (rate(minio_s3_requests_5xx_errors_total{${job}}[5m]))`,
            legend: '{{api}}',
          },
        ],
      },
      {
        title: 'Free space',
        unit: 'bytes',
        queries: [{ expr: `minio_cluster_capacity_usable_free_bytes{${job}}`, legend: '{{component}}' }],
      },
      {
        title: 'Traffic',
        unit: 'Bps',
        queries: [
          { expr: `rate(minio_s3_traffic_received_bytes{${job}}[5m])`, legend: '{{component}} in' },
          { expr: `rate(minio_s3_traffic_sent_bytes{${job}}[5m])`, legend: '{{component}} out' },
        ],
      },
    ],
  };
}
