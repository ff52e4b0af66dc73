import type { Declared, Side, Verdict } from './connectivity';
import type { Unit } from './manifests';
import type { Allowed } from './netpol';
import {
  EVERYWHERE,
  isIpv6,
  PRIVATE,
  parseRange,
  type Ranges,
  RESERVED,
  show,
  subtract,
  union,
} from './ranges';

/** How the sides of a connection are called in one unit. */
export interface Names {
  readonly namespace: string;
  /** The gateway's pods. */
  readonly edge: string;
}

export const isAddress = (party: string): boolean => /^[\d.]+-[\d.]+$/.test(party);
export const inside = (from: string, to: string, namespace: string) =>
  [from, to].some((party) => party.startsWith(`${namespace}/`));

/** The party of a side that is a pod. */
export function name(side: Side, { namespace, edge }: Names): string | undefined {
  if (side.kind === 'component') return `${namespace}/${side.name}`;
  if (side.kind === 'edge') return `${namespace}/${edge}`;
  if (side.kind === 'waypoint') return `${namespace}/${side.kind}`;
  return side.kind === 'platform' ? `${side.namespace}/${side.name}` : undefined;
}

/** For each pod, direction and port: the ranges that must be open, and the most that may be. */
export function compareAddresses(
  unit: Unit,
  allowed: readonly Allowed[],
  declared: readonly Declared[],
  names: Names,
): Verdict {
  const least = new Map<string, Ranges>();
  const most = new Map<string, Ranges>();
  const open = new Map<string, Ranges>();
  const add = (map: Map<string, Ranges>, key: string, ranges: Ranges) =>
    map.set(key, union([...(map.get(key) ?? []), ...ranges]));
  for (const { from, to, protocol, port } of declared) {
    const out = name(from, names);
    const key = out
      ? `${out} → addresses ${protocol} ${port}`
      : `addresses → ${name(to, names)} ${protocol} ${port}`;
    const side = out ? to : from;
    if (name(side, names)) continue;
    const cidrs = 'cidrs' in side ? side.cidrs : undefined;
    const exact = cidrs?.filter((cidr) => !isIpv6(cidr)).map(parseRange);
    add(least, key, exact ?? subtract(subtract(EVERYWHERE, PRIVATE), RESERVED));
    add(most, key, exact ?? subtract(EVERYWHERE, PRIVATE));
  }
  for (const { from, to, ports } of allowed) {
    if (!inside(from, to, unit.namespace) || isAddress(from) === isAddress(to)) continue;
    const range = [parseRange(isAddress(from) ? from : to)];
    for (const port of ports) {
      add(open, isAddress(to) ? `${from} → addresses ${port}` : `addresses → ${to} ${port}`, range);
    }
  }
  const lines = (wanted: Map<string, Ranges>, given: Map<string, Ranges>) =>
    [...wanted]
      .map(([key, ranges]) => [key, subtract(ranges, given.get(key) ?? [])] as const)
      .filter(([, rest]) => rest.length > 0)
      .map(([key, rest]) => `${key}: ${show(rest)}`)
      .sort();
  return { missing: lines(least, open), excess: lines(open, most) };
}
