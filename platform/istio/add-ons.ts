/** Istio's four charts. */
import type { Cluster } from '../../model/cluster';
import { spansProvider } from '../../model/mesh';
import type { AddOn, HelmChart, Hosted, Values } from '../../model/platform';
import { MESH_GROUPS } from './joining';

/** Source: the upgrade notes of 1.31: its charts are published here, no longer at Google. */
const REPOSITORY = 'https://blob.istio.io/istio-release/charts';
const VERSION = '1.31.1';

const chart = (name: string, more: Pick<HelmChart, 'release' | 'values'> = {}): HelmChart => ({
  repository: REPOSITORY,
  chart: name,
  version: VERSION,
  ...more,
});

const NAMESPACE = 'istio-system';
/** Istio's own. */
const TRUST_DOMAIN = 'cluster.local';

const at = ({ mesh }: Cluster): string | undefined => mesh?.controlPlane.namespace;
/** Words for a namespace that is not the charts' own; ztunnel's chart says it at the top. */
const namespaceOf = ({ cluster }: Hosted): { istioNamespace?: string } => {
  const namespace = at(cluster);
  return namespace === undefined || namespace === NAMESPACE ? {} : { istioNamespace: namespace };
};
const global = (hosted: Hosted): Values => {
  const words = namespaceOf(hosted);
  return Object.keys(words).length > 0 ? { global: words } : {};
};
/** What every proxy hears from istiod, where it is not the chart's own. */
function meshConfig({ cluster: { mesh }, plans }: Hosted): Values {
  const extensionProviders = plans.flatMap(({ mesh: joined, namespace, waypoint }) =>
    joined && waypoint?.spans
      ? [
          {
            name: spansProvider({ namespace }),
            opentelemetry: { service: waypoint.spans.host, port: waypoint.spans.port },
          },
        ]
      : [],
  );
  const words = {
    ...(mesh && mesh.trustDomain !== TRUST_DOMAIN && { trustDomain: mesh.trustDomain }),
    ...(extensionProviders.length > 0 && { extensionProviders }),
  };
  return Object.keys(words).length > 0 ? { meshConfig: words } : {};
}

/**
 * Who takes spans is a Service without an address, because its pods have names. Without this a waypoint would send them
 * to whatever address somebody asked for, and nobody has (pilot/pkg/networking/core/cluster.go, convertResolution).
 */
const headless = ({ plans }: Hosted): Values =>
  plans.some(({ waypoint }) => waypoint?.spans)
    ? { env: { PILOT_ENABLE_EDS_FOR_HEADLESS_SERVICES: 'true' } }
    : {};

const common = {
  minimum: '1.31',
  minimumBy: 'tests',
  since: 4,
  namespace: NAMESPACE,
  documentation: 'https://istio.io/latest/docs/ambient/install/helm/',
} as const;

export const istioAddOns: readonly AddOn[] = [
  {
    ...common,
    name: 'Istio base',
    purpose: 'the definitions of the mesh',
    install: {
      groups: MESH_GROUPS,
      at,
      wave: -20,
      source: chart('base', {
        release: 'istio-base',
        values: (hosted) => ({ base: { validationFailurePolicy: 'Fail' }, ...global(hosted) }),
      }),
      reason: 'istiod turns Ignore into Fail once it is there; written as Fail, nothing drifts.',
    },
  },
  {
    ...common,
    name: 'Istio istiod',
    purpose: 'the control plane of the mesh',
    settings:
      'profile: ambient, and where waypoints make spans the values that stand in `dist/argocd/<cluster>/add-ons.k8s.yaml`',
    install: {
      groups: MESH_GROUPS,
      at,
      wave: -18,
      source: chart('istiod', {
        values: (hosted) => ({
          profile: 'ambient',
          base: { validationFailurePolicy: 'Fail' },
          ...global(hosted),
          ...meshConfig(hosted),
          ...headless(hosted),
        }),
      }),
    },
  },
  {
    ...common,
    name: 'Istio cni',
    purpose: 'leads the traffic of pods into the mesh; runs privileged',
    settings: 'profile: ambient, and `global.platform` where the distribution asks for it (k3s, GKE)',
    install: {
      groups: MESH_GROUPS,
      wave: -18,
      source: chart('cni', {
        release: 'istio-cni',
        values: (hosted) => ({ profile: 'ambient', ...global(hosted) }),
      }),
      at,
      privileged: true,
    },
  },
  {
    ...common,
    name: 'Istio ztunnel',
    purpose: 'encrypts between nodes and checks who asks; runs privileged',
    settings:
      'a headless Service `ztunnel` of its pods (`app: ztunnel`), port 15020, for Prometheus: the chart has none',
    install: {
      groups: MESH_GROUPS,
      wave: -18,
      source: chart('ztunnel', { values: namespaceOf }),
      at,
      privileged: true,
    },
  },
];
