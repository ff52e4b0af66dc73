import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asStdin, type BringUp, bringUp, FIELD_MANAGER, takeDown } from '../../tools/lab/bring-up';
import { fits } from '../../tools/lab/capacity';
import { drainEachNode } from '../../tools/lab/drain';
import { unansweredServices } from '../../tools/lab/endpoints';
import { triggerCronJobs, waitUntilReady } from '../../tools/lab/workloads';
import { planOf } from '../support/systems';
import { committedAndLast, furthestOfEach, labCluster, needCluster, unitOf } from './lab';

test('there is something to judge', async () => {
  expect(await committedAndLast(), 'dist holds no manifests').not.toEqual([]);
});

// Each environment has the cluster for itself, so the tests of one build on each other in this order.
describe('on a real API server', async () => {
  const all = await committedAndLast();
  const drained = furthestOfEach(all);
  describe.each(all)('$name', (one) => {
    let unit: Awaited<ReturnType<typeof unitOf>>;
    let report: BringUp;

    beforeAll(async () => {
      unit = await unitOf(one);
      const cluster = labCluster();
      if (cluster) report = await bringUp(cluster, unit);
    });
    afterAll(async () => {
      const cluster = labCluster();
      if (cluster) await takeDown(cluster, unit);
    });

    test('every wave is accepted without error or warning', (context) => {
      needCluster(context);
      expect(report.messages).toEqual([]);
    });

    test('every secret, key, config file and account a pod names exists when the pod starts', (context) => {
      needCluster(context);
      expect([...report.refused, ...report.dangling]).toEqual([]);
    });

    test('every wave becomes ready before the next one, within quota and Pod Security', (context) => {
      needCluster(context);
      expect(report.notReady).toEqual([]);
    });

    test('every service has ready addresses on all its ports', async (context) => {
      expect(await unansweredServices(needCluster(context), unit.namespace)).toEqual([]);
    });

    test('a second apply would change nothing', async (context) => {
      const cluster = needCluster(context);
      const diff = ['diff', '--server-side', `--field-manager=${FIELD_MANAGER}`, '-f', '-'];
      const result = await cluster.kubectl(diff, { stdin: asStdin(unit.objects), timeout: 300 });
      expect(result.stderr + result.stdout).toBe('');
      expect(result.code).toBe(0);
    });

    test('every CronJob runs to its end', async (context) => {
      const cluster = needCluster(context);
      await triggerCronJobs(cluster, unit.namespace);
      expect(await waitUntilReady(cluster, unit.namespace)).toEqual([]);
    });

    test('everything fits quota and nodes of the definition, and so does a new version of all of it', async (context) => {
      const cluster = needCluster(context);
      const machines = (await planOf(unit)).cluster;
      expect(await fits(cluster, unit.namespace, machines)).toEqual([]);
    });

    // Takes half of the time of an environment; the others have the same charts, and no more pods.
    test.runIf(drained.includes(one))(
      'every node can be drained while each replicated workload keeps serving',
      async (context) => {
        expect(await drainEachNode(needCluster(context), unit.namespace)).toEqual([]);
      },
    );
  });
});
