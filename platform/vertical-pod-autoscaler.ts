/** The Vertical Pod Autoscaler: requests that follow what a pod uses. */
import type { AddOn } from '../model/platform';
import { CERT_MANAGER } from './cert-manager';

export const verticalPodAutoscalerAddOns: readonly AddOn[] = [
  {
    name: 'Vertical Pod Autoscaler',
    purpose: 'requests that follow the real use; 1.6 is the first that resizes pods in place for everybody',
    // Kubernetes: its docs/installation.md, of InPlaceOrRecreate.
    minimum: '1.6',
    minimumBy: 'notes',
    kubernetes: '1.33',
    since: 3,
    namespace: 'kube-system',
    documentation: 'https://github.com/kubernetes/autoscaler/tree/master/vertical-pod-autoscaler',
    install: {
      groups: ['autoscaling.k8s.io'],
      needs: [CERT_MANAGER],
      wave: -15,
      source: {
        repository: 'https://kubernetes.github.io/autoscaler',
        chart: 'vertical-pod-autoscaler',
        version: '0.13.0',
        values: {
          admissionController: {
            certManager: { enabled: true, createSelfSignedIssuer: { enabled: true } },
          },
        },
      },
      reason: 'Its certificate from cert-manager: the other way is a hook that runs before every sync.',
    },
  },
];
