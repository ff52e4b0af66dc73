/** What is wrong with the zones of a system: with what is in them, and with who asks whom across them. */
import { EDGE, INTERNET } from '../edge';
import { compare, didYouMean, type Problems } from '../problems';
import { systemPath } from '../resolve/draft';
import { flowName } from '../resolve/flows';
import { byNumber } from '../resolve/order';
import type { System } from '../system';
import { ENDS, exceptionOf, keepsZones, type Zone, zoneOf } from '../zones';
import { checkName, MAX_NAME } from './name';

/** Something that the definition says somebody asks of somebody. */
interface Ask {
  readonly from: string;
  readonly to: string;
  /** Name of the port; none of the internet's. */
  readonly port?: string;
  /** Where it is said. */
  readonly place: string;
}

/**
 * Flows, routes, and what a collector of metrics asks. The cluster's own programs (name service, API server, operators,
 * autoscalers, the mesh, what kubelet probes, metrics of the gateway) are in no zone: they serve all of them.
 *
 * @param system the whole one, before an environment has left anything out
 */
export function checkZones(system: System, problems: Problems): void {
  if (!system.zones) {
    if (system.zoneExceptions?.length)
      problems.add(systemPath(system, 'zoneExceptions'), "there are no 'zones' to except from; leave it out");
    return;
  }
  const before = problems.list.length;
  checkMembers(system, system.zones, problems);
  // Who is in no zone, or in two, would be told of once more with each arrow.
  if (problems.list.length > before) return;
  const asks = asked(system);
  for (const ask of asks) checkAsk(system, ask, problems);
  for (const one of system.zoneExceptions ?? []) {
    const path = systemPath(system, `zoneExceptions[${one.from} → ${one.to}]`);
    const meant = asks.filter(
      ({ from, to, port }) => from === one.from && to === one.to && (one.port ?? port) === port,
    );
    if (meant.length === 0) {
      const choices = asks.filter(({ from }) => from === one.from).map(({ to }) => to);
      const hint = choices.includes(one.to)
        ? `; it asks at port ${[...new Set(asks.filter(({ from, to }) => from === one.from && to === one.to).map(({ port }) => `'${port}'`))].join(' or ')}`
        : didYouMean(one.to, [...new Set(choices)]);
      problems.add(path, `nothing here asks that${hint}`);
    } else if (meant.every(({ from, to, port }) => keepsZones(system, from, to, port))) {
      problems.add(path, 'no zone is in its way; leave it out');
    }
  }
}

function checkMembers(system: System, zones: readonly Zone[], problems: Problems): void {
  const names = Object.keys(system.components);
  const known = [...names, ...ENDS];
  const places = new Map<string, string>();
  const titles = new Set<string>();
  for (const { name, of, doors = {} } of zones) {
    const path = systemPath(system, `zones[${name}]`);
    checkName(problems, path, name, MAX_NAME);
    if (titles.has(name)) problems.add(path, 'two zones have this name; rename one of them');
    titles.add(name);
    for (const member of of) {
      const other = places.get(member);
      if (!known.includes(member))
        problems.add(`${path}.of`, `there is no component '${member}'${didYouMean(member, known)}`);
      else if (other !== undefined)
        problems.add(`${path}.of`, `'${member}' is already in zone '${other}'; keep one of them`);
      places.set(member, name);
    }
    for (const [component, ports] of Object.entries(doors)) {
      const served = Object.keys(system.components[component]?.ports ?? {});
      const where = `${path}.doors/${component}`;
      if (!names.includes(component))
        problems.add(where, `there is no component '${component}'${didYouMean(component, names)}`);
      else if (of.includes(component))
        problems.add(where, `'${component}' is in this zone with all its ports; leave it out`);
      else
        for (const port of ports.filter((one) => !served.includes(one))) {
          problems.add(where, `'${component}' serves no port '${port}'${didYouMean(port, served)}`);
        }
    }
  }
  const choices = zones.map(({ name }) => `'${name}'`).join(', ');
  for (const one of known.filter((name) => !places.has(name)).sort(compare)) {
    problems.add(systemPath(system, 'zones'), `'${one}' is in none of them; put it into one of ${choices}`);
  }
}

function checkAsk(system: System, { from, to, port, place }: Ask, problems: Problems): void {
  if (keepsZones(system, from, to, port) || exceptionOf(system, from, to, port)) return;
  const zones = system.zones!;
  const [client, server] = [zoneOf(system, from)!, zoneOf(system, to, port)!];
  const at = zones.indexOf(server);
  const may = zones.slice(Math.max(0, at - 1), at + 1).map(({ name }) => `'${name}'`);
  problems.add(
    place,
    `'${from}' of zone '${client.name}' may not ask ${port ? `port '${port}' of ` : ''}'${to}' of zone ` +
      `'${server.name}': only what is in ${may.join(' or ')} may. Lead it over a component there, or say in ` +
      "'zoneExceptions' why it must be",
  );
}

/** Each of them, in whatever way an environment makes its components. */
export function asked(system: System): Ask[] {
  const ways = [{}, ...Object.values(system.environments).map(({ components = {} }) => components)];
  return ways.flatMap((other) => [...askedBy({ ...system, components: { ...system.components, ...other } })]);
}

function* askedBy(system: System): Generator<Ask> {
  const { components, flows, routes, internalRoutes = [] } = system;
  // What leads nowhere is told where flows and routes are linked.
  const portOf = (to: string, port?: string): string | undefined =>
    port ?? Object.keys(byNumber(components[to]?.ports ?? {}))[0];
  for (const flow of flows) {
    const port = flow.to === INTERNET ? undefined : portOf(flow.to, flow.port);
    yield { from: flow.from, to: flow.to, port, place: systemPath(system, flowName(flow)) };
  }
  for (const [section, listed] of Object.entries({ routes, internalRoutes })) {
    for (const { host, path = '/', to, port } of listed) {
      const place = systemPath(system, `${section}[${host}${path}]`);
      yield { from: INTERNET, to: EDGE, place };
      yield { from: EDGE, to, port: portOf(to, port), place };
    }
  }
  for (const [from, { collects }] of Object.entries(components)) {
    if (collects !== 'metrics') continue;
    for (const [to, { metrics = [] }] of Object.entries(components)) {
      for (const { port } of to === from ? [] : metrics) {
        yield { from, to, port, place: systemPath(system, `components/${from}`) };
      }
    }
  }
}
