import { describe, expect, test } from 'vitest';
import { type ArgoCluster, applications, argoClusters, projects } from '../support/argocd';
import { environments } from '../support/dist';
import type { KubeObject } from '../support/kubernetes';

const CLUSTERS = argoClusters();
const ADDRESS = 'https://kubernetes.default.svc';

/** The environments that a cluster's Applications of a system bring. */
const of = (cluster: ArgoCluster, system: string) =>
  environments().filter(
    (one) => one.system === system && applications(cluster).has(`${one.system}-${one.environment}`),
  );

const groupKind = ({ apiVersion, kind }: KubeObject) => ({
  group: apiVersion.includes('/') ? apiVersion.split('/')[0]! : '',
  kind,
});

/** Without doubles, in an order of their own. */
const set = (values: readonly object[]): string[] =>
  [...new Set(values.map((value) => JSON.stringify(Object.entries(value).sort())))].sort();

describe.each(CLUSTERS)('$name: a mistake in one system cannot reach beyond it', (cluster) => {
  const systems = [...projects(cluster)].filter(([name]) => !['platform', 'root'].includes(name));

  test('there is a project for every system there', () => {
    const there = environments().filter(({ system, environment }) =>
      applications(cluster).has(`${system}-${environment}`),
    );
    expect(systems.map(([name]) => name)).toEqual([...new Set(there.map(({ system }) => system))].sort());
  });

  test.each(systems)('%s: exactly the kinds that its files hold', (system, project) => {
    const objects = of(cluster, system).flatMap((environment) => environment.objects);
    expect(objects.length).toBeGreaterThan(0);
    const inNamespace = objects.filter(({ metadata }) => metadata.namespace !== undefined);
    expect(set(project.namespaceResourceWhitelist)).toEqual(set(inNamespace.map(groupKind)));
    const wide = objects.filter(({ metadata }) => metadata.namespace === undefined);
    expect(set(project.clusterResourceWhitelist)).toEqual(
      set(wide.map((object) => ({ ...groupKind(object), name: object.metadata.name }))),
    );
  });

  test.each(systems)('%s: nothing of the cluster but its own namespaces', (system, project) => {
    const namespaces = of(cluster, system).map(({ environment }) => `${system}-${environment}`);
    expect(project.destinations).toEqual(namespaces.map((namespace) => ({ server: ADDRESS, namespace })));
    for (const { group, kind, name = '' } of project.clusterResourceWhitelist) {
      expect(['/Namespace', 'scheduling.k8s.io/PriorityClass']).toContain(`${group}/${kind}`);
      // What belongs to no namespace begins with the name of one of ours, or is it.
      expect(
        namespaces.some((one) => name === one || (kind !== 'Namespace' && name.startsWith(`${one}-`))),
      ).toBe(true);
    }
  });

  test.each(systems)('%s: from one repository, and with no secret of its own', (_, project) => {
    expect(project.sourceRepos).toHaveLength(1);
    expect(project.sourceRepos[0]).not.toContain('*');
    expect(project.namespaceResourceWhitelist).not.toContainEqual({ group: '', kind: 'Secret' });
    expect(JSON.stringify(project.namespaceResourceWhitelist)).not.toContain('*');
  });

  test.each(systems)(
    '%s: who may read may not sync, and nobody may change what is said here',
    (system, project) => {
      const [read, sync] = ['read', 'sync'].map(
        (name) => project.roles!.find((role) => role.name === name)!.policies,
      );
      expect(read!.some((policy) => policy.includes('applications, sync'))).toBe(false);
      expect(sync!.some((policy) => policy.includes('applications, sync'))).toBe(true);
      for (const policy of [...read!, ...sync!]) {
        expect(policy).toContain(`${system}/*, allow`);
        expect(policy).not.toMatch(/update|create|delete|override|exec/);
      }
    },
  );

  test.each(systems)(
    '%s: a quiet time for production alone, and a person may always sync',
    (system, project) => {
      const production = of(cluster, system)
        .filter(({ environment }) => environment.startsWith('production'))
        .map(({ environment }) => `${system}-${environment}`);
      const windows = project.syncWindows ?? [];
      expect(windows.flatMap(({ namespaces }) => namespaces)).toEqual(production);
      for (const window of windows) expect(window).toMatchObject({ kind: 'deny', manualSync: true });
    },
  );

  test('the root brings what Argo CD is told, and nothing else', () => {
    const root = projects(cluster).get('root')!;
    expect(root.destinations).toEqual([{ server: ADDRESS, namespace: 'argocd' }]);
    expect(root.clusterResourceWhitelist).toEqual([]);
    expect(set(root.namespaceResourceWhitelist)).toEqual(set(cluster.objects.map(groupKind)));
  });

  test('add-ons come from the repositories that their Applications name', () => {
    const platform = projects(cluster).get('platform')!;
    const own = [...applications(cluster).values()].filter(({ project }) => project === 'platform');
    expect(platform.sourceRepos).toEqual([...new Set(own.map(({ source }) => source.repoURL))].sort());
    const namespaces = own.map(({ destination }) => destination.namespace);
    expect(platform.destinations.map(({ namespace }) => namespace)).toEqual([...new Set(namespaces)].sort());
  });
});
