/** Finds the systems: every folder beside this file whose `index.ts` exports one by default. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from '../model/plan';
import { compare } from '../model/problems';
import { resolveAll } from '../model/resolve';
import type { System } from '../model/system';

/** A CommonJS module reaches `import()` wrapped once more, depending on who loads it. */
type Exported = { readonly default: System | { readonly default: System } };

/** All systems, by folder name. */
export function loadSystems(): Promise<System[]> {
  const folders = readdirSync(__dirname, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort(compare);
  return Promise.all(
    folders.map(async (name) => {
      const { default: exported } = (await import(join(__dirname, name, 'index.ts'))) as Exported;
      return 'default' in exported ? exported.default : exported;
    }),
  );
}

/**
 * Every environment of every system, checked.
 * @throws DefinitionError with all problems.
 */
export async function loadPlans(): Promise<Plan[]> {
  return resolveAll(await loadSystems());
}
