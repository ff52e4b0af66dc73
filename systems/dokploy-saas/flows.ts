/** Every arrow of the product's system architecture. What is not here cannot be reached. */
import type { Flow, RateLimit, Route } from '../../model/system';

/** A page of Next.js loads some hundred files at once and keeps them: they are one burst. */
const PAGES: RateLimit = { requests: 20, per: 'second', burst: 300 };
/** Where names and passwords are tried. */
const STRANGERS: RateLimit = { requests: 20, per: 'minute', burst: 20 };

export const routes: readonly Route[] = [
  { host: 'app', to: 'web', rateLimit: PAGES },
  // NextAuth's own address for a login by password (next-auth.js.org, REST API).
  { host: 'app', to: 'web', path: '/api/auth/callback/credentials', rateLimit: STRANGERS, maxBody: '64k' },
  { host: 'storage', to: 'minio', port: 'console', streaming: true, login: true, rateLimit: PAGES },
  // "Upload directly to MinIO (bypassing server)": one object at a time, by an address that web has signed. A list
  // of pictures is one burst.
  {
    host: 's3',
    to: 'minio',
    port: 's3',
    path: '/uploads',
    below: true,
    methods: ['GET', 'HEAD', 'PUT', 'OPTIONS'],
    rateLimit: { requests: 10, per: 'second', burst: 100 },
  },
  { host: 'ws', to: 'websocket', streaming: true, rateLimit: PAGES },
];

// Names of variables are those of the product's public source, where it has them.
const database = (from: string): Flow => ({
  from,
  to: 'postgres',
  env: { DATABASE_URL: 'prismaUri' },
  pool: 5,
});
const queues = (from: string): Flow => ({ from, to: 'redis', env: { REDIS_URL: 'uri' } });
const FILES = {
  S3_ENDPOINT: 'endpoint',
  S3_ACCESS_KEY_ID: 'accessKey',
  S3_SECRET_ACCESS_KEY: 'secretKey',
} as const;
const files = (from: string, rights: NonNullable<Flow['rights']>): Flow => ({
  from,
  to: 'minio',
  port: 's3',
  rights,
  env: FILES,
});

export const flows: readonly Flow[] = [
  {
    ...database('web'),
    // At a provider the replica that only reads; one server answers both here.
    env: { DATABASE_URL: 'prismaUri', DATABASE_READ_URL: 'prismaReadUri' },
    connections: 10,
  },
  queues('web'),
  // It signs what browsers may read and write, so its rights are theirs at the most.
  {
    ...files('web', { uploads: ['read', 'write', 'delete'], exports: ['read'], invoices: ['read'] }),
    env: { ...FILES, S3_PUBLIC_ENDPOINT: 'publicOrigin' },
  },
  { from: 'web', to: 'internet', purpose: 'Sentry' },

  database('worker'),
  queues('worker'),
  // Mail and webhooks carry what was uploaded; where it has the browser, it writes invoices too.
  files('worker', { uploads: ['read'], exports: ['read', 'write'], invoices: ['read', 'write'] }),
  { from: 'worker', to: 'internet', ports: [443, 587], purpose: 'mail, webhooks and Sentry' },

  // No database, and no way out: it prints what it is given.
  queues('worker-pdf'),
  files('worker-pdf', { exports: ['write'], invoices: ['write'] }),

  { from: 'migrations', to: 'postgres', env: { DATABASE_URL: 'directUri' }, connections: 2 },

  { ...queues('websocket'), purpose: 'what web and worker publish' },

  { from: 'grafana', to: 'prometheus' },
  { from: 'grafana', to: 'loki' },
  { from: 'prometheus', to: 'alertmanager' },
  { from: 'alertmanager', to: 'internet', purpose: 'its receiver' },
  { from: 'alloy', to: 'loki' },
];

/** "3. Run migrations, 4. Deploy containers". */
export const startAfter: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  ['web', 'worker', 'worker-pdf', 'websocket'].map((program) => [program, ['migrations']]),
);
