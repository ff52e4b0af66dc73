/**
 * One Application for each environment: it keeps the namespace as the environment's folder says.
 *
 * One, and not one for data services and one for the rest: waves order what is inside an Application, so only one
 * lets every commit wait for the database that it changes together with the API. What is degraded fails a sync
 * once; the retry leaves alone what is applied already and goes on (tried with the real controllers). And plain
 * Applications, no ApplicationSet: they are generated all the same, each can be read and compared as it is, and
 * its progressive syncs would turn off the automatic ones.
 */
import type { ApiObject, Chart } from 'cdk8s';
import { comment } from '../charts/parts/comment';
import type { Plan } from '../model/plan';
import { argoObject, at, RETRY } from './argocd';
import type { PlannedCluster } from './cluster';
import { REPOSITORY, REVISION, REVISIONS } from './settings';

/** After all add-ons. */
const WAVE = 0;

export const SYNC_OPTIONS: Readonly<Record<string, string>> = {
  'ServerSideApply=true':
    'The API server merges, field by field: what others write, such as an autoscaler, stays theirs.',
  'ApplyOutOfSyncOnly=true':
    'Only what differs is applied and waited for. A database that is unwell holds up a commit that changes it\n' +
    'together with others; a fix of something else goes out at once.',
  'PruneLast=true': 'What is removed goes when all that replaces it is healthy.',
  'CreateNamespace=false': 'The namespace is among our files, with its Pod Security level and protection.',
};

export function applications(chart: Chart, cluster: PlannedCluster): void {
  for (const { plan } of cluster.environments) explain(application(chart, plan));
}

const application = (chart: Chart, plan: Plan): ApiObject =>
  argoObject(
    chart,
    'Application',
    plan.namespace,
    WAVE,
    {
      project: plan.system,
      source: {
        repoURL: REPOSITORY,
        targetRevision: REVISIONS[`${plan.system}/${plan.environment}`] ?? REVISION,
        path: `dist/${plan.system}/${plan.environment}`,
      },
      destination: at(plan.namespace),
      syncPolicy: {
        automated: { prune: true, selfHeal: true },
        retry: RETRY,
        syncOptions: Object.keys(SYNC_OPTIONS),
      },
    },
    { 'argocd.argoproj.io/compare-options': 'ServerSideDiff=true' },
  );

function explain(object: ApiObject): void {
  comment(object, 'The API server says what differs, as it does when it applies.', [
    'metadata',
    'annotations',
    'argocd.argoproj.io/compare-options',
  ]);
  const at = ['spec', 'syncPolicy', 'syncOptions'];
  for (const [index, why] of Object.values(SYNC_OPTIONS).entries()) comment(object, why, [...at, index]);
}
