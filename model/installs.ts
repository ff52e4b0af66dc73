/**
 * How Argo CD installs each add-on of `addons.ts`: what its charts are called and what our manifests rely on.
 * Versions are the newest known when this was written (November 2026). The charts themselves are not read by any
 * test here, so compare the values with a chart's notes before raising its version.
 */
import type { AddOnName } from './addons';

/** A chart of a Helm repository; an address without a scheme is an OCI registry. */
export interface HelmChart {
  readonly repository: string;
  readonly chart: string;
  readonly version: string;
  /** Names of the chart's objects begin with it. @default the chart's name */
  readonly release?: string;
  /** Only what our manifests rely on, or what Argo CD needs; all else is the chart's default. @default none */
  readonly values?: Readonly<Record<string, unknown>>;
}

/** A folder with a kustomization of a Git repository. */
export interface Kustomization {
  readonly repository: string;
  readonly path: string;
  readonly version: string;
}

export interface Install {
  /** The cluster needs it when any object there is of one of these API groups … */
  readonly groups: readonly string[];
  /** … or when this is among the cluster's platform targets. */
  readonly target?: string;
  /** Argo CD sync wave; systems come at 0. */
  readonly wave: number;
  readonly source: HelmChart | Kustomization;
  /** Why values and settings are what they are, as a comment above the Application. @default no comment */
  readonly reason?: string;
  /** Its pods break every Pod Security level but `privileged`. @default false */
  readonly privileged?: true;
}

/** More of an add-on that is there already: what another one makes of it. */
export interface Extension {
  readonly of: AddOnName;
  /** Needed when any object in the cluster is of one of these API groups, and the add-on itself is. */
  readonly groups: readonly string[];
  /** Its namespace gets the labels of the cluster's mesh. @default false */
  readonly joinsMesh?: true;
}

/** Source: the upgrade notes of 1.31: its charts are published here, no longer at Google. */
const ISTIO = 'https://blob.istio.io/istio-release/charts';
const MESH = ['networking.istio.io', 'security.istio.io', 'telemetry.istio.io'];

/** A namespace whose pods open connections to ours joins the mesh too: without an identity they are refused. */
const inMesh = (of: AddOnName): Extension => ({ of, groups: MESH, joinsMesh: true });

