/**
 * Kyverno's own admission controller, in its pod, and the policies of an environment that has joined a mesh: what runs here
 * runs as of the phase before, and gets them at the end, as their phase would bring them. Minutes, so with `--all` alone.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refusal } from '../../tools/lab/admission';
import { APPLY, asStdin } from '../../tools/lab/bring-up';
import { NAME, NAMESPACE, removeKyverno } from '../../tools/lab/kyverno-parts';
import { unknownPolicies } from '../../tools/lab/kyverno-server';
import { type KubeObject, readUnits, type Unit } from '../../tools/lab/manifests';
import { restartAll, waitUntilReady } from '../../tools/lab/workloads';
import { bringKyverno } from '../../tools/node/kyverno';
import { policiesOf } from '../../tools/node/write-environments';
import { badObjects, expectRefusals } from '../cluster/policies-defects';
import { anotherService, anyOf, isPolicy } from '../cluster/policies-samples';
import { realNodes } from './lab';

/** Seconds until Kyverno has compiled a policy and is asked. */
const KNOWN = 60;
/** Seconds until every pod has been replaced. */
const RESTARTED = 400;

const isTried = ({ namespace }: Unit): boolean =>
  Boolean(process.env.PHASEWISE_NODE_ALL) &&
  readUnits().some((committed) => committed.namespace === namespace && committed.objects.some(isPolicy));

/** Registers the tests of an environment that was brought up before. */
export function everyPolicy(unit: Unit): void {
  const { cluster } = realNodes();
  const { namespace } = unit;

  describe.runIf(isTried(unit))('policies', () => {
    let policies: readonly KubeObject[];

    beforeAll(async () => {
      policies = (await policiesOf(unit))!;
      await bringKyverno(cluster);
      await cluster.kubectlOk([...APPLY, '-f', '-'], { stdin: asStdin(policies) });
    }, 300_000);
    afterAll(async () => {
      await cluster.kubectl(['delete', '--ignore-not-found', '-f', '-'], { stdin: asStdin(policies) });
      await removeKyverno(cluster);
    });

    test('are known to Kyverno, which is asked', { timeout: 90_000 }, async () => {
      const left = () => unknownPolicies(cluster, policies);
      await expect.poll(left, { timeout: KNOWN * 1000, interval: 1000 }).toEqual([]);
    });

    test('let in every pod that is there', { timeout: (RESTARTED + 60) * 1000 }, async () => {
      await restartAll(cluster, namespace);
      expect(await waitUntilReady(cluster, namespace, RESTARTED)).toEqual([]);
    });

    test('refuse each defect', { timeout: 120_000 }, async () => {
      const names = policies.map(({ metadata }) => metadata.name);
      for (const { title, policy } of badObjects(unit.objects)) expect(names, title).toContain(policy);
      await expectRefusals(cluster, unit.objects);
    });

    test('stop no pod while Kyverno is gone', { timeout: 300_000 }, async () => {
      // Its node is lost, and there is no other. With no replicas it would take its webhooks along when it goes.
      const nowhere = {
        spec: {
          strategy: { type: 'Recreate', rollingUpdate: null },
          template: { spec: { nodeSelector: { lab: 'none' } } },
        },
      };
      const patch = ['patch', `deployment/${NAME}`, '--patch', JSON.stringify(nowhere)];
      await cluster.kubectlOk(['-n', NAMESPACE, ...patch]);
      const pods = ['-n', NAMESPACE, 'delete', 'pods', '--all', '--grace-period=0', '--force'];
      await cluster.kubectlOk(pods);
      const { metadata } = anyOf(unit.objects, 'Deployment');
      await cluster.kubectlOk(['-n', namespace, 'rollout', 'restart', `deployment/${metadata.name}`]);
      expect(await waitUntilReady(cluster, namespace, 120)).toEqual([]);
      // It was asked for.
      expect(await refusal(cluster, anotherService(unit.objects))).toContain('failed calling webhook');
    });
  });
}
