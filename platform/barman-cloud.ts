/** The Barman Cloud plugin of CloudNativePG: what it does for a database is `catalogue/parts/cloudnative-pg-archive.ts`. */
import type { AddOn } from '../model/platform';
import { CERT_MANAGER } from './cert-manager';
import { CLOUDNATIVE_PG, cloudNativePg } from './cloudnative-pg';

export const barmanCloudAddOns: readonly AddOn[] = [
  {
    name: 'Barman Cloud Plugin',
    purpose: "sends the log of CloudNativePG's databases to another place",
    // Kubernetes: kubeVersion of its chart.
    minimum: '0.13',
    minimumBy: 'tests',
    kubernetes: '1.29',
    since: 1,
    namespace: cloudNativePg.namespace,
    settings: "in the operator's own namespace, where that looks for it, and after cert-manager",
    documentation: 'https://cloudnative-pg.io/plugin-barman-cloud/docs/installation/',
    install: {
      groups: ['barmancloud.cnpg.io'],
      // Makes the certificates by which the operator and it know each other.
      needs: [CERT_MANAGER],
      // After the operator, which looks for it in its own namespace alone.
      wave: -14,
      // Plugin 0.13.0.
      source: {
        repository: 'https://cloudnative-pg.github.io/charts',
        chart: 'plugin-barman-cloud',
        version: '0.7.0',
      },
      at: ({ operators }) => operators?.[CLOUDNATIVE_PG]?.namespace,
    },
  },
];
