/** Who built the images that are our own. */
import type { Chart } from 'cdk8s';
import {
  NamespacedImageValidatingPolicySpecValidationActions as Action,
  NamespacedImageValidatingPolicySpecFailurePolicy as FailurePolicy,
  NamespacedImageValidatingPolicy,
} from '../../imports/policies.kyverno.io';
import type { Plan } from '../../model/plan';
import { comment } from '../parts/comment';
import { PODS_ALONE, SPEC_CHANGES } from './matching';
import { FAIL_OPEN, policyMetadata } from './policy';

export function imageSignatures(chart: Chart, plan: Plan): void {
  if (!plan.signatures) return;
  const { repositories, issuer, subject, enforce = false } = plan.signatures;
  const name = 'image-signatures';
  const object = new NamespacedImageValidatingPolicy(chart, name, {
    metadata: policyMetadata(plan, name),
    spec: {
      validationActions: [enforce ? Action.DENY : Action.AUDIT],
      failurePolicy: FailurePolicy.IGNORE,
      evaluation: { admission: { enabled: enforce } },
      // The longest there is: a registry and a transparency log are asked.
      webhookConfiguration: enforce ? { timeoutSeconds: 30 } : undefined,
      matchConstraints: { resourceRules: PODS_ALONE.slice() },
      // With conditions it has a webhook of its own: others of Kyverno's 1.19 share a name with a cluster's policies.
      matchConditions: [SPEC_CHANGES],
      matchImageReferences: [{ expression: `ref.startsWith('${repositories}')` }],
      attestors: [
        {
          name: 'builder',
          cosign: { keyless: { identities: [{ issuer, subjectRegExp: subject }] } },
        },
      ],
      // What was verified is what starts, even if somebody moves the tag in between.
      validationConfigurations: { mutateDigest: enforce, verifyDigest: enforce, required: true },
      validations: [
        {
          expression: [
            '(images.containers + images.initContainers + images.ephemeralContainers).all(image,',
            '  verifyImageSignatures(image, [attestors.builder]) > 0)',
          ].join('\n'),
          message: `an image from ${repositories} was not signed by its own build`,
        },
      ],
    },
  });
  comment(object, 'What is ours was built by our own CI, as its signature shows.');
  const isPrivate = plan.secrets.some(
    (secret) =>
      secret.kind === 'registry' &&
      secret.registries.some((start) => repositories.startsWith(start) || start.startsWith(repositories)),
  );
  if (isPrivate) {
    comment(
      object,
      'The images are private: Kyverno looks at them with a login of its own, `existingImagePullSecrets` of its chart.',
      ['spec', 'matchImageReferences'],
    );
  }
  comment(object, FAIL_OPEN, ['spec', 'failurePolicy']);
  if (enforce) return;
  comment(
    object,
    'Reported only: nothing shows yet that every release is signed. Enforce it in the definition when the reports\n' +
      'have been clean for a release.',
    ['spec', 'validationActions'],
  );
  comment(object, 'By the background scan alone, so that no pod waits for a registry.', [
    'spec',
    'evaluation',
  ]);
}
