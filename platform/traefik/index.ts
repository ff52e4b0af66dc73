/** Traefik as its Helm chart installs it in a namespace of its own, with the Gateway API switched on. */
import type { Gateway } from '../../model/gateway';
import type { AddOn } from '../../model/platform';
import { inMesh } from '../istio/joining';
import { NAMESPACE, POD_LABELS } from './pods';
import { resources } from './resources';

export { traefikMetrics } from './watch';

const addOn: AddOn = {
  name: 'Traefik',
  purpose: 'the way in, in place of NGINX Gateway Fabric where the cluster says so',
  minimum: '3.7',
  since: 1,
  isGateway: true,
  namespace: NAMESPACE,
  settings:
    'providers.kubernetesGateway.enabled: true, providers.kubernetesCRD.enabled: true, ' +
    'gateway.enabled: false, metrics.prometheus.service.enabled: true',
  documentation: 'https://doc.traefik.io/traefik/setup/kubernetes/',
  install: {
    groups: ['traefik.io'],
    wave: -10,
    source: {
      repository: 'https://traefik.github.io/charts',
      chart: 'traefik',
      version: '41.6.0',
      values: {
        providers: { kubernetesGateway: { enabled: true } },
        gateway: { enabled: false },
        metrics: { prometheus: { service: { enabled: true } } },
        ports: { internal: { port: 9443, exposedPort: 9443, protocol: 'TCP', expose: { default: false } } },
      },
    },
    reason:
      'Gateways are those of our environments. The entry point `internal` is for people who run a system: who\n' +
      'reaches it from outside the cluster is decided with the way to it, such as a private load balancer.',
  },
};

export const traefikAddOns: readonly AddOn[] = [
  addOn,
  inMesh(
    addOn,
    'it sends to our pods, which from now on know their clients by the identities of the mesh',
    'people still come in',
  ),
];

export interface TraefikOptions {
  /** @default traefik */
  readonly namespace?: string;
  /** Port of an entry point that the internet does not reach, where the installation has one. @default none */
  readonly internalPort?: number;
}

/** Names, labels and ports are the chart's: its entry points listen on ports that need no root. */
export function traefik(options: TraefikOptions = {}): Gateway {
  const { namespace = NAMESPACE, internalPort } = options;
  return {
    addOn: addOn.name,
    className: 'traefik',
    ports: { http: 8000, https: 8443, internal: internalPort },
    dataPlane: {
      kind: 'shared',
      pods: { namespace, podLabels: POD_LABELS, serviceAccount: 'traefik' },
    },
    logins: { key: 'users', type: 'Opaque' },
    bodies: { unlimited: 'no limit', holdBackAnswers: true },
    resources,
  };
}
