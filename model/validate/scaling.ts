/** What is wrong with how a component scales, whatever the phase: a step ahead must not fail at its end. */
import type { Definition } from '../component';
import { type Draft, environmentPath, systemPath } from '../resolve/draft';
import { millicores } from '../units';

export function checkScaling(draft: Draft, name: string, definition: Definition): void {
  const { problems } = draft;
  const path = systemPath(draft.system, `components/${name}/scaling`);
  const { scaling, replicas = 1, singleton, workload } = definition;
  const overridden = draft.environment.overrides?.[name]?.maxReplicas !== undefined;
  const maxPath = overridden
    ? environmentPath(draft.system, draft.name, `overrides/${name}/maxReplicas`)
    : `${path}/max`;
  if (!scaling) {
    if (overridden) problems.add(maxPath, `'${name}' does not scale; give it 'scaling' or leave this out`);
    return;
  }
  if (singleton) problems.add(path, `'${name}' can only run once (${singleton}), so it cannot scale`);
  else if (workload !== 'Deployment') {
    problems.add(
      path,
      `'${name}' is a ${workload}: a volume stays behind when its pod goes; scale Deployments only`,
    );
  }
  if (!Number.isInteger(scaling.max) || scaling.max < replicas) {
    problems.add(maxPath, `${scaling.max} is not a number of pods from ${replicas} (its replicas) up`);
  }
  if (scaling.on === 'queue') {
    const queues = Object.entries(scaling.queues);
    if (queues.length === 0) problems.add(`${path}/queues`, 'names no queue; name one, or leave scaling out');
    for (const [queue, perPod] of queues) {
      if (!(perPod >= 1)) problems.add(`${path}/queues/${queue}`, `${perPod} messages; 1 is the least`);
    }
    return;
  }
  if (!(scaling.target >= 1 && scaling.target <= 100)) {
    problems.add(`${path}/target`, `${scaling.target} is not a percentage of the request; write 70 for 70 %`);
  }
  if (millicores(definition.resources.requests.cpu) === 0) {
    problems.add(path, `'${name}' requests no processor, so there is nothing to take ${scaling.target} % of`);
  }
}
