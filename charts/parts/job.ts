/** Work that ends: a Job for each image, or one each time that a CronJob's has come; one pod at a time. */
import { createHash } from 'node:crypto';
import type { ApiObject, Chart } from 'cdk8s';
import type { Plan, PlannedComponent } from '../../model/plan';
import { DEADLINE, LATE } from '../../model/schedule';
import { comment } from './comment';
import { k8s } from './k8s';
import { componentLabels, syncWave } from './labels';
import { oneAfterTheOther } from './newer';
import { podTemplate } from './pod';

/** Tries after the first one, with a growing pause: a database may still be starting. */
const RETRIES = 4;
const DAY = 24 * 60 * 60;
/** Seconds after its end that a Job and its log are kept: a week. */
const KEPT = 7 * DAY;
/** Tries after the first one of work that comes again anyway. */
const RETRIES_OF_MANY = 2;
/** Longest name: it is also a label of the pod. */
const MAX_NAME = 63;

export function job(chart: Chart, plan: Plan, component: PlannedComponent): ApiObject {
  const template = podTemplate(plan, component);
  const object = new k8s.KubeJob(chart, `${component.name}-job`, {
    metadata: {
      name: jobName(component, template),
      labels: componentLabels(plan, component),
      annotations: {
        ...syncWave(component.wave),
        'argocd.argoproj.io/hook': 'Sync',
        'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
      },
    },
    spec: once(component, template, { backoffLimit: RETRIES, ttlSecondsAfterFinished: KEPT }),
  });
  oneAfterTheOther(object, '/spec');
  comment(
    object,
    'A Job cannot be changed, so a new image or a new setting is a Job of another name. Argo CD waits for its end\n' +
      'before it goes on, and stops where it fails.',
  );
  return object;
}

/**
 * A day after its end each Job is gone: while a failed one is there, it is told. What it said is in the logs.
 */
export function cronJob(chart: Chart, plan: Plan, component: PlannedComponent): ApiObject {
  const { cron, timeZone = 'Etc/UTC', late = LATE, suspended } = component.schedule!;
  const of = { backoffLimit: RETRIES_OF_MANY, ttlSecondsAfterFinished: DAY };
  const object = new k8s.KubeCronJob(chart, `${component.name}-cron-job`, {
    metadata: {
      name: component.name,
      labels: componentLabels(plan, component),
      annotations: syncWave(component.wave),
    },
    spec: {
      schedule: cron,
      timeZone,
      suspend: suspended,
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: late,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 1,
      jobTemplate: {
        metadata: { labels: componentLabels(plan, component) },
        spec: once(component, podTemplate(plan, component), of),
      },
    },
  });
  oneAfterTheOther(object, '/spec/jobTemplate/spec');
  if (suspended) {
    comment(object, 'Never by itself: people begin it, by `phasewise restore`.', ['spec', 'suspend']);
  }
  return object;
}

const once = (
  { deadline = DEADLINE }: PlannedComponent,
  template: k8s.PodTemplateSpec,
  of: Pick<k8s.JobSpec, 'backoffLimit' | 'ttlSecondsAfterFinished'>,
): k8s.JobSpec => ({
  backoffLimit: of.backoffLimit,
  activeDeadlineSeconds: deadline * 60,
  ttlSecondsAfterFinished: of.ttlSecondsAfterFinished,
  completions: 1,
  parallelism: 1,
  template,
});

/** `migrations-1-2-0-0a1b2c3d`: the version for people, and eight digits over all that the pod is made of. */
function jobName({ name, image }: PlannedComponent, template: k8s.PodTemplateSpec): string {
  const digits = createHash('sha256').update(JSON.stringify(template)).digest('hex').slice(0, 8);
  const version = image.tag.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const start = `${name}-${version}`.slice(0, MAX_NAME - digits.length - 1).replace(/-$/, '');
  return `${start}-${digits}`;
}
