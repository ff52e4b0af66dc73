/** What is wrong with how many connections clients may open, at the most pods that there can be of each. */
import type { Definition } from '../component';
import { type Draft, environmentPath, everyLink, type Link, systemPath } from '../resolve/draft';
import { flowName } from '../resolve/flows';

export function checkConnections(draft: Draft): void {
  const links = everyLink(draft);
  for (const link of links) checkFlow(draft, link);
  for (const [server, { connections }] of draft.components) {
    if (!connections) continue;
    const clients = links
      .filter((link) => link.server === server)
      .map(({ client, flow }) => {
        const definition = draft.components.get(client);
        // On somebody's own machine it is one.
        const pods = definition ? mostPods(definition) : 1;
        return { client, pods, each: flow.connections ?? flow.pool ?? connections.each };
      });
    const all = clients.reduce((sum, { pods, each }) => sum + pods * each, 0);
    if (all <= connections.most) continue;
    const parts = clients.map(
      ({ client, pods, each }) => `${pods} pod${pods === 1 ? '' : 's'} of '${client}' with ${each}`,
    );
    draft.problems.add(
      environmentPath(draft.system, draft.name, `components/${server}/connections`),
      `its clients may open ${all} at once (${parts.join(', ')}), and it takes ${connections.most}; let it take ` +
        "more, or say with 'pool' or 'connections' of a flow that a pod opens fewer",
    );
  }
}

function checkFlow(draft: Draft, { flow, server }: Link): void {
  const path = systemPath(draft.system, flowName(flow));
  const counts = draft.system.components[server]?.connections !== undefined;
  for (const word of ['pool', 'connections'] as const) {
    const said = flow[word];
    if (said === undefined) continue;
    if (!Number.isInteger(said) || said < 1) {
      draft.problems.add(`${path}.${word}`, `${said} is not a number of connections; 1 is the least`);
    } else if (!counts) {
      draft.problems.add(`${path}.${word}`, `'${server}' does not count its connections; leave it out`);
    }
  }
  if (flow.pool !== undefined && flow.connections !== undefined && flow.connections < flow.pool) {
    draft.problems.add(`${path}.connections`, `${flow.connections} are fewer than one pool of ${flow.pool}`);
  }
}

/** Whatever the phase, so that a step ahead does not fail at its end; and the one more that an update brings. */
function mostPods({ replicas = 1, scaling, workload }: Definition): number {
  return (scaling?.max ?? replicas) + (workload === 'Deployment' ? 1 : 0);
}
