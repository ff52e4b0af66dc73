/** One policy of the namespace, with what all of them have in common. */
import type { ApiObject, Chart } from 'cdk8s';
import {
  NamespacedValidatingPolicySpecValidationActions as Action,
  type NamespacedValidatingPolicySpecMatchConditions as Condition,
  NamespacedValidatingPolicySpecFailurePolicy as FailurePolicy,
  NamespacedValidatingPolicy,
  type NamespacedValidatingPolicySpecMatchConstraintsResourceRules as ResourceRule,
  type NamespacedValidatingPolicySpecValidations as Validation,
  type NamespacedValidatingPolicySpecVariables as Variable,
} from '../../imports/policies.kyverno.io';
import type { Plan } from '../../model/plan';
import { comment } from '../parts/comment';
import { commonLabels, type Labels, syncWave, WAVES } from '../parts/labels';

export interface PolicyProps {
  readonly name: string;
  /** Why it is there: a comment above the object. */
  readonly why: string;
  readonly resourceRules: readonly ResourceRule[];
  /** The API server asks Kyverno only when all hold. Names of Kubernetes, none of Kyverno's. @default always */
  readonly matchConditions?: readonly Condition[];
  readonly variables?: readonly Variable[];
  /** The first that fails is told. */
  readonly validations: readonly Validation[];
  /** What happens when Kyverno does not answer, with the reason. @default it is let through */
  readonly failClosed?: string;
  /** Why what is there already is not looked at. @default a report tells of it */
  readonly admissionOnly?: string;
}

export function policyMetadata(
  plan: Plan,
  name: string,
): { name: string; labels: Labels; annotations: Labels } {
  return { name, labels: commonLabels(plan), annotations: syncWave(WAVES.policies) };
}

/** What to say of every policy that lets pods start without Kyverno. */
export const FAIL_OPEN = 'While Kyverno does not answer, pods start: the next scan reports them.';

/** A policy that refuses. */
export function policy(chart: Chart, plan: Plan, props: PolicyProps): ApiObject {
  const object = new NamespacedValidatingPolicy(chart, props.name, {
    metadata: policyMetadata(plan, props.name),
    spec: {
      validationActions: [Action.DENY],
      failurePolicy: props.failClosed ? FailurePolicy.FAIL : FailurePolicy.IGNORE,
      evaluation: props.admissionOnly ? { background: { enabled: false } } : undefined,
      // Where a policy names pods alone, Kyverno would otherwise add what makes them.
      autogen: namesPodsAlone(props) ? { podControllers: { controllers: [] } } : undefined,
      matchConstraints: { resourceRules: props.resourceRules.slice() },
      matchConditions: props.matchConditions?.slice(),
      variables: props.variables?.slice(),
      validations: props.validations.slice(),
    },
  });
  comment(object, props.why);
  comment(object, props.failClosed ?? FAIL_OPEN, ['spec', 'failurePolicy']);
  if (props.admissionOnly) comment(object, props.admissionOnly, ['spec', 'evaluation']);
  return object;
}

const namesPodsAlone = ({ resourceRules }: PolicyProps): boolean =>
  resourceRules.every(({ resources }) => resources?.join() === 'pods');
