/** What the chatbot is made of; sizes are those of production, and assumed: the diagrams have no figure. */
import { alertmanager } from '../../catalogue/alertmanager';
import { alloy } from '../../catalogue/alloy';
import { postgresCluster } from '../../catalogue/cloudnative-pg';
import { elasticsearch } from '../../catalogue/elasticsearch';
import { fastapi } from '../../catalogue/fastapi';
import { grafana } from '../../catalogue/grafana';
import { jaeger } from '../../catalogue/jaeger';
import { loki } from '../../catalogue/loki';
import { minio } from '../../catalogue/minio';
import { ollama } from '../../catalogue/ollama';
import { prometheus } from '../../catalogue/prometheus';
import { redis } from '../../catalogue/redis';
import { redisFailover } from '../../catalogue/redis-failover';
import { resticRepository } from '../../catalogue/restic';
import { staticSite } from '../../catalogue/static-site';
import type { Definition, Resources } from '../../model/component';
import { gateway, TRACED } from './gateway';
import * as images from './versions';
import { versions } from './versions';

/** Tags come from the environment; a system made without one runs what production runs. */
const image = (repository: keyof typeof versions.production) => ({
  repository,
  tag: versions.production[repository],
});
const small: Resources = { requests: { cpu: '100m', memory: '192Mi' }, limits: { memory: '384Mi' } };

/** Buckets. */
const CONVERSATIONS = 'conversations';
const TRAINING = 'training';

/** The gateway decides for what comes through it; the rest is as often. */
const SAMPLED = {
  OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
  OTEL_TRACES_SAMPLER_ARG: String(TRACED / 100),
} as const;

/** Questions to the models that are in work; chat counts them, and Ollama tells nothing. */
export const IN_FLIGHT = 'chat_model_requests_in_flight';

/** Conversations that people gave for training and nobody has worked on. */
export const JOBS_WAITING = 'session_training_jobs_waiting';

type Service = Parameters<typeof fastapi>[0];
const service = (repository: keyof typeof versions.production, more: Omit<Service, 'image' | 'resources'>) =>
  fastapi({
    resources: small,
    replicas: 2,
    ...more,
    image: image(repository),
    env: { OTEL_SERVICE_NAME: repository.replace(/.*\//, ''), ...SAMPLED, ...more.env },
  } as Service);

export const components: Readonly<Record<string, Definition>> = {
  web: staticSite({
    image: image(images.web),
    description: 'React application, and its nginx',
    replicas: 2,
    scaling: { on: 'cpu', target: 70, max: 4 },
  }),
  admin: staticSite({ image: image(images.admin), description: 'Administration', replicas: 2 }),
  gateway,

  auth: service(images.auth, {
    description: 'Says who somebody is, by the organisation’s OIDC provider',
    secrets: { OIDC_CLIENT_ID: 'store', OIDC_CLIENT_SECRET: 'store' },
    scaling: { on: 'cpu', target: 70, max: 4 },
  }),
  chat: service(images.chat, {
    description: 'Conversations: context, cache, model, stream',
    emits: [IN_FLIGHT],
    // An answer streams while a model makes it.
    longestAnswer: 180,
    scaling: { on: 'cpu', target: 70, max: 6 },
    downAlert: 'ChatDown',
    // The gateway asks `auth` about every request; this is the second wall, by the provider's own keys.
    tokens: {},
  }),
  user: service(images.user, {
    description: 'Users and their rights',
    scaling: { on: 'cpu', target: 70, max: 4 },
    traffic: {
      timeout: 10,
      retries: { attempts: 2, codes: [502, 503, 504] },
      ejection: { errors: 5, seconds: 30 },
    },
    tokens: { without: { auth: 'It asks who somebody is before there is a token.' } },
  }),
  session: service(images.session, {
    description: 'Conversations that are kept, in object storage',
    emits: [JOBS_WAITING],
    env: { S3_BUCKET: CONVERSATIONS },
    traffic: { timeout: 15, retries: { attempts: 2, codes: [503] }, ejection: { errors: 5, seconds: 30 } },
  }),
  notification: service(images.notification, {
    description: 'Tells people by mail and push, from a list in Redis',
    secrets: { SMTP_HOST: { optional: 'no mail' }, SMTP_PASSWORD: { optional: 'no mail' } },
  }),

  ollama: ollama({
    models: image(images.models),
    // The document names no model.
    loaded: ['assistant'],
    room: '16Gi',
    device: { pool: 'gpu' },
    replicas: 1,
    // What a model has to do is counted by who asks it: a GPU is not in the figures of the processor.
    scaling: { on: 'query', expr: `sum(${IN_FLIGHT}) or vector(0)`, perPod: 4, max: 2 },
    resources: { requests: { cpu: '2', memory: '12Gi' }, limits: { memory: '16Gi' } },
  }),
  'model-manager': fastapi({
    image: image(images.modelManager),
    description: 'Tells Ollama what to load, keep and put out',
    tier: 'ai',
    resources: small,
    env: { OTEL_SERVICE_NAME: 'model-manager', S3_BUCKET: TRAINING, ...SAMPLED },
  }),
  'ai-cache': redis({
    maxMemory: '1Gi',
    eviction: 'allkeys-lru',
    resources: { requests: { cpu: '100m', memory: '1152Mi' }, limits: { memory: '1536Mi' } },
  }),
  training: fastapi({
    image: image(images.training),
    description: 'Makes models of conversations that people gave for it, from a list in Redis',
    tier: 'ai',
    identity: { user: 1000, group: 1000 },
    device: { pool: 'gpu' },
    longestAnswer: 600,
    writable: [{ mountPath: '/work', size: '50Gi' }],
    env: { OTEL_SERVICE_NAME: 'training', S3_BUCKET: TRAINING, ...SAMPLED },
    // One at a time, and no GPU is held while nobody asks for one.
    scaling: {
      on: 'query',
      expr: `sum(${JOBS_WAITING}) or vector(0)`,
      perPod: 1,
      max: 1,
      idle: {
        after: 900,
        meanwhile: 'Jobs wait in the list until a pod has started; nobody asks it anything.',
      },
    },
    resources: { requests: { cpu: '4', memory: '16Gi' }, limits: { memory: '24Gi' } },
  }),

  redis: redisFailover({
    maxMemory: '1Gi',
    eviction: 'noeviction',
    volume: '4Gi',
    resources: { requests: { cpu: '100m', memory: '1152Mi' }, limits: { memory: '2304Mi' } },
  }),
  postgres: postgresCluster({ database: 'chatbot', volume: '50Gi', maxConnections: 200 }),
  'object-storage': minio({ buckets: { [CONVERSATIONS]: {}, [TRAINING]: {} }, volume: '100Gi' }),
  elasticsearch: elasticsearch({
    indices: { interactions: { days: 90, write: ['chat'], read: ['chat', 'grafana'] } },
    volume: '50Gi',
  }),

  backups: resticRepository({ volume: '200Gi' }),

  prometheus: prometheus({ volume: '30Gi' }),
  alertmanager: alertmanager(),
  grafana: grafana(),
  loki: loki(),
  alloy: alloy(),
  jaeger: jaeger(),
};
