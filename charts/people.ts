/**
 * What people may do in the namespace by the Kubernetes API, group by group. Rights are written out, kind by kind: with
 * a wildcard, a kind of tomorrow would be open before anybody had thought of it.
 */
import type { Chart } from 'cdk8s';
import { groupsOf, type PeopleRole, ROLE_NAMES } from '../model/people';
import type { Plan } from '../model/plan';
import { comment } from './parts/comment';
import { k8s } from './parts/k8s';
import { commonLabels, syncWave, WAVES } from './parts/labels';
import { LOOK, type Right, rightsOf } from './people/rights';
import type { TierChart } from './tier';

export const people: TierChart = {
  name: 'people',
  build(chart, plan) {
    for (const role of ROLE_NAMES) {
      const groups = groupsOf(plan.people ?? {}, role);
      if (groups.length > 0) grant(chart, plan, role, groups);
    }
  },
};

/** What a reviewer would ask of each. */
const WHY: Readonly<Record<PeopleRole, string>> = {
  viewer: 'Everything that Git has anyway, what became of it, and the logs. No Secret.',
  operator:
    'What helps at night. No right to make a pod, to change one or to run a command in one: by each of those the\n' +
    "pod's Secrets can be read.",
  admin:
    'For those who know the Secrets. Everything else comes from Git: network policies, quotas and these rights too, so\n' +
    'that nobody gives themselves more.',
};

function grant(chart: Chart, plan: Plan, role: PeopleRole, groups: readonly string[]): void {
  const name = `people-${role}`;
  const metadata = { name, labels: commonLabels(plan), annotations: syncWave(WAVES.namespace) };
  const object = new k8s.KubeRole(chart, name, { metadata, rules: rightsOf(plan, role).map(ruleOf) });
  comment(object, WHY[role]);
  new k8s.KubeRoleBinding(chart, `${name}-binding`, {
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: groups.map((group) => ({ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: group })),
  });
}

const ruleOf = ({ group, resources, verbs = LOOK }: Right): k8s.PolicyRule => ({
  apiGroups: [group],
  resources: resources.slice(),
  verbs: verbs.slice(),
});
