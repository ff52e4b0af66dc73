import type { Endpoint } from '../../model/plan';
import { type Identity, identity, Mesh } from '../support/authorization';
import { type KubeObject, kindOf, type Labels, podTemplates, title } from '../support/kubernetes';
import { GATEWAY, hasDataPlane } from '../support/network';
import { another, inObject, type Rule, rule, without } from '../support/rule';
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
function parties(objects: readonly KubeObject[], namespace: string): Party[] {
  const pods = podTemplates(objects);
  const accounts = pods.map(({ spec }) => spec.serviceAccountName ?? 'default');
  return [
    // What an operator runs has an account of another name than the component.
    ...pods.map(({ name }, index) => ({ name, identity: identity(namespace, accounts[index]!) })),
    ...['default', 'edge-nginx', 'waypoint'].map((name) => ({ name, identity: identity(namespace, name) })),
    ...[...accounts, 'edge-nginx', 'waypoint'].map((name) => ({
      name: `elsewhere/${name}`,
      identity: identity('elsewhere', name),
    })),
    { name: 'keda/keda-operator', identity: identity('keda', 'keda-operator') },
    { name: 'cnpg-system/cloudnative-pg', identity: identity('cnpg-system', 'cloudnative-pg') },
    { name: 'traefik/traefik', identity: identity('traefik', 'traefik') },
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
  return [...own, ...gateways, { name: 'stranger', labels: { app: 'stranger' } }];
}

const partyOf = (from: Endpoint): string | undefined => {
  if (from.kind === 'component') return from.name;
  if (from.kind === 'edge') return 'edge-nginx';
  return from.kind === 'platform' ? `${from.namespace}/${from.serviceAccount}` : undefined;
};
const serverOf = (to: Endpoint): string | undefined =>
  to.kind === 'component' ? to.name : to.kind === 'edge' ? 'edge' : undefined;

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
  const people = [80, 443];
  const all = parties(objects, plan.namespace);
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
            return differences(way, mesh.service(client.identity, name, port), asked.has(way));
          }),
        ),
      ),
  ];
};

const RULE = 'AuthorizationPolicy/redis';
const N8N = {
  from: [{ source: { principals: [identity('kaleem-production', 'n8n')] } }],
  to: [{ operation: { ports: ['3000'] } }],
};
const PRINCIPALS = 'spec.rules.0.from.0.source.principals';

rule('the mesh lets in the declared identities on the declared ports, and nobody else', exactly, [
  [
    'not joined',
    inObject('Namespace', 'metadata.labels.istio\\.io/dataplane-mode', undefined),
    /nobody → redis:6379/,
  ],
  [
    'people shut out',
    inObject('PeerAuthentication/edge', 'spec.portLevelMtls', {}),
    /nobody → edge:443 is declared/,
  ],
  ['no default', without('AuthorizationPolicy/default-deny'), /api → stranger:22 is open/],
  ['a lost policy', without(RULE), /api → redis:6379 is declared and refused/],
  ['anybody', inObject(RULE, 'spec.rules.0.from', undefined), /n8n → redis:6379 is open/],
  ['any port', inObject(RULE, 'spec.rules.0.to', undefined), /api → redis:22 is open/],
  [
    'another port',
    inObject(RULE, 'spec.rules.0.to.0.operation.ports', ['6380']),
    /redis:6379 is declared and refused/,
  ],
  [
    'another account',
    inObject(RULE, `${PRINCIPALS}.0`, identity('kaleem-production', 'n8n')),
    /n8n → redis:6379 is open/,
  ],
  [
    'a namesake',
    inObject(RULE, `${PRINCIPALS}.0`, identity('elsewhere', 'api')),
    /elsewhere\/api → redis:6379 is open/,
  ],
  [
    'the wrong pods',
    another(RULE, 'spec.selector.matchLabels.app\\.kubernetes\\.io/name', 'mongodb'),
    /api → mongodb:6379/,
  ],
  ['every pod', inObject(RULE, 'spec.selector', undefined), /api → rabbitmq:6379 is open/],
  [
    'past the waypoint',
    inObject('AuthorizationPolicy/api', 'spec.rules.3', N8N),
    /n8n → api:3000 is open and not/,
  ],
  ['a waypoint shut out', without('AuthorizationPolicy/api'), /waypoint → api:3000 is declared and refused/],
  [
    'a waypoint for all',
    without('AuthorizationPolicy/waypoint-api'),
    /keda-operator → Service api:3000 is open/,
  ],
  [
    'another Service',
    inObject('AuthorizationPolicy/waypoint-api', 'spec.targetRefs.0.name', 'ape'),
    /Service api:22/,
  ],
  [
    'a client less',
    inObject('AuthorizationPolicy/waypoint-api', 'spec.rules', []),
    /n8n → Service api:3000 is declared and refused/,
  ],
  [
    'no waypoint',
    inObject('Service/api', 'metadata.labels.istio\\.io/use-waypoint', undefined),
    /n8n → api:3000 is declared/,
  ],
]);

const encrypted: Rule = async (objects, environment) => {
  if (!(await planOf(environment)).mesh) return [];
  const mesh = new Mesh(objects);
  return servers(objects).flatMap(({ name, labels }) =>
    [...OTHERS, 3000, 6379, 27017].flatMap((port) => {
      const isPublic = name === 'edge' && [80, 443].includes(port);
      const plain = !mesh.isStrict(labels, port);
      return plain === isPublic
        ? []
        : [`${name}:${port} takes ${plain ? 'plain' : 'only encrypted'} connections`];
    }),
  );
};

rule('every pod refuses what is not encrypted, except people at the gateway', encrypted, [
  ['no policy', without('PeerAuthentication/default'), /redis:6379 takes plain/],
  [
    'undecided',
    inObject('PeerAuthentication/default', 'spec.mtls.mode', 'PERMISSIVE'),
    /stranger:22 takes plain/,
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
    /redis:80 takes plain/,
  ],
]);

const KINDS = ['AuthorizationPolicy', 'DestinationRule', 'PeerAuthentication'];

const early: Rule = async (objects, environment) => {
  if ((await planOf(environment)).phase >= 4) return [];
  const text = JSON.stringify(objects);
  return [
    ...objects.filter(({ kind }) => KINDS.includes(kind)).map(title),
    ...['istio', '15008', '169.254.7.127', 'waypoint'].filter((word) => text.includes(word)),
  ];
};

rule('nothing of the mesh is there before its phase', early, []);
