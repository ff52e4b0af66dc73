/** A NestJS program that answers HTTP, with prom-client metrics and health pages. */
import type { Definition } from '../model/component';
import type { Traffic } from '../model/traffic';
import { memoryHigh, targetDown } from './parts/alerts';
import { HTTP_METRICS, httpAlerts, httpDashboard } from './parts/http-watch';
import { logFolder, logFollower } from './parts/log-file';
import {
  heapLimit,
  NODE_METRICS,
  NODE_USER,
  type ProgramOptions,
  pagesToldOf,
  startsMigrated,
  TEMPORARY,
  type WatchedOptions,
} from './parts/node';

export interface NestjsOptions extends ProgramOptions, WatchedOptions {
  readonly port: number;
  /** Page that says the process lives; asks nothing of others. */
  readonly liveness: string;
  /** Page that says requests may come. */
  readonly readiness: string;
  /** Full path, with the program's global prefix where it is not left out of that. @default /metrics */
  readonly metrics?: string;
  /** Variable → component whose public address it is told, where it asks that one from outside. @default none */
  readonly addresses?: Readonly<Record<string, string>>;
  /** How its clients' requests are treated on the way. @default passed on as they are */
  readonly traffic?: Traffic;
  /** Name of the alert when it does not answer. @default TargetDown */
  readonly downAlert?: string;
}

export function nestjs(options: NestjsOptions): Definition {
  const { image, description, port, resources, replicas, scaling, secrets, emits = [], logFile } = options;
  return {
    technology: 'nestjs',
    tier: 'app',
    description,
    image,
    workload: 'Deployment',
    identity: NODE_USER,
    replicas,
    scaling,
    ports: { http: { number: port, purpose: 'HTTP API and metrics' } },
    resources,
    probes: {
      startup: { check: { http: options.liveness, port: 'http' }, period: 5, failures: 30 },
      readiness: { check: { http: options.readiness, port: 'http' } },
      liveness: { check: { http: options.liveness, port: 'http' }, failures: 6 },
    },
    // Ten seconds for the gateway to forget the pod, the rest for open requests to end.
    shutdown: { grace: 45, preStop: 10 },
    startsWhen: startsMigrated(options).startsWhen,
    env: { NODE_ENV: 'production', PORT: String(port), ...options.env },
    secrets,
    traffic: options.traffic,
    scratch: [TEMPORARY, ...(logFile ? [logFolder(logFile)] : []), ...(options.writable ?? [])],
    metrics: [
      {
        port: 'http',
        path: options.metrics ?? '/metrics',
        emits: [...NODE_METRICS, ...HTTP_METRICS, ...emits],
      },
    ],
    alerts: (context) => [
      targetDown(context, {
        alert: options.downAlert ?? 'TargetDown',
        summary: `${context.name} does not answer`,
        severity: 'critical',
        forMinutes: 2,
      }),
      memoryHigh(context, { metric: 'process_resident_memory_bytes' }),
      ...httpAlerts(context),
    ],
    dashboard: (components) => httpDashboard('nestjs', 'NestJS', components),
    configure: (context) => ({
      env: { NODE_OPTIONS: heapLimit(context.memoryLimit), ...pagesToldOf(options.addresses, context) },
      files: startsMigrated(options).files,
      sidecars: logFile ? [logFollower(logFile)] : [],
    }),
  };
}
