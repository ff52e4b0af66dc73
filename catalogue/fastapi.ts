/** A FastAPI program under Uvicorn, with the metrics of prometheus-fastapi-instrumentator on the same port. */
import type { Definition } from '../model/component';
import type { Device } from '../model/device';
import type { TokenRule } from '../model/tokens';
import type { Traffic } from '../model/traffic';
import { memoryHigh, targetDown } from './parts/alerts';
import { FASTAPI_METRICS, fastapiAlerts, fastapiDashboard } from './parts/fastapi-watch';
import { type ProgramOptions, TEMPORARY } from './parts/node';

export interface FastapiOptions extends Omit<ProgramOptions, 'migrations'> {
  /** @default 8000, Uvicorn's own */
  readonly port?: number;
  /** Module and variable of the application. @default app.main:app */
  readonly app?: string;
  /** Page that says the process lives; asks nothing of others. @default /health */
  readonly liveness?: string;
  /** Page that says requests may come. @default `liveness` */
  readonly readiness?: string;
  /** @default app */
  readonly tier?: 'app' | 'ai';
  /** @default the processor alone */
  readonly device?: Device;
  /** User and group of the image. @default 1000 and 1000 */
  readonly identity?: Definition['identity'];
  /** Metric families of its own, beside those of its kind. @default none */
  readonly emits?: readonly string[];
  /** Seconds that the longest answer takes, streams included; a pod that ends lets it come to its end. @default 30 */
  readonly longestAnswer?: number;
  /** How its clients' requests are treated on the way. @default passed on as they are */
  readonly traffic?: Traffic;
  /** Its requests carry a token. @default nobody looks */
  readonly tokens?: TokenRule;
  /** Name of the alert when it does not answer. @default TargetDown */
  readonly downAlert?: string;
}

/** Seconds for the gateway to forget a pod that ends. */
const FORGETTING = 10;

export function fastapi(options: FastapiOptions): Definition {
  const { image, description, port = 8000, liveness = '/health', longestAnswer = 30 } = options;
  return {
    technology: 'fastapi',
    tier: options.tier ?? 'app',
    description,
    image,
    workload: 'Deployment',
    identity: options.identity ?? { user: 1000, group: 1000 },
    replicas: options.replicas,
    scaling: options.scaling,
    ports: { http: { number: port, purpose: 'HTTP API and metrics' } },
    resources: options.resources,
    device: options.device,
    probes: {
      startup: { check: { http: liveness, port: 'http' }, period: 5, failures: 30 },
      readiness: { check: { http: options.readiness ?? liveness, port: 'http' } },
      liveness: { check: { http: liveness, port: 'http' }, failures: 6 },
    },
    shutdown: { grace: FORGETTING + longestAnswer + 5, preStop: FORGETTING },
    // One process a pod: the metrics of several would each tell of themselves alone. The sender's word about the client
    // counts from whoever may come at all, which the network policies say (uvicorn.org, deployment, proxies).
    command: ['uvicorn', options.app ?? 'app.main:app'],
    args: [
      '--host=0.0.0.0',
      `--port=${port}`,
      '--workers=1',
      '--proxy-headers',
      '--forwarded-allow-ips=*',
      `--timeout-graceful-shutdown=${longestAnswer}`,
    ],
    env: {
      HOME: '/tmp',
      // The root file system is read-only, so byte code has nowhere to go.
      PYTHONDONTWRITEBYTECODE: '1',
      PYTHONUNBUFFERED: '1',
      ...options.env,
    },
    secrets: options.secrets,
    traffic: options.traffic,
    tokens: options.tokens,
    scratch: [TEMPORARY, ...(options.writable ?? [])],
    metrics: [{ port: 'http', path: '/metrics', emits: [...FASTAPI_METRICS, ...(options.emits ?? [])] }],
    alerts: (context) => [
      targetDown(context, {
        alert: options.downAlert ?? 'TargetDown',
        summary: `${context.name} does not answer`,
        severity: 'critical',
        forMinutes: 2,
      }),
      memoryHigh(context, { metric: 'process_resident_memory_bytes' }),
      ...fastapiAlerts(context),
    ],
    dashboard: (components) => fastapiDashboard(components),
  };
}
