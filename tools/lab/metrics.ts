import { call, type List } from './api';
import type { Cluster } from './cluster';
import { sleep } from './exec';
import type { KubeObject } from './manifests';

const GROUP = 'metrics.k8s.io';

/**
 * The resource that metrics-server would serve, as a custom resource of the same name: the autoscaler in the
 * controller manager reads it in the same way, and a test can write the use of every pod.
 */
const DEFINITION = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: {
    name: `pods.${GROUP}`,
    // The API server keeps names under k8s.io for those who have asked.
    annotations: { 'api-approved.kubernetes.io': 'unapproved, a stand-in of the lab' },
  },
  spec: {
    group: GROUP,
    scope: 'Namespaced',
    names: { kind: 'PodMetrics', listKind: 'PodMetricsList', plural: 'pods', singular: 'pod' },
    versions: [
      {
        name: 'v1beta1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        },
      },
    ],
  },
};

/** Makes the lab serve metrics of pods; they are written with `reportUse`. */
export async function serveMetrics(cluster: Cluster): Promise<void> {
  const definition = JSON.stringify(DEFINITION);
  await cluster.kubectlOk(['apply', '--server-side', '-f', '-'], { stdin: definition });
  const until = Date.now() + 30_000;
  for (;;) {
    try {
      await cluster.get(`/apis/${GROUP}/v1beta1/pods`);
      return;
    } catch (error) {
      if (Date.now() > until) throw error;
      await sleep(200);
    }
  }
}

/** How much every pod uses while nobody says more: little enough that no autoscaler asks for another one. */
const CALM = 1;

/** Reports a calm use of everything that an autoscaler looks at, until it is stopped. */
export function keepCalm(cluster: Cluster): () => void {
  let running = true;
  const loop = async () => {
    while (running) {
      const path = '/apis/autoscaling/v2/horizontalpodautoscalers';
      // The server may be busy, or going down: the next round tries again.
      const list = await cluster.get<List<KubeObject>>(path).catch(() => undefined);
      for (const { metadata, spec } of list?.items ?? []) {
        const { namespace } = metadata as { namespace: string };
        await reportUse(cluster, namespace, spec.scaleTargetRef.name, CALM).catch(() => undefined);
      }
      await sleep(1000);
    }
  };
  void loop();
  return () => {
    running = false;
  };
}

/** Takes the metrics away again, and waits until they are gone: another test may make them anew. */
export async function stopMetrics(cluster: Cluster): Promise<void> {
  const path = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/pods.${GROUP}`;
  await call(cluster, 'DELETE', path);
  const isThere = () =>
    cluster.get(path).then(
      () => true,
      () => false,
    );
  for (let tries = 0; tries < 100 && (await isThere()); tries++) await sleep(300);
}

/** Writes what a container uses, in millicores, in every pod that is there now. */
export async function reportUse(
  cluster: Cluster,
  namespace: string,
  container: string,
  millicores: number,
): Promise<void> {
  const selector = encodeURIComponent(`app.kubernetes.io/name=${container}`);
  const path = `/api/v1/namespaces/${namespace}/pods?labelSelector=${selector}`;
  const { items } = await cluster.get<List<KubeObject>>(path);
  const metrics = items.map(({ metadata: { name, labels } }) => ({
    apiVersion: `${GROUP}/v1beta1`,
    kind: 'PodMetrics',
    metadata: { name, namespace, labels },
    timestamp: new Date().toISOString(),
    window: '1s',
    containers: [{ name: container, usage: { cpu: `${millicores}m`, memory: '64Mi' } }],
  }));
  const stdin = metrics.map((one) => JSON.stringify(one)).join('\n---\n');
  if (stdin) await cluster.kubectlOk(['apply', '--server-side', '--force-conflicts', '-f', '-'], { stdin });
}
