import { BlockList, isIPv6 } from 'node:net';
import type { Declared, Side, Verdict } from './connectivity';
import { GATEWAY_LABEL } from './gateway';
import type { KubeObject, Unit } from './manifests';
import { componentOf, podTemplate, selects } from './pods';
import { isIpv6 } from './ranges';

/** Public addresses of well-known services, and addresses that must never count as "the internet". */
const PUBLIC = ['2001:4860:4860::8888', '2606:4700:4700::1111', '2a00:1450:4001:800::200e'];
const PRIVATE = ['::1', 'fc00::1', 'fd12:3456::1', 'fe80::1', 'fd00:ec2::254'];

/**
 * Judges the IPv6 ranges of the policies, which netpol-analyzer cannot. Every workload is asked about a set of
 * addresses: well-known public and private ones, and the first of every range that a policy or flow names.
 */
export function compareIpv6(unit: Unit, pods: readonly KubeObject[], declared: readonly Declared[]): Verdict {
  const policies = unit.objects.filter((object) => object.kind === 'NetworkPolicy');
  const rules = policies.flatMap(rulesOf);
  const probes = new Set([
    ...PUBLIC,
    ...PRIVATE,
    ...[
      ...rules.map((rule) => rule.cidr),
      ...declared.flatMap(({ from, to }) => [...cidrs(from), ...cidrs(to)]),
    ]
      .map((cidr) => cidr.split('/')[0]!)
      .filter((address) => isIPv6(address) && address !== '::'),
  ]);
  const missing: string[] = [];
  const excess: string[] = [];
  for (const pod of pods) {
    const labels = podTemplate(pod)?.metadata?.labels;
    const own = rules.filter((rule) => selects(rule.podSelector, labels));
    const flows = declared.flatMap((one) => towards(one, pod));
    const ports = new Set([...own, ...flows].map(({ direction, port }) => `${direction} ${port}`));
    for (const key of ports) {
      for (const probe of probes) {
        const isOpen = own.some((rule) => `${rule.direction} ${rule.port}` === key && covers(rule, probe));
        const isWanted = flows.some((flow) => `${flow.direction} ${flow.port}` === key && flow.wants(probe));
        const line = `${pod.metadata.name} ${key} ${probe}`;
        if (isWanted && !isOpen) missing.push(line);
        if (isOpen && !isWanted) excess.push(line);
      }
    }
  }
  return { missing, excess };
}

const cidrs = (side: Side): readonly string[] => ('cidrs' in side ? (side.cidrs ?? []) : []).filter(isIpv6);

/** One IPv6 range of one policy, for one port. */
interface Rule {
  readonly podSelector: Parameters<typeof selects>[0];
  readonly direction: 'to' | 'from';
  /** `TCP 443`, or `any` */
  readonly port: string;
  readonly cidr: string;
  readonly except: readonly string[];
}

interface Peer {
  readonly ipBlock?: { readonly cidr: string; readonly except?: string[] };
}

function rulesOf({ spec }: KubeObject): Rule[] {
  return (['from', 'to'] as const).flatMap((direction) =>
    (spec[direction === 'to' ? 'egress' : 'ingress'] ?? []).flatMap(
      (rule: { ports?: { protocol?: string; port?: string | number }[]; to?: Peer[]; from?: Peer[] }) =>
        (rule[direction] ?? [])
          .filter((peer) => peer.ipBlock && isIpv6(peer.ipBlock.cidr))
          .flatMap(({ ipBlock }) =>
            (rule.ports?.map(({ protocol = 'TCP', port }) => `${protocol} ${port}`) ?? ['any']).map(
              (port) => ({
                podSelector: spec.podSelector,
                direction,
                port,
                cidr: ipBlock!.cidr,
                except: ipBlock!.except ?? [],
              }),
            ),
          ),
    ),
  );
}

function contains(ranges: readonly string[], address: string): boolean {
  const list = new BlockList();
  for (const range of ranges) {
    const [net, bits] = range.split('/');
    list.addSubnet(net!, Number(bits), 'ipv6');
  }
  return list.check(address, 'ipv6');
}

const covers = (rule: Rule, address: string): boolean =>
  contains([rule.cidr], address) && !contains(rule.except, address);

/** What a declared connection means for this pod, if anything. */
function towards({ from, to, protocol, port }: Declared, pod: KubeObject) {
  const flows: { direction: 'to' | 'from'; port: string; wants: (address: string) => boolean }[] = [];
  const gateway = podTemplate(pod)?.metadata?.labels?.[GATEWAY_LABEL];
  const is = (side: Side) =>
    gateway ? side.kind === gateway : side.kind === 'component' && side.name === componentOf(pod);
  for (const [self, other, direction] of [
    [from, to, 'to'],
    [to, from, 'from'],
  ] as const) {
    if (!is(self) || !(other.kind === 'internet' || 'cidrs' in other)) continue;
    const exact = cidrs(other);
    const isPublic = other.kind === 'internet' && other.cidrs === undefined;
    const wants = (address: string) =>
      isPublic ? contains(['2000::/3'], address) : exact.length > 0 && contains(exact, address);
    flows.push({ direction, port: `${protocol} ${port}`, wants });
  }
  return flows;
}
