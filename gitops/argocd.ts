/** The few fields of Argo CD's resources that we write; its own classes would take longer to load than all else. */
import { ApiObject, type Chart } from 'cdk8s';
import { ARGOCD_NAMESPACE, CLUSTER_ADDRESS } from './settings';

const API = 'argoproj.io/v1alpha1';

export interface Destination {
  readonly server: string;
  readonly namespace: string;
}

export interface ApplicationSpec {
  readonly project: string;
  readonly source: {
    readonly repoURL: string;
    readonly targetRevision: string;
    readonly path?: string;
    readonly chart?: string;
    readonly helm?: { readonly releaseName: string; readonly valuesObject?: object };
  };
  readonly destination: Destination;
  readonly syncPolicy: {
    readonly automated: { readonly prune: boolean; readonly selfHeal: boolean };
    readonly retry: typeof RETRY;
    readonly syncOptions: readonly string[];
    readonly managedNamespaceMetadata?: { readonly labels: Readonly<Record<string, string>> };
  };
}

export interface ProjectSpec {
  readonly description: string;
  readonly sourceRepos: readonly string[];
  readonly destinations: readonly Destination[];
  readonly clusterResourceWhitelist: readonly { group: string; kind: string; name?: string }[];
  readonly namespaceResourceWhitelist: readonly { group: string; kind: string }[];
  readonly roles?: readonly { name: string; description: string; groups: string[]; policies: string[] }[];
  readonly syncWindows?: readonly object[];
}

/** Tries for ever, and each time with the newest commit: a fix is taken up without anybody at Argo CD. */
export const RETRY = {
  limit: -1,
  refresh: true,
  backoff: { duration: '10s', factor: 2, maxDuration: '3m' },
} as const;

export const at = (namespace: string): Destination => ({ server: CLUSTER_ADDRESS, namespace });

/** An Application or AppProject in Argo CD's namespace. */
export function argoObject(
  chart: Chart,
  kind: 'Application' | 'AppProject',
  name: string,
  wave: number,
  spec: ApplicationSpec | ProjectSpec,
  annotations: Readonly<Record<string, string>> = {},
): ApiObject {
  // Two of one name are told by the caller, in words.
  return new ApiObject(chart, String(chart.node.children.length), {
    apiVersion: API,
    kind,
    metadata: {
      name,
      namespace: ARGOCD_NAMESPACE,
      labels: { 'app.kubernetes.io/managed-by': 'phasewise' },
      annotations: { 'argocd.argoproj.io/sync-wave': String(wave), ...annotations },
    },
    spec,
  });
}
