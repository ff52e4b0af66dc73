import { expect } from 'vitest';
import { kindsIn } from '../../gitops/kinds';
import { addOnId } from '../../model/platform';
import { ADD_ONS } from '../../platform';
import { type ArgoCluster, applications } from '../support/argocd';
import { law } from '../support/law';
import { planOf } from '../support/systems';

const addOnsOf = (cluster: ArgoCluster) =>
  [...applications(cluster)].filter(([, { project }]) => project === 'platform');

law('kinds are those that a YAML parser finds, with nothing from inside a configuration file', (told) => {
  for (const { files, objects } of told.environments) {
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
});

law('every API group that no Kubernetes has of itself is brought by an add-on', async (told) => {
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
  for (const cluster of told.clusters) {
    const names = addOnsOf(cluster).map(([name]) => name);
    const brought = new Set(
      ADD_ONS.filter(({ name }) => names.includes(addOnId(name))).flatMap(({ install }) => install.groups),
    );
    for (const environment of told.environments) {
      if ((await planOf(environment)).cluster.name !== cluster.name) continue;
      for (const { apiVersion } of environment.objects) {
        const group = apiVersion.includes('/') ? apiVersion.split('/')[0]! : '';
        expect(own.includes(group) || brought.has(group), `${group} in ${environment.name}`).toBe(true);
      }
    }
  }
});

law('policies look for the gateway and the node exporter where they are installed', async (told) => {
  for (const cluster of told.clusters) {
    for (const environment of told.environments) {
      const { cluster: planned } = await planOf(environment);
      if (planned.name !== cluster.name) continue;
      const { addOn, dataPlane } = planned.gateway;
      const { namespace: there } = dataPlane.kind === 'own' ? dataPlane.controlPlane : dataPlane.pods;
      const wanted = new Map([
        [addOnId(addOn), there],
        ...planned.platformTargets.map(({ name, namespace }): [string, string] => [name, namespace]),
      ]);
      for (const [name, namespace] of wanted) {
        // What nothing asks for, Argo CD does not bring; somebody else may have.
        const installed = applications(cluster).get(name)?.destination.namespace ?? namespace;
        expect(installed, `${name} in ${cluster.name}`).toBe(namespace);
      }
    }
  }
});

law('every chart is pinned to one version, and what looks at the host says so', ({ clusters }) => {
  for (const [name, { source, syncPolicy }] of clusters.flatMap(addOnsOf)) {
    expect(source.targetRevision, name).toMatch(/^v?\d+\.\d+\.\d+$/);
    const level = syncPolicy.managedNamespaceMetadata?.labels['pod-security.kubernetes.io/enforce'];
    const onTheHost = [
      'dcgm-exporter',
      'istio-cni',
      'istio-ztunnel',
      'node-exporter',
      'nvidia-device-plugin',
    ].includes(name);
    expect(level, name).toBe(onTheHost ? 'privileged' : undefined);
  }
});
