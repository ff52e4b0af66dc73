/** Where images come from, and that each is one exact version. */
import type { Chart } from 'cdk8s';
import type { NamespacedValidatingPolicySpecVariables as Variable } from '../../imports/policies.kyverno.io';
import { MOVING_TAG, repositories } from '../../model/images';
import type { Plan } from '../../model/plan';
import { listOf, POD, PODS_AND_DEBUGGERS, SPEC_CHANGES } from './matching';
import { policy } from './policy';

const LISTS = ['containers', 'initContainers', 'ephemeralContainers'];

/** Every image of the pod, also of containers that are added to it while it runs, and images as volumes. */
const IMAGES: Variable = {
  name: 'images',
  expression: [
    ...LISTS.map((list) => `variables.pod.spec.?${list}.orValue([]).map(one, one.?image.orValue(''))`),
    'variables.pod.spec.?volumes.orValue([]).filter(one, has(one.image)).map(one, one.image.reference)',
  ].join(' +\n'),
};

/** The part of an image before tag and digest: a colon before a slash belongs to the registry. */
const REPOSITORY = "find('^([^/]*/)*[^:@/]+')";

export function imageRepositories(chart: Chart, plan: Plan): void {
  policy(chart, plan, {
    name: 'image-repositories',
    why: 'Nothing runs here that the definition does not name, whoever asks for it.',
    resourceRules: PODS_AND_DEBUGGERS,
    matchConditions: [SPEC_CHANGES],
    variables: [
      POD,
      IMAGES,
      { name: 'repositories', expression: listOf(repositories(plan)) },
      {
        name: 'strange',
        expression: `variables.images.filter(image, !(image.${REPOSITORY} in variables.repositories))`,
      },
    ],
    validations: [
      {
        expression: 'variables.strange.size() == 0',
        messageExpression: `variables.strange.join(', ') + ': not from a repository that ${plan.namespace} uses'`,
      },
    ],
  });
}

const TAG = '[\\w][\\w.-]{0,127}';
const DIGEST = '@sha256:[0-9a-f]{64}';
/** The pattern without its anchors. */
const MOVING = MOVING_TAG.source.slice(1, -1);

export function imageTags(chart: Chart, plan: Plan): void {
  policy(chart, plan, {
    name: 'image-tags',
    why: 'A tag that moves would run something else tomorrow, and no rollback would bring back today.',
    resourceRules: PODS_AND_DEBUGGERS,
    matchConditions: [SPEC_CHANGES],
    variables: [
      POD,
      IMAGES,
      {
        name: 'unpinned',
        expression: [
          'variables.images.filter(image,',
          `  !image.matches(r'^([^/]*/)*[^:@/]+(:${TAG})?${DIGEST}$') &&`,
          `  (!image.matches(r'^([^/]*/)*[^:@/]+:${TAG}$') ||`,
          `    image.matches(r'^([^/]*/)*[^:@/]+:${MOVING}$')))`,
        ].join('\n'),
      },
    ],
    validations: [
      {
        expression: 'variables.unpinned.size() == 0',
        messageExpression: "variables.unpinned.join(', ') + ': not one exact version; pin a release'",
      },
    ],
  });
}
