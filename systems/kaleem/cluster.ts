/** Where Kaleem runs: each VPS is a cluster of one node. */
import { cloudflare } from '../../catalogue/cloudflare';
import { nginxGatewayFabric } from '../../catalogue/nginx-gateway-fabric';
import { certManager, nodeExporter } from '../../catalogue/platform';
import type { Cluster } from '../../model/cluster';

/** The VPS that runs it today. */
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
  platformTargets: [certManager(), nodeExporter()],
  capacity: { cpu: '4', memory: '16Gi', description: 'one VPS, Ubuntu Server' },
};

/** A second one like it, for what is not production: a mistake there stays there. */
export const secondVps: Cluster = {
  ...vps,
  name: 'kaleem-vps-2',
  capacity: { cpu: '4', memory: '16Gi', description: 'a second VPS like the first' },
};
