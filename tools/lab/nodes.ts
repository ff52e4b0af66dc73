import { type ClusterInfo, call, type List } from './api';
import { sleep } from './exec';
import { hasCondition, type KubeObject } from './manifests';

/** What each node offers. */
export interface NodeSize {
  /** @default '4' */
  readonly cpu?: string;
  /** @default '16Gi' */
  readonly memory?: string;
}

/** Adds ready nodes `node-1…n`, one zone after the other out of three, and waits for them. */
export async function addNodes(info: ClusterInfo, count = 3, size: NodeSize = {}): Promise<void> {
  const existing = (await call<List<KubeObject>>(info, 'GET', '/api/v1/nodes')).items.length;
  for (let index = existing; index < existing + count; index++) {
    await call(info, 'POST', '/api/v1/nodes', node(`node-${index + 1}`, `zone-${'abc'[index % 3]}`, size));
  }
  for (;;) {
    const nodes = (await call<List<KubeObject>>(info, 'GET', '/api/v1/nodes')).items;
    // The controllers take a taint away a moment after the node reports itself ready.
    const isReady = (one: KubeObject) => hasCondition(one, 'Ready') && !one.spec?.taints?.length;
    if (nodes.length >= existing + count && nodes.every(isReady)) return;
    await sleep(200);
  }
}

function node(name: string, zone: string, size: NodeSize): KubeObject {
  const capacity = {
    cpu: size.cpu ?? '4',
    memory: size.memory ?? '16Gi',
    pods: '110',
    'ephemeral-storage': '100Gi',
  };
  const labels = {
    'kubernetes.io/hostname': name,
    'kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'amd64',
    'topology.kubernetes.io/zone': zone,
    'topology.kubernetes.io/region': 'lab',
  };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels },
    status: { capacity, allocatable: capacity },
  };
}
