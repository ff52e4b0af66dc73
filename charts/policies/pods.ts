/** What every pod says of itself: rights, needs, names, account. */
import type { Chart } from 'cdk8s';
import type { Plan } from '../../model/plan';
import { comment } from '../parts/comment';
import { CONTAINERS, isGateway, POD, PODS, SPEC_CHANGES, SPEC_OR_LABELS_CHANGE, WORKLOADS } from './matching';
import { policy } from './policy';

/** What a container says, or else its pod. */
const either = (field: string, otherwise: string): string =>
  `container.?securityContext.${field}.orValue(variables.pod.spec.?securityContext.${field}.orValue(${otherwise}))`;
const own = (field: string, otherwise: string): string =>
  `container.?securityContext.${field}.orValue(${otherwise})`;

/** Condition on every container → what to write. */
const RIGHTS: readonly (readonly [condition: string, message: string])[] = [
  [either('?runAsNonRoot', 'false'), 'runAsNonRoot: true, for the pod or for every container'],
  [
    `${either('?runAsUser', '0')} > 0 &&\n${either('?runAsGroup', '0')} > 0`,
    'runAsUser and runAsGroup: numbers above 0, for the pod or for every container',
  ],
  [`!${own('?allowPrivilegeEscalation', 'true')}`, 'allowPrivilegeEscalation: false, for every container'],
  [
    `'ALL' in ${own('?capabilities.?drop', '[]')} &&\n${own('?capabilities.?add', '[]')}.size() == 0`,
    'capabilities: drop ALL and add none, for every container',
  ],
  [
    `${either('?seccompProfile.?type', "''")} in ['RuntimeDefault', 'Localhost']`,
    'seccompProfile: RuntimeDefault, for the pod or for every container',
  ],
  [own('?readOnlyRootFilesystem', 'false'), 'readOnlyRootFilesystem: true, for every container'],
];

export function securityContext(chart: Chart, plan: Plan): void {
  policy(chart, plan, {
    name: 'security-context',
    why:
      'What Pod Security restricted asks for, and three things more: a number as user and group, no capability\n' +
      'at all, a root file system nobody can write to. The pods of gateways keep to it too.',
    resourceRules: PODS,
    matchConditions: [SPEC_CHANGES],
    variables: [POD, CONTAINERS],
    validations: RIGHTS.map(([condition, message]) => ({
      expression: `variables.containers.all(container,\n${condition.replaceAll(/^/gm, '  ')})`,
      message: `set ${message}`,
    })),
  });
}

export function resources(chart: Chart, plan: Plan): void {
  const object = policy(chart, plan, {
    name: 'resources',
    why:
      'A pod that does not say what it needs is placed anywhere and takes what others need. Judged is what makes\n' +
      "pods: for the pods themselves the namespace's LimitRange would have filled it in already.",
    resourceRules: WORKLOADS,
    matchConditions: [SPEC_CHANGES],
    variables: [
      POD,
      {
        name: 'containers',
        expression:
          'variables.pod.spec.containers +\n' +
          `(${isGateway('variables.pod.metadata')} ? [] : variables.pod.spec.?initContainers.orValue([]))`,
      },
      {
        name: 'silent',
        expression: [
          'variables.containers.filter(container, !(',
          '  container.?resources.?requests.?cpu.hasValue() &&',
          '  container.?resources.?requests.?memory.hasValue() &&',
          '  container.?resources.?limits.?memory.hasValue())).map(container, container.name)',
        ].join('\n'),
      },
    ],
    validations: [
      {
        expression: 'variables.silent.size() == 0',
        messageExpression:
          "'container ' + variables.silent.join(', ') + ': set requests of cpu and memory and a limit of memory'",
      },
    ],
  });
  comment(
    object,
    'NGINX Gateway Fabric gives its init container none and lets nobody say any; the LimitRange does.',
    ['spec', 'variables', 1],
  );
}

const REQUIRED = ['name', 'instance', 'part-of', 'managed-by'].map((label) => `app.kubernetes.io/${label}`);

export function labels(chart: Chart, plan: Plan): void {
  const required = `[${REQUIRED.map((label) => `'${label}'`).join(', ')}]`;
  const object = policy(chart, plan, {
    name: 'labels',
    why: 'Policies, Services and dashboards find pods by these labels; without them nobody knows whose a pod is.',
    resourceRules: WORKLOADS,
    matchConditions: [
      SPEC_OR_LABELS_CHANGE,
      {
        name: 'not-made-by-a-controller',
        expression: `!has(object.metadata.ownerReferences) && !(${isGateway('object.metadata')})`,
      },
    ],
    variables: [
      POD,
      {
        name: 'missing',
        expression: [
          `${required}.filter(label,`,
          '  !(label in object.metadata.?labels.orValue({})) ||',
          '  !(label in variables.pod.?metadata.?labels.orValue({})))',
        ].join('\n'),
      },
    ],
    validations: [
      {
        expression: 'variables.missing.size() == 0',
        messageExpression:
          "'label ' + variables.missing.join(', ') + ': set it on the object and on its pods'",
      },
    ],
  });
  comment(
    object,
    'A controller has labels of its own for what it makes: the Jobs of a CronJob, the pods of a gateway.',
    ['spec', 'matchConditions', 1],
  );
}

export function serviceAccounts(chart: Chart, plan: Plan): void {
  policy(chart, plan, {
    name: 'service-accounts',
    why: 'The mesh knows a pod by its account, so one that several share says nothing.',
    resourceRules: PODS,
    matchConditions: [SPEC_CHANGES],
    variables: [POD],
    validations: [
      {
        expression: "variables.pod.spec.?serviceAccountName.orValue('default') != 'default'",
        message: 'set serviceAccountName to an account of its own, not to default',
      },
    ],
  });
}
