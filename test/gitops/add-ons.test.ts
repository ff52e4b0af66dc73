import { describe, expect, test } from 'vitest';
import { gitops } from '../../gitops';
import { planClusters } from '../../gitops/cluster';
import { kindsIn } from '../../gitops/kinds';
import type { Plan } from '../../model/plan';
import { DefinitionError } from '../../model/problems';
import { loadPlans } from '../../systems';
import { applications, argoClusters } from '../support/argocd';

/** One environment whose files hold objects of these API versions, and what is then installed. */
function installed(plan: Plan, ...apiVersions: string[]): string[] {
  const text = apiVersions
    .map((version) => `---\napiVersion: ${version}\nkind: Any\nmetadata:\n  name: one\n  namespace: here\n`)
    .join('');
  const files = new Map([[`${plan.system}/${plan.environment}/app.k8s.yaml`, text]]);
  return planClusters([plan], files).flatMap(({ addOns }) => addOns.map(({ name }) => name));
}

describe('what is asked of a cluster says what is installed there', async () => {
  const plans = await loadPlans();
  const [first] = plans;
  // Nobody comes in: the gateway is asked for by routes.
  const plan: Plan = { ...first!, routes: [], cluster: { ...first!.cluster, platformTargets: [] } };

  test.each([
    ['apps/v1', []],
    ['gateway.networking.k8s.io/v1', ['Gateway API']],
    ['external-secrets.io/v1', ['External Secrets']],
    ['autoscaling/v2', ['metrics-server']],
    ['keda.sh/v1alpha1', ['metrics-server', 'KEDA']],
    // Its chart has a certificate made.
    ['autoscaling.k8s.io/v1', ['cert-manager', 'metrics-server', 'Vertical Pod Autoscaler']],
    ['security.istio.io/v1', ['Istio base', 'Istio istiod', 'Istio cni', 'Istio ztunnel']],
    ['postgresql.cnpg.io/v1', ['CloudNativePG']],
    ['barmancloud.cnpg.io/v1', ['cert-manager', 'Barman Cloud Plugin']],
    ['policies.kyverno.io/v1', ['Kyverno']],
  ])('%s', (apiVersion, names) => {
    expect(installed(plan, apiVersion)).toEqual(names);
  });

  test('a platform target whose metrics are read', () => {
    const targets = plans.flatMap(({ cluster }) => cluster.platformTargets);
    const target = targets.find(({ name }) => name === 'node-exporter')!;
    const cluster = { ...plan.cluster, platformTargets: [target] };
    expect(installed({ ...plan, cluster })).toEqual(['node exporter']);
  });
});

test('what looks like an object inside a configuration file is none', () => {
  const text =
    '---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: b\ndata:\n  x: |\n    apiVersion: v2\n    kind: Evil\n';
  expect(kindsIn([text])).toEqual({ namespaced: [{ group: '', kind: 'ConfigMap' }], clusterWide: [] });
});

test('who opens connections to a meshed environment joins the mesh, and only then', async () => {
  const label = (cluster: string, name: string) =>
    applications(argoClusters().find((one) => one.name === cluster)!).get(name)?.syncPolicy
      .managedNamespaceMetadata?.labels['istio.io/dataplane-mode'];
  expect(label('kaleem-vps', 'keda')).toBe('ambient');
  // Its environments are at phase 3.
  expect(label('sentineliq-production', 'traefik')).toBe(undefined);
});

test('a system that has the name of a project of ours is told so', async () => {
  const [plan] = await loadPlans();
  expect(() => gitops([{ ...plan!, system: 'platform' }], new Map())).toThrow(DefinitionError);
});
