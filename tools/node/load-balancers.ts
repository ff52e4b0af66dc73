/**
 * Services of type LoadBalancer as a cloud gives them: each gets an address beyond the cluster, and what is sent there
 * arrives at a node, with its sender's address. What becomes of it there is kube-proxy's, as everywhere.
 */
import { type ClusterInfo, call, type List } from '../lab/api';
import { must, sleep } from '../lab/exec';
import type { KubeObject } from '../lab/manifests';
import type { Machine } from './machine';

/** A range for documents (RFC 5737): nobody has these. */
const address = (n: number): string => `203.0.113.${n}`;

/** Gives out addresses until the returned function is called. */
export function startLoadBalancers(info: ClusterInfo, machines: readonly Machine[]): () => void {
  let isRunning = true;
  const addresses = new Map<string, string>();
  const ways = new Map<string, string>();
  const serve = async () => {
    const { items } = await call<List<KubeObject>>(info, 'GET', '/api/v1/services');
    for (const service of items.filter(({ spec }) => spec.type === 'LoadBalancer')) {
      const uid = service.metadata.uid as string;
      const ip = addresses.get(uid) ?? address(addresses.size + 1);
      addresses.set(uid, ip);
      const node = await nodeFor(info, service, machines);
      if (ways.get(ip) !== node) await must('ip', ['route', 'replace', `${ip}/32`, 'via', node]);
      ways.set(ip, node);
      if (service.status?.loadBalancer?.ingress?.[0]?.ip !== ip) await tell(info, service, ip);
    }
  };
  const loop = async () => {
    while (isRunning) {
      await serve().catch((error: Error) => {
        if (isRunning) console.error(`load balancers: ${error.message}`);
      });
      await sleep(1000);
    }
  };
  void loop();
  return () => {
    isRunning = false;
  };
}

/** A node that takes it: `externalTrafficPolicy: Local` asks for one with a pod that is ready. */
async function nodeFor(
  info: ClusterInfo,
  { metadata, spec }: KubeObject,
  machines: readonly Machine[],
): Promise<string> {
  const first = machines[0]!;
  if (spec.externalTrafficPolicy !== 'Local' || machines.length === 1) return first.address;
  const path = `/apis/discovery.k8s.io/v1/namespaces/${metadata.namespace}/endpointslices`;
  const { items } = await call<List<KubeObject>>(
    info,
    'GET',
    `${path}?labelSelector=kubernetes.io/service-name%3D${metadata.name}`,
  );
  const ready = items
    .flatMap(({ endpoints }) => (endpoints ?? []) as { nodeName: string; conditions: { ready: boolean } }[])
    .filter(({ conditions }) => conditions.ready)
    .map(({ nodeName }) => nodeName);
  return (machines.find(({ name }) => ready.includes(name)) ?? first).address;
}

async function tell(info: ClusterInfo, service: KubeObject, ip: string): Promise<void> {
  const { name, namespace } = service.metadata;
  const status = { status: { loadBalancer: { ingress: [{ ip, ipMode: 'VIP' }] } } };
  await call(info, 'PATCH', `/api/v1/namespaces/${namespace}/services/${name}/status`, status);
}

/** Address of a Service's load balancer. @throws Error after half a minute */
export async function addressOf(info: ClusterInfo, namespace: string, name: string): Promise<string> {
  for (const until = Date.now() + 30_000; ; await sleep(300)) {
    const service = await call<KubeObject>(info, 'GET', `/api/v1/namespaces/${namespace}/services/${name}`);
    const ip = service.status?.loadBalancer?.ingress?.[0]?.ip;
    if (ip) return ip;
    if (Date.now() > until) throw new Error(`${namespace}/${name} has no address`);
  }
}
