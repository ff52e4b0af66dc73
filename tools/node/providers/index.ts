/** What providers run for an environment, played beyond the cluster, at each of the names that the definition gives it. */
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from '../../../model/plan';
import type { Cluster } from '../../lab/cluster';
import type { Unit } from '../../lab/manifests';
import { program } from '../../lab/programs';
import type { Machine } from '../machine';
import { SCRATCH } from '../sandbox';
import { planStarted } from '../write-environments';
import { type Provided, placesOf, startDatabases } from './databases';
import { ELSEWHERE, type Elsewhere, startElsewhere } from './elsewhere';
import { tellNames } from './names';

export type { Provided } from './databases';
export type { Elsewhere } from './elsewhere';

/** The n-th of a range that is not private, so policies count it to the internet. */
const addressOf = (n: number): string => `93.184.216.${n}`;

export interface Providers {
  readonly databases: readonly Provided[];
  /** The other place of backups. @default the environment has none */
  readonly elsewhere?: Elsewhere;
  /** Names of what providers run and nobody plays here. */
  readonly missing: readonly string[];
  /** Lets the databases' server offer TLS to new connections, or no more. */
  offerTls(isOffered: boolean): Promise<void>;
  end(): Promise<void>;
}

/** Builds the programs that play them, before the sandbox is entered: nothing can be had in there. */
export async function fetchForProviders(units: readonly Unit[]): Promise<void> {
  const plans = await Promise.all(units.map(planStarted));
  if (plans.some(({ backups }) => backups?.kept?.offsite)) for (const name of ELSEWHERE) await program(name);
}

/**
 * Starts them, and tells the nodes their names. Logins are those of the cluster's secret store, which has to be there.
 *
 * @throws MissingProgramError without one of the programs
 */
export async function startProviders(
  cluster: Cluster,
  machines: readonly Machine[],
  unit: Unit,
  plan: Plan,
): Promise<Providers> {
  const places = placesOf(unit, plan);
  const missing = Object.keys(plan.external).filter((name) => !places.some((place) => place.name === name));
  const { offsite } = plan.backups?.kept ?? {};
  const other = offsite && new URL(offsite.endpoint).host;
  const hosts = [...places.flatMap((place) => place.hosts), ...(other ? [other] : [])];
  if (hosts.length === 0) return { databases: [], missing, offerTls: async () => {}, end: async () => {} };
  const folder = mkdtempSync(join(SCRATCH, 'providers-'));
  const addresses = new Map(hosts.map((host, index) => [host, addressOf(index + 1)]));
  const ends = [await tellNames(folder, addresses)];
  const databases =
    places.length > 0 ? await startDatabases(folder, cluster, plan, places, addresses) : undefined;
  if (databases) ends.push(databases.end);
  const elsewhere = other
    ? await startElsewhere(folder, cluster, machines, plan, { host: other, address: addresses.get(other)! })
    : undefined;
  if (elsewhere) ends.push(elsewhere.end);
  return {
    databases: databases?.databases ?? [],
    elsewhere,
    missing,
    offerTls: async (isOffered) => databases?.offerTls(isOffered),
    end: async () => void (await Promise.all(ends.map((end) => end()))),
  };
}
