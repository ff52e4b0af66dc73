/** Components that save a store and bring it back, made from what the store and the repository say. */
import type { OffsiteKeys } from '../archive';
import {
  type Backup,
  type BackupRole,
  type Backups,
  type Schedule,
  type Stream,
  type Work,
  workOf,
} from '../backup';
import type { Definition, SecretKey } from '../component';
import type { PlannedBackups } from '../plan';
import { compare, didYouMean, type Problems } from '../problems';
import { daily, minutesOf, monthly } from '../schedule';
import type { Flow, System } from '../system';
import { keepsZones, type Zone, zoneOf } from '../zones';
import { attempt, type Draft, environmentPath, systemPath } from './draft';
import { withWayOut } from './outside';

/** Component → whose backup it works on, and what it does. */
export type Works = ReadonlyMap<string, { readonly role: BackupRole; readonly store: string }>;

/** Minutes between the beginnings of two backups, so that they do not all ask the disks at once. */
export const APART = 10;
/** Minutes after the backups: they are over then, and so are those that began late. */
const LATER = 6 * 60;
export const ROLES: readonly BackupRole[] = ['backup', 'drill', 'restore'];

export const workName = (store: string, role: BackupRole): string => `${store}-${role}`;

/** What a store's definition says of how it is saved; undefined where there is nothing to save. */
export const savedAs = ({ backup }: Definition): Backup | undefined =>
  backup && 'of' in backup ? backup : undefined;

/** Opens the snapshots of a store. Read from the secret store: what is made in the cluster is lost with it. */
export const snapshotKey = (store: string): SecretKey => ({ secret: `${store}-snapshots`, key: 'password' });

/** Keys of the other place, for the component that writes there. */
export const offsiteKeys = (component: string): OffsiteKeys => ({
  access: { secret: `${component}-offsite`, key: 'accessKey' },
  secret: { secret: `${component}-offsite`, key: 'secretKey' },
});

/** Components that the environment saves, by name. */
export function savedStores({ components, backups, environments }: System, environment: string): string[] {
  const { external = {} } = environments[environment]!;
  return Object.keys(components)
    .filter((name) => {
      const backup = savedAs(components[name]!);
      return backup && !(backup.here && name in external) && !(name in (backups?.except ?? {}));
    })
    .sort(compare);
}

/** The system with the work of its backups, where the environment wants any: components, flows and zones. */
export function withBackups(
  system: System,
  environment: string,
  problems: Problems,
): { readonly system: System; readonly works: Works } {
  const works = new Map<string, { role: BackupRole; store: string }>();
  const wanted = system.environments[environment]!.backups;
  const by = system.backups?.by;
  if (!wanted || !isPossible(system, environment, problems) || !by) return { system, works };
  const components: Record<string, Definition> = {};
  const flows: Flow[] = [];
  for (const [index, store] of savedStores(system, environment).entries()) {
    const backup = savedAs(system.components[store]!)!;
    for (const role of ROLES) {
      const name = workName(store, role);
      const work = workOf(backup, role);
      if (!work) continue;
      const definition = attempt({ system, problems }, by, () =>
        made(system, wanted, store, work, role, index),
      );
      if (!definition) continue;
      works.set(name, { role, store });
      components[name] = definition;
      flows.push({ from: name, to: by, purpose: 'snapshots' });
      // Whoever tries something out is kept from the store: a mistake of theirs is then none of its.
      if (role === 'drill') continue;
      const { facts, port } = work as Stream;
      const rights = toAll(system.components[store]!, role);
      // A command is one client, where anybody counts.
      const pool = system.components[store]!.connections && 1;
      flows.push({ from: name, to: store, port, pool, rights, env: facts, purpose: PURPOSES[role] });
    }
  }
  const whole = added(system, components, flows);
  const { endpoint } = wanted.offsite ?? {};
  if (!endpoint) return { system: whole, works };
  const way = {
    to: endpoint,
    purpose: 'copies of the snapshots elsewhere',
    why: `Encrypted copies of the snapshots go to ${endpoint}.`,
  };
  return { system: withWayOut(whole, [by], way), works };
}

const PURPOSES = {
  backup: 'all that it holds, every day',
  restore: 'all that a snapshot holds, when somebody asks for it',
} as const;

/** What the work may do with all that a store keeps apart: no more than copy it, or put it where nothing is. */
const toAll = ({ rights }: Definition, role: BackupRole): Flow['rights'] =>
  rights &&
  Object.fromEntries(rights.of.map((one) => [one, role === 'backup' ? ['list', 'read'] : ['list', 'write']]));

function made(
  system: System,
  { at, timeZone }: Backups,
  store: string,
  work: Work,
  role: BackupRole,
  index: number,
): Definition {
  const { image, identity, ...definition } = system.components[store]!;
  const backup = savedAs(definition as Definition)!;
  const keeper = system.components[system.backups!.by]!.keepsBackups!;
  const job = keeper({ role, work, store, backup, image, identity, key: snapshotKey(store) });
  const schedules: Readonly<Record<BackupRole, Schedule>> = {
    backup: { cron: daily(minutesOf(at) + index * APART), timeZone },
    // Each on a day of its own, so that they do not ask for room all at once.
    drill: { cron: monthly(minutesOf(at) + LATER, index), timeZone },
    restore: { cron: daily(0), suspended: true },
  };
  return { ...job.definition, tier: 'backup', workload: 'CronJob', schedule: schedules[role] };
}

