/** Where Whalli runs. The document names no machine; these are assumed. */
import type { Cluster } from '../../model/cluster';
import { certManager } from '../../platform/cert-manager';
import { istio } from '../../platform/istio';
import { keda } from '../../platform/keda';
import { kubeStateMetrics } from '../../platform/kube-state-metrics';
import { noLoadBalancer } from '../../platform/load-balancer';
import { noProxy } from '../../platform/no-proxy';
import { nodeExporter } from '../../platform/node-exporter';
import { traefik } from '../../platform/traefik';

/** Five workers under load, and everything else: more than one machine of this size has. */
export const machines: Cluster = {
  name: 'whalli-production',
  region: 'primary',
  gateway: traefik(),
  trustedProxies: noProxy,
  certificateIssuer: 'letsencrypt',
  secretStore: 'platform',
  dns: { namespace: 'kube-system', podLabels: { 'k8s-app': 'kube-dns' }, port: 53 },
  // The nodes' private network: pods reach the API server there, after address translation.
  apiServer: { cidrs: ['10.0.0.0/24'], port: 6443 },
  keda,
  mesh: istio(),
  platformTargets: [certManager(), kubeStateMetrics(), nodeExporter()],
  capacity: { nodes: 2, cpu: '8', memory: '32Gi', description: 'two machines of 4 CPU and 16 GB (assumed)' },
  caveats: noLoadBalancer,
};

/** For what is not production: a mistake there stays there. */
export const trial: Cluster = {
  ...machines,
  name: 'whalli-trial',
  capacity: { nodes: 1, cpu: '4', memory: '16Gi', description: 'one machine of 4 CPU and 16 GB (assumed)' },
};
