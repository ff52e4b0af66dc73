/** Jobs that save a store or bring it back, as somebody starts them by hand. */
import { workName } from '../../model/resolve/backups';
import type { Cluster } from '../../tools/lab/cluster';
import { sleep } from '../../tools/lab/exec';
import { hasCondition, type KubeObject } from '../../tools/lab/manifests';

/** Seconds that one of them may take here. */
const SAVED = 240;

/** Waits for a Job. @returns the log of its pods, where it has not ended well */
export async function ended(cluster: Cluster, namespace: string, job: string): Promise<string[]> {
  const until = Date.now() + SAVED * 1000;
  for (;;) {
    const one = await cluster.get<KubeObject>(`/apis/batch/v1/namespaces/${namespace}/jobs/${job}`);
    if (hasCondition(one, 'Complete')) return [];
    if (hasCondition(one, 'Failed') || Date.now() > until) {
      const logs = ['logs', `job/${job}`, '--all-containers', '--prefix', '--tail=40'];
      const said = await cluster.kubectl(['-n', namespace, ...logs]);
      return [`${job}: ${hasCondition(one, 'Failed') ? 'failed' : 'has not ended'}\n${said.stdout}`];
    }
    await sleep(1000);
  }
}

/** Runs a committed CronJob now. @returns as `ended` */
async function runs(cluster: Cluster, namespace: string, name: string, job: string): Promise<string[]> {
  await cluster.kubectlOk(['-n', namespace, 'create', 'job', job, `--from=cronjob/${name}`]);
  return ended(cluster, namespace, job);
}

/** Saves a store by its committed CronJob. @returns as `ended` */
export const saves = (
  cluster: Cluster,
  namespace: string,
  store: string,
  suffix: string,
): Promise<string[]> => {
  const name = workName(store, 'backup');
  return runs(cluster, namespace, name, `${name}-${suffix}`);
};

/** Tries whether a store comes back, by its committed CronJob. @returns the log of the store's programs */
export async function tries(cluster: Cluster, namespace: string, store: string): Promise<string> {
  const name = workName(store, 'drill');
  const job = `${name}-now`;
  const wrong = await runs(cluster, namespace, name, job);
  return wrong.join() || cluster.kubectlOk(['-n', namespace, 'logs', `job/${job}`, '--container', name]);
}

/** Tries to save a store by wrong passwords. @returns as `ended` */
export async function savesAsNobody(cluster: Cluster, namespace: string, store: string): Promise<string[]> {
  const name = workName(store, 'backup');
  const wrong = `${name}-wrong`;
  const made = ['create', 'job', wrong, `--from=cronjob/${name}`, '--dry-run=client', '-o', 'json'];
  const job = JSON.parse(await cluster.kubectlOk(['-n', namespace, ...made])) as KubeObject;
  job.spec.backoffLimit = 0;
  for (const container of job.spec.template.spec.containers as KubeObject[]) {
    for (const variable of (container.env ?? []) as { valueFrom?: object; value?: string }[]) {
      if (!variable.valueFrom) continue;
      delete variable.valueFrom;
      variable.value = 'wrong';
    }
  }
  await cluster.kubectlOk(['-n', namespace, 'create', '-f', '-'], { stdin: JSON.stringify(job) });
  const told = await ended(cluster, namespace, wrong);
  await cluster.kubectlOk(['-n', namespace, 'delete', 'job', wrong]);
  return told;
}
