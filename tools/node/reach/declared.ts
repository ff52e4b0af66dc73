/** Whether a plan wants one side to reach the other. It never looks at a NetworkPolicy: those are what is judged. */
import { BlockList } from 'node:net';
import type { Endpoint, Plan } from '../../../model/plan';
import type { Port } from './agents';

/** Whom the plan knows a party as. */
export type Role =
  | { readonly kind: 'component'; readonly name: string }
  | { readonly kind: 'edge' | 'waypoint' | 'dns' }
  | { readonly kind: 'platform'; readonly namespace: string; readonly name: string }
  /** An address that is no pod's. */
  | { readonly kind: 'address' }
  /** A pod nobody declared. */
  | { readonly kind: 'stranger' };

/** Somebody who opens connections or takes them. */
export interface Party {
  /** As messages name it. */
  readonly name: string;
  readonly role: Role;
  readonly address: string;
  /** Its IPv6 address. @default it has none */
  readonly address6?: string;
}

type Known = Pick<Plan, 'connections'> & { readonly cluster: Pick<Plan['cluster'], 'dns'> };

/**
 * @returns `either` where a range of addresses beyond the cluster has a pod's address in it: Kubernetes leaves open what that
 * means
 */
export function isDeclared(
  plan: Known,
  from: Party,
  to: Party,
  { port, protocol }: Port,
): boolean | 'either' {
  const { dns } = plan.cluster;
  // Every component may look names up; nothing else here says so.
  const looksUp = ['component', 'edge', 'waypoint'].includes(from.role.kind);
  if (looksUp && to.role.kind === 'dns' && port === dns.port) return true;
  const answers = plan.connections
    .filter((one) => one.port === port && one.protocol === protocol)
    .map((one) => both(isSide(one.from, from), isSide(one.to, to)));
  if (answers.includes(true)) return true;
  return answers.includes('either') ? 'either' : false;
}

const both = (a: boolean | 'either', b: boolean | 'either'): boolean | 'either' =>
  a && b ? (a === 'either' || b === 'either' ? 'either' : true) : false;

function isSide(side: Endpoint, { role, address }: Party): boolean | 'either' {
  if (side.kind === 'component') return role.kind === 'component' && role.name === side.name;
  if (side.kind === 'edge' || side.kind === 'waypoint') return role.kind === side.kind;
  if (side.kind === 'platform') {
    return role.kind === 'platform' && role.name === side.name && role.namespace === side.namespace;
  }
  const covered = side.cidrs ? isIn(address, side.cidrs) : !isIn(address, NOT_PUBLIC);
  return covered && (role.kind === 'address' || 'either');
}

/** Networks that are nobody's on the internet; what is private to a cluster, or to its cloud, is among them. */
const NOT_PUBLIC = [
  '10.0.0.0/8',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  'fc00::/7',
  'fe80::/10',
  // IPv4 in the clothes of IPv6, by a gateway that translates.
  '64:ff9b::/96',
];

function isIn(address: string, cidrs: readonly string[]): boolean {
  const list = new BlockList();
  for (const cidr of cidrs) {
    const [start, bits] = cidr.split('/');
    list.addSubnet(start!, Number(bits), cidr.includes(':') ? 'ipv6' : 'ipv4');
  }
  return list.check(address, address.includes(':') ? 'ipv6' : 'ipv4');
}
