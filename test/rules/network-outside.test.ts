import type { Connection, Plan } from '../../model/plan';
import { type KubeObject, kindOf } from '../support/kubernetes';
import { Policies, pods } from '../support/network';
import { lets, NOT_PUBLIC } from '../support/ranges';
import { inObject, type Rule, rule } from '../support/rule';
import { planOf } from '../support/systems';

type Peer = {
  ipBlock?: { cidr: string; except?: string[] };
  namespaceSelector?: object;
  podSelector?: object;
};
type Spec = { egress?: { to?: Peer[]; ports?: { port?: number; protocol?: string }[] }[] };

/** Ranges that the plan names itself, such as the API server's: the only private ones allowed. */
const named = (plan: Plan, name: string): string[] =>
  plan.connections.flatMap(({ from, to }) =>
    'name' in from && from.name === name && (to.kind === 'api-server' || to.kind === 'internet')
      ? (to.cidrs ?? [])
      : [],
  );

const privateRanges: Rule = async (objects, environment) => {
  const plan = await planOf(environment);
  return kindOf(objects, 'NetworkPolicy').flatMap(({ metadata: { name }, spec }) =>
    ((spec as Spec).egress ?? [])
      .flatMap(({ to = [] }) => to)
      .flatMap(({ ipBlock }) => (ipBlock && !named(plan, name).includes(ipBlock.cidr) ? ipBlock : []))
      .flatMap((block) =>
        [...NOT_PUBLIC, '169.254.169.254/32']
          .filter((cidr) => lets(block, cidr))
          .map((cidr) => `${name} reaches ${cidr} by way of ${block.cidr}`),
      ),
  );
};

const EXCEPT = 'spec.egress.1.to.0.ipBlock.except';
const BLOCK = 'spec.egress.1.to.0.ipBlock';

rule('"the internet" is no way into the network of the node or to its metadata', privateRanges, [
  ['no exceptions', inObject('NetworkPolicy/alertmanager', EXCEPT, []), /reaches 169\.254\.169\.254\/32/],
  [
    'one forgotten',
    inObject('NetworkPolicy/alertmanager', `${EXCEPT}.1`, '11.0.0.0/8'),
    /reaches 10\.0\.0\.0\/8/,
  ],
  [
    'half a range',
    inObject('NetworkPolicy/alertmanager', `${EXCEPT}.5`, '172.16.0.0/13'),
    /172\.16\.0\.0\/12/,
  ],
  ['a private block', inObject('NetworkPolicy/alertmanager', BLOCK, { cidr: '192.168.1.0/24' }), /192\.168/],
]);

/** Addresses to try: the internet, the cluster's own, a neighbour's, the metadata service. */
const ADDRESSES = [
  '1.1.1.1/32',
  '8.8.8.8/32',
  '10.0.0.5/32',
  '10.96.0.1/32',
  '192.168.0.9/32',
  '169.254.169.254/32',
];
const PORTS = [22, 53, 80, 443, 6443, 9000];

const isFor = ({ to, port }: Connection, cidr: string, tried: number): boolean => {
  if (port !== tried) return false;
  if (to.kind === 'api-server') return to.cidrs.some((one) => lets({ cidr: one }, cidr));
  if (to.kind !== 'internet') return false;
  if (to.cidrs) return to.cidrs.some((one) => lets({ cidr: one }, cidr));
  return !NOT_PUBLIC.some((one) => lets({ cidr: one }, cidr));
};

const addresses: Rule = async (objects, environment) => {
  const plan = await planOf(environment);
  const policies = new Policies(objects, plan.namespace);
  return pods(objects, plan.namespace).flatMap((from) =>
    ADDRESSES.flatMap((cidr) =>
      PORTS.flatMap((port) => {
        const open = policies.egress({ from, to: { name: cidr, cidr }, port, protocol: 'TCP' });
        const declared = plan.connections.some(
          (one) => 'name' in one.from && one.from.name === from.name && isFor(one, cidr, port),
        );
        if (open === declared) return [];
        return `${from.name} → ${cidr}:${port} is ${open ? 'open and not declared' : 'declared and shut'}`;
      }),
    ),
  );
};

rule('only who may talk to the world does, on the declared port', addresses, [
  [
    'shut',
    inObject('NetworkPolicy/alertmanager', 'spec.egress', []),
    /alertmanager → 1\.1\.1\.1.* declared and shut/,
  ],
  [
    'another port',
    inObject('NetworkPolicy/alertmanager', 'spec.egress.1.ports.0.port', 22),
    /:22 is open and not/,
  ],
  [
    'no receivers',
    inObject('NetworkPolicy/redis', 'spec.egress.0.to', []),
    /redis → 1\.1\.1\.1\/32:53 is open/,
  ],
  [
    'any port',
    inObject('NetworkPolicy/alloy', 'spec.egress.1.ports', []),
    /alloy → 10\.0\.0\.5\/32:22 is open/,
  ],
]);

const blocks = (objects: readonly KubeObject[]): string[] =>
  kindOf(objects, 'NetworkPolicy').flatMap(({ metadata, spec }) => {
    const { podSelector, egress = [] } = spec as Spec & { podSelector: object };
    const rules = egress.filter(({ to, ports }) => !to?.length || !ports?.length);
    return [
      ...rules.map(() => `${metadata.name}: a rule for everybody or every port`),
      ...(metadata.name !== 'default-deny' && Object.keys(podSelector).length === 0
        ? [`${metadata.name}: all`]
        : []),
    ];
  });

rule('no rule is wider than it looks: an empty list means everybody', blocks, [
  ['nobody named', inObject('NetworkPolicy/api', 'spec.egress.1.to', []), /api: a rule for everybody/],
  ['no port named', inObject('NetworkPolicy/api', 'spec.egress.1.ports', undefined), /or every port/],
]);
