/** What Whalli is made of; sizes are those of production, and assumed: the document has none. */
import { alertmanager } from '../../catalogue/alertmanager';
import { alloy } from '../../catalogue/alloy';
import { grafana } from '../../catalogue/grafana';
import { loki } from '../../catalogue/loki';
import { minio } from '../../catalogue/minio';
import { nestjs } from '../../catalogue/nestjs';
import { nextjs } from '../../catalogue/nextjs';
import { postgres } from '../../catalogue/postgres';
import { prismaMigrations } from '../../catalogue/prisma';
import { prometheus } from '../../catalogue/prometheus';
import { queueWorker } from '../../catalogue/queue-worker';
import { redis } from '../../catalogue/redis';
import { resticRepository } from '../../catalogue/restic';
import { OWN_METRICS } from './dashboard';
import { admin, api, versions, web, workers } from './versions';

/** Tags come from the environment; a system made without one runs what production runs. */
const image = (repository: keyof typeof versions.production) => ({
  repository,
  tag: versions.production[repository],
});

/** "Scrapes every 15s". */
export const INTERVAL = 15;

/** "File: /app/logs/combined.log". */
const logFile = { path: '/app/logs/combined.log', size: '256Mi' } as const;

/** BullMQ queue → jobs that one pod may have in front of it: the concurrency that the public source names. */
export const QUEUES = { 'file-extraction': 5, 'recurring-search': 20, 'voice-transcription': 10 } as const;

const NO_MAIL = 'no notifications by mail';
const NO_GITHUB = 'no sign-in with GitHub';
const NO_GOOGLE = 'no sign-in with Google';
const OAUTH = {
  GITHUB_CLIENT_ID: { optional: NO_GITHUB },
  GITHUB_CLIENT_SECRET: { optional: NO_GITHUB },
  GOOGLE_CLIENT_ID: { optional: NO_GOOGLE },
  GOOGLE_CLIENT_SECRET: { optional: NO_GOOGLE },
} as const;

export const components = {
  web: nextjs({
    image: image(web),
    description: 'Web application; people sign in here',
    port: 3000,
    folder: '/app/apps/web',
    // Only the API has a page of its own for it in the public source.
    health: '/',
    addresses: { BETTER_AUTH_URL: 'web' },
    replicas: 2,
    scaling: { on: 'cpu', target: 70, max: 3 },
    resources: { requests: { cpu: '130m', memory: '256Mi' }, limits: { cpu: '1', memory: '512Mi' } },
    secrets: OAUTH,
  }),
  api: nestjs({
    image: image(api),
    description: 'Backend API; answers of chats stream',
    port: 3001,
    liveness: '/api/health',
    readiness: '/api/health',
    metrics: '/api/metrics',
    emits: OWN_METRICS,
    logFile,
    addresses: { ADMIN_URL: 'admin', FRONTEND_URL: 'web' },
    migrations: { folder: 'apps/api/prisma/migrations', database: 'DATABASE_URL' },
    replicas: 2,
    scaling: { on: 'cpu', target: 70, max: 4 },
    resources: { requests: { cpu: '200m', memory: '384Mi' }, limits: { cpu: '1', memory: '768Mi' } },
    // "Per-user: 100 req/min", "Cache response in Redis (1h TTL)", "Redis sessions (10-min expiry)".
    env: {
      MINIO_USE_SSL: 'false',
      RATE_LIMIT_ENABLED: 'true',
      RATE_LIMIT_PER_MINUTE: '100',
      CACHE_TTL: '3600',
      SESSION_TTL: '600',
    },
    secrets: {
      JWT_SECRET: 'generated',
      ANTHROPIC_API_KEY: { optional: 'no models of Anthropic' },
      OPENAI_API_KEY: { optional: 'no models of OpenAI' },
      XAI_API_KEY: { optional: 'no models of xAI' },
    },
    downAlert: 'ApiDown',
  }),
  admin: nextjs({
    image: image(admin),
    description: 'Administration',
    port: 3002,
    folder: '/app/apps/admin',
    health: '/',
    addresses: { BETTER_AUTH_URL: 'admin' },
    replicas: 2,
    scaling: { on: 'cpu', target: 70, max: 3 },
    resources: { requests: { cpu: '50m', memory: '192Mi' }, limits: { cpu: '500m', memory: '384Mi' } },
    secrets: OAUTH,
  }),
  workers: queueWorker({
    image: image(workers),
    description: 'Transcribes voice, searches the web, reads texts out of files',
    command: ['node', 'dist/workers/main.js'],
    queues: Object.keys(QUEUES),
    metricsPort: 3003,
    metrics: '/api/metrics',
    logFile,
    // Whisper takes half a minute; recognising the text of a long scan takes longer.
    longestJob: 300,
    migrations: { folder: 'prisma/migrations', database: 'DATABASE_URL' },
    // "--scale workers=5".
    scaling: { on: 'queue', server: 'redis', queues: QUEUES, max: 5 },
    resources: { requests: { cpu: '300m', memory: '512Mi' }, limits: { cpu: '2', memory: '1Gi' } },
    env: { MINIO_USE_SSL: 'false', SMTP_PORT: '587' },
    secrets: {
      GOOGLE_SEARCH_API_KEY: { optional: 'no web search' },
      GOOGLE_SEARCH_ENGINE_ID: { optional: 'no web search' },
      OPENAI_API_KEY: { optional: 'no transcription of voice' },
      SMTP_HOST: { optional: NO_MAIL },
      SMTP_PASSWORD: { optional: NO_MAIL },
      SMTP_USER: { optional: NO_MAIL },
    },
  }),
  migrations: prismaMigrations({
    image: image(api),
    description: "Brings the database to the API's schema",
    schema: 'apps/api/prisma/schema.prisma',
  }),

  // In development alone; Neon elsewhere. Two pods of each program and one more, with five connections each.
  postgres: postgres({
    database: 'whalli',
    volume: '20Gi',
    resources: { requests: { cpu: '300m', memory: '1Gi' }, limits: { cpu: '2', memory: '2Gi' } },
  }),
  // Cache, sessions and queues in one: a job that is thrown out would be lost, so nothing is.
  redis: redis({
    maxMemory: '512Mi',
    eviction: 'noeviction',
    volume: '4Gi',
    // "RDB snapshots (every 60s if 1000+ changes)".
    snapshots: [{ seconds: 60, changes: 1000 }],
    resources: { requests: { cpu: '100m', memory: '640Mi' }, limits: { cpu: '1', memory: '1Gi' } },
  }),
  minio: minio({
    buckets: ['whalli'],
    volume: '50Gi',
    resources: { requests: { cpu: '50m', memory: '256Mi' }, limits: { memory: '1Gi' } },
  }),

  backups: resticRepository({ volume: '50Gi' }),

  prometheus: prometheus({ interval: INTERVAL, volume: '10Gi' }),
  alertmanager: alertmanager(),
  grafana: grafana(),
  loki: loki(),
  alloy: alloy(),
};
