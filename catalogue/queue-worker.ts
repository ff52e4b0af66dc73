/** A Node.js program that works off a message queue and answers nothing but scrapes. */
import type { Definition } from '../model/component';
import { memoryHigh, targetDown } from './parts/alerts';
import { processPanels } from './parts/http-watch';
import { heapLimit, NODE_METRICS, NODE_USER, type ProgramOptions, TEMPORARY } from './parts/node';

export interface QueueWorkerOptions extends ProgramOptions {
  readonly command: readonly string[];
  /** Queue it reads; told to the program as `QUEUE_NAME`. */
  readonly queue: string;
  readonly metricsPort: number;
  /** Seconds the longest job may take: a pod that is asked to end finishes it first. @default 60 */
  readonly longestJob?: number;
}

export function queueWorker(options: QueueWorkerOptions): Definition {
  const { image, description, command, resources, replicas, scaling, secrets, metricsPort } = options;
  const alive = { check: { http: '/metrics', port: 'metrics' } };
  return {
    technology: 'queue-worker',
    tier: 'app',
    description,
    image,
    workload: 'Deployment',
    identity: NODE_USER,
    replicas,
    scaling,
    ports: { metrics: { number: metricsPort, purpose: 'metrics' } },
    resources,
    probes: {
      startup: { ...alive, period: 5, failures: 30 },
      readiness: alive,
      liveness: { ...alive, period: 20, failures: 6 },
    },
    shutdown: { grace: (options.longestJob ?? 60) + 15 },
    command,
    env: {
      NODE_ENV: 'production',
      METRICS_PORT: String(metricsPort),
      QUEUE_NAME: options.queue,
      ...options.env,
    },
    secrets,
    scratch: [TEMPORARY, ...(options.writable ?? [])],
    metrics: [{ port: 'metrics', path: '/metrics', emits: NODE_METRICS }],
    alerts: (context) => [
      targetDown(context, {
        alert: 'WorkerDown',
        summary: `${context.name} does not answer, so queue ${options.queue} waits`,
        severity: 'critical',
        forMinutes: 5,
      }),
      memoryHigh(context, { metric: 'process_resident_memory_bytes' }),
    ],
    dashboard: (components) => ({
      id: 'queue-worker',
      title: 'Queue workers',
      panels: processPanels(components),
    }),
    configure: ({ memoryLimit }) => ({ env: { NODE_OPTIONS: heapLimit(memoryLimit) } }),
  };
}
