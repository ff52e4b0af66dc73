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
const files = (from: string): Flow => ({
  from,
  to: 'minio',
  port: 's3',
  env: {
    S3_ENDPOINT: 'endpoint',
    S3_BUCKET: 'bucket',
    S3_ACCESS_KEY_ID: 'accessKey',
    S3_SECRET_ACCESS_KEY: 'secretKey',
  },
});

export const flows: readonly Flow[] = [
  {
    ...database('web'),
    // At a provider the replica that only reads; one server answers both here.
    env: { DATABASE_URL: 'prismaUri', DATABASE_READ_URL: 'prismaReadUri' },
    connections: 10,
  },
  queues('web'),
  files('web'),
  { from: 'web', to: 'internet', purpose: 'Sentry' },

  database('worker'),
  queues('worker'),
  files('worker'),
  { from: 'worker', to: 'internet', ports: [443, 587], purpose: 'mail, webhooks and Sentry' },

  // No database, and no way out: it prints what it is given.
  queues('worker-pdf'),
  files('worker-pdf'),

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
