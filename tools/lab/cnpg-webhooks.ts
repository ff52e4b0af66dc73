import type { KubeObject } from './manifests';

/**
 * CloudNativePG's webhooks as its manifests register them, for what people write here. By these names the operator looks
 * for them, to tell them its authority.
 * @param client path → how the API server asks the operator
 */
export const webhooks = (client: (path: string) => object): KubeObject[] =>
  (['mutating', 'validating'] as const).map((sort) => {
    const verb = sort === 'mutating' ? 'mutate' : 'validate';
    return {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: sort === 'mutating' ? 'MutatingWebhookConfiguration' : 'ValidatingWebhookConfiguration',
      metadata: { name: `cnpg-${sort}-webhook-configuration` },
      webhooks: ['cluster', 'scheduledbackup'].map((kind) => ({
        name: `${sort[0]}${kind}.cnpg.io`,
        admissionReviewVersions: ['v1'],
        sideEffects: 'None',
        failurePolicy: 'Fail',
        clientConfig: client(`/${verb}-postgresql-cnpg-io-v1-${kind}`),
        rules: [
          {
            apiGroups: ['postgresql.cnpg.io'],
            apiVersions: ['v1'],
            operations: ['CREATE', 'UPDATE'],
            resources: [`${kind}s`],
          },
        ],
      })),
    };
  });
