/** What is wrong with work that ends: what only makes sense for a program that stays. */
import type { Definition } from '../component';
import { endsByItself } from '../pod';
import type { Problems } from '../problems';

export function checkJob(definition: Definition, path: string, problems: Problems): void {
  const {
    workload,
    schedule,
    deadline,
    ports,
    probes,
    replicas = 1,
    startsWhen,
    publishNotReady,
  } = definition;
  if (workload === 'CronJob' && !schedule) {
    problems.add(`${path}/schedule`, "is missing; say when it runs: { cron: '0 2 * * *' }");
  }
  if (schedule && workload !== 'CronJob') {
    problems.add(
      `${path}/schedule`,
      `is a CronJob's, and this is a ${workload}; leave it out or make it one`,
    );
  }
  if (!endsByItself(definition)) {
    if (deadline !== undefined)
      problems.add(`${path}/deadline`, 'only a Job ends; leave it out or make it one');
    return;
  }
  if (deadline !== undefined && !(deadline > 0)) {
    problems.add(`${path}/deadline`, `${deadline} is not a number of minutes`);
  }
  if (replicas !== 1)
    problems.add(`${path}/replicas`, `a ${workload} runs once, never two at a time; leave it out`);
  if (Object.keys(ports).length > 0)
    problems.add(`${path}/ports`, `a ${workload} ends, so it can serve nobody`);
  if (probes)
    problems.add(`${path}/probes`, `a ${workload} is asked nothing: it ends, well or not; leave them out`);
  if (startsWhen)
    problems.add(`${path}/startsWhen`, `a ${workload} starts in its turn; use startAfter of the system`);
  if (publishNotReady) problems.add(`${path}/publishNotReady`, `a ${workload} has no Service; leave it out`);
}
