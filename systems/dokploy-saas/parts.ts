/** What the product is made of; sizes are those of production, the middle one of the document's three. */
import { alertmanager } from '../../catalogue/alertmanager';
import { alloy } from '../../catalogue/alloy';
import { grafana } from '../../catalogue/grafana';
import { loki } from '../../catalogue/loki';
import { minio } from '../../catalogue/minio';
import { nestjs } from '../../catalogue/nestjs';
import { nextjs } from '../../catalogue/nextjs';
import { PLAYWRIGHT_USER } from '../../catalogue/parts/browser';
import { postgres } from '../../catalogue/postgres';
import { prismaMigrations } from '../../catalogue/prisma';
import { prometheus } from '../../catalogue/prometheus';
import { queueWorker } from '../../catalogue/queue-worker';
import { redis } from '../../catalogue/redis';
import { resticRepository } from '../../catalogue/restic';
import type { Bytes } from '../../model/units';
import { versions, web, worker } from './versions';

/** Tags come from the environment; a system made without one runs what production runs. */
const image = (repository: keyof typeof versions.production) => ({
  repository,
  tag: versions.production[repository],
});

const MIGRATIONS = { folder: 'prisma/migrations', database: 'DATABASE_URL' } as const;
const SENTRY = { SENTRY_DSN: { optional: 'nothing reaches Sentry' } } as const;
const MAIL = {
  SMTP_HOST: { optional: 'no mail' },
  SMTP_PASSWORD: { optional: 'no mail' },
  SMTP_USER: { optional: 'no mail' },
} as const;
/** R2 takes this name of MinIO's region too (developers.cloudflare.com/r2/api/s3/api, Bucket region). */
const S3 = {
  S3_REGION: 'us-east-1',
  S3_BUCKET: 'uploads',
  S3_BUCKET_EXPORTS: 'exports',
  S3_BUCKET_INVOICES: 'invoices',
} as const;

/** BullMQ queue → jobs that one pod works on at once, "configurable per job type". */
const JOBS = { exports: 3, emails: 10, webhooks: 10 } as const;
/** Each is a page in a browser. */
const PAGES = { pdf: 2 } as const;

/** What both programs of the worker's image have in common. @param queues those that it works off, and no others */
const work = (queues: Readonly<Record<string, number>>) => ({
  image: image(worker),
  command: ['node', 'dist/index.js'],
  queues: Object.keys(queues),
  metricsPort: 3001,
  // A large table as PDF, and a webhook that is tried again.
  longestJob: 120,
  // "Worker 1", "2", "3".
  scaling: { on: 'queue', server: 'redis', queues, max: 3 } as const,
  env: {
    ...S3,
    QUEUES: Object.keys(queues).join(','),
    ...Object.fromEntries(
      Object.entries(queues).map(([name, jobs]) => [`CONCURRENCY_${name.toUpperCase()}`, String(jobs)]),
    ),
  },
});

/** All queues in one program, with the browser beside the login of the database: for the smallest server. */
export const wholeWorker = () =>
  queueWorker({
    ...work({ ...JOBS, ...PAGES }),
    description: 'Exports, invoices, mail and webhooks',
    browser: { temporary: '1Gi' },
    migrations: MIGRATIONS,
    resources: { requests: { cpu: '100m', memory: '320Mi' }, limits: { cpu: '2', memory: '1Gi' } },
    secrets: { ...SENTRY, ...MAIL },
  });

export const store = (maxMemory: Bytes, limit: Bytes) =>
  redis({
    maxMemory,
    // A job that is thrown out would be lost, so nothing is.
    eviction: 'noeviction',
    volume: '4Gi',
    resources: { requests: { cpu: '50m', memory: maxMemory }, limits: { cpu: '1', memory: limit } },
  });

export const components = {
  web: nextjs({
    image: image(web),
    description: 'Pages and API; people sign in here',
    port: 3000,
    folder: '/app/apps/web',
    // `/api/healthz` asks the database and Redis: when one of them is away, a restart of this cures nothing.
    health: '/auth/signin',
    identity: { user: 1001, group: 1001 },
    addresses: { NEXTAUTH_URL: 'web' },
    migrations: MIGRATIONS,
    scaling: { on: 'cpu', target: 70, max: 2 },
    resources: { requests: { cpu: '150m', memory: '256Mi' }, limits: { cpu: '2', memory: '768Mi' } },
    env: S3,
    secrets: { NEXTAUTH_SECRET: 'generated', ...SENTRY },
  }),
  worker: queueWorker({
    ...work(JOBS),
    description: 'Exports, mail and webhooks',
    identity: PLAYWRIGHT_USER,
    migrations: MIGRATIONS,
    resources: { requests: { cpu: '100m', memory: '224Mi' }, limits: { cpu: '2', memory: '768Mi' } },
    secrets: { ...SENTRY, ...MAIL },
  }),
  // The browser on its own, where what strangers wrote is printed: the same image, another queue, no database.
  'worker-pdf': queueWorker({
    ...work(PAGES),
    description: 'Prints invoices and exports as PDF',
    browser: { temporary: '1Gi' },
    resources: { requests: { cpu: '150m', memory: '320Mi' }, limits: { cpu: '2', memory: '1Gi' } },
  }),
  migrations: prismaMigrations({
    image: image(web),
    description: "Brings the database to the product's schema",
  }),
  // In no environment until one is built: a box of the document, and no more.
  websocket: nestjs({
    image: image(web),
    description: 'Tells open pages what has changed',
    port: 3002,
    liveness: '/healthz',
    readiness: '/healthz',
    resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { cpu: '1', memory: '256Mi' } },
    env: {},
    secrets: {},
  }),

  postgres: postgres({
    database: 'app',
    volume: '25Gi',
    resources: { requests: { cpu: '200m', memory: '512Mi' }, limits: { cpu: '2', memory: '1536Mi' } },
  }),
  redis: store('192Mi', '512Mi'),
  minio: minio({
    // What the volume has, less what the rest needs. A finished export is fetched, or asked for again.
    buckets: {
      uploads: { quota: '10Gi' },
      exports: { expires: 7, quota: '4Gi' },
      invoices: {},
      backups: {},
    },
    pages: ['web'],
    volume: '20Gi',
    resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { cpu: '1', memory: '768Mi' } },
  }),

  backups: resticRepository({ volume: '10Gi' }),

  prometheus: prometheus({ volume: '8Gi' }),
  alertmanager: alertmanager(),
  grafana: grafana(),
  loki: loki({ volume: '8Gi' }),
  alloy: alloy(),
};
