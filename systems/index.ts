/** Finds the systems: every folder here whose `index.ts` exports one by default. */
import { existsSync, readdirSync } from 'node:fs';
import { placeOf, wordsOf } from '../model/place';
import type { Plan } from '../model/plan';
import { compare, DefinitionError, type Problem, Problems } from '../model/problems';
import { resolveAll } from '../model/resolve';
import type { System } from '../model/system';

/** From the repository's root, where all commands run. */
const FOLDER = 'systems';

/** A folder here: its system, or why there is none to be had. */
export interface Found {
  readonly folder: string;
  readonly system?: System;
  readonly problems: readonly Problem[];
}

/** What is in all folders, by name. One that cannot be read keeps no other from being read. */
export function findSystems(): Promise<Found[]> {
  const folders = readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => entry.name)
    .sort(compare);
  return Promise.all(folders.map(find));
}

async function find(folder: string): Promise<Found> {
  const path = `${FOLDER}/${folder}`;
  const none = (where: string, message: string): Found => ({ folder, problems: [{ path: where, message }] });
  if (!existsSync(`${path}/index.ts`))
    return none(path, 'has no index.ts; a system is a folder whose index.ts exports a System by default');
  try {
    const { default: system } = (await import(`./${folder}/index.ts`)) as { default?: System };
    if (isSystem(system)) return { folder, system, problems: [] };
    return none(`${path}/index.ts`, 'exports no System by default; write `export default` before it');
  } catch (error) {
    if (error instanceof DefinitionError) return { folder, problems: error.problems };
    return none(placeOf(error) ?? `${path}/index.ts`, wordsOf(error));
  }
}

/** Enough to be asked what is wrong with the rest. */
const isSystem = (value: System | undefined): value is System =>
  typeof value?.name === 'string' &&
  Array.isArray(value.flows) &&
  Array.isArray(value.routes) &&
  typeof value.components === 'object' &&
  typeof value.environments === 'object';

/**
 * All systems, by folder name.
 * @throws DefinitionError with what is wrong in every folder.
 */
export async function loadSystems(): Promise<System[]> {
  const found = await findSystems();
  const problems = problemsIn(found);
  if (problems.any) throw new DefinitionError(problems.list);
  return systemsIn(found);
}

/**
 * Every environment of every system, checked.
 * @throws DefinitionError with all problems, those of folders that hold no system among them.
 */
export async function loadPlans(): Promise<Plan[]> {
  const found = await findSystems();
  const problems = problemsIn(found);
  try {
    const plans = resolveAll(systemsIn(found));
    if (!problems.any) return plans;
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error;
    problems.addAll(error.problems);
  }
  throw new DefinitionError(problems.list);
}

export const systemsIn = (found: readonly Found[]): System[] => found.flatMap(({ system }) => system ?? []);

/** What is wrong with folders that hold no system. */
export function problemsIn(found: readonly Found[]): Problems {
  const problems = new Problems();
  for (const one of found) problems.addAll(one.problems);
  return problems;
}
