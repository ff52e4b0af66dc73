/** What is wrong with the tokens that requests are to carry. */
import type { Definition } from '../component';
import { EDGE } from '../edge';
import { didYouMean, type Problems } from '../problems';
import { type Draft, environmentPath, systemPath } from '../resolve/draft';
import { meshOf } from '../resolve/mesh';
import type { TokenIssuer } from '../tokens';
import { checkWay } from './traffic';

/** @param path of the word in the environment */
export function checkIssuer(
  { issuer, audiences, keys }: TokenIssuer,
  path: string,
  problems: Problems,
): void {
  const wrong = complaint(issuer);
  // OpenID Connect Discovery 1.0, section 3: no query and no fragment.
  if (wrong ?? /[?#]/.test(issuer))
    problems.add(
      `${path}.issuer`,
      `'${issuer}' ${wrong ?? 'has a query or a fragment; an issuer has neither'}`,
    );
  if (keys !== undefined && complaint(keys)) problems.add(`${path}.keys`, `'${keys}' ${complaint(keys)}`);
  if (audiences.length === 0)
    problems.add(`${path}.audiences`, "is empty, so any product's token would do; name whom tokens are for");
  for (const one of audiences.filter((text) => text === '' || /[\s*]/.test(text)))
    problems.add(
      `${path}.audiences`,
      `'${one}' is compared letter by letter; write it as tokens have it in 'aud'`,
    );
}

function complaint(address: string): string | undefined {
  if (!URL.canParse(address) || /[\s*]/.test(address)) return 'is no address such as https://id.example.com';
  const { protocol, username } = new URL(address);
  if (protocol !== 'https:') return 'is not https: whoever is on the way could hand out keys of their own';
  return username === '' ? undefined : 'has a login in it, which would stand in Git; leave it out';
}

export function checkTokens(draft: Draft, name: string, { tokens, workload }: Definition): void {
  // A canary has what its stable version has; that one is told.
  if (!tokens || draft.canaries.has(name)) return;
  const { environment, problems, system, whole } = draft;
  const path = systemPath(system, `components/${name}/tokens`);
  checkWay(draft, name, workload, 'look at tokens', path);
  const { without = {} } = tokens;
  const clients = whole.flows.filter(({ to }) => to === name).map(({ from }) => from);
  for (const [client, why] of Object.entries(without)) {
    if (!clients.includes(client))
      problems.add(
        `${path}.without`,
        `no flow leads from '${client}' to '${name}'${didYouMean(client, clients)}`,
      );
    if (why.trim() === '') problems.add(`${path}.without.${client}`, 'says not why; write a sentence');
  }
  if (clients.length > 0 && clients.every((client) => client in without))
    problems.add(`${path}.without`, `nobody is left who brings '${name}' a token; leave 'tokens' out`);
  const route = draft.routes.find(({ route: { to } }) => to === name);
  if (route)
    problems.add(
      path,
      `a route (${route.host}) leads to '${name}', and the ${EDGE} asks its pods, past the waypoint that would look at ` +
        'tokens; lead it to a component that asks this one',
    );
  if (meshOf(environment) && !environment.tokens)
    problems.add(
      environmentPath(system, draft.name, 'tokens'),
      `'${name}' wants tokens, and nobody is named here who issues them: { issuer, audiences }`,
    );
}
