/** External Secrets: makes every Secret of ours, in the cluster or from the secret store. */
import type { AddOn } from '../model/platform';

export const externalSecretsAddOns: readonly AddOn[] = [
  {
    name: 'External Secrets',
    purpose: 'passwords, made in the cluster or read from the secret store',
    // The controller that our tests run. Kubernetes: its docs, stability and support.
    minimum: '0.20',
    minimumBy: 'tests',
    kubernetes: '1.34',
    since: 1,
    namespace: 'external-secrets',
    settings: "a ClusterSecretStore of the cluster's `secretStore` name",
    documentation: 'https://external-secrets.io/latest/introduction/getting-started/',
    install: {
      groups: ['external-secrets.io', 'generators.external-secrets.io'],
      wave: -20,
      source: {
        repository: 'https://charts.external-secrets.io',
        chart: 'external-secrets',
        version: '2.9.0',
      },
    },
  },
];
