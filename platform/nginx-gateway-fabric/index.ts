/** NGINX Gateway Fabric as its Helm chart installs it, with snippets enabled: nginx in each environment's namespace. */
import { EDGE } from '../../model/edge';
import type { Gateway } from '../../model/gateway';
import type { AddOn } from '../../model/platform';
import { gatewayGone } from '../parts/gone';
import { resources } from './resources';

/** Name of the GatewayClass that the chart makes. */
const CLASS = 'nginx';
const NAMESPACE = 'nginx-gateway';

const addOn: AddOn = {
  name: 'NGINX Gateway Fabric',
  purpose: 'the way in: runs the gateways',
  // Its CHANGELOG: 2.6 has timeouts in ProxySettingsPolicy, 2.5 server_tokens. Kubernetes: its README.
  minimum: '2.6',
  minimumBy: 'notes',
  kubernetes: '1.31',
  since: 1,
  isGateway: true,
  namespace: NAMESPACE,
  settings: 'nginxGateway.snippets.enable: true',
  documentation: 'https://docs.nginx.com/nginx-gateway-fabric/',
  install: {
    groups: ['gateway.nginx.org'],
    wave: -10,
    source: {
      repository: 'ghcr.io/nginx/charts',
      chart: 'nginx-gateway-fabric',
      version: '2.7.2',
      values: { nginxGateway: { snippets: { enable: true } } },
    },
    reason: 'Snippets are off by default; our gateways need them.',
  },
};

export const nginxGatewayFabricAddOns: readonly AddOn[] = [addOn];

export const nginxGatewayFabric: Gateway = {
  addOn: addOn.name,
  className: CLASS,
  ports: { http: 80, https: 443, internal: 8443 },
  dataPlane: {
    kind: 'own',
    controlPlane: {
      namespace: NAMESPACE,
      podLabels: { 'app.kubernetes.io/name': 'nginx-gateway-fabric' },
      // The Service listens on 443; policies see the container's port.
      port: 8443,
    },
    // Source: internal/controller/provisioner/objects.go, CreateNginxResourceName(gateway, class).
    serviceAccount: `${EDGE}-${CLASS}`,
    // Source: NginxProxy, kubernetes.deployment.container.readinessProbe.port, its default.
    probePort: 8081,
    // NginxProxy, metrics.port: its default, written all the same.
    metricsPort: 9113,
    // Of its own figures (connections, requests) none tells what people are answered. Source: its guide, monitoring.
    watch: { emits: [], alerts: () => gatewayGone(EDGE) },
    // Source: objects.go too: nginx, and an init container of the control plane's image.
    images: ['ghcr.io/nginx/nginx-gateway-fabric', 'ghcr.io/nginx/nginx-gateway-fabric/nginx'],
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
  },
  logins: { key: 'auth', type: 'nginx.org/htpasswd' },
  // nginx's own, client_max_body_size.
  bodies: { unlimited: '1m (default)' },
  resources,
};
