import { compareAddresses, inside, isAddress, type Names, name } from './addresses';
import { dataPlanes, edges } from './gateway';
import type { KubeObject, Unit } from './manifests';
import type { Allowed } from './netpol';
import { podTemplate } from './pods';
import { isMeshed, tunnels, type Way } from './tunnels';

/** One side of a declared connection; the model's endpoints fit. */
export type Side =
  | { readonly kind: 'component'; readonly name: string }
  | { readonly kind: 'edge' | 'waypoint' }
  | { readonly kind: 'outside' | 'api-server' | 'kubelet'; readonly cidrs: readonly string[] }
  | { readonly kind: 'internet'; readonly cidrs?: readonly string[] }
  | {
      readonly kind: 'platform';
      readonly name: string;
      readonly namespace: string;
      readonly podLabels: Readonly<Record<string, string>>;
      /** Set when these pods take part in the mesh. */
      readonly serviceAccount?: string;
    };

/** A connection somebody wants; the model's fit. */
export interface Declared {
  readonly from: Side;
  readonly to: Side;
  readonly port: number;
  readonly protocol: string;
  /** `flow` where the client asks for the Service. @default the client dials pods */
  readonly reason?: string;
}

/** Where the cluster's name service runs. */
export interface Dns {
  readonly namespace: string;
  readonly podLabels: Readonly<Record<string, string>>;
  readonly port: number;
}

/** Pods nobody declared, which must reach nobody and be reached by nobody. */
export const STRAY = 'stray';
const ELSEWHERE = 'elsewhere';

const pod = (name: string, namespace: string, labels: Readonly<Record<string, string>> = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace, labels: { ...labels } },
  spec: { containers: [{ name, image: `${name}:1` }] },
});

/**
 * Pods that surround a unit: its gateways', the platform's and the name service's, a stray in the unit's own namespace, and one
 * in a foreign namespace for every workload, with that workload's labels.
 */
export function surroundings(unit: Unit, declared: readonly Declared[], dns: Dns): KubeObject[] {
  const platform = declared
    .flatMap(({ from, to }) => [from, to])
    .filter((side) => side.kind === 'platform')
    .map((side) => pod(side.name, side.namespace, side.podLabels));
  const named = [...platform, pod('dns', dns.namespace, dns.podLabels)];
  const unique = new Map(named.map((one) => [`${one.metadata.namespace}/${one.metadata.name}`, one]));
  const copies = unit.objects.flatMap((object) => {
    const labels = podTemplate(object)?.metadata?.labels;
    return labels ? pod(object.metadata.name, ELSEWHERE, labels) : [];
  });
  return [
    ...unique.values(),
    ...dataPlanes(unit.objects),
    pod(STRAY, unit.namespace),
    pod(STRAY, ELSEWHERE),
    ...copies,
  ];
}

/** Differences between what is allowed and what is declared, one line each; both empty when they agree. */
export interface Verdict {
  readonly missing: string[];
  readonly excess: string[];
}

/** @param allowed what `connectivity` found for the unit together with its surroundings */
export function compare(
  unit: Unit,
  allowed: readonly Allowed[],
  declared: readonly Declared[],
  dns: Dns,
): Verdict {
  const edge = edges(unit.objects)[0]?.metadata.name ?? 'edge';
  const names = { namespace: unit.namespace, edge };
  const wanted = declared.filter(({ from, to }) => name(from, names) && name(to, names));
  const asked = new Set(
    wanted.map((one) => `${name(one.from, names)} → ${name(one.to, names)} ${one.protocol} ${one.port}`),
  );
  for (const way of inTunnels(unit, wanted, names)) asked.add(way);
  const server = `${dns.namespace}/dns`;
  const dnsPorts = ['UDP', 'TCP'].map((protocol) => `${protocol} ${dns.port}`);
  // Whoever opens connections looks names up first.
  for (const { from } of declared) {
    const client = name(from, names);
    if (client?.startsWith(`${unit.namespace}/`))
      for (const port of dnsPorts) asked.add(`${client} → ${server} ${port}`);
  }
  const found = new Set<string>();
  for (const { from, to, ports } of allowed) {
    if (isAddress(from) || isAddress(to) || !inside(from, to, unit.namespace)) continue;
    for (const port of ports) found.add(`${from} → ${to} ${port}`);
  }
  const anyDns = (edgeText: string) => dnsPorts.some((port) => edgeText.endsWith(`→ ${server} ${port}`));
  const addresses = compareAddresses(unit, allowed, declared, names);
  return {
    missing: [...[...asked].filter((one) => !found.has(one)).sort(), ...addresses.missing],
    excess: [...[...found].filter((one) => !asked.has(one) && !anyDns(one)).sort(), ...addresses.excess],
  };
}

/** What the mesh adds for declared connections, once the namespace has joined it. */
function inTunnels(unit: Unit, declared: readonly Declared[], names: Names): string[] {
  if (!isMeshed(unit.objects)) return [];
  const isInside = (side: Side): boolean => side.kind !== 'platform' || side.serviceAccount !== undefined;
  const short = (side: Side): string => name(side, names)!.replace(`${unit.namespace}/`, '');
  const ways: Way[] = declared
    .filter(({ from, to }) => isInside(from) && isInside(to))
    .map(({ from, to, port, protocol, reason }) => ({
      from: short(from),
      to: short(to),
      port,
      protocol,
      isFlow: reason === 'flow',
    }));
  const full = (party: string): string => (party.includes('/') ? party : `${unit.namespace}/${party}`);
  return tunnels(ways, unit.objects).map(
    ({ from, to, port, protocol }) => `${full(from)} → ${full(to)} ${protocol} ${port}`,
  );
}
