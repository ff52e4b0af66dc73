import { describe, expect, test } from 'vitest';
import { gitops } from '../../gitops';
import { planClusters } from '../../gitops/cluster';
import { kindsIn } from '../../gitops/kinds';
import type { Plan } from '../../model/plan';
import { addOnId } from '../../model/platform';
import { DefinitionError } from '../../model/problems';
import { ADD_ONS } from '../../platform';
import { loadPlans } from '../../systems';
import { applications, argoClusters } from '../support/argocd';
import { environments } from '../support/dist';
import { planOf } from '../support/systems';

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
    ['autoscaling.k8s.io/v1', ['metrics-server', 'Vertical Pod Autoscaler']],
    ['security.istio.io/v1', ['Istio base', 'Istio istiod', 'Istio cni', 'Istio ztunnel']],
    ['postgresql.cnpg.io/v1', ['CloudNativePG']],
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

test('kinds are those that a YAML parser finds, with nothing from inside a configuration file', () => {
  for (const { files, objects } of environments()) {
    const { namespaced, clusterWide } = kindsIn(files.map(({ text }) => text));
    const group = (version: string) => (version.includes('/') ? version.split('/')[0] : '');
    const names = (all: typeof objects) =>
      [...new Set(all.map(({ apiVersion, kind }) => `${group(apiVersion)}/${kind}`))].sort();
    expect(namespaced.map(({ group, kind }) => `${group}/${kind}`)).toEqual(
      names(objects.filter(({ metadata }) => metadata.namespace)),
    );
    // Those are named one by one.
    expect([...new Set(clusterWide.map(({ group, kind }) => `${group}/${kind}`))]).toEqual(
      names(objects.filter(({ metadata }) => !metadata.namespace)),
    );
  }
  const text =
    '---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: b\ndata:\n  x: |\n    apiVersion: v2\n    kind: Evil\n';
  expect(kindsIn([text])).toEqual({ namespaced: [{ group: '', kind: 'ConfigMap' }], clusterWide: [] });
});

describe.each(argoClusters())('$name', (cluster) => {
  const addOns = [...applications(cluster)].filter(([, { project }]) => project === 'platform');

  test('every API group that no Kubernetes has of itself is brought by an add-on', async () => {
    const own = [
      '',
      'apps',
      'batch',
      'autoscaling',
      'networking.k8s.io',
      'policy',
      'rbac.authorization.k8s.io',
      'scheduling.k8s.io',
    ];
    const brought = new Set(
      ADD_ONS.filter(({ name }) => addOns.some(([app]) => app === addOnId(name))).flatMap(
        ({ install }) => install.groups,
      ),
    );
    for (const environment of environments()) {
      if ((await planOf(environment)).cluster.name !== cluster.name) continue;
      for (const { apiVersion } of environment.objects) {
        const group = apiVersion.includes('/') ? apiVersion.split('/')[0]! : '';
        expect(own.includes(group) || brought.has(group), group).toBe(true);
      }
    }
  });

  test('policies look for the gateway and the node exporter where they are installed', async () => {
    for (const environment of environments()) {
      const { cluster: planned } = await planOf(environment);
      if (planned.name !== cluster.name) continue;
      const at = (name: string) => applications(cluster).get(name)?.destination.namespace;
      const { addOn, dataPlane } = planned.gateway;
      const { namespace: there } = dataPlane.kind === 'own' ? dataPlane.controlPlane : dataPlane.pods;
      expect(at(addOnId(addOn))).toBe(there);
      for (const { name, namespace } of planned.platformTargets) expect(at(name)).toBe(namespace);
    }
  });

  test('every chart is pinned to one version, and what looks at the host says so', () => {
    for (const [name, { source, syncPolicy }] of addOns) {
      expect(source.targetRevision, name).toMatch(/^v?\d+\.\d+\.\d+$/);
      const level = syncPolicy.managedNamespaceMetadata?.labels['pod-security.kubernetes.io/enforce'];
      const onTheHost = ['istio-cni', 'istio-ztunnel', 'node-exporter'].includes(name);
      expect(level, name).toBe(onTheHost ? 'privileged' : undefined);
    }
  });
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
