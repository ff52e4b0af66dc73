/** Finds the systems: every folder beside this file whose `index.ts` exports one by default. */
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Plan } from '../model/plan';
import { compare } from '../model/problems';
import { resolveAll } from '../model/resolve';
import type { System } from '../model/system';

const FOLDER = __dirname;

/** All systems, by folder name. */
export function loadSystems(): System[] {
  const load = createRequire(__filename);
  return readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort(compare)
    .map((name) => (load(join(FOLDER, name)) as { default: System }).default);
}

/**
 * Every environment of every system, checked.
 * @throws DefinitionError with all problems.
 */
export function loadPlans(): Plan[] {
  return resolveAll(loadSystems());
}
