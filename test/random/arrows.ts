/** Flows, routes and start order of a random system, as far as its components can have them. */
import type { Definition } from '../../model/component';
import { INTERNET } from '../../model/edge';
import { isWithin } from '../../model/paths';
import { endsByItself } from '../../model/pod';
import { hiddenPaths } from '../../model/resolve/hidden';
import { byNumber } from '../../model/resolve/order';
import type { Flow, Route } from '../../model/system';
import { at, type Parts } from './parts';
import { OWN } from './pool';
import type { FlowWish, RouteWish, Wishes } from './wishes';

const PASSWORD = '$(PASSWORD)';
const upper = (...words: string[]): string => words.join('_').toUpperCase().replaceAll('-', '_');

/** What a server tells its clients; undefined where it asks for no more than an address. */
const toldBy = ({ connect }: Definition): Readonly<Record<string, string>> | undefined =>
  connect?.({
    host: 'host',
    members: ['host'],
    port: () => 1,
    tls: false,
    rights: {},
    username: 'name',
    password: PASSWORD,
  });

/** The plain address of a server that wants a login is no help to anybody. */
function factsOf(definition: Definition): string[] {
  const told = toldBy(definition);
  return [...Object.keys(told ?? {}), 'host', 'port', ...(definition.accounts || told ? [] : ['url'])];
}

/** Facts that are some help: whoever is told where a server is takes the login too, where one is wanted. */
function usable(server: Definition, facts: readonly string[]): readonly string[] {
  if (!server.accounts || facts.length === 0) return facts;
  const told = toldBy(server) ?? {};
  const login = Object.keys(told).find((fact) => told[fact]!.includes(PASSWORD));
  return login ? [...new Set([...facts, login])] : facts.filter((fact) => fact in told);
}

/** A server as whoever asks this port sees it: it may want a login at another one alone. */
function seenAt(server: Definition, port: string): Definition {
  const { accounts, connect } = server;
  if (accounts?.port === undefined || accounts.port === port) return server;
  const open = Object.entries(toldBy(server) ?? {}).filter(([, fact]) => !fact.includes(PASSWORD));
  return { ...server, accounts: undefined, connect: connect && (() => Object.fromEntries(open)) };
}

/** What clients may ask: pods that end at once would cut them off. */
const isServer = ({ ports, workload, probes, shutdown }: Definition): boolean =>
  Object.keys(ports).length > 0 &&
  probes !== undefined &&
  (workload !== 'Deployment' || shutdown.preStop !== undefined);

/** From later components to earlier ones alone, so that something can start first. */
export function flowsOf(parts: Parts, wishes: readonly FlowWish[], others: readonly Flow[] = []): Flow[] {
  const { names } = parts;
  const found = new Map<string, Flow>();
  const add = (wanted: Flow): void => {
    const { ports = {}, connections } = wanted.to === INTERNET ? {} : parts.definition(wanted.to);
    // Whoever counts them is asked by all with one, so that there are enough.
    const flow = connections ? { ...wanted, pool: 1 } : wanted;
    const key = `${flow.from} ${flow.to} ${flow.port ?? Object.keys(byNumber(ports))[0]}`;
    if (!found.has(key)) found.set(key, flow);
  };
  for (const from of names) for (const to of parts.needs(from)) add({ from, to, env: parts.told(from, to) });
  for (const flow of others) add(flow);
  for (const wish of wishes) {
    const from = at(names, wish.from)!;
    if (wish.internet) add({ from, to: INTERNET, purpose: 'somebody | else', ports: wish.ports });
    const to = at(
      names.slice(0, names.indexOf(from)).filter((name) => isServer(parts.definition(name))),
      wish.to,
    );
    if (!to) continue;
    const server = parts.definition(to);
    const port = at(Object.keys(server.ports), wish.port);
    if (!port || parts.needs(from).includes(to)) continue;
    // Two of a kind call their own passwords as they would call the other's: rightly refused.
    const isSame = parts.made[from]!.call === parts.made[to]!.call;
    const seen = seenAt(server, wish.named ? port : Object.keys(byNumber(server.ports))[0]!);
    const wished = isSame ? [] : [...new Set(wish.facts.flatMap((pick) => at(factsOf(seen), pick) ?? []))];
    const facts = usable(seen, wished);
    add({
      from,
      to,
      ...(wish.named && { port }),
      ...(facts.length && {
        env: Object.fromEntries(
          facts.map((fact) => [wish.named ? upper(to, port, fact) : upper(to, fact), fact]),
        ),
      }),
    });
  }
  return [...found.values()];
}

