/**
 * What is watched of a program that answers HTTP: the histogram `http_request_duration_seconds` with the
 * label `status_code`, which prom-client's usual middlewares for Node.js programs make.
 */
import type { Context } from '../../model/context';
import type { AlertRule, Dashboard } from '../../model/observability';
import { jobs } from '../../model/promql';

const METRIC = 'http_request_duration_seconds';
/** A convention, not an exporter: the product's own program must make it. */
export const HTTP_METRICS = [METRIC] as const;

/** Figures of the monitoring requirements: errors above 1 %, p95 above 0.5 s and above 2 s. */
const ERROR_RATIO = 0.01;
const P95 = { warning: 0.5, critical: 2 } as const;

const bucket = (job: string, le: string): string =>
  `${METRIC}_bucket{job="${job}",le="${le}",status_code="200"}`;

const ANSWERS: Answers = {
  metric: `${METRIC}_count`,
  label: 'status_code',
  good: '200',
  bad: '500',
  allBad: '=~"5.."',
};

export const httpAlerts = (context: Context): AlertRule[] => [
  errorRatio(context, ANSWERS),
  latency(context, 'warning', 'HttpLatencyHigh'),
  latency(context, 'critical', 'HttpLatencyVeryHigh'),
];

/** How a counter of answers tells which of them are the program's own failures. */
export interface Answers {
  readonly metric: string;
  readonly label: string;
  /** What the label says of an answer that is fine, of one that is not, and of all such: `=~"5.."`. */
  readonly good: string;
  readonly bad: string;
  readonly allBad: string;
}

/** Errors above 1 %. */
export function errorRatio({ name }: Context, { metric, label, good, bad, allBad }: Answers): AlertRule {
  const count = (value: string): string => `${metric}{job="${name}",${label}="${value}"}`;
  return {
    alert: 'HttpErrorRatioHigh',
    expr:
      `sum by (job) (rate(${metric}{job="${name}",${label}${allBad}}[5m])) / ` +
      `sum by (job) (rate(${metric}{job="${name}"}[5m])) > ${ERROR_RATIO}`,
    forMinutes: 5,
    severity: 'critical',
    summary: `more than 1 % of the answers of ${name} are server errors`,
    proof: {
      fires: [
        { series: count(good), values: '0+950x60' },
        { series: count(bad), values: '0+50x60' },
      ],
      silent: [
        { series: count(good), values: '0+995x60' },
        { series: count(bad), values: '0+5x60' },
      ],
    },
  };
}

/** 95 of 100 requests are faster than the limit in `silent`, and slower in `fires`. */
function latency({ name }: Context, severity: 'warning' | 'critical', alert: string): AlertRule {
  const limit = P95[severity];
  const story = (fast: number) => [
    { series: bucket(name, String(limit / 2)), values: `0+${fast}x60` },
    { series: bucket(name, String(limit * 2)), values: '0+100x60' },
    { series: bucket(name, '+Inf'), values: '0+100x60' },
  ];
  return {
    alert,
    expr: `histogram_quantile(0.95, sum by (job, le) (rate(${METRIC}_bucket{job="${name}"}[5m]))) > ${limit}`,
    forMinutes: 5,
    severity,
    summary: `5 % of the requests to ${name} take longer than ${limit} s`,
    proof: { fires: story(10), silent: story(99) },
  };
}

/** @param id of the dashboard @param title of it */
export function httpDashboard(id: string, title: string, components: readonly string[]): Dashboard {
  const job = jobs(components);
  const quantile = (q: number): string =>
    `histogram_quantile(${q}, sum by (component, le) (rate(${METRIC}_bucket{${job}}[5m])))`;
  return {
    id,
    title,
    panels: [
      {
        title: 'Requests',
        unit: 'reqps',
        queries: [
          {
            expr: `sum by (component, status_code) (rate(${METRIC}_count{${job}}[5m]))`,
            legend: '{{component}} {{status_code}}',
          },
        ],
      },
      {
        title: 'Server errors',
        unit: 'percentunit',
        queries: [
          {
            expr:
              `sum by (component) (rate(${METRIC}_count{${job},status_code=~"5.."}[5m])) / ` +
              `sum by (component) (rate(${METRIC}_count{${job}}[5m]))`,
            legend: '{{component}}',
          },
        ],
      },
      {
        title: 'Latency',
        unit: 's',
        queries: [0.5, 0.95, 0.99].map((q) => ({ expr: quantile(q), legend: `{{component}} p${q * 100}` })),
      },
      ...processPanels(components),
    ],
  };
}

/** What prom-client tells of every Node.js process. */
export function processPanels(components: readonly string[]): Dashboard['panels'] {
  const job = jobs(components);
  return [
    {
      title: 'Resident memory',
      unit: 'bytes',
      queries: [{ expr: `process_resident_memory_bytes{${job}}`, legend: '{{component}} {{instance}}' }],
    },
    {
      title: 'Processor',
      unit: 'short',
      queries: [
        { expr: `rate(process_cpu_seconds_total{${job}}[5m])`, legend: '{{component}} {{instance}}' },
      ],
    },
    {
      title: 'Event loop lag',
      unit: 's',
      queries: [{ expr: `nodejs_eventloop_lag_p99_seconds{${job}}`, legend: '{{component}} {{instance}}' }],
    },
  ];
}
