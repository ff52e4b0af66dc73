/** Where the product runs: one server of the document's sizes each, and several for the horizontal form. */
import type { Cluster } from '../../model/cluster';
import { certManager } from '../../platform/cert-manager';
import { istio } from '../../platform/istio';
import { keda } from '../../platform/keda';
import { kubeStateMetrics } from '../../platform/kube-state-metrics';
import { noLoadBalancer } from '../../platform/load-balancer';
import { noProxy } from '../../platform/no-proxy';
import { nodeExporter } from '../../platform/node-exporter';
import { traefik } from '../../platform/traefik';

/** "4GB RAM, 2 CPU cores", where the document begins. */
export const small: Cluster = {
  name: 'dokploy-saas-staging',
  region: 'primary',
  gateway: traefik(),
  // "Cloudflare … (Optional)": `cloudflare` in the place of `noProxy` is the switch.
  trustedProxies: noProxy,
  certificateIssuer: 'letsencrypt',
  secretStore: 'platform',
  dns: { namespace: 'kube-system', podLabels: { 'k8s-app': 'kube-dns' }, port: 53 },
  // The nodes' private network: pods reach the API server there, after address translation.
  apiServer: { cidrs: ['10.0.0.0/24'], port: 6443 },
  keda,
  mesh: istio(),
  platformTargets: [certManager(), kubeStateMetrics(), nodeExporter()],
  capacity: { nodes: 1, cpu: '2', memory: '4Gi', description: 'one server of 2 CPU and 4 GB' },
  caveats: noLoadBalancer,
};

/** "Your Computer": Docker Desktop has a cluster, and so have k3d, kind and minikube. */
export const computer: Cluster = {
  ...small,
  name: 'dokploy-saas-computer',
  region: 'at home',
  platformTargets: [],
  capacity: { nodes: 1, cpu: '4', memory: '8Gi', description: "a developer's computer (assumed)" },
  caveats: [],
};

/** "8GB RAM, 4 CPU cores". */
export const middle: Cluster = {
  ...small,
  name: 'dokploy-saas-production',
  capacity: { nodes: 1, cpu: '4', memory: '8Gi', description: 'one server of 4 CPU and 8 GB' },
};

/** "16GB RAM, 8 CPU cores". */
export const large: Cluster = {
  ...middle,
  capacity: { nodes: 1, cpu: '8', memory: '16Gi', description: 'one server of 8 CPU and 16 GB' },
};

/** "Multiple Services", 10,000 users and more: the document names no machines. */
export const several: Cluster = {
  ...middle,
  capacity: { nodes: 3, cpu: '12', memory: '24Gi', description: 'three servers of 4 CPU and 8 GB (assumed)' },
};
