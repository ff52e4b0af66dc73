/** Where the lab's own systems run. */
import type { Cluster } from '../../model/cluster';
import type { Environment } from '../../model/system';
import { certManager } from '../../platform/cert-manager';
import { noProxy } from '../../platform/no-proxy';
import { traefik } from '../../platform/traefik';

export const LAB: Cluster = {
  name: 'lab',
  region: 'lab',
  gateway: traefik(),
  trustedProxies: noProxy,
  certificateIssuer: 'lab',
  secretStore: 'lab',
  dns: { namespace: 'kube-system', podLabels: { 'k8s-app': 'kube-dns' }, port: 53 },
  apiServer: { cidrs: ['10.0.0.0/24'], port: 6443 },
  platformTargets: [certManager()],
  capacity: {
    nodes: 1,
    cpu: '16',
    memory: '64Gi',
    description: 'one machine, which is not asked for as much',
  },
};

export const LAB_BUDGET: Environment['budget'] = { cpu: '2', memory: '32Gi', source: 'what it takes' };
