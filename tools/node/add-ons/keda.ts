/** KEDA as its chart installs it (config/manager and config/metrics-server of its module), without its webhook. */
import type { RealAddOn } from './index';
import { account, apiService, deployment, everything, type Program, service, startsWithout } from './parts';

const VERSION = '2.21.0';
const NAME = 'keda-operator';
const ADAPTER = `${NAME}-metrics-apiserver`;
/** The operator makes it for both. */
const CERTIFICATES = { 'kedaorg-certs': '/certs' };
const OPERATOR_IMAGE = `ghcr.io/kedacore/keda:${VERSION}`;
const ADAPTER_IMAGE = `ghcr.io/kedacore/keda-metrics-apiserver:${VERSION}`;

export const keda: RealAddOn = {
  images: [OPERATOR_IMAGE, ADAPTER_IMAGE],
  objects({ namespace }) {
    const part = (
      name: string,
    ): Pick<Program, 'name' | 'namespace' | 'account' | 'user' | 'labels' | 'secrets' | 'env'> => ({
      name,
      namespace,
      account: NAME,
      user: 65532,
      // Its chart, templates/manager/deployment.yaml: by `app` other namespaces know the operator.
      labels: { app: name, 'app.kubernetes.io/name': name },
      secrets: CERTIFICATES,
      env: [{ name: 'WATCH_NAMESPACE', value: '' }],
    });
    const operator: Program = {
      ...part(NAME),
      image: OPERATOR_IMAGE,
      // The only one of its kind: on a machine with much else to do it would lose its lease, and end.
      args: [
        '--leader-elect=false',
        '--zap-log-level=info',
        '--zap-encoder=console',
        '--enable-cert-rotation=true',
        '--enable-webhook-patching=false',
        `--operator-service-name=${NAME}`,
        `--metrics-server-service-name=${ADAPTER}`,
        '--k8s-cluster-domain=cluster.local',
      ],
      ports: { metricsservice: 9666 },
      ready: { path: '/readyz', port: 8081 },
    };
    const adapter: Program = {
      ...part(ADAPTER),
      image: ADAPTER_IMAGE,
      args: [
        '--secure-port=6443',
        '--zap-log-level=info',
        `--metrics-service-address=${NAME}.${namespace}.svc.cluster.local:9666`,
        '--client-ca-file=/certs/ca.crt',
        '--tls-cert-file=/certs/tls.crt',
        '--tls-private-key-file=/certs/tls.key',
        '--cert-dir=/certs',
      ],
      ports: { https: 6443 },
      ready: { path: '/readyz', port: 6443, scheme: 'HTTPS' },
      scratch: ['/tmp'],
    };
    return [
      ...account(NAME, namespace, everything(NAME)),
      startsWithout(deployment(operator)),
      service(operator, { 9666: 'metricsservice' }),
      deployment(adapter),
      service(adapter, { 443: 'https' }),
      apiService('external.metrics.k8s.io', 'v1beta1', { name: ADAPTER, namespace }),
    ];
  },
};
