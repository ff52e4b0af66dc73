/**
 * A Wasp product's server (Node.js, Express, Prisma), and the work on its database before a new version starts.
 *
 * Source: wasp-lang/wasp, waspc/data/Generator/templates: Dockerfile (folders, entry point) and server/package.json
 * (scripts).
 */
import type { Definition } from '../model/component';
import { heapLimit, NODE_USER, type ProgramOptions } from './parts/node';
import { APPLIED_SCRIPT, applied } from './parts/prisma';

export interface WaspServerOptions extends ProgramOptions {
  readonly port: number;
  /** Page that answers while the process lives. */
  readonly health: string;
  /** Component that serves the pages; its address is whom the server lets call it. */
  readonly client: string;
}

/** Where the image has its program, and beside it schema and migrations. */
const MIGRATIONS = '/app/.wasp/build/db/migrations';

/** What npm and Prisma would write, or ask the internet. */
const QUIET = {
  NODE_ENV: 'production',
  HOME: '/tmp',
  npm_config_cache: '/tmp/.npm',
  npm_config_update_notifier: 'false',
  CHECKPOINT_DISABLE: '1',
};

export function waspServer(options: WaspServerOptions): Definition {
  const { image, description, port, resources, replicas, scaling, secrets } = options;
  const health = { check: { http: options.health, port: 'http' } };
  return {
    technology: 'wasp-server',
    tier: 'app',
    description,
    image,
    workload: 'Deployment',
    identity: NODE_USER,
    replicas,
    scaling,
    ports: { http: { number: port, purpose: 'HTTP API and WebSocket' } },
    resources,
    probes: {
      startup: { ...health, period: 5, failures: 60 },
      readiness: health,
      liveness: { ...health, period: 20, failures: 6 },
    },
    // Ten seconds for the gateway to forget the pod, the rest for open requests to end.
    shutdown: { grace: 45, preStop: 10 },
    // The image's own start would migrate first, each pod for itself.
    command: ['npm', 'run', 'start'],
    startsWhen: { command: ['node', APPLIED_SCRIPT], env: ['DATABASE_URL'], files: [APPLIED_SCRIPT] },
    env: { ...QUIET, PORT: String(port), ...options.env },
    secrets,
    scratch: [{ mountPath: '/tmp', size: '256Mi' }],
    configure: (context) => {
      const address = ([host]: readonly string[], variable: string) =>
        host === undefined ? {} : { [variable]: `https://${host}` };
      return {
        env: {
          NODE_OPTIONS: heapLimit(context.memoryLimit),
          // Errors are told apart by the version and place they come from.
          SENTRY_RELEASE: context.version,
          SENTRY_ENVIRONMENT: context.environment,
          ...address(context.hosts, 'WASP_SERVER_URL'),
          ...address(context.hostsOf(options.client), 'WASP_WEB_CLIENT_URL'),
        },
        files: [applied(MIGRATIONS)],
      };
    },
  };
}

export type WaspJobOptions = Pick<ProgramOptions, 'image' | 'description' | 'env'> & {
  /** @default 50m and 192Mi, at most 512Mi: Prisma's engine beside Node.js */
  readonly resources?: ProgramOptions['resources'];
};

/** Brings the database to the schema of the image. Prisma locks it meanwhile, so two at once do nothing twice. */
export const waspMigrations = (options: WaspJobOptions): Definition =>
  waspJob({ ...options, technology: 'wasp-migrations', command: ['npm', 'run', 'db-migrate-prod'] });

/** Puts first data into the database; it must be fit to run again. */
export const waspSeed = (options: WaspJobOptions): Definition =>
  waspJob({ ...options, technology: 'wasp-seed', command: ['npx', '--no-install', 'prisma', 'db', 'seed'] });

const waspJob = (
  options: WaspJobOptions & { readonly technology: string; readonly command: readonly string[] },
): Definition => ({
  technology: options.technology,
  tier: 'app',
  description: options.description,
  image: options.image,
  workload: 'Job',
  identity: NODE_USER,
  ports: {},
  resources: options.resources ?? {
    requests: { cpu: '50m', memory: '192Mi' },
    limits: { memory: '512Mi' },
  },
  shutdown: { grace: 30 },
  command: options.command,
  env: { ...QUIET, ...options.env },
  scratch: [{ mountPath: '/tmp', size: '64Mi' }],
});
