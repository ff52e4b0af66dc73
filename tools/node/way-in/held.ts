import type { List } from '../../lab/api';
import type { Cluster } from '../../lab/cluster';
import { sleep } from '../../lab/exec';
import type { KubeObject } from '../../lab/manifests';
import { type Held, openSocket, openSockets, streamingRoutes } from './streams';
import type { WayIn } from './way';

/** Two pods take sockets; one ends: its socket lives on meanwhile, and new ones go to the other. */
export async function heldWhileEnding(way: WayIn, component: string): Promise<string[]> {
  const { cluster, plan } = way;
  const kubectl = (...args: string[]) => cluster.kubectlOk(['-n', plan.namespace, ...args], { timeout: 150 });
  const { scale, restore } = await scaling(cluster, plan.namespace, component);
  const route = (await streamingRoutes(way)).find(({ to }) => to === component)!;
  const held: Held[] = [];
  try {
    held.push(await openSocket(way, route));
    const there = podsOf(held);
    await scale(2);
    await kubectl('rollout', 'status', `deployment/${component}`, '--timeout=120s');
    for (const until = Date.now() + 30_000; podsOf(held).length < 2 && Date.now() < until; )
      held.push(...(await openSockets(way, route, 4)));
    // The newer one: other tests may hold connections to the older.
    const ending = podsOf(held).find((pod) => !there.includes(pod));
    if (podsOf(held).length < 2 || !ending) return [`${component}: only ${podsOf(held)} takes WebSockets`];
    const problems: string[] = [];
    const echoed = await Promise.all(held.map((one) => one.echoes()));
    if (echoed.includes(false)) problems.push(`${component}: a WebSocket does not echo`);
    const cost = 'controller.kubernetes.io/pod-deletion-cost=-100';
    await kubectl('annotate', 'pod', ending, cost);
    await scale(1);
    // As long as the network takes to forget a pod.
    await sleep(3000);
    const newer = await openSockets(way, route, 6);
    const onEnding = held.filter(({ pod }) => pod === ending);
    const living = await Promise.all(onEnding.map((one) => one.echoes()));
    if (living.includes(false)) problems.push(`${component}: a WebSocket of a pod that ends is cut at once`);
    if (podsOf(newer).includes(ending)) problems.push(`${component}: ${ending} ends and gets new WebSockets`);
    held.push(...newer);
    return problems;
  } finally {
    for (const one of held) one.close();
    await restore();
  }
}

/** How many pods there are, and as before: where an autoscaler decides, by its bounds, or it takes the second one away. */
async function scaling(cluster: Cluster, namespace: string, component: string) {
  const kubectl = (...args: string[]) => cluster.kubectlOk(['-n', namespace, ...args], { timeout: 90 });
  const name = `deployment/${component}`;
  const path = `/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers`;
  const { items } = await cluster.get<List<KubeObject>>(path);
  const own = items.find(({ spec }) => spec.scaleTargetRef.name === component);
  if (!own) {
    const before = await kubectl('get', name, '-o', 'jsonpath={.spec.replicas}');
    const scale = (count: number | string) => kubectl('scale', name, `--replicas=${count}`);
    return { scale, restore: () => scale(before) };
  }
  const bound = (minReplicas: number, maxReplicas: number) =>
    kubectl('patch', 'hpa', own.metadata.name, '-p', JSON.stringify({ spec: { minReplicas, maxReplicas } }));
  const scale = async (count: number) => {
    await bound(count, count);
    // It looks every quarter of a minute.
    await kubectl('wait', name, `--for=jsonpath={.spec.replicas}=${count}`, '--timeout=60s');
  };
  return { scale, restore: () => bound(own.spec.minReplicas, own.spec.maxReplicas) };
}

const podsOf = (held: readonly Held[]): string[] => [...new Set(held.map(({ pod }) => pod))];
