/** CloudNativePG's operator; what it runs is `catalogue/cloudnative-pg.ts`. */
import type { PlatformPods } from '../model/cluster';
import type { AddOn } from '../model/platform';
import { inMesh } from './istio/joining';

/** The operator as its Helm chart installs it. */
export const cloudNativePg: PlatformPods = {
  namespace: 'cnpg-system',
  podLabels: { 'app.kubernetes.io/name': 'cloudnative-pg' },
  // The chart's full name, where the release is called like the chart.
  serviceAccount: 'cloudnative-pg',
};

export const CLOUDNATIVE_PG = 'CloudNativePG';

const addOn: AddOn = {
  name: CLOUDNATIVE_PG,
  purpose: 'runs PostgreSQL with standbys where an environment asks for it',
  // Its operator judges our Cluster; the definitions fit from 1.25 on. Kubernetes: its docs, supported releases.
  minimum: '1.30',
  minimumBy: 'tests',
  kubernetes: '1.34',
  since: 1,
  namespace: cloudNativePg.namespace,
  documentation: 'https://cloudnative-pg.io/documentation/current/installation_upgrade/',
  install: {
    groups: ['postgresql.cnpg.io'],
    wave: -15,
    // Operator 1.30.0.
    source: {
      repository: 'https://cloudnative-pg.github.io/charts',
      chart: 'cloudnative-pg',
      version: '0.29.0',
    },
    at: ({ operators }) => operators?.[CLOUDNATIVE_PG]?.namespace,
  },
};

export const cloudNativePgAddOns: readonly AddOn[] = [
  addOn,
  inMesh(
    addOn,
    "its operator asks our databases, which from now on know who asks by the mesh's identities",
    'the API server still comes in',
  ),
];
