/** Work that ends: a Job for each image, one pod at a time. */
import { createHash } from 'node:crypto';
import type { ApiObject, Chart } from 'cdk8s';
import type { Plan, PlannedComponent } from '../../model/plan';
import { comment } from './comment';
import { k8s } from './k8s';
import { componentLabels, syncWave } from './labels';
import { oneAfterTheOther } from './newer';
import { podTemplate } from './pod';

/** Tries after the first one, with a growing pause: a database may still be starting. */
const RETRIES = 4;
/** Minutes until it is given up, unless the definition says otherwise. */
const DEADLINE = 10;
/** Seconds after its end that a Job and its log are kept: a week. */
const KEPT = 7 * 24 * 60 * 60;
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
    spec: {
      backoffLimit: RETRIES,
      activeDeadlineSeconds: (component.deadline ?? DEADLINE) * 60,
      ttlSecondsAfterFinished: KEPT,
      completions: 1,
      parallelism: 1,
      template,
    },
  });
  oneAfterTheOther(object);
  comment(
    object,
    'A Job cannot be changed, so a new image or a new setting is a Job of another name. Argo CD waits for its end\n' +
      'before it goes on, and stops where it fails.',
  );
  return object;
}

/** `migrations-1-2-0-0a1b2c3d`: the version for people, and eight digits over all that the pod is made of. */
function jobName({ name, image }: PlannedComponent, template: k8s.PodTemplateSpec): string {
  const digits = createHash('sha256').update(JSON.stringify(template)).digest('hex').slice(0, 8);
  const version = image.tag.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const start = `${name}-${version}`.slice(0, MAX_NAME - digits.length - 1).replace(/-$/, '');
  return `${start}-${digits}`;
}
