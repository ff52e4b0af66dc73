/**
 * What a cluster must have before an environment can be at a phase. Each is shared by the whole cluster, so
 * none is in `dist`.
 */
import type { GatewayImplementation } from './cluster';
import type { Phase } from './system';

export interface AddOn {
  readonly name: string;
  /** What our manifests need it for, as the end of a sentence. */
  readonly purpose: string;
  /**
   * The oldest release that serves what our manifests ask for: by its release notes where they say, and
   * otherwise the one whose definitions our tests use.
   */
  readonly minimum: string;
  /** The gateway with which it is needed. @default any */
  readonly gateway?: GatewayImplementation['implementation'];
  /** Needed only where components are run by the operator of this add-on, be it itself or another. @default everywhere */
  readonly operates?: string;
  /** The phase that needs it first. Phases are cumulative. */
  readonly since: Phase;
  readonly namespace: string;
  /** What to set when it is installed. @default nothing */
  readonly settings?: string;
  readonly documentation: string;
}

/** In the order in which they are installed. */
const LIST = [
  {
    name: 'Gateway API',
    purpose: 'the definitions of gateways and routes, standard channel',
    minimum: '1.2',
    since: 1,
    namespace: 'none',
    documentation: 'https://gateway-api.sigs.k8s.io/guides/',
  },
  {
    name: 'NGINX Gateway Fabric',
    purpose: 'the way in: runs the gateways',
    minimum: '2.4',
    since: 1,
    gateway: 'nginx-gateway-fabric',
    namespace: 'nginx-gateway',
    settings: 'nginxGateway.snippets.enable: true',
    documentation: 'https://docs.nginx.com/nginx-gateway-fabric/',
  },
  {
    name: 'Traefik',
    purpose: 'the way in, in place of NGINX Gateway Fabric where the cluster says so',
    minimum: '3.7',
    since: 1,
    gateway: 'traefik',
    namespace: 'traefik',
    settings:
      'providers.kubernetesGateway.enabled: true, providers.kubernetesCRD.enabled: true, ' +
      'gateway.enabled: false, metrics.prometheus.service.enabled: true',
    documentation: 'https://doc.traefik.io/traefik/setup/kubernetes/',
  },
  {
    name: 'cert-manager',
    purpose: 'certificates',
    minimum: '1.21',
    since: 1,
    namespace: 'cert-manager',
    settings: 'crds.enabled: true, and a ClusterIssuer that solves by DNS-01',
    documentation: 'https://cert-manager.io/docs/installation/',
  },
  {
    name: 'External Secrets',
    purpose: 'passwords, made in the cluster or read from the secret store',
    minimum: '1.0',
    since: 1,
    namespace: 'external-secrets',
    settings: "a ClusterSecretStore of the cluster's `secretStore` name",
    documentation: 'https://external-secrets.io/latest/introduction/getting-started/',
  },
  {
    name: 'node exporter',
    purpose: 'figures of disks, memory and processors',
    minimum: '1.12',
    since: 1,
    namespace: 'platform-monitoring',
    settings: 'hostNetwork: false',
    documentation: 'https://github.com/prometheus/node_exporter',
  },
  {
    name: 'CloudNativePG',
    purpose: 'runs PostgreSQL with standbys where an environment asks for it',
    minimum: '1.30',
    operates: 'CloudNativePG',
    since: 1,
    namespace: 'cnpg-system',
    documentation: 'https://cloudnative-pg.io/documentation/current/installation_upgrade/',
  },
  {
    name: 'metrics-server',
    purpose: 'the use of processor and memory that autoscalers read',
    minimum: '0.9',
    since: 3,
    namespace: 'kube-system',
    documentation: 'https://kubernetes-sigs.github.io/metrics-server/',
  },
  {
    name: 'KEDA',
    purpose: 'more and fewer workers by the length of their queue',
    minimum: '2.21',
    since: 3,
    namespace: 'keda',
    documentation: 'https://keda.sh/docs/latest/deploy/',
  },
  {
    name: 'Vertical Pod Autoscaler',
    purpose: 'requests that follow the real use; 1.6 is the first that resizes pods in place for everybody',
    minimum: '1.6',
    since: 3,
    namespace: 'kube-system',
    documentation: 'https://github.com/kubernetes/autoscaler/tree/master/vertical-pod-autoscaler',
  },
  {
    name: 'KEDA in the mesh',
    purpose: "its operator asks our brokers, which from now on know their clients by the mesh's identities",
    minimum: '2.21',
    since: 4,
    namespace: 'keda',
    settings:
      'the label `istio.io/dataplane-mode: ambient` on the namespace; no policy there, so that the API server still comes in',
    documentation: 'https://istio.io/latest/docs/ambient/usage/add-workloads/',
  },
  {
    name: 'CloudNativePG in the mesh',
    purpose: "its operator asks our databases, which from now on know who asks by the mesh's identities",
    minimum: '1.30',
    operates: 'CloudNativePG',
    since: 4,
    namespace: 'cnpg-system',
    settings:
      'the label `istio.io/dataplane-mode: ambient` on the namespace; no policy there, so that the API server still comes in',
    documentation: 'https://istio.io/latest/docs/ambient/usage/add-workloads/',
  },
  {
    name: 'Traefik in the mesh',
    purpose: 'it sends to our pods, which from now on know their clients by the identities of the mesh',
    minimum: '3.7',
    since: 4,
    gateway: 'traefik',
    namespace: 'traefik',
    settings:
      'the label `istio.io/dataplane-mode: ambient` on the namespace; no policy there, so that people still come in',
    documentation: 'https://istio.io/latest/docs/ambient/usage/add-workloads/',
  },
  {
    name: 'Gateway API for the mesh',
    purpose: 'retries of routes, in the standard channel since 1.7',
    minimum: '1.7',
    since: 4,
    namespace: 'none',
    documentation: 'https://gateway-api.sigs.k8s.io/guides/user-guides/http-retries/',
  },
  {
    name: 'Istio base',
    purpose: 'the definitions of the mesh',
    minimum: '1.31',
    since: 4,
    namespace: 'istio-system',
    documentation: 'https://istio.io/latest/docs/ambient/install/helm/',
  },
  {
    name: 'Istio istiod',
    purpose: 'the control plane of the mesh',
    minimum: '1.31',
    since: 4,
    namespace: 'istio-system',
    settings: 'profile: ambient',
    documentation: 'https://istio.io/latest/docs/ambient/install/helm/',
  },
  {
    name: 'Istio cni',
    purpose: 'leads the traffic of pods into the mesh; runs privileged',
    minimum: '1.31',
    since: 4,
    namespace: 'istio-system',
    settings: 'profile: ambient, and `global.platform` where the distribution asks for it (k3s, GKE)',
    documentation: 'https://istio.io/latest/docs/ambient/install/helm/',
  },
  {
    name: 'Istio ztunnel',
    purpose: 'encrypts between nodes and checks who asks; runs privileged',
    minimum: '1.31',
    since: 4,
    namespace: 'istio-system',
    settings:
      'a headless Service `ztunnel` of its pods (`app: ztunnel`), port 15020, for Prometheus: the chart has none',
    documentation: 'https://istio.io/latest/docs/ambient/install/helm/',
  },
  {
    name: 'Kyverno',
    purpose:
      'refuses what breaks a policy; 1.19 is the first that asks for the policies of a namespace in that namespace alone',
    minimum: '1.19',
    since: 4,
    namespace: 'kyverno',
    documentation: 'https://kyverno.io/docs/installation/',
  },
] as const satisfies readonly AddOn[];
export const ADD_ONS: readonly AddOn[] = LIST;
export type AddOnName = (typeof LIST)[number]['name'];

/** `NGINX Gateway Fabric` → `nginx-gateway-fabric` */
export const addOnId = (name: string): string => name.toLowerCase().replaceAll(' ', '-');

/**
 * What an environment needs at `to` that it did not need at `from`; nothing on the way down.
 * @param operators add-ons whose operators run components of the environment
 */
export const addOnsBetween = (
  from: Phase,
  to: Phase,
  { implementation }: Pick<GatewayImplementation, 'implementation'>,
  operators: readonly string[] = [],
): AddOn[] =>
  ADD_ONS.filter(
    ({ since, gateway = implementation, operates }) =>
      since > from &&
      since <= to &&
      gateway === implementation &&
      (operates === undefined || operators.includes(operates)),
  );
