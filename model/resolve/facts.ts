/** What a server tells its clients of the way to it, and how they log in. */
import type { Address, Facts, SecretKey } from '../component';
import type { Told } from '../context';
import { membersService, podNames } from '../pod';
import { didYouMean } from '../problems';
import type { External } from '../system';
import { stable } from './canary';
import { attempt, type Draft, type FoundRoute, hasTls, type Link } from './draft';
import { rightsOf } from './rights';
import { accountOf, accountsAt } from './secrets';

/** Variable that holds a client's half of a login: `STORE_PASSWORD`. */
export const credentialVariable = ({ server }: Link, half: 'USERNAME' | 'PASSWORD'): string =>
  `${server.toUpperCase().replaceAll('-', '_')}_${half}`;

/** Where a client sees a server that is not in the same cluster. */
export interface Seen {
  readonly host: string;
  /** @param number of the port in the cluster */
  port(number: number): number;
}

/** Undefined when the server's catalogue file could not say; that is reported. */
export function factsOf(draft: Draft, link: Link, username: string, seen?: Seen): Facts | undefined {
  const definition = draft.system.components[link.server]!;
  const host = seen?.host ?? link.external?.host ?? link.server;
  const numbered = (number: number): number => seen?.port(number) ?? number;
  const replicas = draft.components.get(link.server)?.replicas ?? 1;
  const tls = hasTls(link);
  const address: Address = {
    host,
    members:
      !seen && !link.external && definition.workload === 'StatefulSet'
        ? podNames(link.server, replicas, draft.dnsSuffix, membersService(link.server, definition))
        : [host],
    port: (name) => (link.external ? link.port : numbered(definition.ports[name]?.number ?? link.port)),
    tls,
    ...(link.external && placesOf(link.external)),
    rights: rightsOf(draft.whole, stable(draft, link.client), stable(draft, link.server)),
    pool: link.flow.pool ?? definition.connections?.each,
    username: link.external ? `$(${credentialVariable(link, 'USERNAME')})` : username,
    password: `$(${credentialVariable(link, 'PASSWORD')})`,
  };
  const origin = seen ? `http://${host}:${numbered(link.port)}` : publicOrigin(draft, link);
  const plain = {
    host,
    port: String(numbered(link.port)),
    ...(origin && { [PUBLIC_ORIGIN]: origin }),
    // A whole address without a login opens nothing there; a server that takes logins apart from it says so itself.
    ...(!accountsAt(draft, link) && { url: `${tls ? 'https' : 'http'}://${host}:${numbered(link.port)}` }),
  };
  const { connect } = definition;
  if (!connect) return plain;
  const told = attempt(draft, link.server, () => connect(address));
  if (!told) return undefined;
  const facts = { ...plain, ...told };
  if (!definition.accounts || accountsAt(draft, link)) return facts;
  // Nobody logs in at this port.
  return Object.fromEntries(Object.entries(facts).filter(([, fact]) => !fact.includes(address.password)));
}

/** Fact of every server: how browsers ask the port that a flow is for. */
const PUBLIC_ORIGIN = 'publicOrigin';

/** `https://s3.example.com`: the first host with a public route to the port, what it is forwarded to, or the provider's own. */
function publicOrigin(draft: Draft, link: Link): string | undefined {
  const { external, server, port } = link;
  if (external) {
    const [scheme, usual] = hasTls(link) ? ['https', 443] : ['http', 80];
    return `${scheme}://${external.host}${port === usual ? '' : `:${port}`}`;
  }
  const isIt = (one: FoundRoute): boolean =>
    one.route.to === stable(draft, server) && one.port === port && !one.internal;
  const route = draft.routes.find(isIt);
  // Where all routes are shut, people have their ports forwarded.
  if (!route && draft.shut.some(isIt)) return `http://localhost:${port}`;
  return route && `https://${route.host}`;
}

/** What an address of a provider has beside its host. */
export const placesOf = ({
  port,
  direct,
  read,
  parameters,
}: External): Pick<Address, 'direct' | 'read' | 'parameters'> => ({
  ...(direct && { direct: { port, ...direct } }),
  ...(read && { read: { port, ...read } }),
  ...(parameters && { parameters }),
});

/** The same with what stands in Secrets by name. */
export function toldOf(draft: Draft, link: Link, seen?: Seen): Told | undefined {
  const account = accountOf(draft, link);
  const facts = factsOf(draft, link, account?.name ?? '', seen);
  if (!facts) return undefined;
  const secrets: Record<string, SecretKey> = {};
  if (account) {
    secrets[credentialVariable(link, 'PASSWORD')] = account.password;
    if (link.external) {
      secrets[credentialVariable(link, 'USERNAME')] = { secret: link.server, key: 'username' };
    }
  }
  return { facts, secrets };
}

/** Names of the facts that carry a password, for whoever took others. */
export const loginFacts = (link: Link, facts: Facts): string =>
  Object.keys(facts)
    .filter((name) => facts[name]!.includes(`$(${credentialVariable(link, 'PASSWORD')})`))
    .map((name) => `'${name}'`)
    .join(' or ');

/** What to say about a fact that nobody tells. */
export function unknownFact(draft: Draft, link: Link, fact: string, facts: Facts): string {
  const { server } = link;
  const logins = loginFacts(link, facts);
  if (fact === 'url' && accountsAt(draft, link) && logins) {
    return `'${server}' wants a login, and an address alone has none; take ${logins}`;
  }
  if (fact === PUBLIC_ORIGIN) {
    return `no public route leads to port ${link.port} of '${server}', so browsers have no address of it; add one`;
  }
  return `'${server}' tells no '${fact}'${didYouMean(fact, Object.keys(facts))}`;
}
