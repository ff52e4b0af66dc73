/** A new version of every Deployment, while requests never stop. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Plan } from '../../../model/plan';
import { APPLY, asStdin } from '../../../tools/lab/bring-up';
import { sleep } from '../../../tools/lab/exec';
import type { KubeObject, Unit } from '../../../tools/lab/manifests';
import { waitUntilReady } from '../../../tools/lab/workloads';
import { splitImage } from '../../../tools/node/images/table';
import { planStarted } from '../../../tools/node/write-environments';
import { realNodes } from '../lab';
import { apart } from '../mistakes';
import { type AskedBy, askEach, askedOf } from './asking';
import { watchEndings } from './endings';
import { killContainer, lastingPods, mainContainer } from './pods';
import { answersText, downtime } from './requests';

/** Seconds that a roll may take. */
const ROLLED = 240;
/** Seconds without an answer where the plan promises none: the old one ends before the new one begins. */
const PAUSE = 120;
/** Seconds after which somebody surely asks. */
const BEGUN = 3;
/** The tag of the other version. */
const OTHER = '-other';

/** A Deployment that somebody may ask, and who. */
interface Rolled {
  readonly component: string;
  readonly object: KubeObject;
  readonly asked?: AskedBy;
}

/** Registers the tests of an environment that was brought up before. */
export function everyRoll(unit: Unit): void {
  const { cluster, nodes } = realNodes();
  const { namespace } = unit;
  let plan: Plan;

  /** Gives every node the image under another tag, and the object that runs it. */
  async function otherVersion(object: KubeObject): Promise<KubeObject> {
    const changed = structuredClone(object) as KubeObject;
    const { image } = changed.spec.template.spec.containers[0];
    const { repository, tag } = splitImage(image);
    const other = `${repository}:${tag}${OTHER}`;
    for (const node of nodes) {
      const full = (await node.must('ctr', ['-n', 'k8s.io', 'images', 'ls', '-q'])).split('\n');
      const stored = full.find((name) => name === image || name.endsWith(`/${image}`));
      if (!stored) throw new Error(`${node.name} has no ${image}`);
      await node.must('ctr', ['-n', 'k8s.io', 'images', 'tag', '--force', stored, `${stored}${OTHER}`]);
    }
    changed.spec.template.spec.containers[0].image = other;
    return changed;
  }

  const all = async (): Promise<Rolled[]> => {
    const deployments = unit.objects.filter(({ kind }) => kind === 'Deployment');
    return Promise.all(
      deployments.map(async (object) => {
        const component = object.metadata.name;
        return { component, object, asked: await askedOf(cluster, namespace, plan, object) };
      }),
    );
  };

  describe('a new version', () => {
    beforeAll(async () => {
      plan = await planStarted(unit);
    });
    afterAll(async () => {
      const stdin = asStdin(unit.objects.filter(({ kind }) => kind === 'Deployment'));
      await cluster.kubectlOk([...APPLY, '-f', '-'], { stdin });
      await waitUntilReady(cluster, namespace, ROLLED);
    });

    test('replaces the old one without a request that fails, where that is promised', async () => {
      for (const group of apart(await all(), plan)) {
        const endings = await watchEndings(cluster, namespace);
        const end = await askEach(unit, plan, group);
        // One after the other: several of them may be of one image.
        const changed: KubeObject[] = [];
        for (const { object } of group) changed.push(await otherVersion(object));
        await cluster.kubectlOk([...APPLY, '-f', '-'], { stdin: asStdin(changed) });
        const waiting = await waitUntilReady(cluster, namespace, ROLLED);
        const answers = await end();
        expect(waiting).toEqual([]);
        console.log(`${namespace}: ${answers.map(answersText).join('; ')}`);
        for (const one of answers) {
          const { object } = group.find(({ component }) => component === one.name)!;
          expect(one.sent).toBeGreaterThan(100);
          if (object.spec.strategy?.type === 'Recreate') expect(downtime(one)).toBeLessThan(PAUSE * 1000);
          else expect(answersText(one)).toBe(`${one.name}: 0 of ${one.sent} failed`);
        }
        expect(endings(), 'killed when their grace was over').toEqual([]);
      }
    }, 900_000);

    test('requests that find nobody are seen to fail', async () => {
      const [one] = (await all()).filter(({ asked }) => asked);
      if (!one) return;
      const end = await askEach(unit, plan, [one]);
      const pods = await lastingPods(cluster, namespace);
      const own = pods.filter(
        ({ metadata }) => metadata.labels?.['app.kubernetes.io/name'] === one.component,
      );
      await sleep(BEGUN * 1000);
      await Promise.all(own.map((pod) => killContainer(nodes, pod, mainContainer(pod))));
      await waitUntilReady(cluster, namespace, ROLLED);
      const [answers] = await end();
      expect(answers!.failed.length).toBeGreaterThan(0);
    });
  });
}
