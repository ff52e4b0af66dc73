/** Kaleem: a multi-tenant assistant for merchants, today one VPS with Docker Compose. */
import { alertmanager } from '../../catalogue/alertmanager';
import { alloy } from '../../catalogue/alloy';
import { signedByGitHubActions } from '../../catalogue/github-actions';
import { grafana } from '../../catalogue/grafana';
import { loki } from '../../catalogue/loki';
import { minio } from '../../catalogue/minio';
import { mongodb } from '../../catalogue/mongodb';
import { n8n } from '../../catalogue/n8n';
import { nestjs } from '../../catalogue/nestjs';
import { prometheus } from '../../catalogue/prometheus';
import { qdrant } from '../../catalogue/qdrant';
import { queueWorker } from '../../catalogue/queue-worker';
import { rabbitmq } from '../../catalogue/rabbitmq';
import { redis } from '../../catalogue/redis';
import { resticRepository } from '../../catalogue/restic';
import { staticSite } from '../../catalogue/static-site';
import type { System } from '../../model/system';
import { dashboard } from './dashboard';
import { environments } from './environments';
import { flows, internalRoutes, routes } from './flows';
import { messaging } from './messaging';
import { outside } from './outside';
import { backend, frontend, versions } from './versions';

/** Tags come from the environment; a system made without one runs what production runs. */
const image = (repository: keyof typeof versions.production) => ({
  repository,
  tag: versions.production[repository],
});

/** @param perPod waiting messages for one pod; a first guess, to be corrected by what is seen */
const worker = (name: string, description: string, queue: string, metricsPort: number, perPod: number) =>
  queueWorker({
    image: image(backend),
    description,
    command: ['node', `dist/src/workers/${name}`],
    queues: [queue],
    metricsPort,
    scaling: { on: 'queue', server: 'rabbitmq', queues: { [queue]: perPod }, max: 3 },
    resources: { requests: { cpu: '100m', memory: '192Mi' }, limits: { memory: '384Mi' } },
  });

/** A start for the two large stores; from phase 3 on their use is measured and their requests follow it. */
const store = { requests: { cpu: '200m', memory: '1Gi' }, limits: { memory: '2Gi' } } as const;

const kaleem: System = {
  name: 'kaleem',
  title: 'Kaleem',
  description:
    'A multi-tenant assistant for merchants: a NestJS API with a React front end, n8n workflows and queue ' +
    'workers over MongoDB, Redis, Qdrant, object storage and RabbitMQ.',
  components: {
    api: nestjs({
      image: image(backend),
      description: 'Backend API, multi-tenant',
      port: 3000,
      // All its pages are under `/api` but the metrics, and its health asks nobody. Source: the backend's public
      // repository, configure-app-basics.ts and health.controller.ts.
      liveness: '/api/health',
      readiness: '/api/health/readiness',
      resources: { requests: { cpu: '200m', memory: '256Mi' }, limits: { cpu: '500m', memory: '512Mi' } },
      replicas: 2,
      scaling: { on: 'cpu', target: 70, max: 4 },
      secrets: { JWT_SECRET: 'generated' },
      // It calls workflows by their webhooks, which are public; its public source would else ask `http://n8n:5678`, an
      // arrow that is not open, and in places production's address, whatever the environment.
      addresses: { N8N_BASE_URL: 'n8n' },
      // Multer makes the folder when the program starts, for uploads on their way to the object storage.
      writable: [{ mountPath: '/app/uploads', size: '512Mi' }],
      traffic: {
        // 2 s are an alert; what takes 30 s is lost. A pod that stops gives its requests 35 s.
        timeout: 30,
        // The numbers of Istio itself, which repeats and rests only where it is told to.
        retries: { attempts: 2, codes: [502, 503, 504] },
        ejection: { errors: 5, seconds: 30 },
      },
      downAlert: 'ApiDown',
    }),
    frontend: staticSite({
      image: image(frontend),
      description: 'React single-page application',
      replicas: 2,
      scaling: { on: 'cpu', target: 70, max: 3 },
    }),
    // Its workflows log in to MongoDB and RabbitMQ by credentials of these names, and ask the API at http://api:3000.
    n8n: n8n({ volume: '5Gi', owner: 'n8n@kaleem-ai.com' }),
    'worker-ai-reply': worker('ai-reply', 'Answers chat messages', 'ai.reply-worker.q', 9101, 5),
    'worker-webhook-dispatcher': worker(
      'webhook-dispatcher',
      "Calls merchants' webhooks",
      'webhook.dispatch.q',
      9102,
      20,
    ),
    'worker-indexing': worker('indexing', 'Indexes knowledge', 'indexing.q', 9103, 2),

    mongodb: mongodb({ database: 'kaleem', volume: '20Gi', resources: store }),
    redis: redis({ maxMemory: '256Mi', eviction: 'allkeys-lru' }),
    qdrant: qdrant({ storage: '10Gi' }),
    minio: minio({ buckets: ['kaleem'], volume: '20Gi' }),
    rabbitmq: rabbitmq({ ...messaging, volume: '8Gi', resources: store }),

    backups: resticRepository({ volume: '60Gi' }),

    prometheus: prometheus(),
    alertmanager: alertmanager(),
    grafana: grafana(),
    loki: loki(),
    alloy: alloy(),
  },
  routes,
  internalRoutes,
  flows,
  outside,
  backups: { by: 'backups' },
  registries: {
    'ghcr.io/kaleem-ai/': {
      entry: 'registry',
      // docs.github.com, "Working with the Container registry".
      assumed: 'The topology names no registry; GitHub makes a package private when it is first published.',
    },
  },
  /**
   * Assumed, as nothing here shows it: the images are built by GitHub Actions of the organisation kaleem-ai, from
   * the branch main or a tag, and signed there with cosign. Until that is seen, they are reported, not refused.
   */
  signatures: { repositories: 'ghcr.io/kaleem-ai/', ...signedByGitHubActions({ owner: 'kaleem-ai' }) },
  runbooks: 'https://kb.kaleem-ai.com/runbooks',
  dashboard,
  environments,
};

export default kaleem;
