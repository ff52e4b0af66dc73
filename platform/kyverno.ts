/** Kyverno: judges what a namespace admits, by the policies of that namespace. */
import type { AddOn } from '../model/platform';

export const kyvernoAddOns: readonly AddOn[] = [
  {
    name: 'Kyverno',
    purpose:
      'refuses what breaks a policy; 1.19 is the first that asks for the policies of a namespace in that namespace alone',
    // Kubernetes: kyverno.io, compatibility, of 1.18.
    minimum: '1.19',
    minimumBy: 'notes',
    kubernetes: '1.33',
    since: 4,
    namespace: 'kyverno',
    settings:
      '`existingImagePullSecrets`: a Secret of its namespace with a login, where signatures of private images are looked at',
    documentation: 'https://kyverno.io/docs/installation/',
    install: {
      groups: ['policies.kyverno.io'],
      wave: -20,
      source: { repository: 'https://kyverno.github.io/kyverno', chart: 'kyverno', version: '3.9.1' },
    },
  },
];
