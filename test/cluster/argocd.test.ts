import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isProduction } from '../../model/gitops';
import { type Argo, inOrder } from '../../tools/lab/argocd';
import { bringMachines, takeDown } from '../../tools/lab/bring-up';
import { isPostgresCluster } from '../../tools/lab/cnpg-pods';
import { crdsNeededBy, loadCrds } from '../../tools/lab/crds';
import { type GitRepository, gitRepository } from '../../tools/lab/git-repository';
import { nameOf, readUnits } from '../../tools/lab/manifests';
import { componentOf } from '../../tools/lab/pods';
import { applications, argoClusters } from '../support/argocd';
import { planOf } from '../support/systems';
import {
  changed,
  committed,
  type Files,
  follow,
  type History,
  startedArgo,
  state,
  syncByHand,
} from './argocd';
import { labCluster, needArgo, needCluster } from './lab';

const units = readUnits();

/** Of each system the cluster of its production: the others are told by the same files, and each takes minutes. */
const furthest = argoClusters().filter((folder) =>
  [...new Set(units.map(({ system }) => system))].some((system) => {
    const own = units.filter((unit) => unit.system === system);
    const { namespace } = own.find(({ environment }) => isProduction(environment)) ?? own.at(-1)!;
    return applications(folder).has(namespace);
  }),
);

// Their files go to one real API server, one cluster's after the other's.
describe.each(furthest)('one file applied in $name, and Argo CD brings up the rest', (folder) => {
  const own = units.filter(({ namespace }) => applications(folder).has(namespace));
  let argo: Argo | undefined;
  let repository: GitRepository;
  let files: Files;
  let first: string;
  let history: History;
  let missing = '';

  beforeAll(async () => {
    const cluster = labCluster();
    if (!cluster) return;
    const all = own.flatMap(({ objects }) => objects);
    await loadCrds(cluster, crdsNeededBy(all));
    await bringMachines(cluster, all);
    ({ argo, missing } = await startedArgo(cluster));
    if (!argo) return;
    history = await follow(cluster);
    repository = await gitRepository(join(cluster.folder, `repository-${folder.name}`));
    files = committed(repository.address);
    first = await repository.commit('everything', files);
    const stdin = files.get(`dist/argocd/${folder.name}/root.k8s.yaml`)!;
    await cluster.kubectlOk(['apply', '-f', '-'], { stdin });
  });
  afterAll(async () => {
    const cluster = labCluster();
    if (!cluster || !argo) return;
    history.stop();
    await argo.stop();
    for (const unit of own) await takeDown(cluster, unit);
  });

  test('there is something to bring up', () => {
    expect(own).not.toEqual([]);
  });

  test('every environment becomes Synced and Healthy, and so does the root', async (context) => {
    needCluster(context);
    const { until, operators } = needArgo(context, argo, missing);
    await Promise.all(own.map(({ namespace }) => until(namespace, inOrder(first), 240)));
    await until('root', inOrder(first));
    // Of namespaces that go, problems stay behind.
    const here = (problem: string) => own.some(({ namespace }) => problem.startsWith(`${namespace}:`));
    expect(operators.problems.filter(here)).toEqual([]);
  });

  test.each(own)('$namespace: nothing was made before all that it connects to was ready', async (unit) => {
    if (!argo) return;
    const { flows, components } = await planOf(unit);
    const inside = new Set(components.map(({ name }) => name));
    // An operator's pods are called as its object is.
    const made = new Map(
      unit.objects.filter(isPostgresCluster).map((one) => [componentOf(one), one.metadata.name]),
    );
    const at = (name: string) => `${unit.namespace}/${made.get(name) ?? name}`;
    const arrows = flows.filter(({ from, to }) => inside.has(from) && inside.has(to));
    expect(arrows.length).toBeGreaterThan(0);
    const early = arrows.filter(
      ({ from, to }) => history.seen.get(at(from))! < (history.ready.get(at(to)) ?? Number.POSITIVE_INFINITY),
    );
    expect(early.map(({ from, to }) => `${from} before ${to}`)).toEqual([]);
  });

  test.each(own)(
    '$namespace: Secrets made in the cluster are not taken for leftovers',
    async ({ namespace }) => {
      const cluster = labCluster();
      if (!cluster || !argo) return;
      const { items } = await cluster.get<{ items: { metadata: { annotations?: object } }[] }>(
        `/api/v1/namespaces/${namespace}/secrets`,
      );
      const copied = items.filter(
        ({ metadata }) => 'argocd.argoproj.io/tracking-id' in (metadata.annotations ?? {}),
      );
      expect(copied.length).toBeGreaterThan(0);
      const { status } = await argo.application(namespace);
      expect(status.resources.filter(({ kind }: { kind: string }) => kind === 'Secret')).toEqual([]);
    },
  );

  test('a second sync of everything changes nothing', async (context) => {
    const cluster = needCluster(context);
    const { until } = needArgo(context, argo, missing);
    const before = await Promise.all(own.map((unit) => state(cluster, unit)));
    expect(before.map(({ size }) => size)).toEqual(own.map(({ objects }) => objects.length));
    await Promise.all(own.map(({ namespace }) => syncByHand(cluster, namespace, first)));
    for (const [index, unit] of own.entries()) {
      const done = await until(unit.namespace, (application) => {
        const { operationState } = application.status;
        return inOrder(first)(application) && operationState.operation.initiatedBy.username === 'somebody';
      });
      expect(done.status.operationState.syncResult.resources).toHaveLength(unit.objects.length);
      // Work that ends is done again by a sync by hand, as Argo CD does with its hooks.
      const jobs = unit.objects.filter(({ kind }) => kind === 'Job').map(nameOf);
      expect(changed(before[index]!, await state(cluster, unit))).toEqual(jobs.sort());
    }
  });
});
