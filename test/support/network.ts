/** What the network policies of a namespace let through, decided from the YAML alone. */
import { type KubeObject, kindOf, type Labels, podTemplates } from './kubernetes';
import { lets } from './ranges';

type Selector = { matchLabels?: Labels; matchExpressions?: unknown[] };
type Block = { cidr: string; except?: string[] };
type Peer = { podSelector?: Selector; namespaceSelector?: Selector; ipBlock?: Block };
type Port = { port?: number | string; endPort?: number; protocol?: string };
interface Rule {
  from?: Peer[];
  to?: Peer[];
  ports?: Port[];
}
interface Spec {
  podSelector: Selector;
  policyTypes: string[];
  ingress?: Rule[];
  egress?: Rule[];
}

/** A pod somewhere, or a range of addresses outside. */
export type Place = { name: string; namespace: string; labels: Labels } | { name: string; cidr: string };

export interface Way {
  from: Place;
  to: Place;
  port: number;
  protocol: string;
}

/** Label by which the gateway's data plane is known. */
export const GATEWAY = 'gateway.networking.k8s.io/gateway-name';

/** A pod that nobody declared; no component can have such a name. */
export const STRANGER = 'a stranger';

/** All pods of an environment: its workloads, its gateway's data plane, and one that nobody declared. */
export function pods(
  objects: readonly KubeObject[],
  namespace: string,
): Extract<Place, { labels: Labels }>[] {
  // A controller elsewhere has no pods here.
  const gateways = kindOf(objects, 'Gateway')
    .filter(hasDataPlane)
    .map(({ metadata }) => ({
      name: metadata.name,
      namespace,
      labels: { [GATEWAY]: metadata.name },
    }));
  const own = podTemplates(objects).map(({ name, labels }) => ({ name, namespace, labels }));
  return [...own, ...gateways, { name: STRANGER, namespace, labels: { app: 'stranger' } }];
}

/** Whether a Gateway has pods of its own here: Traefik is one controller for the whole cluster. */
export const hasDataPlane = ({ spec }: KubeObject): boolean =>
  (spec as { gatewayClassName: string }).gatewayClassName !== 'traefik';

const matches = (selector: Selector, labels: Labels): boolean => {
  if (selector.matchExpressions) throw new Error('matchExpressions are not understood here');
  return Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
};

function isPeer(peer: Peer, place: Place, namespace: string): boolean {
  if (peer.ipBlock) return 'cidr' in place && lets(peer.ipBlock, place.cidr);
  if ('cidr' in place) return false;
  const inNamespace = peer.namespaceSelector
    ? matches(peer.namespaceSelector, { 'kubernetes.io/metadata.name': place.namespace })
    : place.namespace === namespace;
  return inNamespace && matches(peer.podSelector ?? {}, place.labels);
}

function isPort(ports: Port[] | undefined, { port, protocol }: Way): boolean {
  // No list, or an empty one, means every port.
  if (!ports || ports.length === 0) return true;
  return ports.some((one) => {
    if (typeof one.port === 'string') throw new Error('named ports are not understood here');
    const last = one.endPort ?? one.port ?? 65535;
    return (one.protocol ?? 'TCP') === protocol && (one.port ?? 0) <= port && port <= last;
  });
}

type Direction = 'Ingress' | 'Egress';

export class Policies {
  private readonly specs: readonly Spec[];
  private readonly selecting = new Map<Place, readonly Spec[]>();
  /** Asked again for every port. */
  private readonly found = {
    Ingress: new Map<Place, Map<Place, readonly Rule[] | undefined>>(),
    Egress: new Map<Place, Map<Place, readonly Rule[] | undefined>>(),
  };

  constructor(
    objects: readonly KubeObject[],
    private readonly namespace: string,
  ) {
    this.specs = kindOf(objects, 'NetworkPolicy').map(({ spec }) => spec as Spec);
  }

  /** Does the sender's side let it out? */
  egress(way: Way): boolean {
    return this.allows('Egress', way.from, way.to, way);
  }

  /** Does the receiver's side let it in? */
  ingress(way: Way): boolean {
    return this.allows('Ingress', way.to, way.from, way);
  }

  private allows(direction: Direction, self: Place, other: Place, way: Way): boolean {
    // Policies of this namespace say nothing about what is elsewhere.
    if ('cidr' in self || self.namespace !== this.namespace) return true;
    const rules = this.between(direction, self, other);
    return rules === undefined || rules.some((rule) => isPort(rule.ports, way));
  }

  /** Rules about two places, whatever the port; undefined where no policy says anything. */
  private between(
    direction: Direction,
    self: Extract<Place, { labels: Labels }>,
    other: Place,
  ): readonly Rule[] | undefined {
    const found = this.found[direction].get(self) ?? new Map<Place, readonly Rule[] | undefined>();
    this.found[direction].set(self, found);
    if (found.has(other)) return found.get(other);
    const selecting = this.about(self).filter((spec) => spec.policyTypes.includes(direction));
    const rules =
      selecting.length === 0
        ? undefined
        : selecting
            .flatMap((spec) => (direction === 'Ingress' ? spec.ingress : spec.egress) ?? [])
            .filter((rule) => {
              const peers = direction === 'Ingress' ? rule.from : rule.to;
              // No list, or an empty one, means everybody.
              return (
                !peers || peers.length === 0 || peers.some((peer) => isPeer(peer, other, this.namespace))
              );
            });
    found.set(other, rules);
    return rules;
  }

  private about(self: Extract<Place, { labels: Labels }>): readonly Spec[] {
    const known = this.selecting.get(self);
    if (known) return known;
    const found = this.specs.filter((spec) => matches(spec.podSelector, self.labels));
    this.selecting.set(self, found);
    return found;
  }
}
