import type { Endpoint, Plan } from '../../model/plan';
import { isMeshed, isWaypoint } from '../../tools/lab/tunnels';
import { type Identity, identity as identityOf, Mesh } from '../support/authorization';
import { type KubeObject, kindOf, type Labels, podTemplates, title } from '../support/kubernetes';
import { GATEWAY, hasDataPlane, STRANGER } from '../support/network';
import { another, inObject, type Rule, rule, those, without } from '../support/rule';
import { NothingToBreak, type Seed } from '../support/seeds';
import { planOf } from '../support/systems';

interface Party {
  readonly name: string;
  readonly identity: Identity;
}
interface Server {
  readonly name: string;
  readonly labels: Labels;
}

/** Ports to try beside the declared ones: nobody's, and what nodes, meshes and databases use. */
const OTHERS = [1, 22, 80, 443, 5432, 8080, 9113, 10250, 15008, 15020];

/** Everybody who could try: each account here, the same names elsewhere, nobody at all. */
function parties(objects: readonly KubeObject[], { namespace, mesh, connections }: Plan): Party[] {
  const identity = (of: string, account: string): string => identityOf(of, account, mesh!.trustDomain);
  const pods = podTemplates(objects);
  const platform = connections.flatMap(({ from }) =>
    from.kind === 'platform' && from.serviceAccount ? [{ ...from, account: from.serviceAccount }] : [],
  );
  const accounts = pods.map(({ spec }) => spec.serviceAccountName ?? 'default');
  return [
    // What an operator runs has an account of another name than the component.
    ...pods.map(({ name }, index) => ({ name, identity: identity(namespace, accounts[index]!) })),
    ...['default', 'edge-nginx', 'waypoint'].map((name) => ({ name, identity: identity(namespace, name) })),
    ...[...accounts, 'edge-nginx', 'waypoint'].map((name) => ({
      name: `elsewhere/${name}`,
      identity: identity('elsewhere', name),
    })),
    ...platform.map(({ namespace: of, account }) => ({
      name: `${of}/${account}`,
      identity: identity(of, account),
    })),
    // They are asked of every environment: where nobody declared them, they are strangers.
    { name: 'keda/keda-operator', identity: identity('keda', 'keda-operator') },
    { name: 'nobody', identity: undefined },
  ];
}

function servers(objects: readonly KubeObject[]): Server[] {
  const gateways = kindOf(objects, 'Gateway')
    // A waypoint's pods are in no mesh themselves.
    .filter(({ spec }) => (spec as { gatewayClassName: string }).gatewayClassName !== 'istio-waypoint')
    .filter(hasDataPlane)
    .map(({ metadata }) => ({ name: metadata.name, labels: { [GATEWAY]: metadata.name } }));
  const own = podTemplates(objects).map(({ name, labels }) => ({ name, labels }));
  return [...own, ...gateways, { name: STRANGER, labels: { app: 'stranger' } }];
}

const partyOf = (from: Endpoint): string | undefined => {
  if (from.kind === 'component') return from.name;
  if (from.kind === 'edge') return 'edge-nginx';
  if (from.kind === 'waypoint') return 'waypoint';
  return from.kind === 'platform' ? `${from.namespace}/${from.serviceAccount}` : undefined;
};
const serverOf = (to: Endpoint): string | undefined =>
  to.kind === 'component' ? to.name : to.kind === 'edge' ? 'edge' : undefined;

/** Ports of a gateway of ours that people come in by, the ones who run the system too. */
const publicPorts = ({ internal }: Plan): number[] => [80, 443, ...(internal ? [8443] : [])];

