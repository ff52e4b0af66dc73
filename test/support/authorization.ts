/**
 * Who may connect to whom in an Istio ambient mesh, decided from the YAML alone, as the proxy of the node
 * (ztunnel) and a waypoint decide it. Trust domain and port are written here again on purpose.
 */
import { isMeshed, waypointOf } from '../../tools/lab/tunnels';
import { type KubeObject, kindOf, type Labels } from './kubernetes';

/** `cluster.local/ns/<namespace>/sa/<account>`; undefined for a connection that nothing encrypted. */
export type Identity = string | undefined;

export const identity = (namespace: string, account: string): string =>
  `cluster.local/ns/${namespace}/sa/${account}`;

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

export class Mesh {
  private readonly policies: readonly Policy[];
  private readonly encryption: readonly Encryption[];
  private readonly isMeshed: boolean;
  /** Asked for many ports of the same pods. */
  private readonly aboutPods = new Map<Labels, readonly Policy[]>();

  constructor(private readonly objects: readonly KubeObject[]) {
    this.isMeshed = isMeshed(objects);
    this.policies = kindOf(objects, 'AuthorizationPolicy').map(({ spec }) => spec as Policy);
    this.encryption = kindOf(objects, 'PeerAuthentication').map(({ spec }) => spec as Encryption);
  }

  /** Does the proxy before a pod let it in? */
  pod(from: Identity, labels: Labels, port: number): boolean {
    if (!this.isMeshed) return true;
    if (from === undefined && this.isStrict(labels, port)) return false;
    const about =
      this.aboutPods.get(labels) ??
      this.policies.filter(({ targetRefs, selector }) => !targetRefs && selects(selector, labels));
    this.aboutPods.set(labels, about);
    return allows(about, from, port);
  }

  /** Does the waypoint before a Service let it in? Without one there is nothing to ask. */
  service(from: Identity, name: string, port: number): boolean {
    const waypoint = this.waypointOf(name);
    if (!waypoint) return true;
    // A waypoint reads policies that name the Service; those with a selector, or none, are not for it.
    const about = this.policies.filter(({ targetRefs = [] }) =>
      targetRefs.some((ref) => ref.kind === 'Service' && !ref.group && ref.name === name),
    );
    return from !== undefined && allows(about, from, port);
  }

  waypointOf(service: string): string | undefined {
    return waypointOf(service, this.objects);
  }

  /** The port's own mode, else the pod's, else the namespace's. */
  isStrict(labels: Labels, port: number): boolean {
    const own = this.encryption.filter(({ selector }) => selector && selects(selector, labels));
    const all = this.encryption.filter(({ selector }) => !selector);
    if (own.length > 1 || all.length > 1) throw new Error('two policies of encryption: the older one wins');
    const mode = own[0]?.portLevelMtls?.[port]?.mode ?? own[0]?.mtls?.mode ?? all[0]?.mtls?.mode;
    return mode === 'STRICT';
  }
}

/** Without any policy everybody may; with one, whom a rule of any of them lets in. */
function allows(policies: readonly Policy[], from: Identity, port: number): boolean {
  for (const { action = 'ALLOW' } of policies) {
    if (action !== 'ALLOW') throw new Error(`action ${action} is not understood here`);
  }
  if (policies.length === 0) return true;
  return policies.some(({ rules = [] }) => rules.some((rule) => matches(rule, from, port)));
}

function matches({ from, to, when }: Rule, client: Identity, port: number): boolean {
  if (when) throw new Error('conditions are not understood here');
  const isFrom = !from || from.some(({ source }) => only(source, 'principals').includes(client ?? 'nobody'));
  const isTo = !to || to.some(({ operation }) => only(operation, 'ports').includes(String(port)));
  return isFrom && isTo;
}

/** The one list that may stand here: ztunnel drops a rule that says anything of HTTP. */
function only(fields: Record<string, string[]>, name: string): string[] {
  const others = Object.keys(fields).filter((key) => key !== name);
  if (others.length > 0) throw new Error(`${others.join()} is not understood here`);
  if (fields[name]?.some((value) => value.includes('*')))
    throw new Error('wildcards are not understood here');
  return fields[name] ?? [];
}
