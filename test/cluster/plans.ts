import { resolve } from 'node:path';
import type { Plan } from '../../model/plan';
import { must } from '../../tools/lab/exec';
import type { Unit } from '../../tools/lab/manifests';

let plans: Promise<Plan[]> | undefined;

/** The definitions find their folders with Node's own `require`, so they are read by a program of their own. */
async function load(): Promise<Plan[]> {
  const script = "process.stdout.write(JSON.stringify(require('./systems').loadPlans()))";
  const options = { cwd: resolve(__dirname, '../..') };
  return JSON.parse(await must(process.execPath, ['--require', 'tsx/cjs', '-e', script], options)) as Plan[];
}

/** What the definition says about a unit of `dist`. @throws when no definition asks for it */
export async function planOf({ system, environment }: Unit): Promise<Plan> {
  plans ??= load();
  const plan = (await plans).find((one) => one.system === system && one.environment === environment);
  if (!plan) throw new Error(`dist has ${system}/${environment}, but no definition asks for it`);
  return plan;
}
