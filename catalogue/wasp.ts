/**
 * A Wasp product's server (Node.js, Express, Prisma), and the work on its database before a new version starts.
 *
 * Source: wasp-lang/wasp 0.18 to 0.25, waspc/data/Generator/templates: Dockerfile (folders, entry point), and in server
 * package.json (scripts), rollup.config.js, src/routes/index.js and src/dbSeed.ts; sdk/wasp/server/env.ts.
 */
import type { Definition } from '../model/component';
import type { Context } from '../model/context';
import { heapLimit, NODE_USER, type ProgramOptions, publicAddresses, TEMPORARY } from './parts/node';
import { APPLIED_SCRIPT, applied } from './parts/prisma';
import { type PrismaJobOptions, prismaJob, QUIET } from './parts/prisma-job';

export interface WaspServerOptions extends ProgramOptions {
  readonly port: number;
  /** Component that serves the pages; its address is whom the server lets call it. */
  readonly client: string;
}

/**
 * Beside the folder that the image starts in, which is `/app/.wasp/build/server` up to Wasp 0.20 and
 * `/app/.wasp/out/server` from 0.21 on.
 */
const MIGRATIONS = '../db/migrations';

export function waspServer(options: WaspServerOptions): Definition {
  const { image, description, port, resources, replicas, scaling, secrets } = options;
  // What every Wasp server answers by itself, asking nobody: a database that is away is cured by no restart.
  const alive = { check: { http: '/', port: 'http' } };
  return {
    technology: 'wasp-server',
    tier: 'app',
    description,
    image,
    workload: 'Deployment',
    identity: NODE_USER,
    replicas,
    scaling,
    // Any pod serves any client: Wasp's own opens a WebSocket at once and never polls (`transports: ['websocket']`).
    ports: { http: { number: port, purpose: 'HTTP API and WebSocket' } },
    resources,
    probes: {
      startup: { ...alive, period: 5, failures: 60 },
      readiness: alive,
      liveness: { ...alive, period: 20, failures: 6 },
    },
    // Ten seconds for the gateway to forget the pod, the rest for open requests to end.
    shutdown: { grace: 45, preStop: 10 },
    // The image's own start would migrate first, each pod for itself.
    command: ['npm', 'run', 'start'],
    startsWhen: { command: ['node', APPLIED_SCRIPT], env: ['DATABASE_URL'], files: [APPLIED_SCRIPT] },
    env: { ...QUIET, PORT: String(port), ...options.env },
    secrets,
    scratch: [TEMPORARY, ...(options.writable ?? [])],
    configure: (context) => ({
      env: {
        NODE_OPTIONS: heapLimit(context.memoryLimit),
        // Errors are told apart by the version and place they come from.
        SENTRY_RELEASE: context.version,
        SENTRY_ENVIRONMENT: context.environment,
        ...addresses(context.hosts, context.hostsOf(options.client)),
      },
      files: [applied(MIGRATIONS)],
    }),
  };
}

/** Addresses that Wasp's code asks for wherever it runs. */
const addresses = (server: Context['hosts'], client: Context['hosts']): Record<string, string> =>
  publicAddresses({ WASP_SERVER_URL: server, WASP_WEB_CLIENT_URL: client });

/** Brings the database to the schema of the image. Prisma locks it meanwhile, so two at once do nothing twice. */
export const waspMigrations = (options: PrismaJobOptions): Definition =>
  prismaJob({ ...options, technology: 'wasp-migrations', command: ['npm', 'run', 'db-migrate-prod'] });

export type WaspSeedOptions = PrismaJobOptions & {
  /** Name of the function in `db.seeds` of the product's main.wasp. */
  readonly seed: string;
  /** Components that are the server and its pages, for their public addresses. */
  readonly server: string;
  readonly client: string;
};

/**
 * Puts first data into the database; it must be fit to run again.
 *
 * The image has `bundle/dbSeed.js` from its build, if main.wasp declares a seed; without one the Job fails. Its script
 * `db-seed` would bundle anew, from sources that are not there. The bundle is the server's code, which looks for the
 * server's variables before it begins: where login or mail of a provider is built in, `env` must have the variables of
 * that too, whatever is in them.
 */
export const waspSeed = (options: WaspSeedOptions): Definition => ({
  ...prismaJob({ ...options, technology: 'wasp-seed', command: SEED }),
  env: { ...QUIET, WASP_DB_SEED_NAME: options.seed, ...options.env },
  // Only looked for: what the server signs with its own, nobody asks a seed about.
  secrets: { JWT_SECRET: 'generated' },
  configure: (context) => ({
    env: {
      NODE_OPTIONS: heapLimit(context.memoryLimit),
      ...addresses(context.hostsOf(options.server), context.hostsOf(options.client)),
    },
  }),
});

/** The second half of the script `db-seed`. */
const SEED = ['node', '--enable-source-maps', '-r', 'dotenv/config', 'bundle/dbSeed.js'];
