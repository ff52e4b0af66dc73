/** What serves the whole cluster, from its makers' own charts, before the first system. */
import type { Chart } from 'cdk8s';
import { comment } from '../charts/parts/comment';
import { addOnId, type Kustomization } from '../model/platform';
import { type ApplicationSpec, argoObject, at, RETRY } from './argocd';
import type { PlannedAddOn, PlannedCluster, PlannedSource } from './cluster';

export const PLATFORM = 'platform';

export const applicationName = ({ name }: Pick<PlannedAddOn, 'name'>): string => addOnId(name);

/** Definitions alone live in no namespace; Argo CD wants one all the same. */
export const namespaceOf = ({ namespace = 'default' }: Pick<PlannedAddOn, 'namespace'>): string => namespace;

/** There in every cluster, and not ours to make. */
const GIVEN = ['default', 'kube-system'];

export function addOns(chart: Chart, cluster: PlannedCluster): void {
  for (const addOn of cluster.addOns) {
    const object = argoObject(chart, 'Application', applicationName(addOn), addOn.wave, specOf(addOn));
    const why = [`${addOn.name}: ${addOn.purpose}.`, ...(addOn.reason ? [addOn.reason] : [])];
    comment(object, why.join('\n'));
    comment(object, 'Nothing is removed by itself: with a definition would go every object of its kind.', [
      'spec',
      'syncPolicy',
      'automated',
      'prune',
    ]);
  }
}

function specOf(addOn: PlannedAddOn): ApplicationSpec {
  const namespace = namespaceOf(addOn);
  const labels = {
    ...(addOn.privileged ? { 'pod-security.kubernetes.io/enforce': 'privileged' } : {}),
    ...addOn.namespaceLabels,
  };
  return {
    project: PLATFORM,
    source: sourceOf(addOn),
    destination: at(namespace),
    syncPolicy: {
      automated: { prune: false, selfHeal: true },
      retry: RETRY,
      // Many definitions are too large for the annotation of a client-side apply.
      syncOptions: [...(GIVEN.includes(namespace) ? [] : ['CreateNamespace=true']), 'ServerSideApply=true'],
      ...(Object.keys(labels).length > 0 ? { managedNamespaceMetadata: { labels } } : {}),
    },
  };
}

const isChart = (source: PlannedSource): source is Exclude<PlannedSource, Kustomization> => 'chart' in source;

function sourceOf({ source }: PlannedAddOn): ApplicationSpec['source'] {
  const from = { repoURL: source.repository, targetRevision: source.version };
  if (!isChart(source)) return { ...from, path: source.path };
  const { chart, release = chart, values } = source;
  return {
    ...from,
    chart,
    helm: { releaseName: release, ...(values ? { valuesObject: values } : {}) },
  };
}
