import type { Connection, Plan } from '../../model/plan';
import { type KubeObject, kindOf } from '../support/kubernetes';
import { Policies, pods } from '../support/network';
import { lets, NOT_PUBLIC } from '../support/ranges';
import { type Rule, rule } from '../support/rule';
import { NothingToBreak, type Seed } from '../support/seeds';
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

type EgressRule = NonNullable<Spec['egress']>[number];

/** A defect of the first egress rule that is like this. */
const inRule =
  (like: (rule: EgressRule) => boolean, change: (rule: EgressRule) => void): Seed =>
  (objects) => {
    const rules = kindOf(objects, 'NetworkPolicy').flatMap(({ spec }) => (spec as Spec).egress ?? []);
    const found = rules.find(like);
    if (!found) throw new NothingToBreak('there is no such rule');
    change(found);
  };
const blockOf = ({ to = [] }: EgressRule) => to[0]?.ipBlock;
const isInternet = (rule: EgressRule): boolean => blockOf(rule)?.cidr === '0.0.0.0/0';
/** A defect of what somebody may reach on the internet. */
const inInternet = (change: (block: { cidr: string; except?: string[] }) => void): Seed =>
  inRule(isInternet, (rule) => change(blockOf(rule)!));
const other = (from: string, to: string): Seed =>
  inInternet((block) => {
    block.except = block.except!.map((cidr) => (cidr === from ? to : cidr));
  });

rule('"the internet" is no way into the network of the node or to its metadata', privateRanges, [
  [
    'no exceptions',
    inInternet((block) => {
      block.except = [];
    }),
    /reaches 169\.254\.169\.254\/32/,
  ],
  ['one forgotten', other('10.0.0.0/8', '11.0.0.0/8'), /reaches 10\.0\.0\.0\/8/],
  ['half a range', other('172.16.0.0/12', '172.16.0.0/13'), /172\.16\.0\.0\/12/],
  [
    'a private block',
    inInternet((block) => {
      Object.assign(block, { cidr: '192.168.1.0/24', except: [] });
    }),
    /192\.168/,
  ],
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
  // Those of providers too, whatever they are.
  const declared = plan.connections.flatMap(({ to, port }) =>
    to.kind === 'internet' || to.kind === 'api-server' ? port : [],
  );
  const ports = [...new Set([...PORTS, ...declared])];
  return pods(objects, plan.namespace).flatMap((from) =>
    ADDRESSES.flatMap((cidr) =>
      ports.flatMap((port) => {
        const open = policies.egress({ from, to: { name: cidr, cidr }, port, protocol: 'TCP' });
        const isDeclared = plan.connections.some(
          (one) => 'name' in one.from && one.from.name === from.name && isFor(one, cidr, port),
        );
        if (open === isDeclared) return [];
        return `${from.name} → ${cidr}:${port} is ${open ? 'open and not declared' : 'declared and shut'}`;
      }),
    ),
  );
};

const isDns = ({ ports = [] }: EgressRule): boolean => ports[0]?.protocol === 'UDP';
const isApi = ({ to = [], ports = [] }: EgressRule): boolean =>
  to[0]?.ipBlock?.cidr === '10.0.0.0/24' && ports.length > 0;

rule('only who may talk to the world does, on the declared port', addresses, [
  [
    'shut',
    (objects) => {
      // All of them: one client may have two providers on one port.
      const rules = kindOf(objects, 'NetworkPolicy').flatMap(({ spec }) => (spec as Spec).egress ?? []);
      const open = rules.filter(isInternet);
      if (open.length === 0) throw new NothingToBreak('nobody may talk to the world');
      for (const one of open) one.to = [{ podSelector: {} }];
    },
    /→ 1\.1\.1\.1.* declared and shut/,
  ],
  [
    'another port',
    inRule(isInternet, (one) => {
      one.ports![0]!.port = 22;
    }),
    /:22 is open and not/,
  ],
  [
    'no receivers',
    inRule(isDns, (one) => {
      one.to = [];
      one.ports![1]!.port = 53;
    }),
    /→ 1\.1\.1\.1\/32:53 is open/,
  ],
  [
    'any port',
    inRule(isApi, (one) => {
      one.ports = [];
    }),
    /→ 10\.0\.0\.5\/32:22 is open/,
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

const isForPods = ({ to = [] }: EgressRule): boolean => to.some(({ podSelector }) => podSelector);

rule('no rule is wider than it looks: an empty list means everybody', blocks, [
  [
    'nobody named',
    inRule(isForPods, (one) => {
      one.to = [];
    }),
    /: a rule for everybody/,
  ],
  [
    'no port named',
    inRule(isForPods, (one) => {
      one.ports = undefined;
    }),
    /or every port/,
  ],
]);
