import type { Cluster } from '../../model/cluster';
import type { DevicePool } from '../../model/device';
import { broken } from '../support/broken';
import { CLUSTER, withComponent, withEnvironment } from '../support/system';

const GPU: DevicePool = {
  resource: 'nvidia.com/gpu',
  nodes: 2,
  each: { devices: 1, cpu: '16', memory: '64Gi' },
  nodeLabels: { 'example.com/pool': 'gpu' },
};
const pooled = (patch: object = {}): Cluster => ({ ...CLUSTER, pools: { gpu: { ...GPU, ...patch } } });
const BUDGET = { cpu: '4', memory: '8Gi', source: 'half of the lab' } as const;
const live = (patch: object, cluster = pooled(), devices: object = { gpu: 2 }) =>
  withEnvironment(
    { cluster, budget: { ...BUDGET, ...(devices && { devices }) } as never },
    withComponent('web', patch),
  );

broken('a device', {
  'a pool that no cluster has': {
    system: live({ device: { pool: 'gpus' } }),
    path: 'shop/components/web/device.pool',
    message: "no cluster of the system has a pool 'gpus'. Did you mean 'gpu'?",
  },
  'no device at all': {
    system: live({ device: { pool: 'gpu', count: 0 } }),
    path: 'shop/components/web/device.count',
    message: '0 is not a number of devices',
  },
  'more than a machine has': {
    system: live({ device: { pool: 'gpu', count: 2 } }),
    path: 'shop/components/web/device.count',
    message: "2 devices for a pod, and no machine of pool 'gpu' has more than 1",
  },
  'more than the budget': {
    system: live({ device: { pool: 'gpu' }, replicas: 2 }, pooled(), { gpu: 1 }),
    path: 'shop/live/budget',
    message: "takes 2 devices of pool 'gpu', more than 1 (half of the lab)",
  },
  'a budget that says nothing of them': {
    system: live({ device: { pool: 'gpu' } }, pooled(), {}),
    path: 'shop/live/budget',
    message: "takes 1 devices of pool 'gpu', more than 0",
  },
  'a budget of more than there are': {
    system: live({ device: { pool: 'gpu' } }, pooled(), { gpu: 3 }),
    path: 'shop/live/budget.devices/gpu',
    message: '3 is not a number of its 2 devices',
  },
  'a budget of a pool that is not there': {
    system: live({}, CLUSTER, { gpu: 1 }),
    path: 'shop/live/budget.devices/gpu',
    message: "cluster 'lab' has no pool 'gpu'",
  },
});

broken('a pool of machines with devices', {
  'a resource without a domain': {
    system: live({}, pooled({ resource: 'gpu' })),
    path: 'shop/live/cluster.pools/gpu.resource',
    message: "'gpu' is no device as its plugin calls it, such as nvidia.com/gpu",
  },
  'no machine': {
    system: live({}, pooled({ nodes: 0 }), {}),
    path: 'shop/live/cluster.pools/gpu.nodes',
    message: '0 is not a number of machines',
  },
  'machines without a device': {
    system: live({}, pooled({ each: { ...GPU.each, devices: 0 } }), {}),
    path: 'shop/live/cluster.pools/gpu.each.devices',
    message: '0 is not a number of devices',
  },
  'machines that cannot be told from others': {
    system: live({}, pooled({ nodeLabels: {} })),
    path: 'shop/live/cluster.pools/gpu.nodeLabels',
    message: 'is empty, so its machines could not be told from others',
  },
  'a taint that is only a wish': {
    system: live({}, pooled({ taint: { key: 'gpu', effect: 'PreferNoSchedule' } })),
    path: 'shop/live/cluster.pools/gpu.taint.effect',
    message: "there is no effect of a taint 'PreferNoSchedule'",
  },
});
