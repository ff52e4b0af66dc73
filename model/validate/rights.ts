/** What is wrong with the rights that flows say. */
import { didYouMean, type Problems } from '../problems';
import { systemPath } from '../resolve/draft';
import { flowName } from '../resolve/flows';
import type { System } from '../system';

export function checkRights(system: System, problems: Problems): void {
  for (const flow of system.flows) {
    // What is no component is told where flows are linked.
    const server = system.components[flow.to];
    const path = `${systemPath(system, flowName(flow))}.rights`;
    if (server?.rights) checkNames(flow.rights ?? {}, flow.to, server.rights.of, path, problems);
    else if (flow.rights) {
      problems.add(path, `'${flow.to}' keeps nothing apart that rights could be for; leave them out`);
    }
    const isSaid = system.flows.some(
      ({ from, to, rights }) => from === flow.from && to === flow.to && rights,
    );
    if (server?.rights && !server.rights.unsaid && !isSaid) {
      problems.add(
        path,
        `'${flow.to}' gives nobody anything unasked; say what '${flow.from}' may do with which of ${server.rights.of.join(', ')}`,
      );
    }
  }
}

function checkNames(
  rights: Readonly<Record<string, readonly string[]>>,
  server: string,
  names: readonly string[],
  path: string,
  problems: Problems,
): void {
  for (const [name, given] of Object.entries(rights)) {
    if (!names.includes(name)) {
      problems.add(`${path}.${name}`, `'${server}' has no '${name}'${didYouMean(name, names)}`);
    } else if (given.length === 0) {
      problems.add(`${path}.${name}`, 'is empty; leave it out for no right at all');
    }
  }
}
