import type { Endpoint } from '../../model/plan';
import { isMeshed, tunnels } from '../../tools/lab/tunnels';
import { type KubeObject, kindOf } from '../support/kubernetes';
import { GATEWAY, hasDataPlane, type Place, Policies, pods, type Way } from '../support/network';
import { another, inObject, type Rule, rule, without } from '../support/rule';
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

const NAME = 'spec.podSelector.matchLabels.app\\.kubernetes\\.io/name';
const EVERYBODY = [{ podSelector: {} }];

rule('what is declared works and what is not declared is refused, by both sides', flows, [
  ['a lost policy', without('NetworkPolicy/redis'), /api → redis:6379\/TCP is declared and not let in/],
  ['no way out', inObject('NetworkPolicy/api', 'spec.egress', []), /api → redis:6379\/TCP is .*not let out/],
  [
    'open to all',
    inObject('NetworkPolicy/redis', 'spec.ingress.0.from', []),
    /stranger → redis.* not declared/,
  ],
  ['open to pods', inObject('NetworkPolicy/redis', 'spec.ingress.0.from', EVERYBODY), /n8n → redis:6379/],
  [
    'every port',
    inObject('NetworkPolicy/redis', 'spec.ingress.0.ports', []),
    /api → redis:22\/UDP is let in/,
  ],
  ['out to every pod', inObject('NetworkPolicy/api', 'spec.egress.1.to', []), /api → .* let out and not/],
  [
    'the wrong pods',
    inObject('NetworkPolicy/redis', NAME, 'radis'),
    /redis:6379\/TCP is declared and not let in/,
  ],
  ['the edge let in everywhere', another('NetworkPolicy/frontend', NAME, 'redis'), /edge → redis:8080/],
]);

const denied = (objects: readonly KubeObject[], namespace: string): string[] => {
  const policies = new Policies(objects, namespace);
  const stranger: Place = { name: 'stranger', namespace, labels: { app: 'stranger' } };
  const everywhere: Place[] = [
    ...pods(objects, namespace).filter(({ name }) => name !== 'stranger'),
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
    ['only outgoing is denied', inObject('NetworkPolicy/default-deny', TYPES, ['Egress']), /edge → stranger/],
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
