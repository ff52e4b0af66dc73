/**
 * What is watched of a FastAPI program. Source: prometheus-fastapi-instrumentator 8, its README: `http_requests_total`
 * has the class of the status (`2xx`), the histograms have none; prometheus_client's process collector.
 */
import type { Context } from '../../model/context';
import type { AlertRule, Dashboard, Series } from '../../model/observability';
import { jobs, panel } from '../../model/promql';
import { type Answers, errorRatio } from './http-watch';

const REQUESTS = 'http_requests_total';
/** Without labels, and with many buckets; `http_request_duration_seconds`, which has labels, has three. */
const DURATION = 'http_request_duration_highr_seconds';

export const FASTAPI_METRICS = [
  REQUESTS,
  DURATION,
  'process_cpu_seconds_total',
  'process_resident_memory_bytes',
] as const;

/** The class of the status, and no more. */
const ANSWERS: Answers = { metric: REQUESTS, label: 'status', good: '2xx', bad: '5xx', allBad: '="5xx"' };

export function fastapiAlerts(context: Context): AlertRule[] {
  const { name, canaryOf, environment, system } = context;
  return [
    errorRatio(context, ANSWERS),
    ...(canaryOf === undefined ? [] : canaryAlerts(name, canaryOf, `${system}/${environment}`)),
  ];
}

/** A next version that is worse than the one beside it, whatever both have to bear. */
function canaryAlerts(canary: string, stable: string, environment: string): AlertRule[] {
  const errors = (job: string): string =>
    `sum(rate(${REQUESTS}{job="${job}",status="5xx"}[10m])) / sum(rate(${REQUESTS}{job="${job}"}[10m]))`;
  const p95 = (job: string): string =>
    `histogram_quantile(0.95, sum by (le) (rate(${DURATION}_bucket{job="${job}"}[10m])))`;
  const answers = (job: string, good: number, bad: number): Series[] => [
    { series: `${REQUESTS}{job="${job}",status="2xx"}`, values: `0+${good}x60` },
    { series: `${REQUESTS}{job="${job}",status="5xx"}`, values: `0+${bad}x60` },
  ];
  const durations = (job: string, fast: number): Series[] =>
    Object.entries({ '0.5': fast, '5': 100, '+Inf': 100 }).map(([le, count]) => ({
      series: `${DURATION}_bucket{job="${job}",le="${le}"}`,
      values: `0+${count}x60`,
    }));
  const cure = `take '${stable}' out of 'canary' of ${environment} again`;
  return [
    {
      alert: 'CanaryFailsMore',
      expr: `${errors(canary)} > 0.01 + 2 * (${errors(stable)} or vector(0))`,
      forMinutes: 5,
      severity: 'critical',
      summary: `the next version of ${stable} fails more often than the one before: ${cure}`,
      proof: {
        fires: [...answers(stable, 990, 10), ...answers(canary, 90, 10)],
        silent: [...answers(stable, 900, 100), ...answers(canary, 90, 10)],
      },
    },
    {
      alert: 'CanarySlower',
      expr: `${p95(canary)} > 0.5 + 1.5 * ${p95(stable)}`,
      forMinutes: 10,
      severity: 'warning',
      summary: `the next version of ${stable} is slower than the one before: ${cure}`,
      proof: {
        fires: [...durations(stable, 99), ...durations(canary, 10)],
        silent: [...durations(stable, 10), ...durations(canary, 10)],
      },
    },
  ];
}

export function fastapiDashboard(components: readonly string[]): Dashboard {
  const job = jobs(components);
  const quantile = (q: number): string =>
    `histogram_quantile(${q}, sum by (component, le) (rate(${DURATION}_bucket{${job}}[5m])))`;
  return {
    id: 'fastapi',
    title: 'FastAPI',
    panels: [
      panel('Requests', 'reqps', {
        '{{component}} {{status}}': `sum by (component, status) (rate(${REQUESTS}{${job}}[5m]))`,
      }),
      panel('Server errors', 'percentunit', {
        '{{component}}':
          `sum by (component) (rate(${REQUESTS}{${job},status="5xx"}[5m])) / ` +
          `sum by (component) (rate(${REQUESTS}{${job}}[5m]))`,
      }),
      panel('Latency, whole answers', 's', {
        '{{component}} p50': quantile(0.5),
        '{{component}} p95': quantile(0.95),
        '{{component}} p99': quantile(0.99),
      }),
      panel('Resident memory', 'bytes', {
        '{{component}} {{instance}}': `process_resident_memory_bytes{${job}}`,
      }),
      panel('Processor', 'short', {
        '{{component}} {{instance}}': `rate(process_cpu_seconds_total{${job}}[5m])`,
      }),
    ],
  };
}
