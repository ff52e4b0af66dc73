/**
 * Who may connect to whom in an Istio ambient mesh, decided from the YAML alone, as the proxy of the node
 * (ztunnel) and a waypoint decide it. Trust domain and port are written here again on purpose.
 */
import { isMeshed, waypointOf } from '../../tools/lab/tunnels';
import { type KubeObject, kindOf, type Labels } from './kubernetes';
import { issued, type Token, type Tokens } from './tokens';

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
  /** Who a token has to be of, as patterns; undefined where none is asked for. */
  readonly people?: readonly string[];
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
  private readonly ofServices = new Map<string, { grants: Grants; believed: readonly Tokens[] }>();

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
  service(from: Identity, name: string, port: number, token?: Token): boolean {
    if (!this.waypointOf(name)) return true;
    let of = this.ofServices.get(name);
    if (!of) {
      // A waypoint reads policies that name the Service; those with a selector, or none, are not for it.
      const isAbout = ({ targetRefs = [] }: Pick<Tokens, 'targetRefs'>): boolean =>
        targetRefs.some((ref) => ref.kind === 'Service' && !ref.group && ref.name === name);
      const believed = kindOf(this.objects, 'RequestAuthentication').map(({ spec }) => spec as Tokens);
      of = { grants: grantsOf(this.policies.filter(isAbout)), believed: believed.filter(isAbout) };
      this.ofServices.set(name, of);
    }
    const person = issued(of.believed, token);
    return from !== undefined && person !== 'refused' && allows(of.grants, from, port, person);
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

/** @param person whom a token is of */
const allows = (grants: Grants, from: Identity, port: number, person?: string): boolean =>
  grants === undefined ||
  grants.some(
    ({ clients, people, ports }) =>
      (!clients || clients.has(from ?? 'nobody')) &&
      (!people || people.some((pattern) => person !== undefined && isLike(person, pattern))) &&
      (!ports || ports.has(String(port))),
  );

/** As Istio compares: whole, from the start, from the end, or anything that is there at all. */
function isLike(text: string, pattern: string): boolean {
  if (pattern === '*') return text !== '';
  if (pattern.endsWith('*')) return text.startsWith(pattern.slice(0, -1));
  return pattern.startsWith('*') ? text.endsWith(pattern.slice(1)) : text === pattern;
}

/** Without any policy everybody may; with one, whom a rule of any of them lets in. */
function grantsOf(policies: readonly Policy[]): Grants {
  for (const { action = 'ALLOW' } of policies) {
    if (action !== 'ALLOW') throw new Error(`action ${action} is not understood here`);
  }
  return policies.length === 0 ? undefined : policies.flatMap(({ rules = [] }) => rules.map(grantOf));
}

/** Read by a waypoint alone: the proxy of a node drops a rule that has it. */
const PEOPLE = 'requestPrincipals';

function grantOf({ from, to, when }: Rule): Grant {
  if (when) throw new Error('conditions are not understood here');
  // Of several sources one would do, and what each says would have to stay together.
  if (from && from.length > 1 && from.some(({ source }) => source[PEOPLE]))
    throw new Error('several sources with tokens are not understood here');
  return {
    clients:
      from && new Set(from.flatMap(({ source: { [PEOPLE]: _, ...source } }) => only(source, 'principals'))),
    people: from?.[0]?.source[PEOPLE],
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
