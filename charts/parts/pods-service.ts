/** A Service that answers with the address of every pod that a platform runs here, ready or not, for Prometheus. */
import type { Chart } from 'cdk8s';
import { k8s } from './k8s';
import type { Labels } from './labels';

export interface PodsServiceProps {
  readonly metadata: { readonly name: string; readonly labels: Labels; readonly annotations: Labels };
  readonly selector: Labels;
  /** Port of the metrics. */
  readonly port: number;
}

export function podsService(chart: Chart, { metadata, selector, port }: PodsServiceProps): void {
  new k8s.KubeService(chart, metadata.name, {
    metadata,
    spec: {
      type: 'ClusterIP',
      clusterIp: 'None',
      publishNotReadyAddresses: true,
      selector,
      ports: [{ name: 'metrics', port, targetPort: k8s.IntOrString.fromNumber(port) }],
    },
  });
}
