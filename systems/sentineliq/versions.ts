/** Versions of SentinelIQ's own images. A release goes down this list: development, staging, production. */
export const server = 'ghcr.io/killsearch/saas-server';
export const client = 'ghcr.io/killsearch/saas-client';

export const versions = {
  development: {
    [server]: '1.2.0',
    [client]: '1.2.0',
  },
  staging: {
    [server]: '1.2.0',
    [client]: '1.2.0',
  },
  production: {
    [server]: '1.2.0',
    [client]: '1.2.0',
  },
} as const;
