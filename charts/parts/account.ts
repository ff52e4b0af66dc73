/** One ServiceAccount per component; a token and a Role only where the Kubernetes API is used. */
import type { Chart } from 'cdk8s';
import { ownImages } from '../../model/images';
import type { Plan, PlannedComponent } from '../../model/plan';
import { pullSecrets } from '../../model/registries';
import { k8s } from './k8s';
import { stableLabels, syncWave } from './labels';

export function serviceAccount(chart: Chart, plan: Plan, component: PlannedComponent): void {
  const { name } = component;
  const metadata = { name, labels: stableLabels(plan, component), annotations: syncWave(component.wave) };
  const images = ownImages({ components: [component] }).map(({ repository }) => repository);
  new k8s.KubeServiceAccount(chart, `${name}-account`, {
    metadata,
    automountServiceAccountToken: false,
    // Every pod of the account gets them when it is made.
    imagePullSecrets: pullSecrets(plan.registries, images),
  });
  if (component.api.length === 0) return;
  new k8s.KubeRole(chart, `${name}-role`, {
    metadata,
    rules: component.api.map(({ groups, resources, verbs }) => ({
      apiGroups: groups.slice(),
      resources: resources.slice(),
      verbs: verbs.slice(),
    })),
  });
  new k8s.KubeRoleBinding(chart, `${name}-rolebinding`, {
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [{ kind: 'ServiceAccount', name, namespace: plan.namespace }],
  });
}
