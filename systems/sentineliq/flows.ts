/** Every arrow of SentinelIQ's deployment architecture. What is not here cannot be reached. */
import type { Flow, Route } from '../../model/system';

export const routes: readonly Route[] = [
  // The client's nginx passes calls of the API on ("Proxies API calls to server:3001"), so the API's limits are here too.
  // A page loads some hundred files at once and keeps them: they are one burst.
  { host: 'app', to: 'client', maxBody: '25m', rateLimit: { requests: 20, per: 'second', burst: 300 } },
  { host: 'api', to: 'server', maxBody: '25m', rateLimit: { requests: 20, per: 'second', burst: 60 } },
  // WebSockets have a path of their own: an answer that streams cannot be held back to limit its body.
  {
    host: 'api',
    to: 'server',
    path: '/socket.io',
    streaming: true,
    rateLimit: { requests: 20, per: 'second', burst: 60 },
  },
];

/** "Restricted to internal": shut unless an environment opens them to its people's addresses. */
export const internalRoutes: readonly Route[] = [
  { host: 'kibana', to: 'kibana' },
  { host: 'storage', to: 'minio', port: 'console', streaming: true },
  { host: 'metrics', to: 'grafana', streaming: true },
];

// Names of variables that the document has not are those that the product's public source reads.
export const flows: readonly Flow[] = [
  { from: 'client', to: 'server', env: { REACT_APP_API_BASE_URL: 'url' } },
  { from: 'client', to: 'logstash', port: 'tcp', env: { LOGSTASH_HOST: 'address' } },
  { from: 'client', to: 'logstash', port: 'udp', purpose: 'nginx sends its lines by syslog' },

  {
    from: 'server',
    to: 'postgres',
    env: { DATABASE_URL: 'prismaUri', READ_REPLICA_URL: 'prismaReadUri' },
    // Prisma's for two processors, at each address; and ten of pg-boss, which runs the product's jobs.
    pool: 5,
    connections: 20,
    purpose: 'analytics read from the replica address: the standbys, where the size has some',
  },
  { from: 'server', to: 'redis', env: { REDIS_URL: 'uri' } },
  {
    from: 'server',
    to: 'minio',
    port: 's3',
    env: {
      S3_ENDPOINT: 'endpoint',
      S3_BUCKET_PROD: 'bucket',
      S3_ACCESS_KEY: 'accessKey',
      S3_SECRET_KEY: 'secretKey',
    },
  },
  { from: 'server', to: 'logstash', port: 'tcp', env: { LOGSTASH_HOST: 'address' } },
  { from: 'server', to: 'logstash', port: 'udp' },
  { from: 'server', to: 'internet', purpose: 'Sentry, Stripe, SendGrid and Google' },

  { from: 'migrations', to: 'postgres', env: { DATABASE_URL: 'uri' }, connections: 2 },
  { from: 'seed', to: 'postgres', env: { DATABASE_URL: 'prismaUri' }, pool: 5 },

  { from: 'logstash', to: 'elasticsearch', port: 'http', env: { ELASTICSEARCH_HOSTS: 'url' } },
  { from: 'kibana', to: 'elasticsearch', port: 'http', env: { ELASTICSEARCH_HOSTS: 'url' } },

  { from: 'grafana', to: 'prometheus' },
  { from: 'prometheus', to: 'alertmanager' },
  { from: 'alertmanager', to: 'internet', purpose: 'its receiver' },
];

/** The documented order beyond the arrows: the schema before the server, and the log store too. */
export const startAfter: Readonly<Record<string, readonly string[]>> = {
  seed: ['migrations'],
  server: ['elasticsearch', 'migrations', 'seed'],
};
