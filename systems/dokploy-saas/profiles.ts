/** The three servers of "Vertical Scaling", and "Horizontal Scaling": what each size says about an environment. */
import { loki } from '../../catalogue/loki';
import { prometheus } from '../../catalogue/prometheus';
import type { Environment, Override } from '../../model/system';
import { store, wholeWorker } from './parts';

type Profile = Pick<
  Environment,
  'budget' | 'components' | 'external' | 'local' | 'overrides' | 'shut' | 'without'
>;

/** "Optional integrations", "Grafana (metrics)" and what it needs: one switch. */
const METRICS = ['alertmanager', 'grafana', 'prometheus'];
/** "Loki (logs)": they are read in Grafana, so this one goes with the other. */
const LOGS = ['alloy', 'loki'];
/** "(Optional) WebSocket": once the product has one. */
const WEBSOCKET = ['websocket'];
/** The browser beside the login of the database, in one pod less. */
const SPLIT = ['worker-pdf'];

const memory = (
  requests: NonNullable<Override['resources']>['requests'],
  limits: NonNullable<Override['resources']>['limits'],
): Override => ({ resources: { requests, limits } });

/**
 * "Development (Local)": the data services in whatever cluster a computer runs, "Native Node.js Processes (pnpm dev)"
 * beside them, and "port mappings" in between.
 */
export const computer: Profile = {
  budget: {
    cpu: '750m',
    memory: '1Gi',
    storage: '24Gi',
    source: "what a developer's computer can spare (assumed)",
  },
  local: ['migrations', 'web', 'worker'],
  shut: true,
  without: [...METRICS, ...LOGS, ...WEBSOCKET, ...SPLIT],
  components: { redis: store('96Mi', '256Mi') },
  overrides: {
    postgres: {
      volumes: { data: '5Gi' },
      ...memory({ cpu: '100m', memory: '192Mi' }, { cpu: '2', memory: '768Mi' }),
    },
    redis: { volumes: { data: '2Gi' } },
    minio: {
      // Of the size that quotas of its buckets want.
      volumes: { data: '15Gi' },
      ...memory({ cpu: '50m', memory: '128Mi' }, { cpu: '1', memory: '512Mi' }),
    },
  },
};

/** 2 CPU, 4 GB, 50 GB: one pod of each, and nobody who watches. */
export const small: Profile = {
  budget: {
    cpu: '1250m',
    memory: '2560Mi',
    storage: '32Gi',
    source: '2 CPU, 4 GB of memory and 50 GB of disk, less what Kubernetes, the platform and images take',
  },
  without: [...METRICS, ...LOGS, ...WEBSOCKET, ...SPLIT],
  components: { redis: store('96Mi', '256Mi'), worker: wholeWorker() },
  overrides: {
    web: { maxReplicas: 1, ...memory({ cpu: '100m', memory: '192Mi' }, { cpu: '2', memory: '512Mi' }) },
    worker: { maxReplicas: 1, ...memory({ cpu: '100m', memory: '256Mi' }, { cpu: '2', memory: '1Gi' }) },
    postgres: {
      volumes: { data: '10Gi' },
      ...memory({ cpu: '100m', memory: '192Mi' }, { cpu: '2', memory: '768Mi' }),
    },
    redis: { volumes: { data: '2Gi' } },
    backups: { volumes: { data: '4Gi' } },
    minio: {
      volumes: { data: '14Gi' },
      ...memory({ cpu: '50m', memory: '128Mi' }, { cpu: '1', memory: '512Mi' }),
    },
  },
};

/** 4 CPU, 8 GB, 100 GB. */
export const middle: Profile = {
  budget: {
    cpu: '3',
    memory: '5888Mi',
    storage: '78Gi',
    source: '4 CPU, 8 GB of memory and 100 GB of disk, less what Kubernetes, the platform and images take',
  },
  without: WEBSOCKET,
  overrides: {
    worker: { maxReplicas: 2 },
    'worker-pdf': { maxReplicas: 1 },
    prometheus: memory({ cpu: '100m', memory: '320Mi' }, { memory: '1Gi' }),
    loki: memory({ cpu: '50m', memory: '192Mi' }, { memory: '512Mi' }),
  },
};

/** 8 CPU, 16 GB, 200 GB. */
export const large: Profile = {
  budget: {
    cpu: '6500m',
    memory: '13Gi',
    storage: '170Gi',
    source: '8 CPU, 16 GB of memory and 200 GB of disk, less what Kubernetes, the platform and images take',
  },
  without: WEBSOCKET,
  components: {
    redis: store('512Mi', '1536Mi'),
    prometheus: prometheus({ volume: '16Gi' }),
    loki: loki({ volume: '16Gi' }),
  },
  overrides: {
    web: {
      replicas: 2,
      maxReplicas: 4,
      ...memory({ cpu: '250m', memory: '512Mi' }, { cpu: '2', memory: '1Gi' }),
    },
    postgres: {
      volumes: { data: '50Gi' },
      ...memory({ cpu: '600m', memory: '2Gi' }, { cpu: '4', memory: '4Gi' }),
    },
    minio: {
      volumes: { data: '60Gi' },
      ...memory({ cpu: '200m', memory: '512Mi' }, { cpu: '2', memory: '1536Mi' }),
    },
  },
};

/** "Managed DB", "Redis Cloud", "Cloudflare R2", "Web 1, Web 2", "Worker 1 to 3". */
export const horizontal: Profile = {
  budget: {
    cpu: '9',
    memory: '18Gi',
    storage: '40Gi',
    source: 'three servers of 4 CPU and 8 GB, less what Kubernetes and the platform take (assumed)',
  },
  without: WEBSOCKET,
  external: {
    // neon.com/docs, Connection pooling, and Read replicas: an endpoint each.
    postgres: {
      host: 'ep-dokploy-saas-pooler.eu-central-1.aws.neon.tech',
      port: 5432,
      direct: { host: 'ep-dokploy-saas.eu-central-1.aws.neon.tech' },
      read: { host: 'ep-dokploy-saas-read-pooler.eu-central-1.aws.neon.tech' },
    },
    redis: { host: 'redis-12345.c1.eu-central-1-1.ec2.redns.redis-cloud.com', port: 12345 },
    minio: { host: 'account.eu.r2.cloudflarestorage.com', port: 443 },
  },
  overrides: {
    web: { replicas: 2, maxReplicas: 6 },
    worker: { maxReplicas: 3 },
  },
};
