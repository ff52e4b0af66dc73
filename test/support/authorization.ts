/**
 * Who may connect to whom in an Istio ambient mesh, decided from the YAML alone, as the proxy of the node
 * (ztunnel) and a waypoint decide it. Trust domain and port are written here again on purpose.
 */
import { isMeshed, waypointOf } from '../../tools/lab/tunnels';
import { type KubeObject, kindOf, type Labels } from './kubernetes';

/** `cluster.local/ns/<namespace>/sa/<account>`; undefined for a connection that nothing encrypted. */
export type Identity = string | undefined;

export const identity = (namespace: string, account: string, trustDomain = 'cluster.local'): string =>
  `${trustDomain}/ns/${namespace}/sa/${account}`;

interface Rule {
  from?: { source: Record<string, string[]> }[];
  to?: { operation: Record<string, string[]> }[];
  when?: unknown[];
}
interface Policy {
  action?: string;
  selector?: { matchLabels?: Labels };
  targetRefs?: { group?: string; kind: string; name: string }[];
  rules?: Rule[];
}
interface Encryption {
  selector?: { matchLabels?: Labels };
  mtls?: { mode: string };
  portLevelMtls?: Record<string, { mode: string }>;
}

const selects = (selector: { matchLabels?: Labels } | undefined, labels: Labels): boolean =>
  Object.entries(selector?.matchLabels ?? {}).every(([key, value]) => labels[key] === value);

/** Whom a rule lets in, and where; undefined for everybody, or everywhere. */
interface Grant {
  readonly clients?: ReadonlySet<string>;
  readonly ports?: ReadonlySet<string>;
}
/** What is said of some pods, or of a Service; without any policy everybody may. */
type Grants = readonly Grant[] | undefined;

export class Mesh {
  private readonly policies: readonly Policy[];
  private readonly encryption: readonly Encryption[];
  private readonly isMeshed: boolean;
  /** Asked again for every client and port. */
  private readonly ofPods = new Map<Labels, { grants: Grants; plain: (port: number) => boolean }>();
  private readonly ofServices = new Map<string, Grants>();

  constructor(private readonly objects: readonly KubeObject[]) {
    this.isMeshed = isMeshed(objects);
    this.policies = kindOf(objects, 'AuthorizationPolicy').map(({ spec }) => spec as Policy);
    this.encryption = kindOf(objects, 'PeerAuthentication').map(({ spec }) => spec as Encryption);
  }

  /** Does the proxy before a pod let it in? */
  pod(from: Identity, labels: Labels, port: number): boolean {
    if (!this.isMeshed) return true;
    let of = this.ofPods.get(labels);
    if (!of) {
      const about = this.policies.filter(
        ({ targetRefs, selector }) => !targetRefs && selects(selector, labels),
      );
      of = { grants: grantsOf(about), plain: this.plainPorts(labels) };
      this.ofPods.set(labels, of);
    }
    return (from !== undefined || of.plain(port)) && allows(of.grants, from, port);
  }

  /** Does the waypoint before a Service let it in? Without one there is nothing to ask. */
  service(from: Identity, name: string, port: number): boolean {
    if (!this.waypointOf(name)) return true;
    if (!this.ofServices.has(name)) {
      // A waypoint reads policies that name the Service; those with a selector, or none, are not for it.
      const about = this.policies.filter(({ targetRefs = [] }) =>
        targetRefs.some((ref) => ref.kind === 'Service' && !ref.group && ref.name === name),
      );
      this.ofServices.set(name, grantsOf(about));
    }
    return from !== undefined && allows(this.ofServices.get(name), from, port);
  }

  waypointOf(service: string): string | undefined {
    return waypointOf(service, this.objects);
  }

  isStrict(labels: Labels, port: number): boolean {
    return !this.plainPorts(labels)(port);
  }

  /** The port's own mode, else the pod's, else the namespace's. */
  private plainPorts(labels: Labels): (port: number) => boolean {
    const own = this.encryption.filter(({ selector }) => selector && selects(selector, labels));
    const all = this.encryption.filter(({ selector }) => !selector);
    if (own.length > 1 || all.length > 1) throw new Error('two policies of encryption: the older one wins');
    const mode = own[0]?.mtls?.mode ?? all[0]?.mtls?.mode;
    return (port) => (own[0]?.portLevelMtls?.[port]?.mode ?? mode) !== 'STRICT';
  }
}

const allows = (grants: Grants, from: Identity, port: number): boolean =>
  grants === undefined ||
  grants.some(
    ({ clients, ports }) =>
      (!clients || clients.has(from ?? 'nobody')) && (!ports || ports.has(String(port))),
  );

/** Without any policy everybody may; with one, whom a rule of any of them lets in. */
function grantsOf(policies: readonly Policy[]): Grants {
  for (const { action = 'ALLOW' } of policies) {
    if (action !== 'ALLOW') throw new Error(`action ${action} is not understood here`);
  }
  return policies.length === 0 ? undefined : policies.flatMap(({ rules = [] }) => rules.map(grantOf));
}

function grantOf({ from, to, when }: Rule): Grant {
  if (when) throw new Error('conditions are not understood here');
  return {
    clients: from && new Set(from.flatMap(({ source }) => only(source, 'principals'))),
    ports: to && new Set(to.flatMap(({ operation }) => only(operation, 'ports'))),
  };
}

/** The one list that may stand here: ztunnel drops a rule that says anything of HTTP. */
function only(fields: Record<string, string[]>, name: string): string[] {
  const others = Object.keys(fields).filter((key) => key !== name);
  if (others.length > 0) throw new Error(`${others.join()} is not understood here`);
  if (fields[name]?.some((value) => value.includes('*')))
    throw new Error('wildcards are not understood here');
  return fields[name] ?? [];
}
