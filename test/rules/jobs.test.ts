import { type KubeObject, kindOf, title } from '../support/kubernetes';
import { findThat, rule } from '../support/rule';

interface JobSpec {
  activeDeadlineSeconds?: number;
  backoffLimit?: number;
  completions?: number;
  parallelism?: number;
  podReplacementPolicy?: string;
  ttlSecondsAfterFinished?: number;
  template: { spec: { restartPolicy?: string; containers: { image: string }[] } };
}

const NAME = 'app.kubernetes.io/name';
const HOOK = 'argocd.argoproj.io/hook';

const jobs = (objects: readonly KubeObject[]): string[] =>
  kindOf(objects, 'Job').flatMap((object) => {
    const spec = object.spec as JobSpec;
    const { name, labels, annotations } = object.metadata;
    return [
      spec.parallelism === 1 && spec.completions === 1 ? '' : 'has several pods at once',
      spec.podReplacementPolicy === 'Failed' ? '' : 'begins again while the last pod still ends',
      spec.template.spec.restartPolicy === 'Never' ? '' : 'loses the log of a try that failed',
      (spec.backoffLimit ?? 6) <= 6 ? '' : 'tries for ever',
      spec.activeDeadlineSeconds ? '' : 'may hang for ever, and the sync with it',
      (spec.ttlSecondsAfterFinished ?? 0) >= 3600 ? '' : 'is gone before somebody reads why it failed',
      annotations?.[HOOK] === 'Sync' ? '' : 'is not waited for by Argo CD in its wave',
      annotations?.[`${HOOK}-delete-policy`] === 'BeforeHookCreation'
        ? ''
        : 'is in its own way the next time',
      name === labels?.[NAME] ? 'keeps its name, so a new image cannot be applied' : '',
    ]
      .filter(Boolean)
      .map((finding) => `${title(object)} ${finding}`);
  });

/** A sound Job of some program's pod, and what is wrong with it. */
const job =
  (break_: (object: KubeObject, spec: JobSpec) => void) =>
  (objects: KubeObject[]): void => {
    const { metadata, spec } = structuredClone(findThat(objects, 'Deployment'));
    const { template } = spec as JobSpec;
    const made: JobSpec = {
      activeDeadlineSeconds: 600,
      backoffLimit: 4,
      completions: 1,
      parallelism: 1,
      podReplacementPolicy: 'Failed',
      ttlSecondsAfterFinished: 86_400,
      template: { ...template, spec: { ...template.spec, restartPolicy: 'Never' } },
    };
    const annotations = { [HOOK]: 'Sync', [`${HOOK}-delete-policy`]: 'BeforeHookCreation' };
    const object: KubeObject = {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { ...metadata, name: `${metadata.name}-1-0-0-00000000`, annotations },
      spec: made,
    };
    break_(object, made);
    objects.push(object);
  };

rule('a migration runs alone, ends, and holds up the release when it fails', jobs, [
  [
    'two pods',
    job((_, spec) => {
      spec.parallelism = 2;
    }),
    /has several pods at once/,
  ],
  [
    'one that overlaps the last',
    job((_, spec) => {
      delete spec.podReplacementPolicy;
    }),
    /while the last pod still ends/,
  ],
  [
    'a pod that starts again',
    job((_, spec) => {
      spec.template.spec.restartPolicy = 'OnFailure';
    }),
    /loses the log/,
  ],
  [
    'no end',
    job((_, spec) => {
      delete spec.activeDeadlineSeconds;
    }),
    /may hang for ever/,
  ],
  [
    'too many tries',
    job((_, spec) => {
      spec.backoffLimit = 100;
    }),
    /tries for ever/,
  ],
  [
    'gone at once',
    job((_, spec) => {
      spec.ttlSecondsAfterFinished = 0;
    }),
    /is gone before/,
  ],
  [
    'no hook',
    job(({ metadata }) => {
      metadata.annotations = {};
    }),
    /is not waited for[\s\S]*in its own way/,
  ],
  [
    'a name that stays',
    job(({ metadata }) => {
      metadata.name = metadata.labels![NAME]!;
    }),
    /keeps its name/,
  ],
]);
