import type { List } from '../../tools/lab/api';
import type { Cluster } from '../../tools/lab/cluster';
import { hasCondition, type KubeObject, type Unit } from '../../tools/lab/manifests';

const KIND = 'HorizontalPodAutoscaler';

/** Whether a unit brings autoscalers itself. */
export const scales = ({ objects }: Unit): boolean => objects.some(({ kind }) => kind === KIND);

/** Autoscalers that have no figures, and why. */
export async function blindAutoscalers(cluster: Cluster, namespace: string): Promise<string[]> {
  const path = `/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers`;
  const { items } = await cluster.get<List<KubeObject>>(path);
  return items
    .filter((one) => !hasCondition(one, 'ScalingActive'))
    .map(({ metadata, status }) => {
      const conditions: { type: string; message: string }[] = status?.conditions ?? [];
      const said = conditions.find(({ type }) => type === 'ScalingActive')?.message;
      return `${metadata.name}: ${said ?? 'nothing is known yet'}`;
    });
}
