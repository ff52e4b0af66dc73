/** What Argo CD is told, as it is committed: a folder for each cluster. */
import { join } from 'node:path';
import { ARGOCD, parse, tree } from './dist';
import { type KubeObject, kindOf } from './kubernetes';

export interface ArgoCluster {
  readonly name: string;
  readonly objects: readonly KubeObject[];
}

/** By name. */
export function argoClusters(): ArgoCluster[] {
  const clusters = new Map<string, KubeObject[]>();
  for (const [path, text] of tree(join('dist', ARGOCD))) {
    const name = path.split('/')[2]!;
    clusters.set(name, [...(clusters.get(name) ?? []), ...parse(text)]);
  }
  return [...clusters].sort().map(([name, objects]) => ({ name, objects }));
}

export interface Application {
  project: string;
  source: { repoURL: string; targetRevision: string; path?: string; chart?: string };
  destination: { server: string; namespace: string };
  syncPolicy: {
    automated: { prune: boolean; selfHeal: boolean };
    retry: { limit: number; refresh: boolean };
    syncOptions: string[];
    managedNamespaceMetadata?: { labels: Record<string, string> };
  };
}

export interface Project {
  sourceRepos: string[];
  destinations: { server: string; namespace: string }[];
  clusterResourceWhitelist: { group: string; kind: string; name?: string }[];
  namespaceResourceWhitelist: { group: string; kind: string }[];
  roles?: { name: string; policies: string[] }[];
  syncWindows?: { kind: string; namespaces: string[]; manualSync: boolean }[];
}

const specs = <T>(kind: string, { objects }: ArgoCluster): Map<string, T> =>
  new Map(kindOf(objects, kind).map(({ metadata, spec }) => [metadata.name, spec as T]));

/** By name. */
export const applications = (cluster: ArgoCluster) => specs<Application>('Application', cluster);
/** By name. */
export const projects = (cluster: ArgoCluster) => specs<Project>('AppProject', cluster);

export const wave = ({ metadata }: KubeObject): number =>
  Number(metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0);
