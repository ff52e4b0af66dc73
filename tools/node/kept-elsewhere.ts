/**
 * A system of the lab's own, whose backups have another place: snapshots go there too, and the log of a PostgreSQL that
 * CloudNativePG runs. Environments of the products that have one are too large to be started.
 */
import { postgresCluster } from '../../catalogue/cloudnative-pg';
import { nestjs } from '../../catalogue/nestjs';
import { resticRepository } from '../../catalogue/restic';
import type { System } from '../../model/system';
import { cloudNativePg } from '../../platform/cloudnative-pg';
import { LAB, LAB_BUDGET } from './lab-cluster';
import { PROGRAM } from './own-images';

const resources = { requests: { cpu: '50m', memory: '256Mi' }, limits: { memory: '1Gi' } } as const;

export const keptElsewhere: System = {
  name: 'kept-elsewhere',
  title: 'Kept elsewhere',
  description: 'One database, and a place beyond the cluster for its backups.',
  components: {
    client: nestjs({
      image: PROGRAM,
      description: 'Uses the database',
      port: 3000,
      liveness: '/lab/connections',
      readiness: '/health',
      resources,
    }),
    postgres: postgresCluster({ database: 'facts', volume: '2Gi', instances: 2, resources }),
    backups: resticRepository({ volume: '2Gi' }),
  },
  routes: [],
  flows: [{ from: 'client', to: 'postgres', env: { DATABASE_URL: 'uri' } }],
  backups: { by: 'backups' },
  runbooks: 'https://runbooks.example',
  environments: {
    lab: {
      phase: 1,
      cluster: { ...LAB, operators: { CloudNativePG: cloudNativePg } },
      domain: 'kept.example',
      budget: LAB_BUDGET,
      backups: {
        at: '02:00',
        days: 7,
        offsite: {
          endpoint: 'https://s3.elsewhere.example',
          region: 'eu-west-1',
          bucket: 'kept-elsewhere',
          days: 30,
        },
      },
    },
  },
};
