import { isDeepStrictEqual } from 'node:util';
import type { Endpoint } from '../../model/plan';
import { isMeshed, tunnels } from '../../tools/lab/tunnels';
import { type KubeObject, kindOf } from '../support/kubernetes';
import { GATEWAY, hasDataPlane, type Place, Policies, pods, STRANGER, type Way } from '../support/network';
import { another, inObject, type Rule, rule, those, without } from '../support/rule';
import { planOf } from '../support/systems';

/** Ports to try beside the declared ones: nobody's, and what service meshes, nodes and agents use. */
const OTHERS = [1, 22, 53, 80, 443, 8080, 10250, 15008, 65535];

/** Endpoints that are the pods of a Gateway, which has their name. */
const GATEWAYS = ['edge', 'waypoint'];

const written = ({ from, to, port, protocol }: Way): string =>
  `${from.name} → ${to.name}:${port}/${protocol}`;
const inNamespace = (endpoint: Endpoint): string | undefined =>
  endpoint.kind === 'component'
    ? endpoint.name
    : GATEWAYS.includes(endpoint.kind)
      ? endpoint.kind
      : undefined;

/** Every way between two pods of the namespace that one side, or both, let through. */
function open(objects: readonly KubeObject[], namespace: string, ports: readonly number[]) {
  const policies = new Policies(objects, namespace);
  const all = pods(objects, namespace);
  const ways = all.flatMap((from) =>
    all
      .filter((to) => to !== from)
      .flatMap((to) =>
        ports.flatMap((port) => ['TCP', 'UDP'].map((protocol): Way => ({ from, to, port, protocol }))),
      ),
  );
  return {
    out: new Set(ways.filter((way) => policies.egress(way)).map(written)),
    into: new Set(ways.filter((way) => policies.ingress(way)).map(written)),
  };
}

const flows: Rule = async (objects, environment) => {
  const plan = await planOf(environment);
  const declared = plan.connections.flatMap(({ from, to, port, protocol, reason }) => {
    const [sender, receiver] = [inNamespace(from), inNamespace(to)];
    return sender && receiver
      ? { from: sender, to: receiver, port, protocol, isFlow: reason === 'flow' }
      : [];
  });
  const wanted = new Set(
    [...declared, ...(isMeshed(objects) ? tunnels(declared, objects) : [])]
      .filter(({ from, to }) => from !== to)
      .map(({ from, to, port, protocol }) => `${from} → ${to}:${port}/${protocol}`),
  );
  const ports = new Set([...OTHERS, ...plan.connections.map(({ port }) => port)]);
  for (const { ports: served } of plan.components) {
    for (const { number } of Object.values(served)) ports.add(number);
  }
  const { out, into } = open(objects, plan.namespace, [...ports]);
  return [
    ...[...wanted].filter((way) => !out.has(way)).map((way) => `${way} is declared and not let out`),
    ...[...wanted].filter((way) => !into.has(way)).map((way) => `${way} is declared and not let in`),
    ...[...out].filter((way) => !wanted.has(way)).map((way) => `${way} is let out and not declared`),
    ...[...into].filter((way) => !wanted.has(way)).map((way) => `${way} is let in and not declared`),
  ];
};

interface Policy {
  podSelector: { matchLabels?: object };
  ingress?: { from?: { podSelector?: object; namespaceSelector?: object }[] }[];
  egress?: { to?: { podSelector?: object; namespaceSelector?: object }[] }[];
}
const isOurs = (peers: { podSelector?: object; namespaceSelector?: object }[] = []): boolean =>
  peers[0]?.podSelector !== undefined && !peers[0].namespaceSelector;
/** Lets another component in, and not its own members alone. */
const SERVER = those(
  'NetworkPolicy',
  ({ podSelector, ingress: [first] = [] }: Policy) =>
    isOurs(first?.from) && !isDeepStrictEqual(first!.from![0]!.podSelector, podSelector),
);
/** Lets its own component out to another, after the name service. */
const CLIENT = those('NetworkPolicy', ({ egress = [] }: Policy) => isOurs(egress[1]?.to));
const EVERYBODY = [{ podSelector: {} }];
const NOT_DECLARED = /is let (in|out) and not declared/;

rule('what is declared works and what is not declared is refused, by both sides', flows, [
  ['a lost policy', without(SERVER), / is declared and not let in/],
  ['no way out', inObject(CLIENT, 'spec.egress', []), / is declared and not let out/],
  ['open to all', inObject(SERVER, 'spec.ingress.0.from', []), /a stranger → .* not declared/],
  ['open to pods', inObject(SERVER, 'spec.ingress.0.from', EVERYBODY), /a stranger → .* not declared/],
  ['every port', inObject(SERVER, 'spec.ingress.0.ports', []), /:22\/UDP is let in/],
  ['out to every pod', inObject(CLIENT, 'spec.egress.1.to', []), / is let out and not/],
  [
    'the wrong pods',
    inObject(SERVER, 'spec.podSelector.matchLabels', { app: 'nobody' }),
    / is declared and not let in/,
  ],
  ['a stranger let in', another(SERVER, 'spec.podSelector.matchLabels', { app: 'stranger' }), NOT_DECLARED],
]);

const denied = (objects: readonly KubeObject[], namespace: string): string[] => {
  const policies = new Policies(objects, namespace);
  const stranger: Place = { name: STRANGER, namespace, labels: { app: 'stranger' } };
  const everywhere: Place[] = [
    ...pods(objects, namespace).filter(({ name }) => name !== STRANGER),
    { name: 'kube-dns', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } },
    { name: 'the internet', cidr: '1.1.1.1/32' },
    { name: 'the node', cidr: '10.0.0.1/32' },
  ];
  return everywhere.flatMap((other) =>
    [53, 443, 8080].flatMap((port) => {
      const out = { from: stranger, to: other, port, protocol: 'TCP' };
      const into = { from: other, to: stranger, port, protocol: 'TCP' };
      return [policies.egress(out) && written(out), policies.ingress(into) && written(into)].filter(
        (way) => typeof way === 'string',
      );
    }),
  );
};

const TYPES = 'spec.policyTypes';

rule(
  'a pod that nobody declared reaches nothing and nothing reaches it',
  (objects, { system, environment }) => denied(objects, `${system}-${environment}`),
  [
    ['no default', without('NetworkPolicy/default-deny'), /stranger → the internet:443\/TCP/],
    [
      'only incoming is denied',
      inObject('NetworkPolicy/default-deny', TYPES, ['Ingress']),
      /stranger → kube-dns/,
    ],
    ['only outgoing is denied', inObject('NetworkPolicy/default-deny', TYPES, ['Egress']), /→ a stranger/],
  ],
);

const gateway = (objects: readonly KubeObject[]): string[] =>
  kindOf(objects, 'Gateway')
    .filter(hasDataPlane)
    .flatMap(({ metadata }) => {
      const selector = JSON.stringify({ matchLabels: { [GATEWAY]: metadata.name } });
      const selecting = kindOf(objects, 'NetworkPolicy').filter(
        ({ spec }) => JSON.stringify((spec as { podSelector: unknown }).podSelector) === selector,
      );
      return selecting.length === 1
        ? []
        : [`${selecting.length} policies are about the pods of ${metadata.name}`];
    });

rule("the gateway's pods, which its controller makes here, have a policy of their own", gateway, [
  ['no policy', without('NetworkPolicy/edge'), /0 policies are about the pods of edge/],
]);
