import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type ArgoCluster, applications, projects, wave } from '../support/argocd';
import { ROOT } from '../support/dist';
import { kindOf } from '../support/kubernetes';
import { law } from '../support/law';
import { planOf } from '../support/systems';

const systemsOf = (cluster: ArgoCluster) =>
  [...applications(cluster)].filter(([, { project }]) => !['platform', 'root'].includes(project));
/** Each Application, with the words to name it by. */
const all = (clusters: readonly ArgoCluster[]) =>
  clusters.flatMap((cluster) =>
    [...applications(cluster)].map(([name, application]) => ({
      ...application,
      called: `${name} in ${cluster.name}`,
    })),
  );

law('an environment runs in exactly the cluster that its definition names', async (told) => {
  for (const environment of told.environments) {
    const name = `${environment.system}-${environment.environment}`;
    const found = told.clusters.filter((cluster) => applications(cluster).has(name));
    expect(
      found.map((cluster) => cluster.name),
      name,
    ).toEqual([(await planOf(environment)).cluster.name]);
    const { source, destination, project } = applications(found[0]!).get(name)!;
    expect(source.path).toBe(`dist/${environment.name}`);
    expect(destination.namespace).toBe(name);
    expect(project).toBe(environment.system);
  }
});

law('every Application follows an environment that exists', ({ clusters, environments }) => {
  const names = environments.map(({ system, environment }) => `${system}-${environment}`);
  for (const cluster of clusters) for (const [name] of systemsOf(cluster)) expect(names).toContain(name);
});

law('every Application has a project, and none is the one that allows everything', ({ clusters }) => {
  for (const cluster of clusters)
    for (const { project } of applications(cluster).values())
      expect([...projects(cluster).keys()], cluster.name).toContain(project);
});

law('a fix is taken up without anybody at Argo CD', ({ clusters }) => {
  for (const { called, syncPolicy } of all(clusters)) {
    expect(syncPolicy.retry, called).toMatchObject({ limit: -1, refresh: true });
    expect(syncPolicy.automated.selfHeal, called).toBe(true);
  }
});

law(
  'no definition goes with the objects of everybody, and no add-on is left half deleted',
  ({ clusters }) => {
    for (const { called, project, syncPolicy } of all(clusters))
      expect(syncPolicy.automated.prune, called).toBe(project !== 'platform');
  },
);

law('an Application that leaves Git leaves what it made', ({ clusters }) => {
  for (const { objects } of clusters)
    for (const { metadata } of objects) expect(metadata).not.toHaveProperty('finalizers');
});

law(
  'environments wait for no namespace that is not theirs, and one that is unwell holds up no fix',
  ({ clusters }) => {
    for (const [name, { syncPolicy }] of clusters.flatMap(systemsOf)) {
      expect(syncPolicy.syncOptions, name).toEqual([
        'ServerSideApply=true',
        'ApplyOutOfSyncOnly=true',
        'PruneLast=true',
        'CreateNamespace=false',
      ]);
    }
  },
);

law('settings, projects, add-ons, environments: in this order, and nobody waits for the last', (told) => {
  for (const cluster of told.clusters) {
    const order = (kind: string, names: (name: string) => boolean) =>
      kindOf(cluster.objects, kind)
        .filter(({ metadata }) => names(metadata.name))
        .map(wave);
    const isAddOn = (name: string) => applications(cluster).get(name)!.project === 'platform';
    const [settings, walls] = [order('ConfigMap', () => true), order('AppProject', () => true)];
    const [addOns, rest] = [order('Application', isAddOn), order('Application', (name) => !isAddOn(name))];
    expect(Math.max(...settings), cluster.name).toBeLessThan(Math.min(...walls));
    expect(Math.max(...walls), cluster.name).toBeLessThan(Math.min(...addOns));
    // A system may need none.
    expect(Math.max(...walls, ...addOns), cluster.name).toBeLessThan(Math.min(...rest));
    expect(new Set(rest).size, cluster.name).toBe(1);
  }
});

law('the address of the repository stands in one place, and is the one to change', ({ clusters }) => {
  const settings = readFileSync(join(ROOT, 'gitops', 'settings.ts'), 'utf8');
  for (const cluster of clusters) {
    const [own] = projects(cluster).get('root')!.sourceRepos;
    expect(settings.split(`'${own}'`)).toHaveLength(2);
    const others = [...applications(cluster).values()].filter(({ project }) => project !== 'platform');
    for (const { source } of others) expect(source.repoURL).toBe(own);
  }
});

law("Argo CD's own ConfigMaps keep the label by which it finds them, and are never removed", (told) => {
  for (const { metadata } of told.clusters.flatMap(({ objects }) => kindOf(objects, 'ConfigMap'))) {
    expect(metadata.labels?.['app.kubernetes.io/part-of']).toBe('argocd');
    expect(metadata.annotations?.['argocd.argoproj.io/sync-options']).toBe('Prune=false,Delete=false');
  }
});
