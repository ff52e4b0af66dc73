/** Every arrow of Whalli's production architecture. What is not here cannot be reached. */
import type { Flow, RateLimit, Route } from '../../model/system';

/** A page of Next.js loads some hundred files at once and keeps them: they are one burst. */
const PAGES: RateLimit = { requests: 20, per: 'second', burst: 300 };
const CALLS: RateLimit = { requests: 20, per: 'second', burst: 60 };
/** "Per-IP: 20 req/min", where nobody has signed in yet. */
const STRANGERS: RateLimit = { requests: 20, per: 'minute', burst: 20 };

/** Where names and passwords are tried. Source of the paths: better-auth.com/docs, email and password. */
const signIn = (host: string, to: string): Route[] =>
  ['/api/auth/sign-in', '/api/auth/sign-up'].map(
    (path): Route => ({ host, to, path, rateLimit: STRANGERS, maxBody: '64k' }),
  );

export const routes: readonly Route[] = [
  { host: 'app', to: 'web', rateLimit: PAGES },
  ...signIn('app', 'web'),
  { host: 'admin', to: 'admin', rateLimit: PAGES },
  ...signIn('admin', 'admin'),

  // An answer that streams cannot be held back to limit its body, so uploads have a path of their own.
  { host: 'api', to: 'api', maxBody: '1m', rateLimit: CALLS },
  { host: 'api', to: 'api', path: '/api/chat/stream', streaming: true, rateLimit: CALLS },
  { host: 'api', to: 'api', path: '/api/files/upload', maxBody: '50m', rateLimit: CALLS },

  { host: 'storage', to: 'minio', port: 's3', rateLimit: PAGES },
  { host: 'minio', to: 'minio', port: 'console', streaming: true, login: true, rateLimit: PAGES },
  { host: 'grafana', to: 'grafana', streaming: true, rateLimit: PAGES },
  { host: 'prometheus', to: 'prometheus', login: true, rateLimit: PAGES },
];

// Names of variables are those of the product's public source, where it has them.
const store = (from: string): Flow[] => [
  { from, to: 'redis', env: { REDIS_URL: 'uri' } },
  {
    from,
    to: 'minio',
    port: 's3',
    env: {
      MINIO_ENDPOINT: 'host',
      MINIO_PORT: 'port',
      MINIO_BUCKET: 'bucket',
      MINIO_ACCESS_KEY: 'accessKey',
      MINIO_SECRET_KEY: 'secretKey',
    },
  },
];
const database = (from: string): Flow => ({
  from,
  to: 'postgres',
  env: { DATABASE_URL: 'prismaUri' },
  pool: 5,
});

/** The dependency graph of the document, which is more exact than its other pictures. */
export const flows: readonly Flow[] = [
  database('web'),
  { from: 'web', to: 'api', env: { INTERNAL_API_URL: 'url' } },
  { from: 'web', to: 'internet', purpose: 'sign-in with GitHub and Google' },

  database('api'),
  ...store('api'),
  { from: 'api', to: 'internet', purpose: 'OpenAI, Anthropic and xAI' },

  database('admin'),
  { from: 'admin', to: 'api', env: { INTERNAL_API_URL: 'url' } },
  { from: 'admin', to: 'internet', purpose: 'sign-in with GitHub and Google' },

  database('workers'),
  ...store('workers'),
  { from: 'workers', to: 'internet', ports: [443, 587], purpose: 'OpenAI Whisper, web search, mail' },

  { from: 'migrations', to: 'postgres', env: { DATABASE_URL: 'directUri' }, connections: 2 },

  { from: 'grafana', to: 'prometheus' },
  { from: 'grafana', to: 'loki' },
  { from: 'prometheus', to: 'alertmanager' },
  { from: 'alertmanager', to: 'internet', purpose: 'its receiver' },
  { from: 'alloy', to: 'loki' },
];

/** "Run Prisma migrations", then "restart services". */
export const startAfter: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  ['admin', 'api', 'web', 'workers'].map((program) => [program, ['migrations']]),
);
