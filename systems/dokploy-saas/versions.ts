/** Versions of the product's own images. A release goes down this list: staging, production. */
export const web = 'ghcr.io/dokploy-saas/web';
export const worker = 'ghcr.io/dokploy-saas/worker';

export const versions = {
  staging: { [web]: '1.0.0', [worker]: '1.0.0' },
  production: { [web]: '1.0.0', [worker]: '1.0.0' },
} as const;
