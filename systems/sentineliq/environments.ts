/** What differs between SentinelIQ's environments: where, how large, which version. */
import type { Environment } from '../../model/system';
import { production, rehearsal, trial } from './cluster';
import { development, small } from './profiles';
import { versions } from './versions';

export const environments: Readonly<Record<string, Environment>> = {
  development: {
    ...development,
    phase: 3,
    cluster: trial,
    domain: 'dev.sentineliq.com',
    images: versions.development,
    // The office's addresses: who develops also looks at logs and files.
    internal: { cidrs: ['10.8.0.0/16'] },
  },
  staging: {
    ...small,
    phase: 3,
    cluster: rehearsal,
    domain: 'staging.sentineliq.com',
    images: versions.staging,
    // What is done in production is tried here; nothing of it is worth a copy elsewhere.
    backups: { at: '02:00', days: 7 },
  },
  // To grow: `...enterprise` and cluster `large`. Data moves then, see docs/hosting.md.
  production: {
    ...small,
    phase: 3,
    cluster: production,
    domain: 'sentineliq.com',
    images: versions.production,
    // "Daily backup cron job", "Upload to remote storage", "keep last 30 days".
    backups: {
      at: '02:00',
      days: 30,
      offsite: {
        endpoint: 'https://s3.eu-central-003.backblazeb2.com',
        region: 'eu-central-003',
        bucket: 'sentineliq-production-backups',
        days: 30,
      },
    },
  },
};
