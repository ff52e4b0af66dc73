import { kindOf } from '../support/kubernetes';
import { Policies, pods } from '../support/network';
import { inObject, type Rule, rule } from '../support/rule';
import { planOf } from '../support/systems';

const incoming: Rule = async (objects, environment) => {
  const plan = await planOf(environment);
  const policies = new Policies(objects, plan.namespace);
  // With nobody in front everybody is trusted, and is tried by the addresses below.
  const trusted = plan.cluster.trustedProxies.cidrs.filter(
    (cidr) => !cidr.includes(':') && cidr !== '0.0.0.0/0',
  );
  const others = ['1.1.1.1/32', '10.0.0.5/32', '203.0.113.7/32'];
  return pods(objects, plan.namespace).flatMap((to) =>
    [80, 443, 3000, 8080, 9113].flatMap((port) => {
      const open = (cidr: string): boolean =>
        policies.ingress({ from: { name: cidr, cidr }, to, port, protocol: 'TCP' });
      const wanted = to.name === 'edge' && [80, 443].includes(port);
      return [
        ...trusted.filter((cidr) => open(cidr) !== wanted).map((cidr) => `${cidr} → ${to.name}:${port}`),
        ...others.filter(open).map((cidr) => `${cidr} → ${to.name}:${port} past the proxy`),
      ];
    }),
  );
};

rule('from outside only the trusted proxy comes in, and only to the gateway', incoming, [
  [
    'everybody',
    inObject('NetworkPolicy/edge', 'spec.ingress.0.from', []),
    /1\.1\.1\.1\/32 → edge:\d+ past the proxy/,
  ],
  ['nobody', inObject('NetworkPolicy/edge', 'spec.ingress', []), /173\.245\.48\.0\/20 → edge:443/],
  ['straight to a pod', inObject('NetworkPolicy/api', 'spec.ingress.0.from', []), /→ api:/],
]);

interface Proxy {
  kubernetes: { service: { loadBalancerSourceRanges?: string[]; externalTrafficPolicy?: string } };
}

const loadBalancer: Rule = async (objects, environment) => {
  const { cluster } = await planOf(environment);
  return kindOf(objects, 'NginxProxy').flatMap(({ spec }) => {
    const { service } = (spec as Proxy).kubernetes;
    const ranges = service.loadBalancerSourceRanges ?? ['0.0.0.0/0'];
    const strangers = ranges.filter((cidr) => !cluster.trustedProxies.cidrs.includes(cidr));
    return [
      ...strangers.map((cidr) => `the load balancer takes ${cidr}`),
      // Otherwise the sender's address is replaced by a node's, and the policies see that one.
      ...(service.externalTrafficPolicy === 'Local' ? [] : ['the address of the sender is lost on the way']),
    ];
  });
};

const SERVICE = 'spec.kubernetes.service';

rule('nobody goes round the proxy by the address of the load balancer', loadBalancer, [
  ['no ranges', inObject('NginxProxy', `${SERVICE}.loadBalancerSourceRanges`, undefined), /takes 0\.0\.0\.0/],
  ['a stranger', inObject('NginxProxy', `${SERVICE}.loadBalancerSourceRanges.0`, '1.0.0.0/8'), /takes 1\./],
  ['lost addresses', inObject('NginxProxy', `${SERVICE}.externalTrafficPolicy`, 'Cluster'), /is lost/],
]);
