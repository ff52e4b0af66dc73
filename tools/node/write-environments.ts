import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Files, synthesize } from '../../charts/synth';
import { MESH_PHASE } from '../../model/mesh';
import type { Plan } from '../../model/plan';
import { resolve } from '../../model/resolve';
import { meshOf } from '../../model/resolve/mesh';
import type { Phase, System } from '../../model/system';
import { loadPlans, loadSystems } from '../../systems';
import { put } from '../../write/files';
import { distFolder, type KubeObject, parse, type Unit, unitNames } from '../lab/manifests';
import { everyFact } from './every-fact';
import { keptElsewhere } from './kept-elsewhere';

/** The lab's own, which are in no `dist`. */
export const OWN: readonly System[] = [everyFact, keptElsewhere];

const nameOf = ({ system, environment }: Pick<Unit, 'system' | 'environment'>): string =>
  `${system}/${environment}`;

/**
 * What is to be started: what PHASEWISE_NODE names, as in `sentineliq/development`, by commas.
 *
 * @param all the first environment of each system instead of which nothing runs on somebody's own machine, so that the
 * product's programs are there, or its first; the lab's own among them
 */
export async function environmentsWanted(all: boolean): Promise<string[]> {
  if (!all) return (process.env.PHASEWISE_NODE || 'sentineliq/development').split(',');
  return [...(await loadSystems()).map(firstWhole), ...OWN.flatMap(namesOf)];
}

/** Environments stand in the order in which releases go through them: smaller ones come first. */
function firstWhole({ name, environments }: System): string {
  const all = Object.entries(environments);
  const [first] = all.find(([, { local = [] }]) => local.length === 0) ?? all[0]!;
  return `${name}/${first}`;
}

/**
 * Writes environments to a folder of their own: as they are committed, or, where one has joined a mesh, at the last phase
 * before, because no mesh runs here. Those of the lab's own systems are made.
 *
 * @returns the folder, laid out as `dist`
 * @throws Error when dist has none of that name
 */
export async function writeEnvironments(wanted: readonly string[]): Promise<string> {
  const committed = [...unitNames(), ...OWN.flatMap(namesOf)];
  const unknown = wanted.filter((name) => !committed.includes(name));
  if (unknown.length > 0)
    throw new Error(`PHASEWISE_NODE: there is no ${unknown.join(', ')}; there is ${committed.join(', ')}`);
  const made = await Promise.all(wanted.map(filesMade));
  const folder = mkdtempSync(join(tmpdir(), 'phasewise-environments-'));
  for (const [index, name] of wanted.entries()) {
    if (!made[index]) cpSync(join(distFolder(), name), join(folder, name), { recursive: true });
    for (const [path, text] of made[index] ?? []) put(join(folder, path), text);
  }
  return folder;
}

/** The files of an environment that is not started as `dist` has it; undefined where it is. */
async function filesMade(name: string): Promise<Files | undefined> {
  const plan = await planMade(name);
  if (plan && OWN.every((one) => one.name !== plan.system) && process.env.PHASEWISE_DIST)
    throw new Error(`${name} has joined a mesh, so it is made from its definition; unset PHASEWISE_DIST`);
  return plan && synthesize(plan);
}

async function planMade(name: string): Promise<Plan | undefined> {
  const [own, environment] = name.split('/') as [string, string];
  const labs = OWN.find((one) => one.name === own);
  if (labs) return resolve(labs, environment);
  const system = (await loadSystems()).find((one) => one.name === own);
  const defined = system?.environments[environment];
  if (!system || !defined || !meshOf(defined)) return undefined;
  const before = { ...defined, phase: (MESH_PHASE - 1) as Phase };
  return resolve({ ...system, environments: { ...system.environments, [environment]: before } }, environment);
}

/**
 * The policies of an environment that has joined a mesh, as of its own phase, less what the mesh changes; undefined where
 * there are none.
 */
export async function policiesOf(
  unit: Pick<Unit, 'system' | 'environment'>,
): Promise<KubeObject[] | undefined> {
  const plan = await planMade(nameOf(unit));
  const phase = (await planCommitted(unit))?.phase;
  if (!plan || !phase || plan.phase === phase) return undefined;
  const text = synthesize({ ...plan, phase }).get(`${nameOf(unit)}/policies.k8s.yaml`);
  return text === undefined ? undefined : parse(text);
}

const namesOf = ({ name, environments }: System): string[] =>
  Object.keys(environments).map((environment) => `${name}/${environment}`);

/** Definitions do not change while somebody looks at what runs. */
let plans: Promise<Plan[]> | undefined;

async function planCommitted(unit: Pick<Unit, 'system' | 'environment'>): Promise<Plan | undefined> {
  plans ??= loadPlans();
  return (await plans).find((one) => nameOf(one) === nameOf(unit));
}

/** The plan of what is started. @throws Error when no definition asks for the environment */
export async function planStarted(unit: Pick<Unit, 'system' | 'environment'>): Promise<Plan> {
  const plan = (await planMade(nameOf(unit))) ?? (await planCommitted(unit));
  if (!plan) throw new Error(`dist/${nameOf(unit)} has no definition`);
  return plan;
}
