/** Finds the systems: every folder here whose `index.ts` exports one by default. */
import { readdirSync } from 'node:fs';
import type { Plan } from '../model/plan';
import { compare } from '../model/problems';
import { resolveAll } from '../model/resolve';
import type { System } from '../model/system';

/** From the repository's root, where all commands run. */
const FOLDER = 'systems';

/** All systems, by folder name. */
export function loadSystems(): Promise<System[]> {
  const folders = readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort(compare);
  return Promise.all(
    folders.map(async (name) => ((await import(`./${name}/index.ts`)) as { default: System }).default),
  );
}

/**
 * Every environment of every system, checked.
 * @throws DefinitionError with all problems.
 */
export async function loadPlans(): Promise<Plan[]> {
  return resolveAll(await loadSystems());
}
