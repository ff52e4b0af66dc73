/** What somebody reads before a store is brought back: what comes, what is lost by it, and each step. */
import { LATEST } from '../../model/backup';
import type { Plan, SavedStore } from '../../model/plan';
import { resolve } from '../../model/resolve';
import { behind } from '../commands';
import { UsageError } from '../errors';
import { read, type Target } from '../sources';
import type { StepToDo } from '../steps';
import { checkPlace, chosen } from './choice';
import { cronJobOf, type Job, jobOf } from './job';
import { claimsOf } from './parts';
import { secretsFor } from './start';
import { steps } from './steps';

export interface Wanted {
  /** Name of a store. @default all that are saved */
  readonly component?: string;
  /** `latest`, or the beginning of an id. @default latest */
  readonly snapshot?: string;
  /** Environment that takes what comes back. @default the one that it was saved from */
  readonly to?: string;
}

export interface Restore {
  /** `shop/production` */
  readonly environment: string;
  /** `store from its newest snapshot` */
  readonly what: string;
  /** Said before everything else. */
  readonly notes: readonly string[];
  readonly sections: readonly { readonly heading: string; readonly items: readonly string[] }[];
  readonly steps: readonly StepToDo[];
  /** In the order in which they may begin. */
  readonly jobs: readonly (Job & { readonly store: string })[];
}

/**
 * What has to be done, all of it by people: nothing is asked and nothing is changed. The definition says what there is; the
 * Jobs are those of the files, because from these the cluster was made. `root` holds `dist`.
 * @throws UsageError when nothing can be brought back as it was asked for
 */
export async function restore(target: Target, wanted: Wanted, root: string): Promise<Restore> {
  checkPlace(target, wanted.to);
  const plan = resolve(target.system, target.name);
  const stores = chosen(plan, wanted);
  const objects = await read(target, { kind: 'files' }, root);
  const snapshot = wanted.snapshot ?? LATEST;
  const whole = wanted.component === undefined;
  return {
    environment: `${plan.system}/${plan.environment}`,
    what:
      `${whole ? 'all stores' : stores[0]!.store} from ` +
      (snapshot !== LATEST
        ? `snapshot ${snapshot}`
        : `${stores.length > 1 ? 'their' : 'its'} newest snapshot`),
    notes: await behind(target, await read(target, { kind: 'working' }, root), root),
    sections: sections(plan, stores, whole),
    steps: steps({ plan, stores, whole, snapshot }),
    jobs: stores.map(({ store }) => ({ store, ...jobOf(cronJobOf(objects, plan, store), snapshot) })),
  };
}

/** @throws UsageError without a store: a Job would begin before its store is there */
export function jobOfOne({ jobs }: Restore, component: string | undefined): Job {
  if (component !== undefined) return jobs[0]!;
  const names = jobs.map(({ store }) => store).join(', ');
  throw new UsageError(`stores come back one after the other; name one for its Job, in this order: ${names}`);
}

function sections(plan: Plan, stores: readonly SavedStore[], whole: boolean): Restore['sections'] {
  const unsaved = whole ? plan.backups!.unsaved.map(({ store, why }) => `${store}, not saved: ${why}`) : [];
  const gone = stores.flatMap(({ store }) => {
    const claims = claimsOf(plan, store);
    return claims.length > 0
      ? [`${store}: what it holds now. Its claims go, the disks stay: ${claims.join(', ')}.`]
      : [];
  });
  return [
    { heading: 'What comes back', items: stores.map(({ store, of }) => `${store}: ${of}`) },
    {
      heading: 'What does not',
      items: [
        ...stores.flatMap(({ store, lacks }) => lacks.map((one) => `${store}: ${one}`)),
        ...unsaved,
        'All that was written after the snapshot was begun.',
      ],
    },
    {
      heading: 'What is overwritten',
      items: gone.length > 0 ? gone : ['Nothing here.'],
    },
    {
      heading: 'What must hold first',
      items: [
        `${stores.length > 1 ? 'Each store holds' : `${stores[0]!.store} holds`} nothing: the Job refuses one that does, and leaves it as it is.`,
        ...secretsFor({ plan, stores }).flatMap(({ name, entry, opens }) => {
          const why = opens
            ? ', with the value by which the snapshots were made: nothing else opens what is in them'
            : '';
          return entry ? [`The secret store has entry ${entry} (Secret ${name})${why}.`] : [];
        }),
        'You run the cluster: nobody may delete claims by the rights that an environment gives to people.',
      ],
    },
  ];
}
