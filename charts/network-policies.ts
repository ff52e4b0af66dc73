/**
 * What may talk to what. Everything is denied first; each declared connection is then allowed twice,
 * as egress of one side and as ingress of the other, and nothing else is.
 */
import type { Chart } from 'cdk8s';
import { EDGE, EDGE_PODS, ownDataPlane } from '../model/edge';
import { type Mesh, WAYPOINT } from '../model/mesh';
import type { Endpoint, Plan } from '../model/plan';
import { WAYPOINT_PODS } from './mesh/names';
import { comment } from './parts/comment';
import { k8s } from './parts/k8s';
import { commonLabels, type Labels, podLabels, stableLabels, syncWave, WAVES } from './parts/labels';
import { DEFAULT_DENY } from './parts/names';
import { ports, wireSteps } from './parts/wire';
import type { TierChart } from './tier';

/**
 * Ranges that are nobody's on the internet (IANA special-purpose registries), among them all private
 * networks and the cloud metadata addresses 169.254.169.254 and fd00:ec2::254.
 *
 * fc00::/7 stands there in halves: kube-router, by which k3s enforces policies, takes `::/0` for 2000::/3 and fd00::/8, and
 * of two ranges the narrower one wins. Source: kube-router 2.10, pkg/controllers/netpol/policy.go, evalIPBlockPeer.
 */
const NOT_PUBLIC = {
  '0.0.0.0/0': [
    '0.0.0.0/8',
    '10.0.0.0/8',
    '100.64.0.0/10',
    '127.0.0.0/8',
    '169.254.0.0/16',
    '172.16.0.0/12',
    '192.0.0.0/24',
    '192.168.0.0/16',
    '198.18.0.0/15',
    '224.0.0.0/4',
    '240.0.0.0/4',
  ],
  '::/0': ['::/127', '64:ff9b::/96', '64:ff9b:1::/48', 'fc00::/8', 'fd00::/8', 'fe80::/10', 'ff00::/8'],
};

export const networkPolicies: TierChart = {
  name: 'network-policies',
  build(chart, plan) {
    const deny = policy(chart, { name: DEFAULT_DENY, labels: commonLabels(plan) }, {}, {});
    comment(
      deny,
      `Selects every pod, known or not, and allows nothing.${plan.mesh ? tunnelComment(plan.mesh) : ''}`,
    );
    for (const component of plan.components) {
      const self = { kind: 'component', name: component.name } as const;
      const named = { name: component.name, labels: stableLabels(plan, component) };
      connectionsPolicy(chart, plan, named, podLabels(plan, component), self);
    }
    const shared = (name: string): Named => ({ name, labels: commonLabels(plan) });
    if (ownDataPlane(plan)) {
      const edge = connectionsPolicy(chart, plan, shared(EDGE), EDGE_PODS, { kind: 'edge' });
      comment(edge, "The gateway's data plane: its controller runs these pods in this namespace.");
    }
    if (plan.waypoint) {
      const self = { kind: 'waypoint' } as const;
      const waypoint = connectionsPolicy(chart, plan, shared(WAYPOINT), WAYPOINT_PODS, self);
      comment(waypoint, "The waypoint: the mesh's control plane runs these pods in this namespace.");
    }
  },
};

/** Why policies of a meshed namespace have two ports where one was declared. */
const tunnelComment = ({ tunnelPort }: Mesh): string =>
  `\nPods of the mesh reach each other by port ${tunnelPort}, encrypted, whatever port they ask for: policies see that one\n` +
  'alone. What may be asked for inside stands in service-mesh.k8s.yaml. The port that was asked for stays open\n' +
  'beside it, between the same two, for pods that join or leave the mesh: the other side speaks plainly with\n' +
  'them until it knows. Once both are in, the mesh refuses TCP that is not encrypted.';

type Spec = Pick<k8s.NetworkPolicySpec, 'ingress' | 'egress'>;

interface Named {
  readonly name: string;
  readonly labels: Labels;
}

function policy(chart: Chart, named: Named, matchLabels: Labels, rules: Spec): k8s.KubeNetworkPolicy {
  return new k8s.KubeNetworkPolicy(chart, named.name, {
    metadata: { ...named, annotations: syncWave(WAVES.networkPolicies) },
    spec: {
      podSelector: Object.keys(matchLabels).length > 0 ? { matchLabels } : {},
      policyTypes: ['Ingress', 'Egress'],
      ...rules,
    },
  });
}

const isSame = (a: Endpoint, b: Endpoint): boolean =>
  a.kind === b.kind && ('name' in a ? a.name : '') === ('name' in b ? b.name : '');

function connectionsPolicy(
  chart: Chart,
  plan: Plan,
  named: Named,
  matchLabels: Labels,
  self: Endpoint,
): k8s.KubeNetworkPolicy {
  const steps = wireSteps(plan);
  const into = steps.filter((step) => isSame(step.to, self));
  // Probes last: a reader looks for the clients.
  const incoming = [
    ...into.filter(({ from }) => from.kind !== 'kubelet'),
    ...into.filter(({ from }) => from.kind === 'kubelet'),
  ].map((step) => ({ from: peers(plan, step.from), ports: step.ports }));
  return policy(chart, named, matchLabels, {
    // The API server drops an empty list, and would find it missing at each apply.
    ingress: incoming.length > 0 ? incoming : undefined,
    egress: [
      dns(plan),
      ...steps
        .filter((step) => isSame(step.from, self))
        .map((step) => ({ to: peers(plan, step.to), ports: step.ports })),
    ],
  });
}

function dns(plan: Plan): k8s.NetworkPolicyEgressRule {
  const { namespace, podLabels, port } = plan.cluster.dns;
  return {
    to: [platform(namespace, podLabels)],
    ports: [...ports({ port, protocol: 'UDP' }), ...ports({ port, protocol: 'TCP' })],
  };
}

const platform = (namespace: string, podLabels: Labels): k8s.NetworkPolicyPeer => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
  podSelector: { matchLabels: podLabels },
});

const ranges = (cidrs: readonly string[]): k8s.NetworkPolicyPeer[] =>
  cidrs.map((cidr) => ({ ipBlock: { cidr } }));

function peers(plan: Plan, endpoint: Endpoint): k8s.NetworkPolicyPeer[] {
  switch (endpoint.kind) {
    case 'component':
      return [{ podSelector: { matchLabels: podLabels(plan, endpoint) } }];
    case 'edge':
      return [{ podSelector: { matchLabels: EDGE_PODS } }];
    case 'waypoint':
      return [{ podSelector: { matchLabels: WAYPOINT_PODS } }];
    case 'platform':
      return [platform(endpoint.namespace, endpoint.podLabels)];
    case 'outside':
    case 'api-server':
    case 'kubelet':
      return ranges(endpoint.cidrs);
    case 'internet':
      return endpoint.cidrs
        ? ranges(endpoint.cidrs)
        : Object.entries(NOT_PUBLIC).map(([cidr, except]) => ({ ipBlock: { cidr, except } }));
  }
}
