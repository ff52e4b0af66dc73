import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { comparison } from '../../cli/report';
import { steps } from '../../cli/steps';
import type { Phase } from '../../model/system';
import type { List } from '../../tools/lab/api';
import { bringUp, playOperators, takeDown } from '../../tools/lab/bring-up';
import type { Cluster } from '../../tools/lab/cluster';
import { crdsNeededBy, loadCrds } from '../../tools/lab/crds';
import { dataPlanes } from '../../tools/lab/gateway';
import { type KubeObject, nameOf, type Unit } from '../../tools/lab/manifests';
import { playProgrammed } from '../../tools/lab/programmed';
import { fewestAsked, follow } from '../../tools/lab/road';
import { waitUntilReady } from '../../tools/lab/workloads';
import type { DistEnvironment } from '../support/dist';
import { podTemplates } from '../support/kubernetes';
import { ALL_PHASES, environmentAt } from '../support/phases';
import { labCluster, needCluster } from './lab';

const NAMESPACE = 'kaleem-production';
/** What must be the same objects at the end as at the start. */
const DATA = ['persistentvolumeclaims', 'secrets'];
/** There and back again, one phase at a time. */
const STEPS: [from: Phase, to: Phase][] = [
  [1, 2],
  [2, 3],
  [3, 4],
  [4, 3],
  [3, 2],
  [2, 1],
];

const at = (phase: Phase): Promise<DistEnvironment> => environmentAt('kaleem', 'production', phase);
const objectsOf = async (phase: Phase): Promise<KubeObject[]> => (await at(phase)).objects as KubeObject[];
const unitAt = async (phase: Phase): Promise<Unit> => ({
  system: 'kaleem',
  environment: 'production',
  namespace: NAMESPACE,
  files: [],
  objects: await objectsOf(phase),
});
const placed = ({ files }: DistEnvironment) =>
  files.flatMap(({ tier, objects }) => objects.map((object) => ({ tier, object: { ...object } })));

/** What `phasewise plan` tells a person to run for this step. */
async function commands(from: Phase, to: Phase): Promise<string[]> {
  const found = comparison(placed(await at(from)), placed(await at(to)));
  const names = { system: 'kaleem', environment: 'production', namespace: NAMESPACE };
  return steps({ ...names, pin: '', from, to, addOns: [], unneeded: [], ...found }).flatMap(
    (step) => step.commands,
  );
}

/** `Kind/name` → identity of everything of these resources that is in the namespace. */
async function live(
  cluster: Cluster,
  resources: readonly string[],
  selector = '',
): Promise<Map<string, string>> {
  const args = ['-n', NAMESPACE, 'get', resources.join(), '-l', selector, '-o', 'json'];
  const text = await cluster.kubectlOk(args);
  const { items } = JSON.parse(text) as List<KubeObject>;
  return new Map(items.map((one) => [nameOf(one), String(one.metadata.uid)]));
}

/** Resources of every kind that any phase has, as kubectl names them. */
async function ownKinds(): Promise<string[]> {
  const all = (await Promise.all(ALL_PHASES.map(objectsOf))).flat();
  const kinds = all
    .filter(({ metadata }) => metadata.namespace)
    .map(({ kind, apiVersion }) => {
      const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
      return group ? `${kind}.${version}.${group}` : kind;
    });
  return [...new Set(kinds)];
}

// Each step starts where the one before it ended.
describe('the road of production, there and back, by the commands that are printed', () => {
  let kept: Map<string, string>;

  beforeAll(async () => {
    const cluster = labCluster();
    if (!cluster) return;
    const all = (await Promise.all(ALL_PHASES.map(objectsOf))).flat();
    await loadCrds(cluster, crdsNeededBy(all));
    const report = await bringUp(cluster, await unitAt(1), { fieldManager: 'kubectl' });
    expect(report).toEqual({ messages: [], dangling: [], refused: [], notReady: [] });
    kept = await live(cluster, DATA);
  });
  afterAll(async () => {
    const cluster = labCluster();
    if (cluster) await takeDown(cluster, await unitAt(4));
  });

  test.for(STEPS)('phase %i → phase %i', async ([from, to], context) => {
    const cluster = needCluster(context);
    const [before, after] = [await objectsOf(from), await objectsOf(to)];
    const asked = await fewestAsked(cluster, NAMESPACE);
    expect((await playOperators(cluster, after, after)).problems).toEqual([]);
    const files = new Map((await at(to)).files.map(({ path, text }) => [`dist/${path}`, text]));
    const endGateways = await playProgrammed(cluster, NAMESPACE);
    const wrong = await follow(cluster, await commands(from, to), files);
    endGateways();
    expect(wrong).toEqual([]);
    await removeDataPlanes(cluster, before, after);
    expect(await waitUntilReady(cluster, NAMESPACE, 90)).toEqual([]);

    const fewest = asked.stop();
    for (const [name, least] of leastOf(before, after)) {
      expect(fewest.get(name), `pods of ${name} on the way`).toBeGreaterThanOrEqual(least);
    }
    const now = await live(cluster, DATA);
    for (const [name, uid] of kept) expect(now.get(name), `${name} is another one`).toBe(uid);
    const wanted = after.filter(({ metadata }) => metadata.namespace).map(nameOf);
    const there = await live(cluster, await ownKinds(), 'app.kubernetes.io/managed-by=phasewise');
    expect([...there.keys()].sort()).toEqual(wanted.sort());
  });
});

/** A controller takes its data plane away when the Gateway goes. */
async function removeDataPlanes(cluster: Cluster, before: KubeObject[], after: KubeObject[]): Promise<void> {
  const stay = dataPlanes(after).map(nameOf);
  for (const plane of dataPlanes(before).filter((one) => !stay.includes(nameOf(one)))) {
    await cluster.kubectlOk(['-n', NAMESPACE, 'delete', plane.kind, plane.metadata.name]);
  }
}

/** The fewest pods of each workload that is there before and after; work on a schedule has none while it waits. */
function leastOf(before: KubeObject[], after: KubeObject[]): [string, number][] {
  const [pods, later] = [podTemplates(before), podTemplates(after)];
  return pods.flatMap(({ owner, kind, replicas }): [string, number][] => {
    if (kind === 'CronJob') return [];
    const other = later.find((one) => one.owner === owner);
    return other ? [[owner, Math.min(replicas, other.replicas)]] : [];
  });
}
