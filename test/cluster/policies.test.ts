/** Kyverno's own command line judges the policies of every environment, as they are at phase 4. */
import { describe, expect, test } from 'vitest';
import { kyvernoApply, type Verdict } from '../../tools/lab/kyverno';
import { type KubeObject, nameOf } from '../../tools/lab/manifests';
import { meshed } from '../support/meshed';
import { cases, environmentAt } from '../support/phases';
import { objectsOf } from '../support/synth';
import { withComponent } from '../support/system';
import { furthestOfEach, needBuilt } from './lab';
import { badObjects, type Defect } from './policies-defects';
import { anyOf, goodObjects, podOf } from './policies-samples';

async function load(system: string, environment: string) {
  const objects = (await environmentAt(system, environment, 4)).objects as KubeObject[];
  const policies = objects.filter(({ kind }) => kind === 'NamespacedValidatingPolicy');
  return { objects, policies, cluster: [anyOf(objects, 'NetworkPolicy', 'default-deny')] };
}

const of = (result: Verdict['result'], verdicts: readonly Verdict[]): Verdict[] =>
  verdicts.filter((verdict) => verdict.result === result);
/** `Kind/name policy`, of all that is not let through. */
const refusals = (verdicts: readonly Verdict[]): string[] =>
  [...of('fail', verdicts), ...of('error', verdicts)].map(({ object, policy }) => `${object} ${policy}`);

describe('the policies', async () => {
  // Those whose definition allows for it: some have no room for what comes with it, or no cluster that has it.
  const all = (await cases()).filter(({ phase, variant }) => phase === 4 && !variant);
  test('there is something to judge', () => {
    expect(all).not.toEqual([]);
  });

  describe.each(all)('of $system/$environment at phase 4', ({ system, environment }) => {
    test('admit everything of ours, and what the platform makes beside it', async (context) => {
      const command = await needBuilt(context, 'kyverno');
      const { objects, policies, cluster } = await load(system, environment);
      const good = goodObjects(objects);
      const verdicts = await kyvernoApply(command, policies, good, { cluster });
      expect(refusals(verdicts)).toEqual([]);
      expect(new Set(verdicts.map(({ object }) => object))).toEqual(new Set(good.map(nameOf)));
      const names = policies.map(({ metadata }) => metadata.name);
      expect(new Set(of('pass', verdicts).map(({ policy }) => policy))).toEqual(new Set(names));
    });
  });

  // One of each system: their policies differ in the list of repositories alone.
  describe.each(furthestOfEach(all))('of $system/$environment at phase 4', ({ system, environment }) => {
    test('refuse each defect by the one policy that is meant for it', async (context) => {
      const command = await needBuilt(context, 'kyverno');
      const { objects, policies, cluster } = await load(system, environment);
      const isFixed = ({ policy }: Defect) => policy === 'default-deny';
      const bad = badObjects(objects);
      // All in one run, but those that have one name.
      for (const run of [
        bad.filter((defect) => !isFixed(defect)),
        ...bad.filter(isFixed).map((defect) => [defect]),
      ]) {
        const samples = run.map(({ object }) => object);
        const verdicts = await kyvernoApply(command, policies, samples, { cluster });
        const wanted = run.map(({ object, policy }) => `${nameOf(object)} ${policy}`);
        expect(refusals(verdicts).sort()).toEqual(wanted.sort());
      }
    });

    test('keep pods from starting without default-deny, and default-deny from going', async (context) => {
      const command = await needBuilt(context, 'kyverno');
      const { objects, policies, cluster } = await load(system, environment);
      const pod = podOf(anyOf(objects, 'Deployment'));
      const alone = await kyvernoApply(command, policies, [pod]);
      expect(refusals(alone)).toEqual([`${nameOf(pod)} network-isolation`]);
      const others = objects.filter(({ kind }) => kind === 'NetworkPolicy' || kind === 'Deployment');
      const deleted = await kyvernoApply(command, policies, others, { operation: 'DELETE', cluster });
      expect(refusals(deleted)).toEqual(['NetworkPolicy/default-deny default-deny']);
    });
  });
});

describe('the policy of signatures', () => {
  /** Nobody listens there, so no registry is asked and no image verified; what is asked for shows in the error. */
  const REGISTRY = 'localhost:1/own/';
  const signatures = {
    repositories: REGISTRY,
    issuer: 'https://ci.example',
    subject: '^https://ci.example/.*$',
  };
  const image = { repository: `${REGISTRY}web`, tag: '1.2.3' };
  const shop = { ...withComponent('web', { image }, meshed()), signatures };

  test.for([
    [false, 'error', 'localhost:1'],
    // In a cluster the image has got its digest by now, or has been refused.
    [true, 'fail', 'does not have a digest'],
  ] as const)(
    'asks for those of our own images and of no others (enforced: %s)',
    async ([enforce, result, said], context) => {
      const command = await needBuilt(context, 'kyverno');
      const objects = objectsOf({ ...shop, signatures: { ...signatures, enforce } }) as KubeObject[];
      const pods = objects.filter(({ kind }) => ['Deployment', 'StatefulSet'].includes(kind)).map(podOf);
      const policies = objects.filter(({ kind }) => kind === 'NamespacedImageValidatingPolicy');
      const verdicts = await kyvernoApply(command, policies, pods);
      const results = verdicts.map((verdict) => `${verdict.object} ${verdict.result}`).sort();
      expect(results).toEqual(['Pod/store-pod pass', `Pod/web-pod ${result}`, 'Pod/worker-pod pass']);
      expect(of(result, verdicts)[0]!.message).toContain(said);
    },
  );
});
