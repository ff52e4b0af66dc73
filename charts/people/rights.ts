/** The rights of each role, as rules of RBAC. */
import type { PlannedOperated } from '../../model/operated';
import type { PeopleRole } from '../../model/people';
import type { Plan } from '../../model/plan';
import { compare } from '../../model/problems';
import type { Phase } from '../../model/system';

export interface Right {
  /** Empty for the core group. */
  readonly group: string;
  readonly resources: readonly string[];
  /** @default LOOK */
  readonly verbs?: readonly string[];
}

export const LOOK: readonly string[] = ['get', 'list', 'watch'];

/** What our own charts write, and what Kubernetes and the add-ons make of it: how it is doing stands there. */
const SEEN: readonly (Right & { readonly since?: Phase })[] = [
  {
    group: '',
    resources: [
      'configmaps',
      'endpoints',
      'events',
      'limitranges',
      'namespaces',
      'persistentvolumeclaims',
      'pods',
      'pods/log',
      'resourcequotas',
      'serviceaccounts',
      'services',
    ],
  },
  { group: 'apps', resources: ['controllerrevisions', 'deployments', 'replicasets', 'statefulsets'] },
  { group: 'batch', resources: ['cronjobs', 'jobs'] },
  { group: 'discovery.k8s.io', resources: ['endpointslices'] },
  { group: 'events.k8s.io', resources: ['events'] },
  { group: 'networking.k8s.io', resources: ['networkpolicies'] },
  { group: 'policy', resources: ['poddisruptionbudgets'] },
  { group: 'rbac.authorization.k8s.io', resources: ['rolebindings', 'roles'] },
  // `kubectl top pods`
  { group: 'metrics.k8s.io', resources: ['pods'] },
  { group: 'external-secrets.io', resources: ['externalsecrets'] },
  { group: 'generators.external-secrets.io', resources: ['passwords'] },
  { group: 'gateway.networking.k8s.io', resources: ['gateways', 'httproutes'] },
  { group: 'cert-manager.io', resources: ['certificaterequests', 'certificates'] },
  { group: 'acme.cert-manager.io', resources: ['challenges', 'orders'] },
  { group: 'autoscaling', resources: ['horizontalpodautoscalers'], since: 3 },
  { group: 'autoscaling.k8s.io', resources: ['verticalpodautoscalers'], since: 3 },
  { group: 'keda.sh', resources: ['scaledobjects', 'triggerauthentications'], since: 3 },
  { group: 'networking.istio.io', resources: ['destinationrules'], since: 4 },
  {
    group: 'security.istio.io',
    resources: ['authorizationpolicies', 'peerauthentications', 'requestauthentications'],
    since: 4,
  },
  {
    group: 'policies.kyverno.io',
    resources: ['namespacedimagevalidatingpolicies', 'namespacedvalidatingpolicies'],
    since: 4,
  },
  { group: 'telemetry.istio.io', resources: ['telemetries'], since: 4 },
  // What Kyverno found in what was there before.
  { group: 'wgpolicyk8s.io', resources: ['policyreports'], since: 4 },
];

/** Over WebSockets, kubectl's way since 1.31, it is a GET, for which API servers from 1.35 on ask for `create` too. */
const CONNECT: readonly string[] = ['create', 'get'];

/** What each role may beside what those before it may. */
const MORE: Readonly<Record<Exclude<PeopleRole, 'viewer'>, readonly Right[]>> = {
  operator: [
    // Another one takes its place. An eviction keeps to the disruption budget.
    { group: '', resources: ['pods'], verbs: ['delete'] },
    { group: '', resources: ['pods/eviction'], verbs: ['create'] },
    { group: '', resources: ['pods/portforward'], verbs: CONNECT },
    {
      group: 'apps',
      resources: ['deployments/scale', 'statefulsets/scale'],
      verbs: ['get', 'patch', 'update'],
    },
  ],
  admin: [
    { group: '', resources: ['secrets'], verbs: ['create', 'delete', 'get', 'list', 'watch'] },
    { group: 'external-secrets.io', resources: ['externalsecrets'], verbs: ['delete', 'patch', 'update'] },
    { group: '', resources: ['pods/attach', 'pods/exec'], verbs: CONNECT },
    // A container with tools beside a program that has none; it too must be as Pod Security wants it.
    { group: '', resources: ['pods/ephemeralcontainers'], verbs: ['patch', 'update'] },
    { group: 'apps', resources: ['deployments', 'statefulsets'], verbs: ['delete', 'patch', 'update'] },
    { group: 'batch', resources: ['jobs'], verbs: ['delete'] },
    { group: '', resources: ['persistentvolumeclaims'], verbs: ['patch', 'update'] },
  ],
};

/** @returns the rules of a role's own */
export function rightsOf(plan: Plan, role: PeopleRole): readonly Right[] {
  if (role !== 'viewer') return MORE[role];
  const here = SEEN.filter(({ since = 1 }) => since <= plan.phase);
  return [...here, ...ofProducts(plan)];
}

/** Kinds that the gateway and operators bring, whatever they are. */
function ofProducts(plan: Plan): Right[] {
  const { cluster, components, routes } = plan;
  const edge = routes.length > 0 ? cluster.gateway.resources(plan) : undefined;
  const manifests = [
    ...(edge?.shared ?? []),
    ...routes.flatMap((route) => edge?.ofRoute(route, 'any') ?? []),
  ].map(({ manifest }) => manifest);
  const resources = new Map<string, Set<string>>();
  for (const { apiVersion, kind } of [
    ...manifests,
    ...components.flatMap(({ operated }) => (operated ? operatedKinds(operated) : [])),
  ]) {
    const group = apiVersion.split('/')[0]!;
    resources.set(group, (resources.get(group) ?? new Set()).add(plural(kind)));
  }
  return [...resources]
    .map(([group, kinds]) => ({ group, resources: [...kinds].sort(compare) }))
    .sort((a, b) => compare(a.group, b.group));
}

const operatedKinds = ({ beside = [], ...own }: PlannedOperated): { apiVersion: string; kind: string }[] => [
  own,
  ...beside.flatMap(({ apiVersion, kind, makes = [] }) =>
    [kind, ...makes].map((each) => ({ apiVersion, kind: each })),
  ),
];

/** As definitions of custom resources are called, all those that we write. */
const plural = (kind: string): string => `${kind.toLowerCase()}s`.replace(/([^aeiou])ys$/, '$1ies');
