/** What is wrong with the hosts of an environment together: each has a listener of the Gateway, and a certificate. */
import { MOST_LISTENERS, tlsSecret } from '../edge';
import type { Plan } from '../plan';
import { type Draft, environmentPath, systemPath } from '../resolve/draft';

export function checkListeners(draft: Draft, plan: Plan): void {
  const listeners = new Set(plan.routes.map(({ host, internal }) => `${host} ${internal}`));
  // One more sends people on to https.
  if (listeners.size >= MOST_LISTENERS) {
    draft.problems.add(
      environmentPath(draft.system, draft.name, 'domain'),
      `${listeners.size} hosts need a listener each, and a Gateway has ${MOST_LISTENERS - 1} for them; let some share a ` +
        'host, by path',
    );
  }
  for (const host of new Set(plan.routes.map((route) => route.host))) {
    const taken = plan.secrets.find(({ name }) => name === tlsSecret(plan, host));
    if (!taken) continue;
    draft.problems.add(
      systemPath(draft.system, `components/${taken.owner}`),
      `Secret '${taken.name}' holds the certificate of ${host}; rename the component`,
    );
  }
}
