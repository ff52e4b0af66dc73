/** metrics-server as its chart installs it (charts/metrics-server of its repository). */
import type { KubeObject } from '../../lab/manifests';
import type { RealAddOn } from './index';
import { account, apiService, clusterRole, deployment, type Program, service } from './parts';

const IMAGE = 'registry.k8s.io/metrics-server/metrics-server:v0.9.0';
const NAME = 'metrics-server';

export const metricsServer: RealAddOn = {
  images: [IMAGE],
  objects({ namespace }) {
    const own: Program = {
      name: NAME,
      namespace,
      labels: { 'app.kubernetes.io/name': NAME, 'app.kubernetes.io/instance': NAME },
      account: NAME,
      user: 1000,
      image: IMAGE,
      args: [
        '--secure-port=10250',
        '--cert-dir=/tmp',
        '--kubelet-preferred-address-types=InternalIP,ExternalIP,Hostname',
        '--kubelet-use-node-status-port',
        '--metric-resolution=15s',
        // Kubelet signs its own certificate here.
        '--kubelet-insecure-tls',
      ],
      ports: { https: 10250 },
      ready: { path: '/readyz', port: 10250, scheme: 'HTTPS' },
      scratch: ['/tmp'],
    };
    return [
      ...account(NAME, namespace, clusterRole('system:metrics-server', RULES)),
      bound('ClusterRole', 'system:auth-delegator', namespace),
      bound('Role', 'extension-apiserver-authentication-reader', namespace),
      deployment(own),
      service(own, { 443: 'https' }),
      apiService('metrics.k8s.io', 'v1beta1', { name: NAME, namespace }, { insecureSkipTLSVerify: true }),
    ];
  },
};

const RULES = [
  { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
  {
    apiGroups: [''],
    resources: ['pods', 'nodes', 'namespaces', 'configmaps'],
    verbs: ['get', 'list', 'watch'],
  },
];

/** A role that every cluster has: whoever serves an API of its own asks the API server who is there. */
const bound = (kind: 'ClusterRole' | 'Role', role: string, namespace: string): KubeObject => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: `${kind}Binding`,
  metadata: {
    name: `${NAME}-${role.replace(':', '-')}`,
    ...(kind === 'Role' ? { namespace: 'kube-system' } : {}),
  },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: role },
  subjects: [{ kind: 'ServiceAccount', name: NAME, namespace }],
});
