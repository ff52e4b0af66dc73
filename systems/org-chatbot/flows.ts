/** Every arrow of the diagrams that one program makes to another, and those that they lack. */
import type { Flow, RateLimit, Route } from '../../model/system';

const PAGES: RateLimit = { requests: 20, per: 'second', burst: 200 };
const CALLS: RateLimit = { requests: 30, per: 'second', burst: 100 };

export const routes: readonly Route[] = [
  { host: 'chat', to: 'web', rateLimit: PAGES },
  { host: 'admin', to: 'admin', rateLimit: PAGES },
  // "Mobile App": the same API, without pages. The gateway behind limits sizes and users.
  { host: 'api', to: 'gateway', streaming: true, rateLimit: CALLS },
];

export const internalRoutes: readonly Route[] = [
  { host: 'grafana', to: 'grafana', streaming: true },
  { host: 'jaeger', to: 'jaeger', port: 'http' },
  { host: 'prometheus', to: 'prometheus' },
  { host: 'alertmanager', to: 'alertmanager' },
];

/** Added: the diagrams draw it from chat alone, and one request passes all of them. */
const traced = (from: string): Flow => ({ from, to: 'jaeger', env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'otlp' } });
const cache = (from: string): Flow => ({ from, to: 'redis', env: { REDIS_URL: 'uri' } });
/** What each may do with which bucket. */
const bucket = (from: string, rights: Flow['rights']): Flow => ({
  from,
  rights,
  to: 'object-storage',
  port: 's3',
  env: { S3_ENDPOINT: 'endpoint', S3_ACCESS_KEY: 'accessKey', S3_SECRET_KEY: 'secretKey' },
});

export const flows: readonly Flow[] = [
  // Gateway, and what it asks before it lets anybody in.
  { from: 'web', to: 'gateway' },
  { from: 'admin', to: 'gateway' },
  { from: 'gateway', to: 'auth' },
  { from: 'gateway', to: 'chat' },
  { from: 'gateway', to: 'user' },

  // Core services.
  { from: 'auth', to: 'user', env: { USER_URL: 'url' } },
  cache('auth'),
  {
    from: 'auth',
    to: 'internet',
    purpose: "the organisation's OIDC provider",
    env: { OIDC_ISSUER: 'issuer', OIDC_AUDIENCE: 'audience' },
  },
  { from: 'chat', to: 'user', env: { USER_URL: 'url' } },
  { from: 'chat', to: 'session', env: { SESSION_URL: 'url' } },
  { from: 'chat', to: 'notification', env: { NOTIFICATION_URL: 'url' } },
  { from: 'chat', to: 'ai-cache', env: { AI_CACHE_URL: 'uri' } },
  { from: 'chat', to: 'ollama', env: { OLLAMA_URL: 'url' } },
  cache('chat'),
  { from: 'chat', to: 'postgres', env: { DATABASE_URL: 'uri' }, pool: 5 },
  {
    from: 'chat',
    to: 'elasticsearch',
    port: 'http',
    env: { ELASTICSEARCH_URL: 'url', ELASTICSEARCH_USER: 'username', ELASTICSEARCH_PASSWORD: 'password' },
  },
  { from: 'user', to: 'postgres', env: { DATABASE_URL: 'uri', DATABASE_READ_URL: 'readUri' }, pool: 5 },
  bucket('session', { conversations: ['list', 'read', 'write', 'delete'] }),
  cache('session'),
  cache('notification'),
  { from: 'notification', to: 'internet', ports: [443, 587], purpose: 'mail and push' },

  // AI: the manager tells the server what to load; models are made of what people gave.
  { from: 'model-manager', to: 'ollama', env: { OLLAMA_URL: 'url' } },
  bucket('model-manager', { training: ['list', 'read'] }),
  bucket('training', { conversations: ['list', 'read'], training: ['list', 'read', 'write', 'delete'] }),
  cache('training'),

  // Who watches.
  { from: 'prometheus', to: 'alertmanager' },
  { from: 'alertmanager', to: 'internet', purpose: 'its receiver' },
  { from: 'alloy', to: 'loki' },
  { from: 'grafana', to: 'prometheus' },
  { from: 'grafana', to: 'loki' },
  { from: 'grafana', to: 'jaeger', port: 'http' },
  { from: 'grafana', to: 'elasticsearch', port: 'http' },
  ...['auth', 'chat', 'user', 'session', 'notification', 'model-manager', 'training'].map(traced),
];
