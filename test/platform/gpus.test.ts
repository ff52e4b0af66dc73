import { describe, expect, test } from 'vitest';
import { planClusters } from '../../gitops/cluster';
import type { Cluster } from '../../model/cluster';
import type { DevicePool } from '../../model/device';
import { resolve } from '../../model/resolve';
import { dcgmExporter } from '../../platform/dcgm-exporter';
import { CLUSTER, problemsOf, SHOP } from '../support/system';

const pool = (more: Partial<DevicePool> = {}): DevicePool => ({
  resource: 'nvidia.com/gpu',
  nodes: 1,
  each: { devices: 1, cpu: '8', memory: '32Gi' },
  nodeLabels: { 'example.com/pool': 'gpu' },
  taint: { key: 'gpu', value: 'yes', effect: 'NoExecute' },
  runtimeClass: 'nvidia',
  ...more,
});

const shop = (cluster: Partial<Cluster>) => ({
  ...SHOP,
  environments: { live: { ...SHOP.environments.live!, cluster: { ...CLUSTER, ...cluster } } },
});

/** What is installed in such a cluster, with its settings. */
function installed(cluster: Partial<Cluster>): Map<string, Record<string, unknown>> {
  const [planned] = planClusters([resolve(shop(cluster), 'live')], new Map());
  return new Map(
    planned!.addOns.map(({ name, source }) => [name, ('values' in source && source.values) || {}]),
  );
}

describe('what machines with GPUs need', () => {
  const platformTargets = [dcgmExporter()];

  test('is installed where a pool has them, and nowhere else', () => {
    expect([...installed({}).keys()]).not.toContain('NVIDIA device plugin');
    expect([...installed({ pools: { other: pool({ resource: 'amd.com/gpu' }) } }).keys()]).not.toContain(
      'NVIDIA device plugin',
    );
    const names = [...installed({ pools: { gpu: pool() }, platformTargets }).keys()];
    expect(names).toEqual(expect.arrayContaining(['NVIDIA device plugin', 'DCGM exporter']));
  });

  test('is on the machines of all such pools, past what keeps others off them', () => {
    const pools = { gpu: pool(), large: pool({ nodeLabels: { a: '1', b: '2' }, taint: undefined }) };
    const found = installed({ pools, platformTargets });
    for (const name of ['NVIDIA device plugin', 'DCGM exporter']) {
      const { affinity, tolerations, runtimeClassName } = found.get(name)!;
      expect(affinity, name).toEqual({
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [
              { matchExpressions: [{ key: 'example.com/pool', operator: 'In', values: ['gpu'] }] },
              {
                matchExpressions: [
                  { key: 'a', operator: 'In', values: ['1'] },
                  { key: 'b', operator: 'In', values: ['2'] },
                ],
              },
            ],
          },
        },
      });
      expect(tolerations, name).toEqual([
        { key: 'gpu', operator: 'Equal', value: 'yes', effect: 'NoExecute' },
      ]);
      expect(runtimeClassName, name).toBe('nvidia');
    }
  });

  test('answers where Prometheus asks', () => {
    const named = [dcgmExporter({ namespace: 'gpus', service: 'figures' })];
    expect(named[0]).toMatchObject({ dnsName: 'figures.gpus.svc', namespace: 'gpus', port: 9400 });
    expect(installed({ pools: { gpu: pool() }, platformTargets: named }).get('DCGM exporter')).toMatchObject({
      fullnameOverride: 'figures',
      service: { clusterIP: 'None' },
      serviceMonitor: { enabled: false },
    });
  });

  test('is refused where no machine has any', () => {
    expect(problemsOf(shop({ platformTargets }))).toEqual([
      {
        path: 'shop/live/cluster.platformTargets',
        message: expect.stringContaining("'dcgm-exporter' tells of nvidia.com/gpu, and no pool of cluster"),
      },
    ]);
  });

  test('tells of errors of the device, and not of its programs', () => {
    const alerts = dcgmExporter().alerts!('any', []);
    expect(alerts.map(({ alert }) => alert)).toEqual(['GpuFiguresMissing', 'GpuFails', 'GpuMemoryFull']);
    expect(alerts[1]!.expr).not.toMatch(/== (13|31|43|45)\b/);
  });
});
