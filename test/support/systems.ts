/** The plan from which an environment of `dist` was made. */
import type { Plan } from '../../model/plan';
import { loadPlans } from '../../systems';
import type { DistEnvironment } from './dist';

let plans: Promise<Plan[]> | undefined;

/** @throws Error when no definition asks for the environment */
export async function planOf({
  system,
  environment,
  plan: known,
}: Pick<DistEnvironment, 'system' | 'environment' | 'plan'>): Promise<Plan> {
  if (known) return known;
  plans ??= loadPlans();
  const plan = (await plans).find((one) => one.system === system && one.environment === environment);
  if (!plan) throw new Error(`dist/${system}/${environment} has no definition`);
  return plan;
}
