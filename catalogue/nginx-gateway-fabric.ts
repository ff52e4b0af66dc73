/** NGINX Gateway Fabric 2.4 or later as its Helm chart installs it, with snippets enabled. */
import type { NginxGatewayFabric } from '../model/cluster';
import { EDGE } from '../model/edge';

/** Name of the GatewayClass that the chart makes. */
const CLASS = 'nginx';

export const nginxGatewayFabric: NginxGatewayFabric = {
  implementation: 'nginx-gateway-fabric',
  className: CLASS,
  controlPlane: {
    namespace: 'nginx-gateway',
    podLabels: { 'app.kubernetes.io/name': 'nginx-gateway-fabric' },
    // The Service listens on 443; policies see the container's port.
    port: 8443,
  },
  dataPlane: {
    // Source: internal/controller/provisioner/objects.go, CreateNginxResourceName(gateway, class).
    serviceAccount: `${EDGE}-${CLASS}`,
    // Source: NginxProxy, kubernetes.deployment.container.readinessProbe.port, its default.
    probePort: 8081,
    // Source: objects.go too: nginx, and an init container of the control plane's image.
    images: ['ghcr.io/nginx/nginx-gateway-fabric', 'ghcr.io/nginx/nginx-gateway-fabric/nginx'],
  },
};
