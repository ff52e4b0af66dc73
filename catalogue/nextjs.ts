/**
 * A Next.js program that renders pages on the server (`output: 'standalone'`).
 *
 * What begins with `NEXT_PUBLIC_` is part of the files that browsers get, so it counts when the image is built, not
 * here. Several pods of a version that uses Server Actions need one `NEXT_SERVER_ACTIONS_ENCRYPTION_KEY` at build, too.
 * Source: nextjs.org/docs, Self-Hosting, and vercel/next.js, examples/with-docker/Dockerfile.
 */
import type { Definition, Identity } from '../model/component';
import {
  heapLimit,
  NODE_USER,
  type ProgramOptions,
  pagesToldOf,
  startsMigrated,
  TEMPORARY,
} from './parts/node';

export interface NextjsOptions extends ProgramOptions {
  readonly port: number;
  /** Page that says requests may come; asks nothing of others. @default /api/health */
  readonly health?: string;
  /** Folder of the image in which `.next` is. @default /app */
  readonly folder?: string;
  /** @default user 1000; that of Next's own Dockerfile is 1001, group 1001 */
  readonly identity?: Identity;
  /** Variable → component whose public address it is told. @default none */
  readonly addresses?: Readonly<Record<string, string>>;
}

export function nextjs(options: NextjsOptions): Definition {
  const { image, description, port, resources, replicas, scaling, secrets } = options;
  const { health = '/api/health', folder = '/app' } = options;
  const page = { check: { http: health, port: 'http' } };
  return {
    technology: 'nextjs',
    tier: 'app',
    description,
    image,
    workload: 'Deployment',
    identity: options.identity ?? NODE_USER,
    replicas,
    scaling,
    ports: { http: { number: port, purpose: 'pages' } },
    resources,
    probes: {
      startup: { ...page, period: 5, failures: 30 },
      readiness: page,
      liveness: { ...page, failures: 6 },
    },
    // Ten seconds for the gateway to forget the pod, the rest for open requests to end.
    shutdown: { grace: 45, preStop: 10 },
    startsWhen: startsMigrated(options).startsWhen,
    env: {
      NODE_ENV: 'production',
      // It would listen on the pod's name alone, which is what Kubernetes puts there.
      HOSTNAME: '0.0.0.0',
      PORT: String(port),
      NEXT_TELEMETRY_DISABLED: '1',
      ...options.env,
    },
    secrets,
    scratch: [
      TEMPORARY,
      // Images and answers of other servers. Pages that are made anew have no place, and stay in memory.
      { mountPath: `${folder}/.next/cache`, size: '256Mi' },
      ...(options.writable ?? []),
    ],
    configure: (context) => ({
      env: { NODE_OPTIONS: heapLimit(context.memoryLimit), ...pagesToldOf(options.addresses, context) },
      files: startsMigrated(options).files,
    }),
  };
}
