/** KEDA as its Helm chart installs it: the operator asks brokers, with the accounts of those it scales. */
import type { PlatformPods } from '../model/cluster';

export const keda: PlatformPods = {
  namespace: 'keda',
  podLabels: { app: 'keda-operator' },
  // Source: values.yaml of the chart, serviceAccount.operator.name.
  serviceAccount: 'keda-operator',
};
