/** NGINX Gateway Fabric 2.4 or later as its Helm chart installs it, with snippets enabled. */
import type { NginxGatewayFabric } from '../model/cluster';

export const nginxGatewayFabric: NginxGatewayFabric = {
  implementation: 'nginx-gateway-fabric',
  className: 'nginx',
  controlPlane: {
    namespace: 'nginx-gateway',
    podLabels: { 'app.kubernetes.io/name': 'nginx-gateway-fabric' },
    // The Service listens on 443; policies see the container's port.
    port: 8443,
  },
};
