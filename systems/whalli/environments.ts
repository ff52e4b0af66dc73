/** What differs between Whalli's environments. Everything that is not here is the same in all of them. */
import { loki } from '../../catalogue/loki';
import { prometheus } from '../../catalogue/prometheus';
import type { Environment, External, Override } from '../../model/system';
import { machines, trial } from './cluster';
import { INTERVAL } from './parts';
import { versions } from './versions';

/**
 * "Neon Postgres (managed, external)", by TLS: programs ask its pool of connections, migrations the server itself. Both
 * names are in Neon's console (neon.com/docs, Connection pooling).
 * @param endpoint of a project of its own each
 */
const neon = (endpoint: string): { readonly postgres: External } => {
  const domain = 'eu-central-1.aws.neon.tech';
  return {
    postgres: {
      host: `${endpoint}-pooler.${domain}`,
      direct: { host: `${endpoint}.${domain}` },
      port: 5432,
    },
  };
};

/** "Daily at 2 AM", "7 days locally, 30 days offsite"; Backblaze B2 is one of the two that it names. */
const nightly = { at: '02:00', days: 7 } as const;

/** What the document has in production alone. */
const OBSERVABILITY = ['alertmanager', 'alloy', 'grafana', 'loki', 'prometheus'];

const one = { replicas: 1, maxReplicas: 1 } as const;
const smallVolumes: Readonly<Record<string, Override>> = {
  minio: { volumes: { data: '5Gi' } },
  redis: { volumes: { data: '2Gi' } },
};

export const environments: Readonly<Record<string, Environment>> = {
  development: {
    phase: 3,
    cluster: trial,
    domain: 'dev.whalli.com',
    images: versions.development,
    budget: { cpu: '1', memory: '5Gi', storage: '20Gi', source: 'a quarter of the trial machine (assumed)' },
    requestShare: 0.25,
    without: OBSERVABILITY,
    overrides: {
      ...smallVolumes,
      admin: one,
      api: one,
      web: one,
      workers: { maxReplicas: 2 },
      postgres: { volumes: { data: '5Gi' } },
    },
  },
  // The document has none: as production, on the trial machine.
  staging: {
    phase: 3,
    cluster: trial,
    domain: 'staging.whalli.com',
    images: versions.staging,
    budget: { cpu: '2', memory: '9Gi', storage: '30Gi', source: 'half of the trial machine (assumed)' },
    requestShare: 0.4,
    external: neon('ep-whalli-staging'),
    // What is done in production is tried here; nothing of it is worth a copy elsewhere.
    backups: nightly,
    components: {
      prometheus: prometheus({ interval: INTERVAL, retention: 3, volume: '5Gi' }),
      loki: loki({ retention: 3, volume: '5Gi' }),
    },
    overrides: { ...smallVolumes, backups: { volumes: { data: '8Gi' } }, workers: { maxReplicas: 2 } },
  },
  production: {
    phase: 3,
    cluster: machines,
    domain: 'whalli.com',
    images: versions.production,
    budget: {
      cpu: '5750m',
      memory: '24Gi',
      source: 'two machines of 4 CPU and 16 GB (assumed), less 2.25 CPU and 8 GB for the platform',
    },
    external: neon('ep-whalli-production'),
    backups: {
      ...nightly,
      offsite: {
        endpoint: 'https://s3.eu-central-003.backblazeb2.com',
        region: 'eu-central-003',
        bucket: 'whalli-production-backups',
        days: 30,
      },
    },
  },
};
