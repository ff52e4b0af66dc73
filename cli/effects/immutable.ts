/**
 * Fields that the API server does not let anybody change once an object is there, by kind. As the
 * Kubernetes documentation of each kind has them (1.36); `kubectl apply --dry-run=server` has the last word.
 */
import type { Change, FieldChange } from '../compare';
import { under } from '../compare/path';
import { at } from '../objects';

/** All that may change in the specification of a StatefulSet. */
const STATEFUL_SET = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
  'revisionHistoryLimit',
];

const CLAIMS = 'claim templates cannot change: grow the claims themselves';
const SELECTOR = 'the selector cannot change';
const DATA = 'the object says it is immutable';

type Rule = (field: FieldChange, change: Change) => string | undefined;

const fixed =
  (message: string, ...keys: readonly string[]): Rule =>
  ({ path }) =>
    under(path, ...keys) ? message : undefined;

const unlessEqual =
  (...keys: readonly string[]): Rule =>
  ({ path }, { before }) =>
    at(before, 'immutable') === true && keys.some((key) => under(path, key)) ? DATA : undefined;

/** A claim may grow, and nothing else. */
const claim: Rule = ({ path }) =>
  under(path, 'spec') &&
  !under(path, 'spec', 'resources', 'requests') &&
  !under(path, 'spec', 'volumeAttributesClassName')
    ? 'a claim cannot change once it is made; only its size may grow'
    : undefined;

const statefulSet: Rule = ({ path }) => {
  if (!under(path, 'spec')) return undefined;
  if (under(path, 'spec', 'volumeClaimTemplates')) return CLAIMS;
  if (under(path, 'spec', 'selector')) return SELECTOR;
  return STATEFUL_SET.some((key) => under(path, 'spec', key))
    ? undefined
    : 'a StatefulSet cannot change this';
};

const RULES: Readonly<Record<string, readonly Rule[]>> = {
  ClusterRoleBinding: [fixed('the role of a binding cannot change', 'roleRef')],
  ConfigMap: [unlessEqual('data', 'binaryData', 'immutable')],
  DaemonSet: [fixed(SELECTOR, 'spec', 'selector')],
  Deployment: [fixed(SELECTOR, 'spec', 'selector')],
  Job: [
    fixed('the pod template of a Job cannot change', 'spec', 'template'),
    fixed(SELECTOR, 'spec', 'selector'),
    fixed('the completion mode of a Job cannot change', 'spec', 'completionMode'),
  ],
  PersistentVolumeClaim: [claim],
  PriorityClass: [
    fixed('the value of a priority class cannot change', 'value'),
    fixed('the preemption policy of a priority class cannot change', 'preemptionPolicy'),
  ],
  ResourceQuota: [fixed('the scopes of a quota cannot change', 'spec', 'scopes')],
  RoleBinding: [fixed('the role of a binding cannot change', 'roleRef')],
  Secret: [
    unlessEqual('data', 'stringData', 'immutable'),
    fixed('the type of a Secret cannot change', 'type'),
  ],
  Service: [fixed("a Service's own address cannot change", 'spec', 'clusterIP')],
  StatefulSet: [statefulSet],
  StorageClass: [
    fixed('a storage class cannot change this', 'parameters'),
    fixed('a storage class cannot change this', 'provisioner'),
    fixed('a storage class cannot change this', 'reclaimPolicy'),
    fixed('a storage class cannot change this', 'volumeBindingMode'),
  ],
};

/** Why the API server refuses this field's change; undefined where it does not. */
export function refusal(field: FieldChange, change: Change): string | undefined {
  for (const rule of RULES[change.object.kind] ?? []) {
    const message = rule(field, change);
    if (message) return message;
  }
  return undefined;
}
