/** What is wrong with work that ends: what only makes sense for a program that stays. */
import type { Definition } from '../component';
import type { Problems } from '../problems';

export function checkJob(definition: Definition, path: string, problems: Problems): void {
  const { workload, deadline, ports, probes, replicas = 1, startsWhen, publishNotReady } = definition;
  if (workload !== 'Job') {
    if (deadline !== undefined)
      problems.add(`${path}/deadline`, 'only a Job ends; leave it out or make it one');
    return;
  }
  if (deadline !== undefined && !(deadline > 0)) {
    problems.add(`${path}/deadline`, `${deadline} is not a number of minutes`);
  }
  if (replicas !== 1) problems.add(`${path}/replicas`, 'a Job runs once, never two at a time; leave it out');
  if (Object.keys(ports).length > 0) problems.add(`${path}/ports`, 'a Job ends, so it can serve nobody');
  if (probes) problems.add(`${path}/probes`, 'a Job is asked nothing: it ends, well or not; leave them out');
  if (startsWhen)
    problems.add(`${path}/startsWhen`, 'a Job starts in its turn; use startAfter of the system');
  if (publishNotReady) problems.add(`${path}/publishNotReady`, 'a Job has no Service; leave it out');
}
