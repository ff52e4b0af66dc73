/** Components of which their operator keeps a log in the other place of backups: where, and by which way. */
import type { Archive, PlannedArchive } from '../archive';
import type { PlannedBackups } from '../plan';
import { didYouMean, type Problems } from '../problems';
import { minutesOf } from '../schedule';
import type { System } from '../system';
import { APART, offsiteKeys, savedStores } from './backups';
import { type Draft, environmentPath, namespaceOf } from './draft';
import { withWayOut } from './outside';

/** Saved stores that an operator runs here, and can send elsewhere; by name. */
export function archivedStores(system: System, environment: string): string[] {
  const { backups, external = {} } = system.environments[environment]!;
  if (!backups?.offsite || !system.backups) return [];
  return savedStores(system, environment).filter(
    (name) => system.components[name]!.operated?.archiving && !(name in external),
  );
}

/** Where a component's log is kept; undefined where none is. */
export function archiveOf(
  { system, name: environment }: Pick<Draft, 'system' | 'name'>,
  component: string,
): Archive | undefined {
  const { backups } = system.environments[environment]!;
  if (!backups?.offsite || !archivedStores(system, environment).includes(component)) return undefined;
  return {
    place: backups.offsite,
    // No component has a dot in its name: nothing below is in the place of another's snapshots.
    folder: `${namespaceOf(system, environment)}/${component}.log`,
    keys: offsiteKeys(component),
    at: later(backups.at, savedStores(system, environment).length * APART),
    number: backups.logs?.[component] ?? 1,
  };
}

function later(at: Archive['at'], minutes: number): Archive['at'] {
  const sum = (minutesOf(at) + minutes) % (24 * 60);
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${two(Math.floor(sum / 60))}:${two(sum % 60)}` as Archive['at'];
}

/** The system with the way there, for each store that has one; that it leads out of the house is what it is for. */
export function withArchives(system: System, environment: string, problems: Problems): System {
  const stores = archivedStores(system, environment);
  checkNumbers(system, environment, stores, problems);
  const { offsite } = system.environments[environment]!.backups ?? {};
  if (!offsite || stores.length === 0) return system;
  return withWayOut(system, stores, {
    to: offsite.endpoint,
    purpose: 'its log and copies of its files, elsewhere',
    why: `Its log and copies of its files go to ${offsite.endpoint}.`,
  });
}

/** What is said of logs that nobody writes, or in numbers that count nothing. */
function checkNumbers(
  system: System,
  environment: string,
  stores: readonly string[],
  problems: Problems,
): void {
  for (const [name, number] of Object.entries(system.environments[environment]!.backups?.logs ?? {})) {
    const path = environmentPath(system, environment, `backups.logs/${name}`);
    if (!stores.includes(name)) {
      problems.add(path, `no operator keeps a log of '${name}' elsewhere${didYouMean(name, stores)}`);
    } else if (!Number.isInteger(number) || number < 1) {
      problems.add(path, `${number} is no number of a log; the first is 1, the next 2`);
    }
  }
}

/** What the page says, with the logs. */
export const withLogs = (draft: Draft, planned: PlannedBackups | undefined): PlannedBackups | undefined =>
  planned && {
    ...planned,
    saved: planned.saved.map((one) => {
      const log = logOf(draft, one.store);
      return log ? { ...one, log } : one;
    }),
  };

function logOf(draft: Draft, store: string): PlannedArchive | undefined {
  const archive = archiveOf(draft, store);
  const archiving = draft.system.components[store]!.operated?.archiving;
  if (!archive || !archiving) return undefined;
  const { of, lacks, minutes } = archiving;
  return { of, lacks, minutes, folder: archive.folder, number: archive.number, days: archive.place.days };
}
