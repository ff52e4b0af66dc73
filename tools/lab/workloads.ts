import { together } from '../../model/overlap';
import type { List } from './api';
import type { Cluster } from './cluster';
import { sleep } from './exec';
import { hasCondition, type KubeObject, nameOf } from './manifests';

const COLLECTIONS: Record<string, string> = {
  Deployment: '/apis/apps/v1/namespaces/NS/deployments',
  StatefulSet: '/apis/apps/v1/namespaces/NS/statefulsets',
  DaemonSet: '/apis/apps/v1/namespaces/NS/daemonsets',
  Job: '/apis/batch/v1/namespaces/NS/jobs',
};
const AUTOSCALERS = '/apis/autoscaling/v2/namespaces/NS/horizontalpodautoscalers';

/** Autoscalers that have not yet given their workload its least number of pods: it is ready, and about to change. */
async function startingAutoscalers(cluster: Cluster, namespace: string): Promise<KubeObject[]> {
  const { items } = await cluster.get<List<KubeObject>>(AUTOSCALERS.replace('NS', namespace));
  return items
    .filter(({ spec, status = {} }) => (status.currentReplicas ?? 0) < (spec.minReplicas ?? 1))
    .map((item) => ({ ...item, kind: 'HorizontalPodAutoscaler' }));
}

/** All live objects of a kind in a namespace. */
export async function list(cluster: Cluster, namespace: string, kind: string): Promise<KubeObject[]> {
  const { items } = await cluster.get<List<KubeObject>>(COLLECTIONS[kind]!.replace('NS', namespace));
  // Lists leave the kind of their items out.
  return items.map((item) => ({ ...item, kind }));
}

/**
 * Waits until every workload in the namespace has all its pods ready, as many as its autoscaler wants at least, and
 * every Job is complete.
 *
 * @param patience seconds. @default 60
 * @returns what is still not ready, with the cluster's own reasons; empty when all is well
 */
export async function waitUntilReady(cluster: Cluster, namespace: string, patience = 60): Promise<string[]> {
  const until = Date.now() + patience * 1000;
  for (;;) {
    // First, so that what it has just changed is seen below.
    const starting = await startingAutoscalers(cluster, namespace);
    const all = (
      await Promise.all(Object.keys(COLLECTIONS).map((kind) => list(cluster, namespace, kind)))
    ).flat();
    const waiting = [...starting, ...all.filter((one) => !isReady(one))];
    if (waiting.length === 0) return [];
    if (Date.now() > until) {
      return [
        ...waiting.map((one) => `${nameOf(one)} ${progress(one)}`),
        ...(await reasons(cluster, namespace)),
      ];
    }
    await sleep(300);
  }
}

/** Whether the controllers have done all this workload asks, with its newest template. */
export function isReady({ kind, metadata, spec, status = {}, ...rest }: KubeObject): boolean {
  if (kind === 'Job') return spec.suspend || hasCondition({ kind, metadata, status, ...rest }, 'Complete');
  if ((status.observedGeneration ?? 0) < (metadata.generation as number)) return false;
  if (kind === 'DaemonSet') {
    const wanted = status.desiredNumberScheduled;
    return status.numberAvailable === wanted || (wanted === 0 && !status.numberAvailable);
  }
  const wanted = spec.replicas ?? 1;
  return [status.replicas, status.readyReplicas, status.updatedReplicas].every(
    (count) => (count ?? 0) === wanted,
  );
}

function progress({ kind, spec, status = {} }: KubeObject): string {
  if (kind === 'HorizontalPodAutoscaler') {
    return `has ${status.currentReplicas ?? 0} of at least ${spec.minReplicas ?? 1} pods`;
  }
  if (kind === 'Job') return `is not complete (${status.failed ?? 0} failed, ${status.active ?? 0} active)`;
  return `has ${status.readyReplicas ?? status.numberReady ?? 0} of ${spec.replicas ?? status.desiredNumberScheduled ?? 1} pods ready`;
}

/** Warnings of the namespace, each once: forbidden pods, exceeded quotas, nowhere to schedule. */
export async function reasons(cluster: Cluster, namespace: string): Promise<string[]> {
  const events = await cluster.get<List<KubeObject>>(`/api/v1/namespaces/${namespace}/events`);
  const texts = events.items
    .filter((event) => event.type === 'Warning')
    .map((event) => {
      const { kind, name } = event.involvedObject;
      // Pods of one workload fail alike; their random suffix would hide that.
      const owner = kind === 'Pod' ? name.replace(/-[a-z0-9]{5}$/, '') : name;
      return `${event.reason} ${kind}/${owner}: ${event.message}`;
    });
  return [...new Set(texts)];
}

/**
 * Runs every CronJob of the namespace once, now; but for those that people begin, when others are away. Those that are
 * never there at the same time by their schedules come after each other here too.
 * @returns the names of the Jobs
 */
export async function triggerCronJobs(cluster: Cluster, namespace: string): Promise<string[]> {
  const path = `/apis/batch/v1/namespaces/${namespace}/cronjobs`;
  const { items } = await cluster.get<List<KubeObject>>(path);
  const works = items.filter(({ spec }) => !spec.suspend).map(scheduled);
  const jobs: string[] = [];
  for (const some of together(works)) {
    const next = some.filter(({ name }) => !jobs.includes(`${name}-judged`));
    if (jobs.length > 0 && next.length > 0) await waitUntilReady(cluster, namespace);
    for (const { name } of next) {
      const job = `${name}-judged`;
      await cluster.kubectlOk(['-n', namespace, 'create', 'job', job, `--from=cronjob/${name}`]);
      jobs.push(job);
    }
  }
  return jobs;
}

/** Of any CronJob: no program needs to have written a deadline. */
export const scheduled = ({ metadata, spec }: KubeObject) => ({
  name: metadata.name,
  schedule: { cron: spec.schedule, timeZone: spec.timeZone, late: spec.startingDeadlineSeconds },
  deadline: (spec.jobTemplate.spec.activeDeadlineSeconds ?? 0) / 60,
});

/** Replaces every pod, as a new image would: proves that quota and nodes leave room to roll. */
export async function restartAll(cluster: Cluster, namespace: string): Promise<void> {
  for (const kind of ['Deployment', 'StatefulSet', 'DaemonSet']) {
    const names = (await list(cluster, namespace, kind)).map(
      (one) => `${kind.toLowerCase()}/${one.metadata.name}`,
    );
    if (names.length > 0) await cluster.kubectlOk(['-n', namespace, 'rollout', 'restart', ...names]);
  }
}