const exactly: Rule = async (objects, environment) => {
  const plan = await planOf(environment);
  if (!plan.mesh) return [];
  const mesh = new Mesh(objects);
  // What a client asks of a Service goes by way of its waypoint, and the pod sees the waypoint ask.
  const wanted = new Set<string>();
  const asked = new Set<string>();
  for (const { from, to, port, protocol, reason } of plan.connections) {
    const [client, server] = [partyOf(from), serverOf(to)];
    if (!client || !server || protocol !== 'TCP') continue;
    const waypoint = reason === 'flow' ? mesh.waypointOf(server) : undefined;
    wanted.add(`${waypoint ?? client} → ${server}:${port}`);
    if (waypoint) asked.add(`${client} → Service ${server}:${port}`);
  }
  const ports = new Set([...OTHERS, ...plan.connections.map(({ port }) => port)]);
  const people = publicPorts(plan);
  const all = parties(objects, plan);
  // Who may ask at all; what becomes of others' tokens, and of none, is a rule of its own.
  const token = plan.tokens && {
    issuer: plan.tokens.issuer,
    audience: plan.tokens.audiences[0]!,
    isExpired: false,
    isSigned: true,
  };
  const differences = (way: string, open: boolean, isWanted: boolean): string[] =>
    open === isWanted ? [] : [`${way} is ${open ? 'open and not declared' : 'declared and refused'}`];
  return [
    ...servers(objects).flatMap(({ name, labels }) =>
      all.flatMap((client) =>
        [...ports].flatMap((port) => {
          const way = `${client.name} → ${name}:${port}`;
          const isPublic = name === 'edge' && people.includes(port);
          return differences(way, mesh.pod(client.identity, labels, port), isPublic || wanted.has(way));
        }),
      ),
    ),
    ...kindOf(objects, 'Service')
      .map(({ metadata }) => metadata.name)
      .filter((name) => mesh.waypointOf(name))
      .flatMap((name) =>
        all.flatMap((client) =>
          [...ports].flatMap((port) => {
            const way = `${client.name} → Service ${name}:${port}`;
            return differences(way, mesh.service(client.identity, name, port, token), asked.has(way));
          }),
        ),
      ),
  ];
};

interface Policy {
  selector?: { matchLabels: Labels };
  targetRefs?: { name: string }[];
  rules?: { from?: { source: { principals: string[] } }[]; to?: { operation: { ports: string[] } }[] }[];
}
const NAME = 'app.kubernetes.io/name';
const PRINCIPALS = 'spec.rules.0.from.0.source.principals';

const clientOf = ({ rules = [] }: Policy): string => rules[0]?.from?.[0]?.source.principals[0] ?? '';
/** Lets another component into one of ours, and not by way of a waypoint. */
const isGuard = (spec: Policy, { metadata }: KubeObject): boolean =>
  spec.selector?.matchLabels[NAME] !== undefined &&
  clientOf(spec).includes(`/ns/${metadata.namespace}/sa/`) &&
  !clientOf(spec).endsWith('/waypoint');
const GUARD = those('AuthorizationPolicy', isGuard);
/** Lets the waypoint into a server. */
const BEHIND = those('AuthorizationPolicy', (spec: Policy) =>
  (spec.rules ?? []).some((rule) =>
    rule.from?.some(({ source }) => source.principals[0]?.endsWith('/waypoint')),
  ),
);
/** Says who may ask a Service by way of the waypoint. */
const BEFORE = those('AuthorizationPolicy', ({ targetRefs, rules = [] }: Policy) =>
  Boolean(targetRefs && rules.length > 0),
);
const elsewhere = ([first]: string[]): string[] => [first!.replace(/\/ns\/[^/]+/, '/ns/elsewhere')];
const account =
  (name: string) =>
  ([first]: string[]): string[] => [first!.replace(/\/sa\/.*/, `/sa/${name}`)];
/** A rule for an account that nobody declared. */
const intruder = (rules: NonNullable<Policy['rules']>): unknown[] => {
  const copy = structuredClone(rules);
  copy[0]!.from = [{ source: { principals: account('default')([clientOf({ rules })]) } }];
  return [...rules, copy[0]];
};
const OPEN = /is open and not declared/;
const SHUT = /is declared and refused/;

