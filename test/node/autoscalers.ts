import { call, type List } from '../../tools/lab/api';
import type { Cluster } from '../../tools/lab/cluster';
import { hasCondition, type KubeObject, type Unit } from '../../tools/lab/manifests';

const KIND = 'HorizontalPodAutoscaler';
/** For which KEDA makes an autoscaler. */
const BY_QUEUE = 'ScaledObject';

/** Whether a unit brings autoscalers, or has them made. */
export const scales = ({ objects }: Unit): boolean =>
  objects.some(({ kind }) => kind === KIND || kind === BY_QUEUE);
/** What scales by how busy processors are, where there may be more pods than there are. */
export const ofProcessors = ({ objects }: Pick<Unit, 'objects'>): KubeObject[] =>
  objects.filter(({ kind, spec }) => kind === KIND && spec.maxReplicas > spec.minReplicas);
/** What scales by how much waits. */
export const scaledObjects = ({ objects }: Pick<Unit, 'objects'>): KubeObject[] =>
  objects.filter(({ kind }) => kind === BY_QUEUE);

const autoscalers = async (cluster: Cluster, namespace: string): Promise<KubeObject[]> => {
  const path = `/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers`;
  return (await cluster.get<List<KubeObject>>(path)).items;
};

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly message?: string;
}
const conditionOf = ({ status }: KubeObject, type: string): Condition | undefined =>
  ((status?.conditions ?? []) as Condition[]).find((one) => one.type === type);

/** Autoscalers that have no figures, and why. */
export async function blindAutoscalers(cluster: Cluster, namespace: string): Promise<string[]> {
  return (await autoscalers(cluster, namespace))
    .filter((one) => !hasCondition(one, 'ScalingActive'))
    .map((one) => {
      const said = conditionOf(one, 'ScalingActive')?.message;
      return `${one.metadata.name}: ${said ?? 'nothing is known yet'}`;
    });
}

/** ScaledObjects that KEDA does not take, or whose broker it cannot ask, and why. */
export async function deafScalers(cluster: Cluster, unit: Unit): Promise<string[]> {
  const path = `/apis/keda.sh/v1alpha1/namespaces/${unit.namespace}/scaledobjects`;
  const { items } = await cluster.get<List<KubeObject>>(path);
  const waiting = await Promise.all(
    scaledObjects(unit).map(async ({ metadata: { name } }) => {
      const own = items.find(({ metadata }) => metadata.name === name);
      const [ready, fallback] = ['Ready', 'Fallback'].map((type) => own && conditionOf(own, type));
      if (ready?.status !== 'True') return [`${name}: ${ready?.message ?? 'nothing is known yet'}`];
      // Its broker does not answer, so it tells of the pods there are.
      if (fallback?.status === 'True') return [`${name}: ${fallback.message}`];
      const told = await waits(cluster, unit.namespace, name);
      return Number.isFinite(told) ? [] : [`${name}: no figure`];
    }),
  );
  return waiting.flat();
}

/**
 * The figure that the autoscaler of a ScaledObject has, as that asks for it.
 * @throws Error with what the metrics' server says
 */
export async function waits(cluster: Cluster, namespace: string, name: string): Promise<number> {
  const own = (await autoscalers(cluster, namespace)).find(({ spec }) => spec.scaleTargetRef.name === name);
  const metric = own?.spec.metrics?.[0]?.external?.metric;
  if (!metric) throw new Error(`${name}: KEDA has made no autoscaler for it`);
  const labels = Object.entries(metric.selector.matchLabels).map(([key, value]) => `${key}=${value}`);
  const path = `/apis/external.metrics.k8s.io/v1beta1/namespaces/${namespace}/${metric.name}`;
  const asked = `${path}?labelSelector=${encodeURIComponent(labels.join())}`;
  const { items } = await call<{ items: { value: string }[] }>(cluster, 'GET', asked);
  return items.reduce((sum, { value }) => sum + quantity(value), 0);
}

/** A number as Kubernetes writes it: `3`, `1500m`, `2k`. */
const quantity = (text: string): number =>
  text.endsWith('m') ? Number(text.slice(0, -1)) / 1000 : Number(text.replace(/k$/, 'e3'));