/** Programs of one's own that are scaled by queues of a server before them; each gets a flow to it. */
export function work(parts: Parts, wishes: Wishes['queues']): Flow[] {
  return wishes.flatMap(({ worker: picked, server: pickedServer, perPod }) => {
    const { names } = parts;
    const workers = names.filter((name) => {
      const { workload, singleton } = parts.definition(name);
      return OWN.includes(parts.made[name]!.call) && workload === 'Deployment' && !singleton;
    });
    const from = at(workers, picked);
    const servers = names.slice(0, from === undefined ? 0 : names.indexOf(from)).filter((name) => {
      const { queueTriggers, accounts, ports } = parts.definition(name);
      return queueTriggers && accounts && Object.keys(ports).length > 0;
    });
    const to = at(servers, pickedServer);
    if (!from || !to) return [];
    parts.change(from, {
      queue: { on: 'queue', server: to, queues: { 'own.q': perPod, '2.own-q': 3 }, max: 5 },
    });
    return [{ from, to }];
  });
}

/** Programs of one's own that are scaled by a query, where something collects metrics; to none where nobody comes in. */
export function measured(parts: Parts, wishes: Wishes['queries'], routes: readonly Route[]): void {
  const server = parts.names.find((name) => parts.definition(name).queryTrigger);
  if (!server) return;
  for (const { of, perPod, idle } of wishes) {
    const names = parts.names.filter((name) => {
      const { workload, singleton } = parts.definition(name);
      const { queue } = parts.made[name]!.options as { queue?: object };
      return OWN.includes(parts.made[name]!.call) && workload === 'Deployment' && !singleton && !queue;
    });
    const name = at(names, of);
    if (!name) continue;
    const rests = idle && !parts.definition(name).minAvailable && !routes.some(({ to }) => to === name);
    parts.change(name, {
      query: {
        on: 'query',
        expr: 'sum(scrape_samples_scraped) or vector(0)',
        perPod,
        max: 4,
        ...(rests && { idle: { after: 900, meanwhile: 'Whoever asks | "waits".' } }),
      },
    });
  }
}

/** What can be shown to a browser: of a program of ours, and not by UDP. */
function shownPorts({ ports, workload, operated }: Definition): string[] {
  if (endsByItself({ workload }) || operated) return [];
  return Object.keys(ports).filter((name) => ports[name]!.protocol !== 'UDP');
}

/** A route with what nobody outside may see of where it leads. */
interface Shown {
  readonly route: Route & { readonly path: string };
  readonly hidden: readonly string[];
}

/** Whether a route has what lies below its path to itself. */
const hasAll = ({ path, below }: Pick<Route, 'path' | 'below'>, other: string): boolean =>
  below === true && isWithin(other, path!);

/** Whether one route shows what it leads to hides, or takes what the other hides at the same host. */
const isTaken = ({ route, hidden }: Shown, taken: readonly Shown[]): boolean => {
  const { host, path, to, port, below } = route;
  const hides = (one: Shown, other: Shown): boolean =>
    one.hidden.some((own) => isWithin(own, one.route.path) && isWithin(other.route.path, own));
  return (
    hidden.some((own) => isWithin(path, own)) ||
    taken.some((other) => {
      if (other.route.host !== host) return false;
      if (other.route.path === path) return true;
      if (hasAll(other.route, path) || hasAll({ path, below }, other.route.path)) return true;
      const isSame = other.route.to === to && other.route.port === port;
      return !isSame && (hides({ route, hidden }, other) || hides(other, { route, hidden }));
    })
  );
};

/** @param taken routes before these; theirs are added */
export function routesOf(parts: Parts, wishes: readonly RouteWish[], taken: Shown[]): Route[] {
  const targets = parts.names.filter((name) => {
    const definition = parts.definition(name);
    return isServer(definition) && shownPorts(definition).length > 0;
  });
  return wishes.flatMap(({ to: picked, port: pickedPort, ...wish }): Route[] => {
    const to = at(targets, picked);
    if (!to) return [];
    const definition = parts.definition(to);
    const port = at(shownPorts(definition), pickedPort)!;
    // Traefik holds back what it limits.
    const maxBody = wish.streaming ? undefined : wish.maxBody;
    const hidden = hiddenPaths(definition, definition.ports[port]!.number);
    const { path = '/' } = wish;
    const below = wish.below && path !== '/' && !hidden.some((own) => isWithin(own, path));
    const route = { ...wish, below, maxBody, to, port };
    const shown: Shown = { route: { ...route, path }, hidden };
    if (isTaken(shown, taken)) return [];
    taken.push(shown);
    return [route];
  });
}

/** Beyond what flows say, and never against it. */
export function startOrder(
  { names }: Parts,
  flows: readonly Flow[],
  wishes: Wishes['startAfter'],
): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const wish of wishes) {
    const later = at(names, wish.later)!;
    const earlier = at(names.slice(0, names.indexOf(later)), wish.earlier);
    const told = flows.some(({ from, to }) => from === later && to === earlier);
    if (earlier && !told && !found[later]?.includes(earlier))
      found[later] = [...(found[later] ?? []), earlier];
  }
  return found;
}