/** Work is in the zone of what it saves. */
function added(
  system: System,
  components: Readonly<Record<string, Definition>>,
  flows: readonly Flow[],
): System {
  const inZone = (zone: Zone): string[] =>
    zone.of.flatMap((one) => [
      one,
      ...ROLES.map((role) => workName(one, role)).filter((name) => name in components),
    ]);
  return {
    ...system,
    components: { ...system.components, ...components },
    flows: [...system.flows, ...flows],
    zones: system.zones?.map((zone) => ({ ...zone, of: inZone(zone) })),
  };
}

/** All that there is, and the work that this environment has beside it. */
export const withWorks = (whole: System, saved: System, works: Works): System => ({
  ...whole,
  components: {
    ...whole.components,
    ...Object.fromEntries([...works.keys()].map((name) => [name, saved.components[name]!])),
  },
  flows: [...whole.flows, ...saved.flows.filter(({ from }) => works.has(from))],
});

/** What the page says of backups; undefined where nothing has a volume. */
export function planBackups({ system, environment, components, works }: Draft): PlannedBackups | undefined {
  const { by, except = {} } = system.backups ?? {};
  const { external = {} } = environment;
  const saved = [...works.values()].filter(({ role }) => role === 'backup').map(({ store }) => store);
  const why = (name: string, { backup }: Definition): string => {
    if (backup && 'none' in backup) return backup.none;
    if (except[name] !== undefined) return except[name];
    if (!environment.backups) return 'This environment saves nothing.';
    if (name in external) return 'A provider runs it, who saves it by means of its own.';
    return 'Nobody says how.';
  };
  const keeping = Object.entries(system.components).filter(
    ([name, { volumes = {}, operated }]) =>
      (components.has(name) || name in external) &&
      name !== by &&
      !saved.includes(name) &&
      (Object.keys(volumes).length > 0 || operated),
  );
  if (saved.length === 0 && keeping.length === 0) return undefined;
  return {
    ...(environment.backups && by !== undefined && { kept: { ...environment.backups, by } }),
    saved: saved.map((store) => {
      const { of, lacks = [], file, startsAgain, drill } = savedAs(system.components[store]!)!;
      const listing = system.components[by!]?.listsBackups?.(store);
      return {
        ...{ store, of, lacks, file, tried: drill !== undefined },
        ...(startsAgain && { startsAgain }),
        ...(listing && { listing }),
      };
    }),
    unsaved: keeping
      .sort(([a], [b]) => compare(a, b))
      .map(([store, definition]) => ({ store, why: why(store, definition) })),
  };
}

/** What is wrong with who keeps the backups, and with names. */
function isPossible(system: System, environment: string, problems: Problems): boolean {
  const before = problems.list.length;
  const names = Object.keys(system.components);
  const { by, except = {} } = system.backups ?? {};
  if (by === undefined) {
    const path = environmentPath(system, environment, 'backups');
    problems.add(path, `nobody keeps them; say who: backups: { by: '…' } of '${system.name}'`);
    return false;
  }
  const path = systemPath(system, 'backups');
  if (!names.includes(by)) {
    problems.add(`${path}.by`, `there is no component '${by}'${didYouMean(by, names)}`);
  } else if (!system.components[by]!.keepsBackups) {
    const keepers = names.filter((name) => system.components[name]!.keepsBackups);
    problems.add(`${path}.by`, `'${by}' keeps no backups${didYouMean(by, keepers)}`);
  }
  for (const name of savedStores(system, environment).flatMap((store) =>
    ROLES.filter((role) => workOf(savedAs(system.components[store]!)!, role)).map((role) =>
      workName(store, role),
    ),
  )) {
    if (names.includes(name)) {
      problems.add(systemPath(system, `components/${name}`), 'is the name of work on a backup; rename it');
    }
  }
  for (const name of Object.keys(except)) {
    // One that this environment does without is no mistake.
    const definition = system.components[name];
    if (definition && !savedAs(definition)) {
      problems.add(`${path}.except/${name}`, `'${name}' says no way to save it, so it needs no exception`);
    }
  }
  for (const store of savedStores(system, environment)) {
    const [from, to] = [zoneOf(system, store), zoneOf(system, by)];
    if (keepsZones(system, store, by)) continue;
    problems.add(
      `${path}.by`,
      `work on '${store}' is in zone '${from!.name}' and '${by}' in '${to!.name}'; bring it nearer`,
    );
  }
  return problems.list.length === before;
}

/** The account with which a client logs in: at the repository, that of the backup for all work on one store. */
export function accountHolder(
  draft: Pick<Draft, 'system' | 'works'>,
  client: string,
  server: string,
): string {
  const work = draft.works.get(client);
  return work && server === draft.system.backups?.by ? workName(work.store, 'backup') : client;
}
