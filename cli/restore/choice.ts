/** Which stores somebody means, and whether they can be brought back there. */
import { LATEST } from '../../model/backup';
import type { Plan, SavedStore } from '../../model/plan';
import { compare, didYouMean } from '../../model/problems';
import { ROLES, workName } from '../../model/resolve/backups';
import { UsageError } from '../errors';
import type { Target } from '../sources';
import type { Wanted } from '.';

/** Repositories have ids of their own; whatever they are, they stand in a command. */
const ID = /^[A-Za-z0-9][\w.-]*$/;

/**
 * The stores, in the order in which they start.
 * @throws UsageError that names the nearest store, or says why it is not saved
 */
export function chosen(plan: Plan, { component, snapshot = LATEST }: Wanted): SavedStore[] {
  const where = `${plan.system}/${plan.environment}`;
  if (!plan.backups)
    throw new UsageError(`nothing of ${where} has a volume, so there is nothing to bring back`);
  const { kept, saved, unsaved } = plan.backups;
  if (!ID.test(snapshot))
    throw new UsageError(`'${snapshot}' is not an id of a snapshot; write one, or ${LATEST}`);
  if (!kept) throw new UsageError(`${where} saves nothing, so nothing of it can be brought back`);
  if (component !== undefined) return [one(plan, where, component)];
  if (saved.length === 0) {
    const why = unsaved.map(({ store, why: reason }) => `\n  ${store}: ${reason}`).join('');
    throw new UsageError(`no store of ${where} is saved:${why}`);
  }
  if (snapshot !== LATEST) {
    const names = saved.map(({ store }) => store).join(', ');
    throw new UsageError(`a snapshot is of one store; name that one too: ${names}`);
  }
  const wave = ({ store }: SavedStore): number =>
    plan.components.find(({ name }) => name === store)?.wave ?? 0;
  return [...saved].sort((a, b) => wave(a) - wave(b) || compare(a.store, b.store));
}

function one(plan: Plan, where: string, name: string): SavedStore {
  const { saved, unsaved } = plan.backups!;
  const found = saved.find(({ store }) => store === name);
  if (found) return found;
  const left = unsaved.find(({ store }) => store === name);
  if (left) throw new UsageError(`'${name}' of ${where} is not saved. ${left.why}`);
  const of = saved.find(({ store }) => ROLES.some((role) => workName(store, role) === name));
  if (of) throw new UsageError(`'${name}' is the work on '${of.store}'; name the store`);
  const stores = saved.map(({ store }) => store);
  const isThere = plan.components.some((component) => component.name === name) || name in plan.external;
  throw new UsageError(
    (isThere ? `'${name}' of ${where} keeps nothing that is saved` : `${where} has no store '${name}'`) +
      didYouMean(name, stores),
  );
}

/** @throws UsageError where it is another environment than the one that was saved */
export function checkPlace({ system, name }: Target, to: string | undefined): void {
  if (to === undefined || to === name) return;
  const choices = Object.keys(system.environments);
  if (!choices.includes(to))
    throw new UsageError(`${system.name} has no environment '${to}'${didYouMean(to, choices)}`);
  throw new UsageError(
    `what ${system.name}/${name} has saved cannot be brought to ${to}: the keys of its snapshots and the way to them ` +
      `are its own, and what people have entrusted to ${name} would be open to whoever may look into ${to}.\n` +
      'It would take a definition that lends a key for reading alone, and a step that makes the data anonymous before ' +
      `anybody sees them. Nearest: ${to}'s own snapshots, \`phasewise restore ${system.name}/${to}\`; or ${name} itself in ` +
      'another cluster, with its entries of the secret store (docs/disaster-recovery.md)',
  );
}
