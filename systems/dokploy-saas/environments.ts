/** What differs between the environments: where, how large, which version. */
import type { Environment } from '../../model/system';
import { middle as middleServer, computer as ownComputer, small as smallServer } from './cluster';
import { computer, middle, small } from './profiles';
import { versions } from './versions';

export const environments: Readonly<Record<string, Environment>> = {
  development: {
    ...computer,
    phase: 3,
    cluster: ownComputer,
    domain: 'localhost',
  },
  // The document has none: as production, of its smallest size.
  staging: {
    ...small,
    phase: 3,
    cluster: smallServer,
    domain: 'staging.dokploy-saas.example.com',
    images: versions.staging,
    // What is done in production is tried here; nothing of it is worth a copy elsewhere.
    backups: { at: '02:00', days: 3 },
  },
  // To grow: `...large` on the next server, or `...horizontal` on several.
  production: {
    ...middle,
    phase: 3,
    cluster: middleServer,
    domain: 'dokploy-saas.example.com',
    images: versions.production,
    backups: {
      at: '02:00',
      days: 7,
      offsite: {
        endpoint: 'https://s3.eu-central-003.backblazeb2.com',
        region: 'eu-central-003',
        bucket: 'dokploy-saas-production-backups',
        days: 30,
      },
    },
  },
};
