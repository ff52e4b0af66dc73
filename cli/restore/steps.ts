/** The order of a restore, with the commands that people run: nobody writes to a store before it is whole again. */
import { LATEST } from '../../model/backup';
import type { Plan, SavedStore } from '../../model/plan';
import { workName } from '../../model/resolve/backups';
import type { StepToDo } from '../steps';
import { newLogs } from './log';
import { claimsOf, componentOf, handle } from './parts';
import { again, emptied, ready, start } from './start';
import { goOn, pause, quiet, stop } from './stop';

export interface Scene {
  readonly plan: Plan;
  /** In the order in which they start. */
  readonly stores: readonly SavedStore[];
  /** All of the environment, of which perhaps nothing is there yet. */
  readonly whole: boolean;
  readonly snapshot: string;
}

export function steps(scene: Scene): StepToDo[] {
  const { stores, whole } = scene;
  const look = stores.some(({ listing }) => listing) ? [list(scene)] : [];
  return [
    // A new cluster has nobody yet who could be asked.
    ...(whole ? [] : look),
    pause(scene),
    quiet(scene),
    stop(scene),
    ...newLogs(scene),
    ...emptied(scene),
    ready(scene),
    ...(whole ? look : []),
    ...stores.map((one) => bringBack(scene, one)),
    goOn(scene),
    after(scene),
  ];
}

function list({ plan, stores }: Scene): StepToDo {
  const keeper = componentOf(plan, plan.backups!.kept!.by);
  return {
    text:
      'Look which snapshots there are. The newest one may be of a store that was damaged already, or empty: take one from ' +
      'before what went wrong.',
    commands: stores.flatMap(({ listing }) => {
      if (!listing || !keeper) return [];
      const container = listing.container ? ` -c ${listing.container}` : '';
      return [
        `kubectl -n ${plan.namespace} exec ${handle(keeper)}${container} -- ${listing.command.map(quoted).join(' ')}`,
      ];
    }),
  };
}

/** As a shell reads it as one word. */
const quoted = (word: string): string =>
  /^[\w./:=@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

function bringBack(scene: Scene, { store, startsAgain }: SavedStore): StepToDo {
  const { plan, snapshot, whole } = scene;
  const { namespace } = plan;
  const asked = snapshot === LATEST ? '' : ` --snapshot ${snapshot}`;
  const sizes = Object.values(componentOf(plan, store)?.volumes ?? {}).map(({ size }) => size);
  const volumes = sizes.length > 0 && claimsOf(plan, store).length > 0 ? ` (of ${sizes.join(' and ')})` : '';
  return {
    text:
      `Start ${store}${volumes}, empty, and bring back ${snapshot === LATEST ? 'its newest snapshot' : `snapshot ${snapshot}`}. The log ` +
      `names the snapshot and how it ends; \`Complete\` means that ${store} has ${startsAgain ? 'all of it, which it takes when it starts again' : 'taken all of it'}.` +
      (whole ? ' For another than the newest: --snapshot <id>.' : ''),
    commands: [
      ...start(scene, store),
      `job=$(npm run -s phasewise -- restore ${plan.system}/${plan.environment} ${store}${asked} --format yaml | kubectl create -o name -f -)`,
      `until kubectl -n ${namespace} logs --follow --all-containers --prefix "$job"; do sleep 5; done`,
      `kubectl -n ${namespace} wait --for=condition=Complete --timeout=60s "$job"`,
      ...(startsAgain ? again(scene, store) : []),
    ],
  };
}

/** What nobody can see from a Job: whether people find what they had. */
function after({ plan, stores }: Scene): StepToDo {
  const disks = stores.some(({ store }) => claimsOf(plan, store).length > 0);
  return {
    text:
      'Look for the newest thing you know of from before the snapshot, in the product itself. Then save it again, which also ' +
      'reads all of it once.' +
      (disks ? ' When all is well, delete the old disks: `kubectl get pv` shows them as Released.' : ''),
    commands: stores.map(({ store }) => {
      const name = workName(store, 'backup');
      return `kubectl -n ${plan.namespace} create job --from=cronjob/${name} ${name}-$(date +%s)`;
    }),
  };
}
