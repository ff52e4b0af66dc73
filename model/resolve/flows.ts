/** Finds both ends and the port of every declared flow and route, or says what is missing. */
import { isIP } from 'node:net';
import type { Definition, Port } from '../component';
import { EDGE, INTERNET, INTERNET_PORTS } from '../edge';
import { compare, didYouMean, type Problems } from '../problems';
import type { Environment, Flow, Route, System } from '../system';
import { checkPorts } from '../validate/flow';
import { checkHost, checkPart, checkPath, checkRate } from '../validate/route';
import { type FoundRoute, type Link, systemPath } from './draft';
import { byNumber } from './order';

/** `api → mongodb`, as a path names a flow. */
export const flowName = (flow: Flow): string => `flows[${flow.from} → ${flow.to}]`;

interface Input {
  readonly system: System;
  readonly name: string;
  readonly environment: Environment;
  readonly problems: Problems;
}

/** Links in a stable order; flows with a problem are reported and left out. */
export function linkFlows({ system, environment, problems }: Input): Link[] {
  const names = Object.keys(system.components);
  const seen = new Set<string>();
  const links: Link[] = [];
  for (const flow of system.flows) {
    const path = systemPath(system, flowName(flow));
    const key = [flow.from, flow.to, flow.port].join(' ');
    if (seen.has(key)) problems.add(path, 'this flow is declared twice; keep one of them');
    seen.add(key);
    const unknownFrom = !names.includes(flow.from);
    if (unknownFrom) {
      const hint =
        flow.from === EDGE
          ? ". What comes from the edge is a route: move it to 'routes'"
          : didYouMean(flow.from, names);
      problems.add(`${path}.from`, `there is no component '${flow.from}'${hint}`);
    }
    if (flow.from === flow.to) {
      problems.add(path, 'a component needs no flow to itself');
      continue;
    }
    checkPorts(flow, path, problems);
    if (flow.to === INTERNET) {
      if (unknownFrom || environment.external?.[flow.from]) continue;
      for (const port of flow.ports ?? INTERNET_PORTS) {
        links.push({ flow, client: flow.from, server: INTERNET, port, protocol: 'TCP' });
      }
      continue;
    }
    const server = system.components[flow.to];
    if (!server) {
      problems.add(
        `${path}.to`,
        `there is no component '${flow.to}'${didYouMean(flow.to, [...names, INTERNET])}`,
      );
      continue;
    }
    const found = findPort(server, flow.to, flow.port, `${path}.port`, problems);
    const external = environment.external?.[flow.to];
    // A provider's service needs no way out to ours: only what runs in the cluster is a client.
    if (!found || unknownFrom || environment.external?.[flow.from]) continue;
    links.push({
      flow,
      client: flow.from,
      server: flow.to,
      port: external?.port ?? found.number,
      protocol: external ? 'TCP' : (found.protocol ?? 'TCP'),
      external,
    });
  }
  return links.sort((a, b) => compare(a.client, b.client) || compare(a.server, b.server) || a.port - b.port);
}

/** Names of the ports on which flows ask a component; what is wrong with a flow is told where flows are linked. */
export function askedPorts(system: System, component: string): string[] {
  const ports = byNumber(system.components[component]?.ports ?? {});
  const names = system.flows
    .filter(({ to }) => to === component)
    .map(({ port }) => port ?? Object.keys(ports)[0])
    .filter((name) => name !== undefined && name in ports);
  return [...new Set(names as string[])].sort(compare);
}

/** An address range in CIDR notation, IPv4 or IPv6. */
export function isCidr(text: string): boolean {
  const [address = '', prefix = '', ...rest] = text.split('/');
  const version = isIP(address);
  return (
    rest.length === 0 &&
    version !== 0 &&
    /^\d{1,3}$/.test(prefix) &&
    Number(prefix) <= (version === 4 ? 32 : 128)
  );
}

function findPort(
  server: Definition,
  serverName: string,
  wanted: string | undefined,
  path: string,
  problems: Problems,
): Port | undefined {
  const ports = Object.entries(byNumber(server.ports));
  const found = wanted === undefined ? ports[0] : ports.find(([name]) => name === wanted);
  if (found) return found[1];
  problems.add(
    path,
    wanted === undefined
      ? `'${serverName}' serves no port, so nothing can connect to it`
      : `'${serverName}' serves no port '${wanted}'${didYouMean(
          wanted,
          ports.map(([name]) => name),
        )}`,
  );
  return undefined;
}

/** Full name of a route's host. */
export const fullHost = ({ domain }: Pick<Environment, 'domain'>, host: string): string =>
  host === '@' ? domain : `${host}.${domain}`;

/**
 * Routes with their full host names, in a stable order; internal ones too where the environment opens none, and those to
 * what a provider runs.
 */
export function findRoutes({ system, environment, problems }: Input): FoundRoute[] {
  const names = Object.keys(system.components);
  const taken = new Map<string, Route>();
  const routes: FoundRoute[] = [];
  const all = [
    ...system.routes.map((route) => ({ route, section: 'routes', internal: false })),
    ...(system.internalRoutes ?? []).map((route) => ({ route, section: 'internalRoutes', internal: true })),
  ];
  for (const { route, section, internal } of all) {
    const { path: prefix = '/' } = route;
    const path = systemPath(system, `${section}[${route.host}${prefix}]`);
    checkHost(route.host, `${path}.host`, problems);
    checkPath(route, `${path}.path`, problems);
    checkPart(route, path, problems);
    checkRate(route, `${path}.rateLimit`, problems);
    if (internal && route.login) {
      problems.add(`${path}.login`, 'internal routes ask for a login anyway; leave it out');
    }
    const key = `${route.host} ${prefix}`;
    const other = taken.get(key);
    if (other) {
      problems.add(
        path,
        `'${other.to}' and '${route.to}' are both routed here; give one another path or host`,
      );
    }
    taken.set(key, route);
    const server = system.components[route.to];
    if (!server) {
      problems.add(`${path}.to`, `there is no component '${route.to}'${didYouMean(route.to, names)}`);
      continue;
    }
    const found = findPort(server, route.to, route.port, `${path}.port`, problems);
    if (found) {
      routes.push({
        route,
        host: fullHost(environment, route.host),
        path: prefix,
        port: found.number,
        internal,
      });
    }
  }
  return routes.sort((a, b) => compare(a.host, b.host) || compare(a.path, b.path));
}
