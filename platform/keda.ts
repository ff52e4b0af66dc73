/** KEDA: asks brokers how long their queues are, with the accounts of those it scales, and Prometheus what is to do. */
import type { PlatformPods } from '../model/cluster';
import type { AddOn } from '../model/platform';
import { inMesh } from './istio/joining';

/** The operator as its Helm chart installs it. */
export const keda: PlatformPods = {
  namespace: 'keda',
  podLabels: { app: 'keda-operator' },
  // Source: values.yaml of the chart, serviceAccount.operator.name.
  serviceAccount: 'keda-operator',
};

const addOn: AddOn = {
  name: 'KEDA',
  purpose: 'more and fewer pods by the length of their queue, or by a query',
  // 2.16 has no ScaledObject.spec.fallback.behavior. Kubernetes: keda.sh, Running KEDA in production, Cluster.
  minimum: '2.17',
  minimumBy: 'definitions',
  kubernetes: '1.30',
  since: 3,
  namespace: keda.namespace,
  documentation: 'https://keda.sh/docs/latest/deploy/',
  install: {
    groups: ['keda.sh'],
    wave: -15,
    source: { repository: 'https://kedacore.github.io/charts', chart: 'keda', version: '2.21.0' },
    at: ({ keda: pods }) => pods?.namespace,
  },
};

export const kedaAddOns: readonly AddOn[] = [
  addOn,
  inMesh(
    addOn,
    "its operator asks our brokers, which from now on know their clients by the mesh's identities",
    'the API server still comes in',
  ),
];
