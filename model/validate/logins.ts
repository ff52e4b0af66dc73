/** What is wrong with how a component logs in to others: whoever asks for an account has to be shown it. */
import type { SecretKey } from '../component';
import { INTERNET } from '../edge';
import type { PlannedComponent } from '../plan';
import { allFiles } from '../pod';
import { type Draft, systemPath } from '../resolve/draft';
import { factsOf, loginFacts } from '../resolve/facts';
import { flowName } from '../resolve/flows';
import { accountOf } from '../resolve/secrets';

/** Every Secret and key a component reads, wherever it reads it. */
export function secretReferences(component: PlannedComponent): SecretKey[] {
  const variables = [component, ...component.sidecars].flatMap((container) => container.env);
  const files = allFiles(component);
  return [
    ...variables.flatMap((variable) => ('from' in variable ? variable.from : [])),
    ...files.flatMap((file) => Object.values(file.secrets ?? {})),
    ...component.secretFiles,
  ];
}

/** Facts that every server tells: where it is, and nothing else. */
const WHERE = ['host', 'port'];

/** A client that is told where a server is, and reads its password nowhere, is turned away at its first word. */
export function checkLogins(draft: Draft, component: PlannedComponent): void {
  const read = secretReferences(component);
  for (const link of draft.links) {
    if (link.client !== component.name || link.server === INTERNET) continue;
    const taken = Object.entries(link.flow.env ?? {}).find(([, fact]) => WHERE.includes(fact));
    const account = taken && accountOf(draft, link);
    if (!account || read.some(({ secret }) => secret === account.password.secret)) continue;
    const facts = factsOf(draft, link, account.name);
    const logins = facts && loginFacts(link, facts);
    draft.problems.add(
      `${systemPath(draft.system, flowName(link.flow))}.env.${taken[0]}`,
      `'${link.server}' wants a login, and nothing of '${link.client}' reads its password` +
        (logins ? `; take ${logins} too` : ''),
    );
  }
}
