import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { applications, argoClusters, projects, wave } from '../support/argocd';
import { environments, ROOT } from '../support/dist';
import { kindOf } from '../support/kubernetes';
import { planOf } from '../support/systems';

const CLUSTERS = argoClusters();
const systemsOf = (cluster: (typeof CLUSTERS)[number]) =>
  [...applications(cluster)].filter(([, { project }]) => !['platform', 'root'].includes(project));

test.each(environments())(
  '$name runs in exactly the cluster that its definition names',
  async (environment) => {
    const name = `${environment.system}-${environment.environment}`;
    const found = CLUSTERS.filter((cluster) => applications(cluster).has(name));
    expect(found.map((cluster) => cluster.name)).toEqual([(await planOf(environment)).cluster.name]);
    const { source, destination, project } = applications(found[0]!).get(name)!;
    expect(source.path).toBe(`dist/${environment.name}`);
    expect(destination.namespace).toBe(name);
    expect(project).toBe(environment.system);
  },
);

describe.each(CLUSTERS)('$name', (cluster) => {
  test('every Application follows an environment that exists', () => {
    const names = environments().map(({ system, environment }) => `${system}-${environment}`);
    for (const [name] of systemsOf(cluster)) expect(names).toContain(name);
  });

  test('every Application has a project, and none is the one that allows everything', () => {
    for (const { project } of applications(cluster).values())
      expect([...projects(cluster).keys()]).toContain(project);
  });

  test('a fix is taken up without anybody at Argo CD', () => {
    for (const { syncPolicy } of applications(cluster).values()) {
      expect(syncPolicy.retry).toMatchObject({ limit: -1, refresh: true });
      expect(syncPolicy.automated.selfHeal).toBe(true);
    }
  });

  test('no definition goes with the objects of everybody, and no add-on is left half deleted', () => {
    for (const { project, syncPolicy } of applications(cluster).values())
      expect(syncPolicy.automated.prune).toBe(project !== 'platform');
  });

  test('an Application that leaves Git leaves what it made', () => {
    for (const { metadata } of cluster.objects) expect(metadata).not.toHaveProperty('finalizers');
  });

  test('environments wait for no namespace that is not theirs, and one that is unwell holds up no fix', () => {
    for (const [, { syncPolicy }] of systemsOf(cluster)) {
      expect(syncPolicy.syncOptions).toEqual([
        'ServerSideApply=true',
        'ApplyOutOfSyncOnly=true',
        'PruneLast=true',
        'CreateNamespace=false',
      ]);
    }
  });

  test('settings, projects, add-ons, environments: in this order, and nobody waits for the last', () => {
    const order = (kind: string, names: (name: string) => boolean) =>
      kindOf(cluster.objects, kind)
        .filter(({ metadata }) => names(metadata.name))
        .map(wave);
    const isAddOn = (name: string) => applications(cluster).get(name)!.project === 'platform';
    const [settings, walls] = [order('ConfigMap', () => true), order('AppProject', () => true)];
    const [addOns, rest] = [order('Application', isAddOn), order('Application', (name) => !isAddOn(name))];
    expect(Math.max(...settings)).toBeLessThan(Math.min(...walls));
    expect(Math.max(...walls)).toBeLessThan(Math.min(...addOns));
    expect(Math.max(...addOns)).toBeLessThan(Math.min(...rest));
    expect(new Set(rest).size).toBe(1);
  });

  test('the address of the repository stands in one place, and is the one to change', () => {
    const [own] = projects(cluster).get('root')!.sourceRepos;
    const settings = readFileSync(join(ROOT, 'gitops', 'settings.ts'), 'utf8');
    expect(settings.split(`'${own}'`)).toHaveLength(2);
    const others = [...applications(cluster).values()].filter(({ project }) => project !== 'platform');
    for (const { source } of others) expect(source.repoURL).toBe(own);
  });

  test("Argo CD's own ConfigMaps keep the label by which it finds them, and are never removed", () => {
    for (const { metadata } of kindOf(cluster.objects, 'ConfigMap')) {
      expect(metadata.labels?.['app.kubernetes.io/part-of']).toBe('argocd');
      expect(metadata.annotations?.['argocd.argoproj.io/sync-options']).toBe('Prune=false,Delete=false');
    }
  });
});
