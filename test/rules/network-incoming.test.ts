import { EDGE } from '../../model/edge';
import { kindOf } from '../support/kubernetes';
import { Policies, pods } from '../support/network';
import { isIpv4, lets } from '../support/ranges';
import { inObject, type Rule, rule, those } from '../support/rule';
import { planOf } from '../support/systems';

/** Addresses to try beside the trusted ones: somebody's on the internet, and private ones. */
const OTHERS = ['1.1.1.1/32', '10.0.0.5/32', '203.0.113.7/32'];
const PORTS = [80, 443, 3000, 8080, 8443, 9113];

const incoming: Rule = async (objects, environment) => {
  const { namespace, cluster, internal } = await planOf(environment);
  const policies = new Policies(objects, namespace);
  const trusted = cluster.trustedProxies.cidrs.filter(isIpv4);
  /** Who may come in at a port of the gateway: whoever is in front of it, or the people who run the system. */
  const asked = (port: number): readonly string[] =>
    [80, 443].includes(port) ? trusted : port === 8443 ? (internal?.cidrs ?? []) : [];
  return pods(objects, namespace).flatMap((to) =>
    PORTS.flatMap((port) =>
      [...trusted, ...(internal?.cidrs ?? []), ...OTHERS].filter(isIpv4).flatMap((range) => {
        // One address of it: a range as wide as the internet also holds those of kubelet's probes.
        const cidr = range.replace(/\/\d+$/, '/32');
        const open = policies.ingress({ from: { name: cidr, cidr }, to, port, protocol: 'TCP' });
        const wanted = to.name === EDGE && asked(port).some((one) => lets({ cidr: one }, cidr));
        if (open === wanted) return [];
        return `${cidr} → ${to.name}:${port}${open ? ' past the proxy' : ' is shut out'}`;
      }),
    ),
  );
};

interface Policy {
  ingress?: { from?: { ipBlock?: { cidr: string } }[]; ports?: { port: number }[] }[];
}
const ports = ({ ingress = [] }: Policy): number[] => (ingress[0]?.ports ?? []).map(({ port }) => port);
/** The gateway's, where it does not let everybody in anyway. */
const guarded = those(
  'NetworkPolicy',
  (spec: Policy, { metadata }) =>
    metadata.name === EDGE &&
    !JSON.stringify(spec).includes('"0.0.0.0/0"') &&
    ports(spec).some((port) => PORTS.includes(port)),
);
/** One of a component, for a port that is tried. */
const shown = those(
  'NetworkPolicy',
  (spec: Policy, { metadata }) => metadata.name !== EDGE && ports(spec).some((port) => PORTS.includes(port)),
);

rule('from outside only the trusted proxy comes in, and only to the gateway', incoming, [
  ['everybody', inObject(guarded, 'spec.ingress.0.from', []), /1\.1\.1\.1\/32 → edge:\d+ past the proxy/],
  ['nobody', inObject('NetworkPolicy/edge', 'spec.ingress', []), /→ edge:443 is shut out/],
  ['straight to a pod', inObject(shown, 'spec.ingress.0.from', []), /past the proxy/],
]);

interface Proxy {
  kubernetes: { service: { loadBalancerSourceRanges?: string[]; externalTrafficPolicy?: string } };
}

const loadBalancer: Rule = async (objects, environment) => {
  const { cluster, internal } = await planOf(environment);
  const known = [...cluster.trustedProxies.cidrs, ...(internal?.cidrs ?? [])];
  return kindOf(objects, 'NginxProxy').flatMap(({ spec }) => {
    const { service } = (spec as Proxy).kubernetes;
    const ranges = service.loadBalancerSourceRanges ?? ['everybody'];
    const strangers = ranges.filter((cidr) => !known.includes(cidr));
    return [
      ...strangers.map((cidr) => `the load balancer takes ${cidr}`),
      // Otherwise the sender's address is replaced by a node's, and the policies see that one.
      ...(service.externalTrafficPolicy === 'Local' ? [] : ['the address of the sender is lost on the way']),
    ];
  });
};

const SERVICE = 'spec.kubernetes.service';

rule('nobody goes round the proxy by the address of the load balancer', loadBalancer, [
  ['no ranges', inObject('NginxProxy', `${SERVICE}.loadBalancerSourceRanges`, undefined), /takes everybody/],
  ['a stranger', inObject('NginxProxy', `${SERVICE}.loadBalancerSourceRanges.0`, '1.0.0.0/8'), /takes 1\./],
  ['lost addresses', inObject('NginxProxy', `${SERVICE}.externalTrafficPolicy`, 'Cluster'), /is lost/],
]);
