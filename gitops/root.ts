/** The one file that a person applies: the Application that brings everything else, and its project. */
import type { Chart } from 'cdk8s';
import { comment } from '../charts/parts/comment';
import { GITOPS_FOLDER } from '../model/gitops';
import { argoObject, at, RETRY } from './argocd';
import type { PlannedCluster } from './cluster';
import { ARGOCD_NAMESPACE, REPOSITORY, REVISION } from './settings';

const NAME = 'root';
/** Before everything it brings … */
const FIRST = -50;
/** … and itself in the last wave, with the environments: nobody waits for that, so one that is unwell holds up none. */
const LAST = 0;

export function root(chart: Chart, cluster: PlannedCluster): void {
  const project = argoObject(chart, 'AppProject', NAME, FIRST, {
    description: `What Argo CD itself is told in ${cluster.name}`,
    sourceRepos: [REPOSITORY],
    destinations: [at(ARGOCD_NAMESPACE)],
    clusterResourceWhitelist: [],
    namespaceResourceWhitelist: [
      { group: '', kind: 'ConfigMap' },
      { group: 'argoproj.io', kind: 'AppProject' },
      { group: 'argoproj.io', kind: 'Application' },
    ],
  });
  comment(
    project,
    'Who may change this folder in Git may change what every project allows: let owners review it.',
  );
  const object = argoObject(chart, 'Application', NAME, LAST, {
    project: NAME,
    source: {
      repoURL: REPOSITORY,
      targetRevision: REVISION,
      path: `dist/${GITOPS_FOLDER}/${cluster.name}`,
    },
    destination: at(ARGOCD_NAMESPACE),
    syncPolicy: {
      automated: { prune: true, selfHeal: true },
      retry: RETRY,
      syncOptions: ['ServerSideApply=true'],
    },
  });
  comment(
    object,
    'Applied once by hand; from then on it keeps itself. It waits for each wave of add-ons to be healthy before\n' +
      'the next. An Application that leaves Git is forgotten, and what it made stays: none has a finalizer.',
  );
}
