/** Where people come in: addresses of load balancers that lead to the listeners of an environment's Gateway. */
import type { Plan } from '../../../model/plan';
import type { List } from '../../lab/api';
import type { Cluster } from '../../lab/cluster';
import { sleep } from '../../lab/exec';
import type { KubeObject } from '../../lab/manifests';

export interface Door {
  readonly address: string;
  readonly port: number;
}

/** By the listener that a door leads to. */
export type Doors = Readonly<Record<'http' | 'https', Door>> & { readonly internal?: Door };

interface EndpointSlice extends KubeObject {
  readonly ports?: { readonly name: string; readonly port: number }[];
}

/** @throws Error after a minute without one of them */
export async function doorsOf(cluster: Cluster, plan: Plan): Promise<Doors> {
  const { dataPlane, ports } = plan.cluster.gateway;
  const namespace = dataPlane.kind === 'shared' ? dataPlane.pods.namespace : plan.namespace;
  const isOpen = plan.internal !== undefined;
  for (const until = Date.now() + 60_000; ; await sleep(500)) {
    const http = await doorTo(cluster, namespace, ports.http);
    const https = await doorTo(cluster, namespace, ports.https);
    const internal = isOpen ? await doorTo(cluster, namespace, ports.internal!) : undefined;
    if (http && https && (internal || !isOpen)) return { http, https, internal };
    if (Date.now() > until) {
      const found = JSON.stringify({ http, https, internal });
      throw new Error(`${namespace}: no load balancer leads to every listener: ${found}`);
    }
  }
}

/** The load balancer behind which pods take what it gets on one port of theirs. */
async function doorTo(cluster: Cluster, namespace: string, listener: number): Promise<Door | undefined> {
  const services = await cluster.get<List<KubeObject>>(`/api/v1/namespaces/${namespace}/services`);
  const path = `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`;
  const { items } = await cluster.get<List<EndpointSlice>>(path);
  for (const { metadata, spec, status } of services.items) {
    const address = status?.loadBalancer?.ingress?.[0]?.ip;
    const slice = items.find(
      (one) => one.metadata.labels?.['kubernetes.io/service-name'] === metadata.name && one.endpoints?.length,
    );
    const named = slice?.ports?.find(({ port }) => port === listener)?.name;
    const port = (spec.ports as { name: string; port: number }[]).find(({ name }) => name === named)?.port;
    if (spec.type === 'LoadBalancer' && address && named && port) return { address, port };
  }
  return undefined;
}
