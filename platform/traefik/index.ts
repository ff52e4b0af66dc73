/** Traefik as its Helm chart installs it in a namespace of its own, with the Gateway API switched on. */
import type { Gateway } from '../../model/gateway';
import type { AddOn } from '../../model/platform';
import { PERIODS, type RateLimit } from '../../model/system';
import { inMesh } from '../istio/joining';
import { INTERNAL_SERVICE, NAMESPACE, POD_LABELS } from './pods';
import { resources } from './resources';
import { values } from './values';
import { traefikMetrics } from './watch';

const addOn: AddOn = {
  name: 'Traefik',
  purpose: 'the way in, in place of NGINX Gateway Fabric where the cluster says so',
  // 3.6.2 itself judges our routes. The chart takes 3.6 and later.
  minimum: '3.6',
  minimumBy: 'tests',
  since: 1,
  isGateway: true,
  namespace: NAMESPACE,
  settings:
    'the values that stand in `dist/argocd/<cluster>/add-ons.k8s.yaml`, which follow from the cluster',
  documentation: 'https://doc.traefik.io/traefik/setup/kubernetes/',
  install: {
    groups: ['traefik.io'],
    wave: -10,
    source: {
      repository: 'https://traefik.github.io/charts',
      chart: 'traefik',
      version: '41.6.0',
      values,
    },
    at: ({ gateway }) => (gateway.dataPlane.kind === 'shared' ? gateway.dataPlane.pods.namespace : undefined),
    reason:
      'Gateways are those of our environments. Pods, addresses and times follow from the cluster and its routes: who\n' +
      'may come in past the load balancer, whose word about the client is believed, how long an upload may last.\n' +
      'The entry point `internal` has a load balancer of its own, once an environment opens it.',
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
  /** Port of an entry point for the people who run a system, which the internet does not reach. @default none */
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
      internalService: `traefik-${INTERNAL_SERVICE}`,
      target: traefikMetrics(namespace),
    },
    logins: { key: 'users', type: 'Opaque' },
    bodies: { unlimited: 'no limit', holdBackAnswers: true },
    forgets,
    resources,
  };
}

/**
 * It drops what it counted of a client who was silent for the time of one request, and a second. The burst is whole again
 * then, whatever was used of it. Source: Traefik 3.7, pkg/middlewares/ratelimiter/rate_limiter.go (`ttl`), and issue 13704.
 */
function forgets({ requests, per }: RateLimit): number {
  return 1 + Math.max(1, Math.floor(PERIODS[per] / requests));
}
