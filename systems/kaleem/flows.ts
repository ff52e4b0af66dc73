/** Every arrow of Kaleem's network topology. What is not here cannot be reached. */
import { N8N_WEBHOOKS } from '../../catalogue/n8n';
import type { Flow, Route } from '../../model/system';

export const routes: readonly Route[] = [
  { host: 'app', to: 'frontend' },
  {
    host: 'api',
    to: 'api',
    maxBody: '25m',
    // Web chat comes over WebSocket and server-sent events.
    streaming: true,
    rateLimit: { requests: 20, per: 'second', burst: 60 },
  },
  // Webhooks alone. Messengers send everybody's messages from a few addresses of theirs, so these may be many.
  ...N8N_WEBHOOKS.map(
    (path): Route => ({
      host: 'n8n',
      to: 'n8n',
      path,
      maxBody: '16m',
      streaming: true,
      rateLimit: { requests: 100, per: 'second', burst: 300 },
    }),
  ),
];

/** Shut unless an environment opens it to its people's addresses; the page says how one gets there meanwhile. */
export const internalRoutes: readonly Route[] = [{ host: 'n8n-editor', to: 'n8n', streaming: true }];

/**
 * What each worker needs, whichever queue it reads: the document's arrows and no others, so no worker reaches a database.
 * An arrow with two heads is a request and its answer, as between the API and its databases. Where the API itself calls
 * a workflow, it is at n8n's public address.
 */
const worker = (name: string): Flow[] => [
  { from: name, to: 'rabbitmq', port: 'amqp', env: { RABBITMQ_URL: 'uri' } },
  { from: name, to: 'api', env: { API_URL: 'url' } },
];

export const flows: readonly Flow[] = [
  { from: 'api', to: 'mongodb', env: { MONGODB_URI: 'uri' } },
  { from: 'api', to: 'redis', env: { REDIS_URL: 'uri' } },
  { from: 'api', to: 'qdrant', port: 'http', env: { QDRANT_URL: 'url', QDRANT_API_KEY: 'apiKey' } },
  {
    from: 'api',
    to: 'minio',
    port: 's3',
    env: {
      MINIO_ENDPOINT: 'endpoint',
      MINIO_BUCKET: 'bucket',
      MINIO_ACCESS_KEY: 'accessKey',
      MINIO_SECRET_KEY: 'secretKey',
    },
  },
  { from: 'api', to: 'rabbitmq', port: 'amqp', env: { RABBITMQ_URL: 'uri' } },
  { from: 'api', to: 'internet', purpose: 'messaging channels, shops and model providers' },

  // No variables: workflows cannot read any.
  { from: 'n8n', to: 'api' },
  { from: 'n8n', to: 'mongodb' },
  { from: 'n8n', to: 'rabbitmq', port: 'amqp' },
  { from: 'n8n', to: 'internet', purpose: 'services that workflows call' },

  ...worker('worker-ai-reply'),
  { from: 'worker-ai-reply', to: 'internet', purpose: 'model providers' },
  ...worker('worker-indexing'),
  ...worker('worker-webhook-dispatcher'),
  { from: 'worker-webhook-dispatcher', to: 'internet', purpose: "merchants' webhooks" },

  { from: 'grafana', to: 'prometheus' },
  { from: 'grafana', to: 'loki' },
  { from: 'prometheus', to: 'alertmanager' },
  { from: 'alertmanager', to: 'internet', purpose: 'its receiver' },
  { from: 'alloy', to: 'loki' },
];
