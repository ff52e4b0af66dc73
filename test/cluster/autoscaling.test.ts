import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { APPLY, asStdin, untilFree } from '../../tools/lab/bring-up';
import type { Cluster } from '../../tools/lab/cluster';
import { sleep } from '../../tools/lab/exec';
import type { KubeObject } from '../../tools/lab/manifests';
import { reportUse, serveMetrics, stopMetrics } from '../../tools/lab/metrics';
import { inWaves } from '../../tools/lab/waves';
import { environmentAt } from '../support/phases';
import { labCluster, needCluster } from './lab';

const NAMESPACE = 'kaleem-production';
const HPA = `/apis/autoscaling/v2/namespaces/${NAMESPACE}/horizontalpodautoscalers/api`;
/** Millicores; the document's request of the API is 200, and 70 of 100 are aimed at. */
const BUSY = 400;
const CALM = 20;

/** The API alone, with its namespace and autoscaler: what it depends on plays no part here. */
async function apiAlone(): Promise<KubeObject[]> {
  const { objects } = await environmentAt('kaleem', 'production', 3);
  const own = ['Deployment', 'HorizontalPodAutoscaler', 'PodDisruptionBudget', 'ServiceAccount'];
  return (objects as KubeObject[]).filter(
    ({ kind, metadata }) =>
      ['Namespace', 'LimitRange', 'ResourceQuota'].includes(kind) ||
      (metadata.name === 'api' && own.includes(kind)),
  );
}

/** Reports the same use until the Deployment has that many pods. @returns the numbers seen on the way */
async function underLoad(cluster: Cluster, use: number, wanted: number, seconds: number): Promise<number[]> {
  const seen: number[] = [];
  const until = Date.now() + seconds * 1000;
  while (Date.now() < until) {
    await reportUse(cluster, NAMESPACE, 'api', use);
    const path = `/apis/apps/v1/namespaces/${NAMESPACE}/deployments/api`;
    const { spec } = await cluster.get<KubeObject>(path);
    if (seen.at(-1) !== spec.replicas) seen.push(spec.replicas);
    if (spec.replicas === wanted) return seen;
    await sleep(500);
  }
  return seen;
}

describe('the API under load, with the real autoscaler of Kubernetes', () => {
  beforeAll(async () => {
    const cluster = labCluster();
    if (!cluster) return;
    await untilFree(cluster, NAMESPACE);
    await serveMetrics(cluster);
    for (const { objects } of inWaves(await apiAlone())) {
      await cluster.kubectlOk([...APPLY, '-f', '-'], { stdin: asStdin(objects) });
    }
  });
  afterAll(async () => {
    const cluster = labCluster();
    if (!cluster) return;
    await cluster.kubectlOk(['delete', 'namespace', NAMESPACE, '--wait=true']);
    await stopMetrics(cluster);
  });

  test('has its least number of pods before anything is measured', async (context) => {
    const cluster = needCluster(context);
    expect((await underLoad(cluster, CALM, 2, 30)).at(-1)).toBe(2);
  });

  test('gets as many as it may, and not one more, while it is busy', async (context) => {
    const cluster = needCluster(context);
    expect((await underLoad(cluster, BUSY, 4, 60)).at(-1)).toBe(4);
    expect(await underLoad(cluster, BUSY, 5, 8)).toEqual([4]);
    const { status } = await cluster.get<KubeObject>(HPA);
    expect(status.conditions).toContainEqual(
      expect.objectContaining({ type: 'ScalingLimited', status: 'True', reason: 'TooManyReplicas' }),
    );
  });

  test('keeps them for a while when it is calm, then gives them back one by one', async (context) => {
    const cluster = needCluster(context);
    expect(await underLoad(cluster, CALM, 2, 8), 'five minutes of patience').toEqual([4]);
    // The same rule, a pod at a time, in seconds in place of minutes, so that the test ends.
    const policies = [{ type: 'Pods', value: 1, periodSeconds: 4 }];
    const scaleDown = { stabilizationWindowSeconds: 1, policies };
    const patch = [
      'patch',
      'hpa',
      'api',
      '--type=merge',
      '-p',
      JSON.stringify({ spec: { behavior: { scaleDown } } }),
    ];
    await cluster.kubectlOk(['-n', NAMESPACE, ...patch]);
    const seen = await underLoad(cluster, CALM, 2, 120);
    expect(seen.slice(-2)).toEqual([3, 2]);
  });
});
