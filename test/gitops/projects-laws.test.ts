import { expect } from 'vitest';
import { type ArgoCluster, applications, type Project, projects } from '../support/argocd';
import type { DistEnvironment } from '../support/dist';
import type { KubeObject } from '../support/kubernetes';
import { law, type Told } from '../support/law';

const ADDRESS = 'https://kubernetes.default.svc';

const groupKind = ({ apiVersion, kind }: KubeObject) => ({
  group: apiVersion.includes('/') ? apiVersion.split('/')[0]! : '',
  kind,
});

/** Without doubles, in an order of their own. */
const set = (values: readonly object[]): string[] =>
  [...new Set(values.map((value) => JSON.stringify(Object.entries(value).sort())))].sort();

interface Walled {
  readonly system: string;
  readonly project: Project;
  /** Environments of the system that the cluster's Applications bring. */
  readonly own: readonly DistEnvironment[];
  readonly cluster: ArgoCluster;
}

const nameOf = ({ system, environment }: DistEnvironment): string => `${system}-${environment}`;

/** Each project of a system, in each cluster. */
const walls = ({ clusters, environments }: Told): Walled[] =>
  clusters.flatMap((cluster) =>
    [...projects(cluster)]
      .filter(([name]) => !['platform', 'root'].includes(name))
      .map(([system, project]) => ({
        system,
        project,
        cluster,
        own: environments.filter((one) => one.system === system && applications(cluster).has(nameOf(one))),
      })),
  );

law('there is a project for every system of a cluster', (told) => {
  for (const cluster of told.clusters) {
    const there = told.environments.filter((one) => applications(cluster).has(nameOf(one)));
    const names = walls(told).flatMap((one) => (one.cluster === cluster ? one.system : []));
    expect(names, cluster.name).toEqual([...new Set(there.map(({ system }) => system))].sort());
  }
});

law('a mistake in a system cannot reach beyond it: exactly the kinds that its files hold', (told) => {
  for (const { system, project, own } of walls(told)) {
    const objects = own.flatMap((environment) => environment.objects);
    expect(objects.length, system).toBeGreaterThan(0);
    const inNamespace = objects.filter(({ metadata }) => metadata.namespace !== undefined);
    expect(set(project.namespaceResourceWhitelist), system).toEqual(set(inNamespace.map(groupKind)));
    const wide = objects.filter(({ metadata }) => metadata.namespace === undefined);
    expect(set(project.clusterResourceWhitelist), system).toEqual(
      set(wide.map((object) => ({ ...groupKind(object), name: object.metadata.name }))),
    );
  }
});

law('nothing of the cluster but its own namespaces', (told) => {
  for (const { project, own } of walls(told)) {
    const namespaces = own.map(nameOf);
    expect(project.destinations).toEqual(namespaces.map((namespace) => ({ server: ADDRESS, namespace })));
    for (const { group, kind, name = '' } of project.clusterResourceWhitelist) {
      expect(['/Namespace', 'scheduling.k8s.io/PriorityClass']).toContain(`${group}/${kind}`);
      // What belongs to no namespace begins with the name of one of ours, or is it.
      expect(
        namespaces.some((one) => name === one || (kind !== 'Namespace' && name.startsWith(`${one}-`))),
      ).toBe(true);
    }
  }
});

law('from one repository, and with no secret of its own', (told) => {
  for (const { project } of walls(told)) {
    expect(project.sourceRepos).toHaveLength(1);
    expect(project.sourceRepos[0]).not.toContain('*');
    expect(project.namespaceResourceWhitelist).not.toContainEqual({ group: '', kind: 'Secret' });
    expect(JSON.stringify(project.namespaceResourceWhitelist)).not.toContain('*');
  }
});

law('who may read may not sync, and nobody may change what is said here', (told) => {
  for (const { system, project } of walls(told)) {
    const [read, sync] = ['read', 'sync'].map(
      (name) => project.roles!.find((role) => role.name === name)!.policies,
    );
    expect(read!.some((policy) => policy.includes('applications, sync'))).toBe(false);
    expect(sync!.some((policy) => policy.includes('applications, sync'))).toBe(true);
    for (const policy of [...read!, ...sync!]) {
      expect(policy).toContain(`${system}/*, allow`);
      expect(policy).not.toMatch(/update|create|delete|override|exec/);
    }
  }
});

law('a quiet time for production alone, and a person may always sync', (told) => {
  for (const { project, own } of walls(told)) {
    const production = own.filter(({ environment }) => /^production(-|$)/.test(environment)).map(nameOf);
    const windows = project.syncWindows ?? [];
    expect(windows.flatMap(({ namespaces }) => namespaces)).toEqual(production);
    for (const window of windows) expect(window).toMatchObject({ kind: 'deny', manualSync: true });
  }
});

law('the root brings what Argo CD is told, and nothing else', ({ clusters }) => {
  for (const cluster of clusters) {
    const root = projects(cluster).get('root')!;
    expect(root.destinations).toEqual([{ server: ADDRESS, namespace: 'argocd' }]);
    expect(root.clusterResourceWhitelist).toEqual([]);
    expect(set(root.namespaceResourceWhitelist)).toEqual(set(cluster.objects.map(groupKind)));
  }
});

law('add-ons come from the repositories that their Applications name', ({ clusters }) => {
  for (const cluster of clusters) {
    const platform = projects(cluster).get('platform')!;
    const own = [...applications(cluster).values()].filter(({ project }) => project === 'platform');
    expect(platform.sourceRepos).toEqual([...new Set(own.map(({ source }) => source.repoURL))].sort());
    const namespaces = own.map(({ destination }) => destination.namespace);
    expect(platform.destinations.map(({ namespace }) => namespace)).toEqual([...new Set(namespaces)].sort());
  }
});
