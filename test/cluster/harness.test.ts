import { describe, expect, test } from 'vitest';
import { asStdin, bringUp, FIELD_MANAGER, takeDown } from '../../tools/lab/bring-up';
import { fits } from '../../tools/lab/capacity';
import type { Cluster } from '../../tools/lab/cluster';
import { drainEachNode } from '../../tools/lab/drain';
import { unansweredServices } from '../../tools/lab/endpoints';
import type { Unit } from '../../tools/lab/manifests';
import { triggerCronJobs, waitUntilReady } from '../../tools/lab/workloads';
import { broken, fixture } from './fixture';
import { needCluster } from './lab';

const FAST = { patience: 6 };

/** Brings a unit up, hands it to `judge`, and takes it down again whatever happens. */
async function on<T>(
  cluster: Cluster,
  unit: Unit,
  judge: (report: Awaited<ReturnType<typeof bringUp>>) => T,
) {
  try {
    return await judge(await bringUp(cluster, unit, FAST));
  } finally {
    await takeDown(cluster, unit);
  }
}

// Each defect must be caught, and by the check that is meant to catch it. Most of the time is patience, so those whose
// namespace is all they touch wait together.
describe.concurrent('the live judge', () => {
  test('finds nothing wrong with a sound system', async (context) => {
    const cluster = needCluster(context);
    const unit = fixture();
    await on(cluster, unit, async (report) => {
      expect(report).toEqual({ messages: [], dangling: [], refused: [], notReady: [] });
      expect(await unansweredServices(cluster, unit.namespace)).toEqual([]);
      expect(await triggerCronJobs(cluster, unit.namespace)).toEqual(['report-judged']);
      expect(await waitUntilReady(cluster, unit.namespace)).toEqual([]);
      const diff = ['diff', '--server-side', `--field-manager=${FIELD_MANAGER}`, '-f', '-'];
      expect((await cluster.kubectl(diff, { stdin: asStdin(unit.objects) })).stdout).toBe('');
    });
  });

  test('names a field the API does not know', async (context) => {
    const unit = broken((find) => {
      find('Deployment/web').spec.replicaCount = 2;
    });
    const report = await on(needCluster(context), unit, (found) => found);
    expect(report.messages.join('\n')).toContain('.spec.replicaCount: field not declared in schema');
  });

  test('names a container that runs as root, and sees that its pods are never made', async (context) => {
    const unit = broken((find) => {
      const { spec } = find('Deployment/web').spec.template;
      spec.securityContext = { ...spec.securityContext, runAsUser: 0, runAsNonRoot: false };
    });
    const report = await on(needCluster(context), unit, (found) => found);
    expect(report.messages.join('\n')).toMatch(/Warning: would violate PodSecurity.*runAsNonRoot/);
    expect(report.notReady.join('\n')).toContain('Deployment/web has 0 of 2 pods ready');
    expect(report.notReady.join('\n')).toMatch(/FailedCreate.*violates PodSecurity "restricted/);
  });

  test('names a key that no secret has', async (context) => {
    const unit = broken((find) => {
      find('ExternalSecret/store').spec.dataFrom[0].rewrite[0].regexp.target = 'REDIS_PASSWORD';
    });
    const report = await on(needCluster(context), unit, (found) => found);
    expect(report.dangling.join('\n')).toContain(
      'refers to key "STORE_PASSWORD" of Secret "store", which has REDIS_PASSWORD',
    );
  });

  test('names a config file that arrives after the pod that needs it', async (context) => {
    const unit = broken((find) => {
      find('ConfigMap/store-config').metadata.annotations!['argocd.argoproj.io/sync-wave'] = '3';
    });
    const report = await on(needCluster(context), unit, (found) => found);
    expect(report.dangling.join('\n')).toContain('ConfigMap "store-config", which does not exist by then');
  });

  test('names a quota that is too small', async (context) => {
    const unit = broken((find) => {
      find('ResourceQuota/budget').spec.hard['requests.cpu'] = '250m';
    });
    const report = await on(needCluster(context), unit, (found) => found);
    expect(report.notReady.join('\n')).toContain('exceeded quota: budget');
  });

  test('names a service port nobody answers', async (context) => {
    const cluster = needCluster(context);
    const unit = broken((find) => {
      find('Service/web').spec.ports[0].targetPort = 'htpp';
    });
    const found = await on(cluster, unit, () => unansweredServices(cluster, unit.namespace, 5));
    expect(found).toEqual(['Service/web: nobody answers on port http (target htpp)']);
  });

  test('names a deprecated API', async (context) => {
    const unit = broken((_find, { objects }) => {
      objects.push({
        apiVersion: 'v1',
        kind: 'Endpoints',
        metadata: { name: 'old', namespace: 'sample-test' },
      });
    });
    const report = await on(needCluster(context), unit, (found) => found);
    expect(report.messages.join('\n')).toMatch(/Warning: v1 Endpoints is deprecated/);
  });
});

describe('the live judge, alone with the nodes', () => {
  test('names what finds no room on the nodes', async (context) => {
    const cluster = needCluster(context);
    const unit = fixture();
    await on(cluster, unit, async () => {
      expect(
        await fits(cluster, unit.namespace, { capacity: { nodes: 1, cpu: '2', memory: '4Gi' } }),
      ).toEqual([]);
      const found = await fits(
        cluster,
        unit.namespace,
        { capacity: { nodes: 1, cpu: '250m', memory: '4Gi' } },
        5,
      );
      expect(found.join('\n')).toMatch(/FailedScheduling.*Insufficient cpu/);
      // As much in all, but on no node enough for one pod.
      const apart = await fits(
        cluster,
        unit.namespace,
        { capacity: { nodes: 25, cpu: '2', memory: '4Gi' } },
        5,
      );
      expect(apart.join('\n')).toMatch(/FailedScheduling.*Insufficient cpu/);
    });
  });

  test('names what finds no device, and no way to where one is', async (context) => {
    const cluster = needCluster(context);
    const unit = broken((find) => {
      const { spec } = find('Deployment/web');
      spec.strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } };
      Object.assign(spec.template.spec, {
        nodeSelector: { 'example.com/pool': 'gpu' },
        tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }],
      });
      const { resources } = spec.template.spec.containers[0];
      for (const list of [resources.requests, resources.limits]) list['nvidia.com/gpu'] = '1';
    });
    const capacity = { nodes: 1, cpu: '2', memory: '4Gi' } as const;
    const gpu = {
      resource: 'nvidia.com/gpu',
      nodes: 2,
      each: { devices: 1, cpu: '2', memory: '4Gi' },
      nodeLabels: { 'example.com/pool': 'gpu' },
      taint: { key: 'nvidia.com/gpu', effect: 'NoSchedule' },
    } as const;
    await on(cluster, unit, async () => {
      expect(await fits(cluster, unit.namespace, { capacity, pools: { gpu } })).toEqual([]);
      const fewer = await fits(
        cluster,
        unit.namespace,
        { capacity, pools: { gpu: { ...gpu, nodes: 1 } } },
        5,
      );
      expect(fewer.join('\n')).toMatch(/FailedScheduling.*Insufficient nvidia.com\/gpu/);
      const taint = { ...gpu.taint, key: 'strangers' };
      const shut = await fits(cluster, unit.namespace, { capacity, pools: { gpu: { ...gpu, taint } } }, 5);
      expect(shut.join('\n')).toMatch(/FailedScheduling.*untolerated taint/);
    });
  });

  test('names a budget that blocks a drain, and a drain that leaves nobody serving', async (context) => {
    const cluster = needCluster(context);
    const blocked = broken((find) => {
      find('PodDisruptionBudget/web').spec.minAvailable = 2;
    });
    const drain = { seconds: 4, ready: 4 };
    const stuck = await on(cluster, blocked, () => drainEachNode(cluster, blocked.namespace, drain));
    expect(stuck.join('\n')).toMatch(/cannot be drained/);
    const together = broken((find, unit) => {
      unit.objects.splice(unit.objects.indexOf(find('PodDisruptionBudget/web')), 1);
      find('Deployment/web').spec.template.spec.nodeSelector = { 'kubernetes.io/hostname': 'node-1' };
    });
    const fallen = await on(cluster, together, () => drainEachNode(cluster, together.namespace, drain));
    expect(fallen.join('\n')).toContain('left Deployment/web without a ready pod');
  });
});
