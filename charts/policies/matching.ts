/** What the policies look at, and the words in which their expressions speak of pods. */
import type {
  NamespacedValidatingPolicySpecMatchConditions as Condition,
  NamespacedValidatingPolicySpecMatchConstraintsResourceRules as ResourceRule,
  NamespacedValidatingPolicySpecVariables as Variable,
} from '../../imports/policies.kyverno.io';
import { GATEWAY_LABEL } from '../../model/edge';

const rule = (group: string, resources: string[], operations = ['CREATE', 'UPDATE']): ResourceRule => ({
  apiGroups: [group],
  apiVersions: ['v1'],
  operations,
  resources,
});

/**
 * What makes pods. A mistake is then told to whoever applies it, not to the log of a controller. ReplicaSets are
 * left out, by Kyverno's own configuration too: their pods are looked at.
 */
export const WORKLOADS: readonly ResourceRule[] = [
  rule('apps', ['daemonsets', 'deployments', 'statefulsets']),
  rule('batch', ['cronjobs', 'jobs']),
];
export const PODS: readonly ResourceRule[] = [rule('', ['pods']), ...WORKLOADS];
/** Also containers that are added to a running pod, as `kubectl debug` does. */
export const PODS_AND_DEBUGGERS: readonly ResourceRule[] = [
  rule('', ['pods', 'pods/ephemeralcontainers']),
  ...WORKLOADS,
];
export const PODS_ALONE: readonly ResourceRule[] = [rule('', ['pods', 'pods/ephemeralcontainers'])];
export const NEW_PODS: readonly ResourceRule[] = [rule('', ['pods'], ['CREATE'])];
export const SERVICES: readonly ResourceRule[] = [rule('', ['services'])];
export const NETWORK_POLICIES: readonly ResourceRule[] = [
  rule('networking.k8s.io', ['networkpolicies'], ['CREATE', 'UPDATE', 'DELETE']),
];

/**
 * Annotations, finalizers and states of what runs change all the time, by controllers that must never be held up.
 * On a CREATE Kyverno has an empty oldObject where Kubernetes has none, so the operation is asked first.
 */
export const SPEC_CHANGES: Condition = {
  name: 'spec-changes',
  expression: "request.operation != 'UPDATE' || object.spec != oldObject.spec",
};
export const SPEC_OR_LABELS_CHANGE: Condition = {
  name: 'spec-or-labels-change',
  expression: `${SPEC_CHANGES.expression} ||\nobject.metadata.?labels.orValue({}) != oldObject.metadata.?labels.orValue({})`,
};

/** The pod, or the template from which pods are made: both have `metadata` and `spec`. */
export const POD: Variable = {
  name: 'pod',
  expression:
    "object.kind == 'Pod' ? object :\n" +
    "object.kind == 'CronJob' ? object.spec.jobTemplate.spec.template : object.spec.template",
};

/** Whether the platform made it for a gateway: nginx at the edge, the mesh's waypoint. */
export const isGateway = (labels: string): string => `'${GATEWAY_LABEL}' in ${labels}.?labels.orValue({})`;

/** Those that start with the pod. Containers added later are left to Pod Security. */
export const CONTAINERS: Variable = {
  name: 'containers',
  expression: 'variables.pod.spec.containers + variables.pod.spec.?initContainers.orValue([])',
};

/** A CEL list of texts. */
export const listOf = (texts: readonly string[]): string =>
  `[\n${texts.map((text) => `  '${text}'`).join(',\n')}\n]`;
