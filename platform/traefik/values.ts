/** Values of its chart, as they follow from the cluster and from the routes of what runs there. */
import { edgePods } from '../../model/edge';
import type { PlannedRoute } from '../../model/plan';
import type { Hosted, Values } from '../../model/platform';
import { INTERNAL_SERVICE, POD_LABELS, PODS_SERVICE } from './pods';

/** Whoever is there, so that a list of addresses would say nothing. */
const EVERYBODY = '0.0.0.0/0';
/** How long a request may take to come in where routes take uploads: 25 MB at 1 Mbit/s are 200 s. Its own is 60 s. */
const UPLOAD = '300s';

/** Where it meets the load balancer: that one must forget a pod before it takes no more connections. */
const LIFE_CYCLE = { requestAcceptGraceTimeout: '10s', graceTimeOut: '45s' };

export function values({ cluster, plans }: Hosted): Values {
  const { cidrs, clientHeader } = cluster.trustedProxies;
  const { internal } = cluster.gateway.ports;
  const routes = plans.flatMap((plan) => plan.routes);
  const people = [...new Set(plans.flatMap((plan) => plan.internal?.cidrs ?? []))];
  const isOpen = internal !== undefined && people.length > 0;
  return {
    providers: { kubernetesGateway: { enabled: true } },
    gateway: { enabled: false },
    ...several(edgePods(cluster)),
    ports: {
      web: { transport: { lifeCycle: LIFE_CYCLE } },
      websecure: {
        ...(clientHeader ? { forwardedHeaders: { trustedIPs: cidrs } } : {}),
        transport: transport(routes.filter((route) => !route.internal)),
      },
      metrics: { expose: { [PODS_SERVICE]: true } },
      ...(internal === undefined
        ? {}
        : {
            internal: {
              port: internal,
              exposedPort: internal,
              protocol: 'TCP',
              expose: isOpen ? { [INTERNAL_SERVICE]: true } : { default: false },
              transport: transport(routes.filter((route) => route.internal)),
            },
          }),
    },
    service: {
      spec: from(cidrs),
      additionalServices: {
        [PODS_SERVICE]: { spec: { clusterIP: 'None', publishNotReadyAddresses: true } },
        ...(isOpen ? { [INTERNAL_SERVICE]: { spec: { type: 'LoadBalancer', ...from(people) } } } : {}),
      },
    },
  };
}

/** The sender stays the sender: who may come in, and how often, is judged by it. */
const from = (cidrs: readonly string[]): object => ({
  externalTrafficPolicy: 'Local',
  ...(cidrs.includes(EVERYBODY) ? {} : { loadBalancerSourceRanges: cidrs }),
});

/** Answers may take their time in any case: it is the request, body included, that must come in. */
const transport = (routes: readonly PlannedRoute[]): object => ({
  lifeCycle: LIFE_CYCLE,
  ...(routes.some(({ maxBody }) => maxBody) ? { respondingTimeouts: { readTimeout: UPLOAD } } : {}),
});

/** Pods that a drain takes one after the other, and not all on one node. */
const several = (replicas: number): object => ({
  deployment: { replicas },
  ...(replicas > 1
    ? {
        podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
        topologySpreadConstraints: [
          {
            maxSkew: 1,
            topologyKey: 'kubernetes.io/hostname',
            whenUnsatisfiable: 'ScheduleAnyway',
            labelSelector: { matchLabels: POD_LABELS },
          },
        ],
      }
    : {}),
});
