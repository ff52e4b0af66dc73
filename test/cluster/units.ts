/** What the judges read: everything that is committed, and each environment at its other phases. */
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inject } from 'vitest';
import type { Plan } from '../../model/plan';
import type { Phase } from '../../model/system';
import { loadSystems } from '../../systems';
import { readUnits, type Unit } from '../../tools/lab/manifests';
import type { DistEnvironment } from '../support/dist';
import { ALL_PHASES, environmentAt, withCanaries } from '../support/phases';
import { planOf } from '../support/systems';

export interface JudgedUnit extends Unit {
  /** `kaleem/production at phase 2`, or without the phase where it is committed. */
  readonly label: string;
  /** @throws Error when no definition asks for the environment */
  plan(): Promise<Plan>;
}

/** The last phase with a next version beside the old: nobody commits one for long. */
const CANARIES = 'canaries';

function write(folder: string, { files }: DistEnvironment): void {
  for (const { path, text } of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/** Writes the phases that no environment is pinned to, as `dist` has them. @returns the folder */
export async function writeOtherPhases(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'phasewise-phases-'));
  for (const { name, environments } of await loadSystems()) {
    for (const [environment, { phase: pinned }] of Object.entries(environments)) {
      for (const phase of ALL_PHASES.filter((one) => one !== pinned)) {
        write(join(folder, String(phase)), await environmentAt(name, environment, phase));
      }
      if (environment !== 'production') continue;
      write(join(folder, CANARIES), await environmentAt(name, environment, 4, withCanaries));
    }
  }
  return folder;
}

const made = ({ system, environment }: Unit, folder: string): Promise<DistEnvironment> =>
  folder === CANARIES
    ? environmentAt(system, environment, 4, withCanaries)
    : environmentAt(system, environment, Number(folder) as Phase);

/** In the order of systems, environments and phases. */
export function unitsAtEveryPhase(): JudgedUnit[] {
  const committed = readUnits().map((unit) => ({
    ...unit,
    label: `${unit.system}/${unit.environment}`,
    plan: () => planOf(unit),
  }));
  const folder = inject('otherPhases');
  const others = readdirSync(folder).flatMap((phase) =>
    readUnits(join(folder, phase)).map((unit) => ({
      ...unit,
      label: `${unit.system}/${unit.environment} ${phase === CANARIES ? 'with canaries' : `at phase ${phase}`}`,
      plan: async () => (await made(unit, phase)).plan!,
    })),
  );
  return [...committed, ...others].sort((a, b) => a.label.localeCompare(b.label, 'en'));
}
