/** What is wrong with a component whose pods an operator makes. */
import type { Definition } from '../component';
import type { Problems } from '../problems';

/** Words that end up in a pod of ours, and in no pod of an operator's. */
const OURS = ['args', 'command', 'env', 'minAvailable', 'scratch', 'secrets', 'startsWhen'] as const;

export function checkOperated(definition: Definition, path: string, problems: Problems): void {
  const { workload, operated, ports } = definition;
  if (workload !== 'Operated') {
    if (operated) {
      problems.add(`${path}/operated`, `is for what an operator runs, not for a ${workload}; leave it out`);
    }
    return;
  }
  if (!operated) {
    problems.add(`${path}/operated`, 'says which operator runs it, and from what resource; add it');
    return;
  }
  for (const word of OURS.filter((one) => definition[one] !== undefined)) {
    problems.add(
      `${path}/${word}`,
      `${operated.operator} makes the pods, so nobody would read it; say it in the resource, or leave it out`,
    );
  }
  for (const port of operated.controls.filter((name) => !(name in ports))) {
    problems.add(
      `${path}/operated`,
      `${operated.operator} asks port '${port}', which is not among the ports`,
    );
  }
}
