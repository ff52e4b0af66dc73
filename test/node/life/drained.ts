/** Each node is drained in turn, as an upgrade of the cluster does it: what ran there goes to another one, with its volumes. */
import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Plan } from '../../../model/plan';
import type { KubeObject, Unit } from '../../../tools/lab/manifests';
import { waitUntilReady } from '../../../tools/lab/workloads';
import { lastWords } from '../../../tools/node/pod-logs';
import { planStarted } from '../../../tools/node/write-environments';
import { realNodes } from '../lab';
import { unusable } from '../reports';
import { settled } from '../watching';
import { askEach, askedOf } from './asking';
import { watchEndings } from './endings';
import { leave, searchFor } from './kept';
import { changes, lastingPods, seen } from './pods';
import { type Answers, answersText, downtime } from './requests';

/** Seconds that a drain may take, and until everything is ready elsewhere. */
const DRAINED = 240;
/** Seconds without an answer of what has one pod: it ends here before it starts there. */
const AWAY = 150;
/** Seconds after which everybody who uses it works again, by themselves. */
const USABLE = 60;

/** Registers the tests of an environment that was brought up before. */
export function everyDrain(unit: Unit): void {
  const { cluster, nodes } = realNodes();
  const { namespace } = unit;
  let plan: Plan;

  const podsOn = async (node: string): Promise<KubeObject[]> =>
    (await lastingPods(cluster, namespace)).filter(({ spec }) => spec.nodeName === node);
  const volumesOf = (pods: readonly KubeObject[]): string[] =>
    pods.flatMap(({ spec }) =>
      (spec.volumes as KubeObject[]).flatMap(
        ({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? [],
      ),
    );
  const drain = (node: string) => {
    const args = ['--ignore-daemonsets', '--delete-emptydir-data', '--force', `--timeout=${DRAINED}s`];
    return cluster.kubectl(['drain', node, ...args], { timeout: DRAINED + 30 });
  };

  /** What was promised, by how many pods there are; the others may be away for a while. */
  function judge(answers: readonly Answers[], workloads: readonly KubeObject[]): void {
    for (const one of answers) {
      const { spec } = workloads.find(({ metadata }) => metadata.name === one.name)!;
      const served = plan.components.find(({ name }) => name === one.name)!;
      expect(one.sent).toBeGreaterThan(100);
      if ((spec.replicas ?? served.replicas) > 1)
        expect(answersText(one)).toBe(`${one.name}: 0 of ${one.sent} failed`);
      else expect(downtime(one), answersText(one)).toBeLessThan(AWAY * 1000);
    }
  }

  describe.runIf(nodes.length > 1)('a node that is drained', () => {
    beforeAll(async () => {
      plan = await planStarted(unit);
    });

    test.each(nodes)(
      '$name: its pods go elsewhere with their volumes, and what has two of them serves on',
      async ({ name: node }) => {
        const workloads = unit.objects.filter(({ kind }) => ['Deployment', 'StatefulSet'].includes(kind));
        const all = await Promise.all(
          workloads.map(async (object) => ({ asked: await askedOf(cluster, namespace, plan, object) })),
        );
        const value = `lab-${randomBytes(6).toString('hex')}`;
        expect(await settled(() => leave(cluster, namespace, value), USABLE)).toEqual([]);
        const [before, there] = [await seen(cluster, namespace), await podsOn(node)];
        const endings = await watchEndings(cluster, namespace);
        const end = await askEach(unit, plan, all, node);
        const started = Date.now();
        try {
          const { code, stderr } = await drain(node);
          expect(code, stderr).toBe(0);
          const waiting = await waitUntilReady(cluster, namespace, DRAINED);
          expect(waiting, (await lastWords(cluster, namespace)).join('\n')).toEqual([]);
          const seconds = Math.round((Date.now() - started) / 1000);
          const answers = await end();
          const moved = volumesOf(there).length;
          console.log(
            `${namespace}: ${node} is empty, and all is ready after ${seconds} s: ${there.length} pods, ${moved} volumes; ` +
              answers.map(answersText).join('; '),
          );
          expect(await podsOn(node)).toEqual([]);
          judge(answers, workloads);
          expect(await settled(searchFor(cluster, namespace, value, plan), USABLE)).toEqual([]);
          expect(await settled(() => unusable(cluster, namespace), USABLE)).toEqual([]);
          const gone = there.map(({ metadata }) => metadata.name);
          expect(
            changes(before, await seen(cluster, namespace)).filter((one) => !gone.includes(one)),
          ).toEqual([]);
          expect(endings(), 'killed when their grace was over').toEqual([]);
        } finally {
          await cluster.kubectlOk(['uncordon', node]);
        }
      },
      900_000,
    );

    test('each of them had something to move', async () => {
      // All of it is on the first one now: the last drain has emptied the other.
      const everything = await lastingPods(cluster, namespace);
      expect(everything.map(({ spec }) => spec.nodeName)).not.toContain(nodes.at(-1)!.name);
      expect(volumesOf(everything)).not.toEqual([]);
    });
  });
}
