import { type ClusterInfo, call, type List } from './api';
import { sleep } from './exec';
import { hasCondition, type KubeObject } from './manifests';

/** What each node offers. */
export interface NodeSize {
  /** @default '4' */
  readonly cpu?: string;
  /** @default '16Gi' */
  readonly memory?: string;
  /** Extended resource → number. @default none */
  readonly devices?: Readonly<Record<string, string>>;
  /** Beside the usual ones. @default none */
  readonly labels?: Readonly<Record<string, string>>;
  /** @default none */
  readonly annotations?: Readonly<Record<string, string>>;
  /** What keeps pods off it. @default nothing */
  readonly taints?: readonly object[];
}

/** Adds ready nodes `node-1…n`, one zone after the other out of three, and waits for them. */
export async function addNodes(info: ClusterInfo, count = 3, size: NodeSize = {}): Promise<void> {
  const existing = (await listNodes(info)).length;
  for (let index = existing; index < existing + count; index++) {
    await call(info, 'POST', NODES, node(`node-${index + 1}`, `zone-${'abc'[index % 3]}`, size));
  }
  await untilReady(info);
}

/** Adds one node of this name and waits for it. */
export async function addNode(info: ClusterInfo, name: string, size: NodeSize = {}): Promise<void> {
  await call(info, 'POST', NODES, node(name, 'zone-a', size));
  await untilReady(info);
}

/** Removes a node and the pods on it. */
export async function removeNode(info: ClusterInfo, name: string): Promise<void> {
  const pods = await call<List<KubeObject>>(info, 'GET', `/api/v1/pods?fieldSelector=spec.nodeName=${name}`);
  await call(info, 'DELETE', `${NODES}/${name}`);
  for (const { metadata } of pods.items) {
    // Nobody is left on the node to end them politely.
    const path = `/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}?gracePeriodSeconds=0`;
    await call(info, 'DELETE', path).catch(() => undefined);
  }
}

const NODES = '/api/v1/nodes';

const listNodes = async (info: ClusterInfo) => (await call<List<KubeObject>>(info, 'GET', NODES)).items;

async function untilReady(info: ClusterInfo): Promise<void> {
  // The controllers take a taint away a moment after the node reports itself ready.
  const waiting = (one: KubeObject) =>
    !hasCondition(one, 'Ready') ||
    one.spec?.taints?.some((taint: { key: string }) => taint.key.endsWith('not-ready'));
  while ((await listNodes(info)).some(waiting)) await sleep(200);
}

function node(name: string, zone: string, size: NodeSize): KubeObject {
  const capacity = {
    cpu: size.cpu ?? '4',
    memory: size.memory ?? '16Gi',
    pods: '110',
    'ephemeral-storage': '100Gi',
    ...size.devices,
  };
  const labels = {
    'kubernetes.io/hostname': name,
    'kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'amd64',
    'topology.kubernetes.io/zone': zone,
    'topology.kubernetes.io/region': 'lab',
    ...size.labels,
  };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels, annotations: size.annotations },
    ...(size.taints?.length ? { spec: { taints: size.taints } } : {}),
    status: { capacity, allocatable: capacity },
  };
}
