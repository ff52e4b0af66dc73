/** Where SentinelIQ runs: each environment has a cluster as large as its profile says. */
import type { Cluster } from '../../model/cluster';
import { certManager } from '../../platform/cert-manager';
import { cloudNativePg } from '../../platform/cloudnative-pg';
import { istio } from '../../platform/istio';
import { kubeStateMetrics } from '../../platform/kube-state-metrics';
import { noLoadBalancer } from '../../platform/load-balancer';
import { noProxy } from '../../platform/no-proxy';
import { nodeExporter } from '../../platform/node-exporter';
import { traefik } from '../../platform/traefik';

/** For trying things: the document's recommended minimum. */
export const trial: Cluster = {
  name: 'sentineliq-trial',
  region: 'primary',
  gateway: traefik({ internalPort: 9443 }),
  trustedProxies: noProxy,
  certificateIssuer: 'letsencrypt',
  secretStore: 'platform',
  dns: { namespace: 'kube-system', podLabels: { 'k8s-app': 'kube-dns' }, port: 53 },
  // The nodes' private network: pods reach the API server there, after address translation.
  apiServer: { cidrs: ['10.0.0.0/24'], port: 6443 },
  mesh: istio(),
  platformTargets: [certManager(), kubeStateMetrics(), nodeExporter()],
  capacity: { nodes: 1, cpu: '2', memory: '8Gi', description: 'one machine of 2 CPU and 8 GB' },
  caveats: noLoadBalancer,
};

/** What production runs on, for what is about to go there. */
export const rehearsal: Cluster = {
  ...trial,
  name: 'sentineliq-rehearsal',
  capacity: { nodes: 1, cpu: '4', memory: '16Gi', description: 'one machine of 4 CPU and 16 GB' },
};

export const production: Cluster = {
  ...rehearsal,
  name: 'sentineliq-production',
  // At-rest encryption of every volume, by a class of this name in the cluster; without the line, the default class.
  storageClass: 'encrypted',
};

/**
 * For the enterprise profile, once one machine is not enough. Three, because Redis chooses a new master by majority: on
 * two machines, one of them holds two of its three members.
 */
export const large: Cluster = {
  ...production,
  capacity: { nodes: 3, cpu: '8', memory: '32Gi', description: 'three machines, 8 CPU and 32 GB together' },
  operators: { CloudNativePG: cloudNativePg },
};
