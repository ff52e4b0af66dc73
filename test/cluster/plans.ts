import type { Plan } from '../../model/plan';
import { loadPlans } from '../../systems';
import type { Unit } from '../../tools/lab/manifests';

let plans: Promise<Plan[]> | undefined;

/** What the definition says about a unit of `dist`. @throws when no definition asks for it */
export async function planOf({ system, environment }: Unit): Promise<Plan> {
  plans ??= loadPlans();
  const plan = (await plans).find((one) => one.system === system && one.environment === environment);
  if (!plan) throw new Error(`dist has ${system}/${environment}, but no definition asks for it`);
  return plan;
}
