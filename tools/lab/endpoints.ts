import type { List } from './api';
import type { Cluster } from './cluster';
import { sleep } from './exec';
import type { KubeObject } from './manifests';

/**
 * Services with a selector behind which the real endpoint controller finds nobody, or not on every port: a wrong
 * selector or port name. Addresses follow pods by a moment, so the answer is awaited.
 *
 * @param patience seconds. @default 20
 */
export async function unansweredServices(
  cluster: Cluster,
  namespace: string,
  patience = 20,
): Promise<string[]> {
  const until = Date.now() + patience * 1000;
  for (;;) {
    const problems = await look(cluster, namespace);
    if (problems.length === 0 || Date.now() > until) return problems;
    await sleep(500);
  }
}

async function look(cluster: Cluster, namespace: string): Promise<string[]> {
  const services = await cluster.get<List<KubeObject>>(`/api/v1/namespaces/${namespace}/services`);
  const path = `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`;
  const slices = (await cluster.get<List<KubeObject>>(path)).items;
  return services.items
    .filter((service) => service.spec.selector)
    .flatMap((service) => {
      const own = slices.filter(
        (slice) =>
          slice.metadata.labels?.['kubernetes.io/service-name'] === service.metadata.name &&
          slice.endpoints?.some((one: { conditions?: { ready?: boolean } }) => one.conditions?.ready),
      );
      const answered = own
        .flatMap((slice) => slice.ports ?? [])
        .map((port: { name?: string }) => port.name ?? '');
      return service.spec.ports
        .filter((port: { name?: string }) => !answered.includes(port.name ?? ''))
        .map(
          (port: { name?: string; port: number; targetPort: unknown }) =>
            `Service/${service.metadata.name}: nobody answers on port ${port.name ?? port.port} (target ${port.targetPort})`,
        );
    });
}