rule('the mesh lets in the declared identities on the declared ports, and nobody else', exactly, [
  [
    'not joined',
    inObject('Namespace', 'metadata.labels.istio\\.io/dataplane-mode', undefined),
    /nobody → .* is open/,
  ],
  [
    'people shut out',
    inObject('PeerAuthentication/edge', 'spec.portLevelMtls', {}),
    /nobody → edge:443 is declared/,
  ],
  ['no default', without('AuthorizationPolicy/default-deny'), /→ a stranger:22 is open/],
  ['a lost policy', without(GUARD), SHUT],
  ['anybody', inObject(GUARD, 'spec.rules.0.from', undefined), OPEN],
  ['any port', inObject(GUARD, 'spec.rules.0.to', undefined), OPEN],
  ['another port', inObject(GUARD, 'spec.rules.0.to.0.operation.ports', ['1']), SHUT],
  ['another account', inObject(GUARD, PRINCIPALS, account('default')), /default → .* is open/],
  ['a namesake', inObject(GUARD, PRINCIPALS, elsewhere), /elsewhere\/.* is open/],
  [
    'the wrong pods',
    another(GUARD, 'spec.selector.matchLabels', { app: 'stranger' }),
    /→ a stranger:.* is open/,
  ],
  ['every pod', inObject(GUARD, 'spec.selector', undefined), OPEN],
  ['past the waypoint', inObject(BEHIND, 'spec.rules', intruder), /default → .* is open and not/],
  ['a waypoint shut out', without(BEHIND), /waypoint → .* is declared and refused/],
  ['a waypoint for all', without(BEFORE), /→ Service .* is open/],
  [
    'another Service',
    inObject(BEFORE, 'spec.targetRefs.0.name', 'nobody-has-this-name'),
    /→ Service .* is open/,
  ],
  ['a client less', inObject(BEFORE, 'spec.rules', []), /→ Service .* is declared and refused/],
  [
    'no waypoint',
    inObject(
      those('Service', (_, { metadata }) => metadata.labels?.['istio.io/use-waypoint'] !== undefined),
      'metadata.labels.istio\\.io/use-waypoint',
      undefined,
    ),
    SHUT,
  ],
]);

const encrypted: Rule = async (objects, environment) => {
  const plan = await planOf(environment);
  if (!plan.mesh) return [];
  const mesh = new Mesh(objects);
  const people = publicPorts(plan);
  return servers(objects).flatMap(({ name, labels }) =>
    [...new Set([...OTHERS, ...people, 3000, 6379, 27017])].flatMap((port) => {
      const isPublic = name === 'edge' && people.includes(port);
      const plain = !mesh.isStrict(labels, port);
      return plain === isPublic
        ? []
        : [`${name}:${port} takes ${plain ? 'plain' : 'only encrypted'} connections`];
    }),
  );
};

rule('every pod refuses what is not encrypted, except people at the gateway', encrypted, [
  ['no policy', without('PeerAuthentication/default'), /:6379 takes plain/],
  [
    'undecided',
    inObject('PeerAuthentication/default', 'spec.mtls.mode', 'PERMISSIVE'),
    /a stranger:22 takes plain/,
  ],
  [
    'plain metrics',
    inObject('PeerAuthentication/edge', 'spec.portLevelMtls.9113', { mode: 'PERMISSIVE' }),
    /edge:9113/,
  ],
  ['people shut out', without('PeerAuthentication/edge'), /edge:443 takes only encrypted/],
  [
    'the wrong pods',
    inObject('PeerAuthentication/edge', 'spec.selector.matchLabels', {}),
    /a stranger:80 takes plain/,
  ],
]);

const KINDS = ['AuthorizationPolicy', 'DestinationRule', 'PeerAuthentication'];
const LABEL = /(^|\.)istio\.io\//;

const early: Rule = async (objects, environment) => {
  const { phase, cluster } = await planOf(environment);
  if (phase >= 4) return [];
  const labels = objects.filter(({ metadata }) =>
    Object.keys(metadata.labels ?? {}).some((label) => LABEL.test(label)),
  );
  const probes = kindOf(objects, 'NetworkPolicy').filter(({ spec }) =>
    cluster.mesh?.probes.some((cidr) => JSON.stringify(spec).includes(`"${cidr}"`)),
  );
  const made = objects.filter((object) => KINDS.includes(object.kind) || isWaypoint(object));
  return [...new Set([...made, ...labels, ...probes])].map((object) => `${title(object)} is of the mesh`);
};

/** In an environment that has not joined. */
const before =
  (seed: Seed): Seed =>
  (objects, plan) => {
    if (isMeshed(objects)) throw new NothingToBreak('it has joined');
    seed(objects, plan);
  };

rule('nothing of the mesh is there before its phase', early, [
  [
    'a label',
    before(inObject('Namespace', 'metadata.labels.istio\\.io/dataplane-mode', 'ambient')),
    /Namespace\/.* is of the mesh/,
  ],
  [
    'an object',
    before(another('ServiceAccount', 'kind', 'PeerAuthentication')),
    /PeerAuthentication\/.* is of/,
  ],
]);
