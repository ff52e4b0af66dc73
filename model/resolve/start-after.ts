/** The start order that no flow tells, checked against the components that are there. */
import { compare, didYouMean, type Problems } from '../problems';
import type { Environment, System } from '../system';
import { systemPath } from './draft';

interface Input {
  readonly system: System;
  readonly environment: Environment;
  readonly problems: Problems;
}

/** What starts after what in the cluster, in a stable order; what a provider runs is there already. */
export function findStartAfter({ system, environment, problems }: Input): Record<string, string[]> {
  const names = Object.keys(system.components);
  const inCluster = (name: string): boolean => names.includes(name) && !environment.external?.[name];
  const found: Record<string, string[]> = {};
  for (const [later, list] of Object.entries(system.startAfter ?? {}).sort(([a], [b]) => compare(a, b))) {
    const path = systemPath(system, `startAfter/${later}`);
    if (!names.includes(later)) {
      problems.add(path, `there is no component '${later}'${didYouMean(later, names)}`);
      continue;
    }
    for (const earlier of list) {
      if (!names.includes(earlier)) {
        problems.add(path, `there is no component '${earlier}'${didYouMean(earlier, names)}`);
      } else if (earlier === later) {
        problems.add(path, 'a component cannot start after itself; leave it out');
      } else if (system.flows.some(({ from, to }) => from === later && to === earlier)) {
        problems.add(
          path,
          `'${later}' has a flow to '${earlier}', so it starts after it anyway; leave it out`,
        );
      }
    }
    const earlier = [...new Set(list)].filter((name) => name !== later && inCluster(name)).sort(compare);
    if (inCluster(later) && earlier.length > 0) found[later] = earlier;
  }
  return found;
}
