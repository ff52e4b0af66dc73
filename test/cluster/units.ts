/** What the judges read: everything that is committed, each environment at its other phases, and its variants. */
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inject } from 'vitest';
import type { Plan } from '../../model/plan';
import { readUnits, type Unit } from '../../tools/lab/manifests';
import type { DistEnvironment } from '../support/dist';
import { type Case, cases } from '../support/phases';
import { planOf } from '../support/systems';

export interface JudgedUnit extends Unit {
  /** `kaleem/production at phase 2`, or without the phase where it is committed. */
  readonly label: string;
  /** @throws Error when no definition asks for the environment */
  plan(): Promise<Plan>;
}

function write(folder: string, { files }: DistEnvironment): void {
  for (const { path, text } of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/** As in `at-phase-2`. */
const folderOf = ({ name, system, environment }: Case): string =>
  name.replace(`${system}/${environment} `, '').replaceAll(' ', '-');

const uncommitted = async (): Promise<Case[]> => (await cases()).filter(({ committed }) => !committed);

/** Writes all that is not committed as `dist` would have it, each variant in a folder of its own. @returns the folder */
export async function writeUncommitted(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'phasewise-phases-'));
  for (const one of await uncommitted()) write(join(folder, folderOf(one)), await one.load());
  return folder;
}

/** In the order of systems, environments and phases. */
export function unitsAtEveryPhase(): JudgedUnit[] {
  const committed = readUnits().map((unit) => ({
    ...unit,
    label: `${unit.system}/${unit.environment}`,
    plan: () => planOf(unit),
  }));
  const folder = inject('uncommitted');
  const others = readdirSync(folder).flatMap((own) =>
    readUnits(join(folder, own)).map((unit) => ({
      ...unit,
      label: `${unit.system}/${unit.environment} ${own.replaceAll('-', ' ')}`,
      plan: () => planAt(unit, own),
    })),
  );
  return [...committed, ...others].sort((a, b) => a.label.localeCompare(b.label, 'en'));
}

async function planAt({ system, environment }: Unit, folder: string): Promise<Plan> {
  const found = (await uncommitted()).find(
    (one) => folderOf(one) === folder && one.system === system && one.environment === environment,
  );
  if (!found) throw new Error(`no definition makes ${folder} of ${system}/${environment}`);
  return (await found.load()).plan!;
}
