/** Where Kaleem runs: two clusters of two nodes, so that more pods have somewhere to go. */
import type { Cluster } from '../../model/cluster';
import { certManager } from '../../platform/cert-manager';
import { cloudflare } from '../../platform/cloudflare';
import { istio } from '../../platform/istio';
import { keda } from '../../platform/keda';
import { kubeStateMetrics } from '../../platform/kube-state-metrics';
import { noLoadBalancer } from '../../platform/load-balancer';
import { nginxGatewayFabric } from '../../platform/nginx-gateway-fabric';
import { nodeExporter } from '../../platform/node-exporter';

/** The VPS that runs it today, and a second node of the same size. */
export const vps: Cluster = {
  name: 'kaleem-vps',
  region: 'primary',
  gateway: nginxGatewayFabric,
  trustedProxies: cloudflare,
  certificateIssuer: 'letsencrypt',
  secretStore: 'platform',
  dns: { namespace: 'kube-system', podLabels: { 'k8s-app': 'kube-dns' }, port: 53 },
  // The node's private network: pods reach the API server there, after address translation.
  apiServer: { cidrs: ['10.0.0.0/24'], port: 6443 },
  keda,
  mesh: istio(),
  platformTargets: [certManager(), kubeStateMetrics(), nodeExporter()],
  capacity: { nodes: 2, cpu: '8', memory: '32Gi', description: 'two VPS of 4 CPU and 16 GB, Ubuntu Server' },
  caveats: noLoadBalancer,
};

/** Another one like it, for what is not production: a mistake there stays there. */
export const secondVps: Cluster = {
  ...vps,
  name: 'kaleem-vps-2',
  capacity: { nodes: 2, cpu: '8', memory: '32Gi', description: 'two more VPS of the same size' },
};
