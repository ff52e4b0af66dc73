/** What a program tells of itself, by the names of the usual libraries of its kind. */
import { monitorEventLoopDelay } from 'node:perf_hooks';

const lag = monitorEventLoopDelay();
lag.enable();
const answered = { count: 0, seconds: 0 };

/** Counts an answer. */
export function countAnswer(seconds: number): void {
  answered.count += 1;
  answered.seconds += seconds;
}

/** prom-client's, and those of who counts requests by it. */
const NODE = () => [
  `nodejs_eventloop_lag_p99_seconds ${lag.percentile(99) / 1e9}`,
  '# TYPE http_request_duration_seconds histogram',
  `http_request_duration_seconds_bucket{le="+Inf",status_code="200"} ${answered.count}`,
  `http_request_duration_seconds_sum{status_code="200"} ${answered.seconds}`,
  `http_request_duration_seconds_count{status_code="200"} ${answered.count}`,
];

/** prometheus-fastapi-instrumentator's. */
const FASTAPI = () => [
  '# TYPE http_requests_total counter',
  ...['2xx', '5xx'].map(
    (status, index) => `http_requests_total{status="${status}"} ${index ? 0 : answered.count}`,
  ),
  '# TYPE http_request_duration_highr_seconds histogram',
  `http_request_duration_highr_seconds_bucket{le="+Inf"} ${answered.count}`,
  `http_request_duration_highr_seconds_sum ${answered.seconds}`,
  `http_request_duration_highr_seconds_count ${answered.count}`,
];

/** @param kind of program. @default Node.js's @param emits families of the product's own */
export const measures = (kind: string | undefined, emits: readonly string[]): string[] => [
  `process_resident_memory_bytes ${process.memoryUsage().rss}`,
  `process_cpu_seconds_total ${process.cpuUsage().user / 1e6}`,
  ...(kind === 'fastapi' ? FASTAPI() : NODE()),
  ...emits.map((name) => `${name} 0`),
];
