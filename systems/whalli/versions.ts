/** Versions of Whalli's own images. A release goes down this list: development, staging, production. */
export const web = 'ghcr.io/whalli/web';
export const api = 'ghcr.io/whalli/api';
export const admin = 'ghcr.io/whalli/admin';
export const workers = 'ghcr.io/whalli/workers';

export const versions = {
  development: { [web]: '1.0.0', [api]: '1.0.0', [admin]: '1.0.0', [workers]: '1.0.0' },
  staging: { [web]: '1.0.0', [api]: '1.0.0', [admin]: '1.0.0', [workers]: '1.0.0' },
  production: { [web]: '1.0.0', [api]: '1.0.0', [admin]: '1.0.0', [workers]: '1.0.0' },
} as const;
