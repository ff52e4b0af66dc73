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
  },
  // To grow: `...enterprise` and cluster `large`. Data moves then, see docs/hosting.md.
  production: {
    ...small,
    phase: 3,
    cluster: production,
    domain: 'sentineliq.com',
    images: versions.production,
  },
};
