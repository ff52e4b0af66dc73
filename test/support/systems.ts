/** Every system under `systems/`, as the tests load them: main.ts's own way needs the tsx loader. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from '../../model/plan';
import { resolveAll } from '../../model/resolve';
import type { System } from '../../model/system';
import { type DistEnvironment, ROOT } from './dist';

export async function systems(): Promise<System[]> {
  const folders = readdirSync(join(ROOT, 'systems'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  return Promise.all(
    folders.map(async ({ name }) => {
      const { default: system } = (await import(join(ROOT, 'systems', name, 'index.ts'))) as {
        default: System;
      };
      return system;
    }),
  );
}

let plans: Promise<Plan[]> | undefined;

/** The plan from which an environment of `dist` was made. */
export async function planOf({
  system,
  environment,
}: Pick<DistEnvironment, 'system' | 'environment'>): Promise<Plan> {
  plans ??= systems().then(resolveAll);
  const plan = (await plans).find((one) => one.system === system && one.environment === environment);
  if (!plan) throw new Error(`dist/${system}/${environment} has no definition`);
  return plan;
}
