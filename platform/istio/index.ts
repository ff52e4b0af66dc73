/** Istio in ambient mode, 1.31, as its four Helm charts install it with `profile: ambient`. */
import type { Mesh } from '../../model/mesh';
import { istiodWatch, waypointWatch, ztunnelWatch } from './watch';

export interface IstioOptions {
  /** @default istio-system */
  readonly namespace?: string;
  /** `meshConfig.trustDomain`. @default cluster.local */
  readonly trustDomain?: string;
}

export function istio(options: IstioOptions = {}): Mesh {
  const { namespace = 'istio-system', trustDomain = 'cluster.local' } = options;
  return {
    implementation: 'istio-ambient',
    namespaceLabels: { 'istio.io/dataplane-mode': 'ambient' },
    trustDomain,
    tunnelPort: 15008,
    // Source: cni/pkg/iptables, where kubelet's connections get these addresses.
    probes: ['169.254.7.127/32', 'fd16:9254:7127:1337:ffff:ffff:ffff:ffff/128'],
    controlPlane: { name: 'istiod', namespace, podLabels: { app: 'istiod' }, port: 15012 },
    waypointClass: 'istio-waypoint',
    // Source: the upgrade notes of 1.31: from then on images are on Docker Hub alone.
    waypointImage: 'docker.io/istio/proxyv2',
    // The agent's port, where Envoy's metrics are merged with its own; charts of istiod, files/waypoint.yaml.
    waypointMetrics: { port: 15020, path: '/stats/prometheus', ...waypointWatch },
    targets: [
      {
        name: 'istiod',
        namespace,
        podLabels: { app: 'istiod' },
        dnsName: `istiod.${namespace}.svc`,
        port: 15014,
        path: '/metrics',
        ...istiodWatch,
      },
      {
        name: 'ztunnel',
        namespace,
        podLabels: { app: 'ztunnel' },
        // The chart has no Service: it is named among the add-on's settings.
        dnsName: `ztunnel.${namespace}.svc`,
        port: 15020,
        path: '/metrics',
        ...ztunnelWatch,
      },
    ],
  };
}
