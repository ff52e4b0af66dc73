/** The three sizes of the document's "Resource Allocation". */
import { postgresCluster } from '../../catalogue/cloudnative-pg';
import type { Environment, Override } from '../../model/system';
import { cache, cacheWithFailover } from './parts';

/** What a size says about an environment. */
type Profile = Pick<Environment, 'budget' | 'cdn' | 'components' | 'overrides' | 'without'>;

/** Metrics of the platform, which the document calls optional: one switch. Logs and Sentry are always there. */
const METRICS = ['alertmanager', 'grafana', 'prometheus'];
/** First data is optional, and for trying things: to be taken out of development once the product has some. */
const SEED = ['seed'];

const memory = (
  requests: NonNullable<Override['resources']>['requests'],
  limits: NonNullable<Override['resources']>['limits'],
): Override => ({ resources: { requests, limits } });

/** 2 CPU, 8 GB, 50 GB: one pod of each, and little data. */
export const development: Profile = {
  budget: { cpu: '2', memory: '8Gi', storage: '46Gi', source: '2 CPU, 8 GB of memory and 50 GB of disk' },
  without: [...METRICS, ...SEED],
  components: { redis: cache('128Mi', '256Mi') },
  overrides: {
    server: {
      replicas: 1,
      maxReplicas: 1,
      ...memory({ cpu: '100m', memory: '384Mi' }, { cpu: '2', memory: '1Gi' }),
    },
    client: {
      replicas: 1,
      maxReplicas: 1,
      ...memory({ cpu: '10m', memory: '32Mi' }, { memory: '128Mi' }),
    },
    postgres: {
      volumes: { data: '10Gi' },
      ...memory({ cpu: '150m', memory: '512Mi' }, { cpu: '2', memory: '1Gi' }),
    },
    redis: { volumes: { data: '2Gi' } },
    minio: { volumes: { data: '10Gi' }, ...memory({ cpu: '50m', memory: '256Mi' }, { memory: '512Mi' }) },
    elasticsearch: {
      volumes: { data: '10Gi' },
      ...memory({ cpu: '200m', memory: '1536Mi' }, { cpu: '2', memory: '1536Mi' }),
    },
    logstash: { volumes: { data: '4Gi' } },
  },
};

/** 4 CPU, 16 GB, 100 GB, with the container limits that the document gives for it. */
export const small: Profile = {
  budget: { cpu: '4', memory: '16Gi', storage: '93Gi', source: '4 CPU, 16 GB of memory and 100 GB of disk' },
  without: SEED,
};

/** 8 CPU, 32 GB, 500 GB and more: several servers under load, large stores, a longer memory of everything. */
export const enterprise: Profile = {
  budget: { cpu: '8', memory: '32Gi', storage: '465Gi', source: '8 CPU, 32 GB of memory and 500 GB of disk' },
  without: SEED,
  // "Client served from CDN"; the API answers to its address as before.
  cdn: ['client'],
  components: {
    redis: cacheWithFailover('1536Mi', '3Gi'),
    // "Read replicas for analytics": a primary and two standbys, each with all data.
    postgres: postgresCluster({
      database: 'sentineliq',
      volume: '60Gi',
      maxConnections: 200,
      resources: { requests: { cpu: '600m', memory: '2560Mi' }, limits: { cpu: '2', memory: '5Gi' } },
    }),
  },
  overrides: {
    server: {
      replicas: 3,
      maxReplicas: 6,
      ...memory({ cpu: '400m', memory: '1Gi' }, { cpu: '2', memory: '4Gi' }),
    },
    minio: { volumes: { data: '90Gi' }, ...memory({ cpu: '200m', memory: '1Gi' }, { memory: '2Gi' }) },
    elasticsearch: {
      volumes: { data: '120Gi' },
      ...memory({ cpu: '800m', memory: '6Gi' }, { cpu: '4', memory: '6Gi' }),
    },
    logstash: { volumes: { data: '20Gi' } },
    prometheus: { volumes: { data: '20Gi' } },
  },
};
