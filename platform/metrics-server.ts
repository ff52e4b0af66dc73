/** metrics-server: tells autoscalers what pods use. */
import type { AddOn } from '../model/platform';

export const metricsServerAddOns: readonly AddOn[] = [
  {
    name: 'metrics-server',
    purpose: 'the use of processor and memory that autoscalers read',
    // Kubernetes: its README.
    minimum: '0.9',
    minimumBy: 'tests',
    kubernetes: '1.34',
    since: 3,
    namespace: 'kube-system',
    documentation: 'https://kubernetes-sigs.github.io/metrics-server/',
    install: {
      groups: ['autoscaling', 'autoscaling.k8s.io', 'keda.sh'],
      wave: -15,
      source: {
        repository: 'https://kubernetes-sigs.github.io/metrics-server/',
        chart: 'metrics-server',
        version: '3.13.1',
      },
    },
  },
];
