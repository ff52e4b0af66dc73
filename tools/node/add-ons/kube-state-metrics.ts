/** kube-state-metrics as the chart of prometheus-community installs it (templates/deployment.yaml), with our values. */
import type { RealAddOn } from './index';
import { account, deployment, everything, type Program, service } from './parts';

const IMAGE = 'registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.20.0';
const NAME = 'kube-state-metrics';

/** What we set of its chart's values. */
interface ChartValues {
  readonly collectors?: readonly string[];
  readonly metricAllowlist?: readonly string[];
  readonly namespaces?: readonly string[];
}

export const kubeStateMetrics: RealAddOn = {
  images: [IMAGE],
  objects({ namespace, source }) {
    const values: ChartValues = 'values' in source ? (source.values ?? {}) : {};
    const { collectors, metricAllowlist, namespaces } = values;
    const own: Program = {
      name: NAME,
      namespace,
      labels: { 'app.kubernetes.io/name': NAME, 'app.kubernetes.io/instance': NAME },
      account: NAME,
      user: 65534,
      image: IMAGE,
      args: [
        '--port=8080',
        ...(collectors ? [`--resources=${collectors.join()}`] : []),
        ...(metricAllowlist ? [`--metric-allowlist=${metricAllowlist.join()}`] : []),
        ...(namespaces ? [`--namespaces=${namespaces.join()}`] : []),
      ],
      ports: { http: 8080 },
      ready: { path: '/readyz', port: 8081 },
    };
    return [...account(NAME, namespace, everything(NAME)), deployment(own), service(own, { 8080: 'http' })];
  },
};
