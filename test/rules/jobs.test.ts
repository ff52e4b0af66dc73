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

interface CronJobSpec {
  concurrencyPolicy?: string;
  startingDeadlineSeconds?: number;
  timeZone?: string;
  jobTemplate: { spec: JobSpec };
}

/** What every Job has to say of itself, whoever makes it. */
const common = (spec: JobSpec): string[] => [
  spec.parallelism === 1 && spec.completions === 1 ? '' : 'has several pods at once',
  spec.podReplacementPolicy === 'Failed' ? '' : 'begins again while the last pod still ends',
  spec.template.spec.restartPolicy === 'Never' ? '' : 'loses the log of a try that failed',
  (spec.backoffLimit ?? 6) <= 6 ? '' : 'tries for ever',
  spec.activeDeadlineSeconds ? '' : 'may hang for ever, and what waits for it',
  (spec.ttlSecondsAfterFinished ?? 0) >= 3600 ? '' : 'is gone before somebody reads why it failed',
];

const cronJobs = (objects: readonly KubeObject[]): string[] =>
  kindOf(objects, 'CronJob').flatMap((object) => {
    const spec = object.spec as unknown as CronJobSpec;
    return [
      ...common(spec.jobTemplate.spec),
      spec.concurrencyPolicy === 'Forbid' ? '' : 'may run twice at once',
      // The controller counts every time that was missed, and gives up at a hundred.
      spec.startingDeadlineSeconds ? '' : 'never begins again after a long time without a controller',
      spec.timeZone ? '' : 'begins when the clock of some control plane says so',
    ]
      .filter(Boolean)
      .map((finding) => `${title(object)} ${finding}`);
  });

const jobs = (objects: readonly KubeObject[]): string[] =>
  kindOf(objects, 'Job').flatMap((object) => {
    const spec = object.spec as JobSpec;
    const { name, labels, annotations } = object.metadata;
    return [
      ...common(spec),
      annotations?.[HOOK] === 'Sync' ? '' : 'is not waited for by Argo CD in its wave',
      annotations?.[`${HOOK}-delete-policy`] === 'BeforeHookCreation'
        ? ''
        : 'is in its own way the next time',
      name === labels?.[NAME] ? 'keeps its name, so a new image cannot be applied' : '',
    ]
      .filter(Boolean)
      .map((finding) => `${title(object)} ${finding}`);
  });

const made = (template: JobSpec['template']): JobSpec => ({
  activeDeadlineSeconds: 600,
  backoffLimit: 4,
  completions: 1,
  parallelism: 1,
  podReplacementPolicy: 'Failed',
  ttlSecondsAfterFinished: 86_400,
  template: { ...template, spec: { ...template.spec, restartPolicy: 'Never' } },
});

/** A sound Job of some program's pod, and what is wrong with it. */
const job =
  (break_: (object: KubeObject, spec: JobSpec) => void) =>
  (objects: KubeObject[]): void => {
    const { metadata, spec } = structuredClone(findThat(objects, 'Deployment'));
    const one = made((spec as JobSpec).template);
    const annotations = { [HOOK]: 'Sync', [`${HOOK}-delete-policy`]: 'BeforeHookCreation' };
    const object: KubeObject = {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { ...metadata, name: `${metadata.name}-1-0-0-00000000`, annotations },
      spec: one,
    };
    break_(object, one);
    objects.push(object);
  };

/** The same of a CronJob. */
const cronJob =
  (break_: (spec: CronJobSpec) => void) =>
  (objects: KubeObject[]): void => {
    const { metadata, spec } = structuredClone(findThat(objects, 'Deployment'));
    const one: CronJobSpec = {
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 3600,
      timeZone: 'Etc/UTC',
      jobTemplate: { spec: made((spec as JobSpec).template) },
    };
    break_(one);
    objects.push({ apiVersion: 'batch/v1', kind: 'CronJob', metadata, spec: { ...one } });
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

rule('work that comes again comes in its time, alone, and ends', cronJobs, [
  [
    'two at once',
    cronJob((spec) => {
      spec.concurrencyPolicy = 'Allow';
    }),
    /may run twice at once/,
  ],
  [
    'a long way behind',
    cronJob((spec) => {
      delete spec.startingDeadlineSeconds;
    }),
    /never begins again/,
  ],
  [
    "somebody else's clock",
    cronJob((spec) => {
      delete spec.timeZone;
    }),
    /some control plane/,
  ],
  [
    'no end',
    cronJob(({ jobTemplate }) => {
      delete jobTemplate.spec.activeDeadlineSeconds;
    }),
    /may hang for ever/,
  ],
]);
