/** The Job of one restore: what the CronJob in `dist` would make, of the snapshot that was asked for. */
import { LATEST, SNAPSHOT } from '../../model/backup';
import type { Plan } from '../../model/plan';
import { workName } from '../../model/resolve/backups';
import { UsageError } from '../errors';
import { at, isMap, type KubeObject, type Placed, type YamlMap } from '../objects';

export interface Job {
  /** What it is made of: `CronJob store-restore`. */
  readonly from: string;
  /** File in `dist`, without its ending. */
  readonly tier: string;
  readonly object: YamlMap;
}

/** @throws UsageError where the files do not have it */
export function cronJobOf(objects: readonly Placed[], plan: Plan, store: string): Placed {
  const name = workName(store, 'restore');
  const found = objects.find(({ object }) => object.kind === 'CronJob' && object.metadata.name === name);
  if (found) return found;
  throw new UsageError(
    `there is no CronJob ${name} in dist/${plan.system}/${plan.environment}/: run \`npx cdk8s synth\`, commit and apply that`,
  );
}

/**
 * As `kubectl create job --from` makes it, but for its owner: nobody knows its uid here. The API server gives it a name, so
 * that a second try is another Job, and `kubectl apply` refuses it.
 * @throws UsageError where no container asks which snapshot
 */
export function jobOf({ object, tier }: Placed, snapshot: string): Job {
  const template = at(object, 'spec', 'jobTemplate') as Pick<KubeObject, 'metadata' | 'spec'>;
  const { name, namespace } = object.metadata;
  const { labels, annotations } = template.metadata ?? {};
  return {
    from: `CronJob ${name}`,
    tier,
    object: {
      apiVersion: object.apiVersion,
      kind: 'Job',
      metadata: {
        generateName: `${name}-`,
        namespace,
        labels,
        annotations: { ...annotations, 'cronjob.kubernetes.io/instantiate': 'manual' },
      },
      spec: asking(template.spec as YamlMap, snapshot, name),
    },
  };
}

function asking(spec: YamlMap, snapshot: string, name: string): YamlMap {
  let asked = false;
  const variable = (one: unknown): unknown => {
    if (at(one, 'name') !== SNAPSHOT) return one;
    asked = true;
    return { name: SNAPSHOT, value: snapshot };
  };
  const container = (one: unknown): unknown =>
    isMap(one) && Array.isArray(one.env) ? { ...one, env: one.env.map(variable) } : one;
  const template = spec.template as YamlMap;
  const pod = template.spec as { readonly containers: readonly unknown[] };
  const result = {
    ...spec,
    template: { ...template, spec: { ...pod, containers: pod.containers.map(container) } },
  };
  if (!asked && snapshot !== LATEST) {
    throw new UsageError(
      `'${name}' brings back the newest snapshot alone: none of its containers has ${SNAPSHOT}`,
    );
  }
  return result;
}
