/** Where the chatbot runs. The diagrams name no machine and no figure; all of these are assumed. */
import type { Cluster } from '../../model/cluster';
import type { DevicePool } from '../../model/device';
import { certManager } from '../../platform/cert-manager';
import { cloudflare } from '../../platform/cloudflare';
import { cloudNativePg } from '../../platform/cloudnative-pg';
import { dcgmExporter } from '../../platform/dcgm-exporter';
import { istio } from '../../platform/istio';
import { keda } from '../../platform/keda';
import { kubeStateMetrics } from '../../platform/kube-state-metrics';
import { nginxGatewayFabric } from '../../platform/nginx-gateway-fabric';
import { nodeExporter } from '../../platform/node-exporter';

/** "GPU Nodes". Labels and taint are those of NVIDIA's operator and of most providers' own pools. */
const gpu = (nodes: number): DevicePool => ({
  resource: 'nvidia.com/gpu',
  nodes,
  each: { devices: 1, cpu: '8', memory: '32Gi' },
  nodeLabels: { 'nvidia.com/gpu.present': 'true' },
  taint: { key: 'nvidia.com/gpu', effect: 'NoSchedule' },
  runtimeClass: 'nvidia',
});

const watched = [certManager(), kubeStateMetrics(), nodeExporter()];

/** "Cloud Provider": load balancers and volumes come with it. */
export const production: Cluster = {
  name: 'org-chatbot-production',
  region: 'primary',
  gateway: nginxGatewayFabric,
  // "CDN", "WAF": one provider in front is both.
  trustedProxies: cloudflare,
  certificateIssuer: 'letsencrypt',
  secretStore: 'platform',
  // "Encryption at Rest": a class whose volumes the provider encrypts.
  storageClass: 'encrypted',
  dns: { namespace: 'kube-system', podLabels: { 'k8s-app': 'kube-dns' }, port: 53 },
  apiServer: { cidrs: ['10.0.0.0/24'], port: 6443 },
  keda,
  operators: { CloudNativePG: cloudNativePg },
  mesh: istio(),
  platformTargets: [...watched, dcgmExporter()],
  pools: { gpu: gpu(3) },
  capacity: {
    nodes: 3,
    cpu: '24',
    memory: '96Gi',
    description: 'three machines of 8 CPU and 32 GB (assumed)',
  },
};

/** For what is not production. No GPU: models answer slowly, and are small. */
export const trial: Cluster = {
  ...production,
  name: 'org-chatbot-trial',
  platformTargets: watched,
  pools: undefined,
  capacity: { nodes: 2, cpu: '16', memory: '64Gi', description: 'two machines of 8 CPU and 32 GB (assumed)' },
};
