/** A Node.js program that works off message queues and answers nothing but scrapes. */
import type { Definition, Identity } from '../model/component';
import { memoryHigh, targetDown } from './parts/alerts';
import {
  BROWSER_CAVEATS,
  BROWSER_ENV,
  type Browser,
  browserScratch,
  HEAP_BESIDE_BROWSER,
  PLAYWRIGHT_USER,
} from './parts/browser';
import { processPanels } from './parts/http-watch';
import { logFolder, logFollower } from './parts/log-file';
import {
  heapLimit,
  NODE_METRICS,
  NODE_USER,
  type ProgramOptions,
  startsMigrated,
  TEMPORARY,
  type WatchedOptions,
} from './parts/node';

export interface QueueWorkerOptions extends ProgramOptions, WatchedOptions {
  readonly command: readonly string[];
  /** Queues it reads. One is told to the program as `QUEUE_NAME`; a program with several has their names itself. */
  readonly queues: readonly string[];
  readonly metricsPort: number;
  /** Page of its metrics; it says that the process lives, too. @default /metrics */
  readonly metrics?: string;
  /** Seconds the longest job may take: a pod that is asked to end finishes it first. @default 60 */
  readonly longestJob?: number;
  /** It drives Chromium, by an image made from Playwright's. @default it has no browser */
  readonly browser?: Browser;
  /** @default user 1000; with a browser that of Playwright's images */
  readonly identity?: Identity;
}

export function queueWorker(options: QueueWorkerOptions): Definition {
  const { image, description, command, resources, replicas, scaling, secrets, metricsPort } = options;
  const { queues, metrics: path = '/metrics', emits = [], logFile, browser } = options;
  const alive = { check: { http: path, port: 'metrics' } };
  return {
    technology: 'queue-worker',
    tier: 'app',
    description,
    caveats: browser && BROWSER_CAVEATS,
    image,
    workload: 'Deployment',
    identity: options.identity ?? (browser ? PLAYWRIGHT_USER : NODE_USER),
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
    startsWhen: startsMigrated(options).startsWhen,
    command,
    env: {
      NODE_ENV: 'production',
      METRICS_PORT: String(metricsPort),
      ...(queues.length === 1 ? { QUEUE_NAME: queues[0] } : {}),
      ...(browser && BROWSER_ENV),
      ...options.env,
    },
    secrets,
    scratch: [
      ...(browser ? browserScratch(browser) : [TEMPORARY]),
      ...(logFile ? [logFolder(logFile)] : []),
      ...(options.writable ?? []),
    ],
    metrics: [{ port: 'metrics', path, emits: [...NODE_METRICS, ...emits] }],
    alerts: (context) => [
      targetDown(context, {
        alert: 'WorkerDown',
        summary: `${context.name} does not answer, so ${queues.length > 1 ? 'queues' : 'queue'} ${queues.join(', ')} ${queues.length > 1 ? 'wait' : 'waits'}`,
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
    configure: ({ memoryLimit }) => ({
      env: { NODE_OPTIONS: heapLimit(memoryLimit, browser && HEAP_BESIDE_BROWSER) },
      files: startsMigrated(options).files,
      sidecars: logFile ? [logFollower(logFile)] : [],
    }),
  };
}
