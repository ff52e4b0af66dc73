/** What SentinelIQ is made of; sizes are those of the small production, which other profiles change. */
import { alertmanager } from '../../catalogue/alertmanager';
import { elasticsearch } from '../../catalogue/elasticsearch';
import { grafana } from '../../catalogue/grafana';
import { kibana } from '../../catalogue/kibana';
import { logstash } from '../../catalogue/logstash';
import { minio } from '../../catalogue/minio';
import { postgres } from '../../catalogue/postgres';
import { prometheus } from '../../catalogue/prometheus';
import { redis } from '../../catalogue/redis';
import { redisFailover } from '../../catalogue/redis-failover';
import { resticRepository } from '../../catalogue/restic';
import { staticSite } from '../../catalogue/static-site';
import { waspMigrations, waspSeed, waspServer } from '../../catalogue/wasp';
import type { Bytes } from '../../model/units';
import { client, server, versions } from './versions';

/** Tags come from the environment; a system made without one runs what production runs. */
const image = (repository: keyof typeof versions.production) => ({
  repository,
  tag: versions.production[repository],
});

/** First part of the index name: `sentineliq-logs-production-2026.11.21`. */
const INDEX = 'sentineliq-logs';

/** Cache and sessions: of the two only the cache, which has an end, may be thrown out. */
const cacheOptions = (maxMemory: Bytes, limit: Bytes) =>
  ({
    maxMemory,
    eviction: 'volatile-lru',
    volume: '4Gi',
    resources: { requests: { cpu: '100m', memory: maxMemory }, limits: { cpu: '1', memory: limit } },
  }) as const;

export const cache = (maxMemory: Bytes, limit: Bytes) => redis(cacheOptions(maxMemory, limit));
/** The same on three pods, of which any may be lost. */
export const cacheWithFailover = (maxMemory: Bytes, limit: Bytes) =>
  redisFailover(cacheOptions(maxMemory, limit));

const NO_GOOGLE = 'no login with Google; a server that is built with it does not start (assumed)';
const NO_PUSH = 'no push notifications (assumed)';

export const components = {
  server: waspServer({
    image: image(server),
    description: 'Backend API, HTTP and WebSocket',
    port: 3001,
    client: 'client',
    replicas: 2,
    scaling: { on: 'cpu', target: 70, max: 3 },
    resources: { requests: { cpu: '200m', memory: '512Mi' }, limits: { cpu: '2', memory: '4Gi' } },
    env: { S3_REGION: 'us-east-1' },
    // The document names Sentry and no other third party, and no key of any: no pod may wait for one. Names and losses
    // are those of the product's public source (.env.prod.example, main.wasp, src), so they are assumed.
    secrets: {
      JWT_SECRET: 'generated',
      SENTRY_DSN_SERVER: { optional: 'nothing reaches Sentry' },
      STRIPE_API_KEY: { optional: 'no payments, and the public source does not start (assumed)' },
      STRIPE_WEBHOOK_SECRET: { optional: 'payments are not noticed (assumed)' },
      SENDGRID_API_KEY: { optional: 'no mail (assumed)' },
      GOOGLE_CLIENT_ID: { optional: NO_GOOGLE },
      GOOGLE_CLIENT_SECRET: { optional: NO_GOOGLE },
      VAPID_PUBLIC_KEY: { optional: NO_PUSH },
      VAPID_PRIVATE_KEY: { optional: NO_PUSH },
    },
  }),
  client: staticSite({
    image: image(client),
    description: 'React single-page application',
    port: 3000,
    replicas: 2,
    scaling: { on: 'cpu', target: 70, max: 3 },
    resources: { requests: { cpu: '25m', memory: '64Mi' }, limits: { cpu: '500m', memory: '512Mi' } },
    // Built on nginx:alpine, which is not the unprivileged image.
    writable: [
      { mountPath: '/etc/nginx/conf.d', size: '1Mi', fromImage: true },
      { mountPath: '/run', size: '1Mi' },
      { mountPath: '/var/cache/nginx', size: '64Mi' },
    ],
  }),
  migrations: waspMigrations({
    image: image(server),
    description: "Brings the database to the server's schema",
  }),
  // In no environment yet: the product's public main.wasp declares no seed, so its image has none to run. The name is
  // the one it shall have there.
  seed: waspSeed({
    image: image(server),
    description: 'Puts first data into the database',
    seed: 'devSeed',
    server: 'server',
    client: 'client',
  }),

  postgres: postgres({
    database: 'sentineliq',
    volume: '20Gi',
    // Four server pods, two of a next version, and the migrations.
    maxConnections: 150,
    resources: { requests: { cpu: '300m', memory: '1Gi' }, limits: { cpu: '2', memory: '4Gi' } },
  }),
  redis: cache('512Mi', '1Gi'),
  minio: minio({
    buckets: ['sentineliq'],
    volume: '20Gi',
    resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { cpu: '500m', memory: '512Mi' } },
  }),

  elasticsearch: elasticsearch({
    logs: { index: INDEX, days: 90 },
    volume: '20Gi',
    resources: { requests: { cpu: '400m', memory: '2Gi' }, limits: { cpu: '2', memory: '2Gi' } },
  }),
  // Of 512 MiB Java would get 256 for its heap and not start; the vendor's chart asks for 2 GiB.
  logstash: logstash({
    index: INDEX,
    volume: '6Gi',
    resources: { requests: { cpu: '100m', memory: '1Gi' }, limits: { cpu: '500m', memory: '1Gi' } },
  }),
  // It loads more than 512 MiB of its own code before it answers; 1 GiB is what the vendor's operator gives it.
  kibana: kibana({
    index: INDEX,
    resources: { requests: { cpu: '100m', memory: '768Mi' }, limits: { cpu: '500m', memory: '1Gi' } },
  }),

  backups: resticRepository({ volume: '14Gi' }),

  prometheus: prometheus({ volume: '8Gi' }),
  alertmanager: alertmanager(),
  grafana: grafana(),
};
