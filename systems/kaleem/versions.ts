/** Versions of Kaleem's own images. A release goes down this list: development, staging, production. */
export const backend = 'ghcr.io/kaleem-ai/backend';
export const frontend = 'ghcr.io/kaleem-ai/frontend';

export const versions = {
  development: {
    [backend]: '1.0.0',
    [frontend]: '1.0.0',
  },
  staging: {
    [backend]: '1.0.0',
    [frontend]: '1.0.0',
  },
  production: {
    [backend]: '1.0.0',
    [frontend]: '1.0.0',
  },
} as const;