export const INSTALLS: Readonly<Record<AddOnName, Install | Extension>> = {
  'Gateway API': {
    groups: ['gateway.networking.k8s.io'],
    wave: -30,
    source: {
      repository: 'https://github.com/kubernetes-sigs/gateway-api',
      path: 'config/crd',
      // NGINX Gateway Fabric 2.7 names 1.6 in its guide; the mesh needs the retries that are standard since 1.7.
      version: 'v1.7.0',
    },
  },
  'NGINX Gateway Fabric': {
    groups: ['gateway.nginx.org'],
    wave: -10,
    source: {
      repository: 'ghcr.io/nginx/charts',
      chart: 'nginx-gateway-fabric',
      version: '2.7.2',
      values: { nginxGateway: { snippets: { enable: true } } },
    },
    reason: 'Snippets are off by default; our gateways need them.',
  },
  Traefik: {
    groups: ['traefik.io'],
    wave: -10,
    source: {
      repository: 'https://traefik.github.io/charts',
      chart: 'traefik',
      version: '41.6.0',
      values: {
        providers: { kubernetesGateway: { enabled: true } },
        gateway: { enabled: false },
        metrics: { prometheus: { service: { enabled: true } } },
        ports: { internal: { port: 9443, exposedPort: 9443, protocol: 'TCP', expose: { default: false } } },
      },
    },
    reason:
      'Gateways are those of our environments. The entry point `internal` is for people who run a system: who\n' +
      'reaches it from outside the cluster is decided with the way to it, such as a private load balancer.',
  },
  'cert-manager': {
    groups: ['cert-manager.io'],
    wave: -20,
    source: {
      repository: 'https://charts.jetstack.io',
      chart: 'cert-manager',
      version: 'v1.21.2',
      values: {
        crds: { enabled: true },
        global: { leaderElection: { namespace: 'cert-manager' } },
        startupapicheck: { enabled: false },
      },
    },
    reason:
      'Leader election in its own namespace, so that it touches no other. No start-up check: it is a hook that\n' +
      "would run again at every sync, and Argo CD's own health says the same.",
  },
  'External Secrets': {
    groups: ['external-secrets.io', 'generators.external-secrets.io'],
    wave: -20,
    source: {
      repository: 'https://charts.external-secrets.io',
      chart: 'external-secrets',
      version: '2.9.0',
    },
  },
  'node exporter': {
    groups: [],
    target: 'node-exporter',
    wave: -10,
    source: {
      repository: 'https://prometheus-community.github.io/helm-charts',
      chart: 'prometheus-node-exporter',
      version: '4.56.3',
      release: 'node-exporter',
      values: { fullnameOverride: 'node-exporter', hostNetwork: false, service: { clusterIP: 'None' } },
    },
    reason:
      'Not on the network of the host: network policies choose pods, and a pod there is none to them. A headless\n' +
      'Service, so that Prometheus finds the exporter of every node.',
    privileged: true,
  },
  'metrics-server': {
    groups: ['autoscaling', 'autoscaling.k8s.io', 'keda.sh'],
    wave: -15,
    source: {
      repository: 'https://kubernetes-sigs.github.io/metrics-server/',
      chart: 'metrics-server',
      version: '3.13.1',
    },
  },
  KEDA: {
    groups: ['keda.sh'],
    wave: -15,
    source: { repository: 'https://kedacore.github.io/charts', chart: 'keda', version: '2.21.0' },
  },
  'Vertical Pod Autoscaler': {
    groups: ['autoscaling.k8s.io'],
    wave: -15,
    source: {
      repository: 'https://kubernetes.github.io/autoscaler',
      chart: 'vertical-pod-autoscaler',
      version: '0.13.0',
      values: {
        admissionController: {
          certManager: { enabled: true, createSelfSignedIssuer: { enabled: true } },
        },
      },
    },
    reason: 'Its certificate from cert-manager: the other way is a hook that runs before every sync.',
  },
  CloudNativePG: {
    groups: ['postgresql.cnpg.io'],
    wave: -15,
    // Operator 1.30.0.
    source: {
      repository: 'https://cloudnative-pg.github.io/charts',
      chart: 'cloudnative-pg',
      version: '0.29.0',
    },
  },
  'KEDA in the mesh': inMesh('KEDA'),
  'CloudNativePG in the mesh': inMesh('CloudNativePG'),
  'Traefik in the mesh': inMesh('Traefik'),
  // Installed at that version from the start.
  'Gateway API for the mesh': { of: 'Gateway API', groups: MESH },
  'Istio base': {
    groups: MESH,
    wave: -20,
    source: {
      repository: ISTIO,
      chart: 'base',
      version: '1.31.1',
      release: 'istio-base',
      values: { base: { validationFailurePolicy: 'Fail' } },
    },
    reason: 'istiod turns Ignore into Fail once it is there; written as Fail, nothing drifts.',
  },
  'Istio istiod': {
    groups: MESH,
    wave: -18,
    source: {
      repository: ISTIO,
      chart: 'istiod',
      version: '1.31.1',
      values: { profile: 'ambient', base: { validationFailurePolicy: 'Fail' } },
    },
  },
  'Istio cni': {
    groups: MESH,
    wave: -18,
    source: {
      repository: ISTIO,
      chart: 'cni',
      version: '1.31.1',
      release: 'istio-cni',
      values: { profile: 'ambient' },
    },
    privileged: true,
  },
  'Istio ztunnel': {
    groups: MESH,
    wave: -18,
    source: { repository: ISTIO, chart: 'ztunnel', version: '1.31.1' },
    privileged: true,
  },
  Kyverno: {
    groups: ['policies.kyverno.io'],
    wave: -20,
    source: { repository: 'https://kyverno.github.io/kyverno', chart: 'kyverno', version: '3.9.1' },
  },
};
