/** What differs between Kaleem's environments. Everything that is not here is the same in all of them. */
import { loki } from '../../catalogue/loki';
import { prometheus } from '../../catalogue/prometheus';
import type { Environment, Override } from '../../model/system';
import { secondVps, vps } from './cluster';
import { versions } from './versions';

/** Nobody restores a test: little data, kept for days. */
const trial = {
  cluster: secondVps,
  components: {
    prometheus: prometheus({ retention: 3, volume: '5Gi' }),
    loki: loki({ retention: 3, volume: '5Gi' }),
  },
} as const;

const smallVolumes: Readonly<Record<string, Override>> = {
  minio: { volumes: { data: '5Gi' } },
  mongodb: { volumes: { data: '5Gi' } },
  n8n: { volumes: { home: '1Gi' } },
  qdrant: { volumes: { snapshots: '2Gi', storage: '2Gi' } },
  rabbitmq: { volumes: { data: '4Gi' } },
};

export const environments: Readonly<Record<string, Environment>> = {
  development: {
    ...trial,
    phase: 4,
    domain: 'dev.kaleem-ai.com',
    images: versions.development,
    budget: { cpu: '2', memory: '6Gi', storage: '40Gi', source: 'a quarter of the second cluster' },
    requestShare: 0.25,
    overrides: {
      ...smallVolumes,
      api: { replicas: 1, maxReplicas: 2 },
      frontend: { replicas: 1, maxReplicas: 2 },
    },
  },
  staging: {
    ...trial,
    phase: 4,
    domain: 'staging.kaleem-ai.com',
    images: versions.staging,
    budget: { cpu: '3', memory: '10Gi', storage: '40Gi', source: 'three eighths of the second cluster' },
    requestShare: 0.4,
    // What is done in production is tried here; nothing of it is worth a copy elsewhere.
    backups: { at: '02:00', days: 3 },
    // Two pods of what has two in production: what fails with two fails here first.
    overrides: { ...smallVolumes, backups: { volumes: { data: '8Gi' } } },
  },
  production: {
    phase: 4,
    cluster: vps,
    domain: 'kaleem-ai.com',
    images: versions.production,
    // The rest is for what the cluster itself runs: gateway controller, operators, mesh.
    budget: { cpu: '5750m', memory: '24Gi', source: 'two VPS, less 2.25 CPU and 8 GB for the platform' },
    backups: {
      at: '02:00',
      days: 7,
      offsite: {
        endpoint: 'https://s3.eu-central-003.backblazeb2.com',
        region: 'eu-central-003',
        bucket: 'kaleem-production-backups',
        days: 30,
      },
    },
  },
};
