/** What the Gateway API cannot say, in NGINX Gateway Fabric's own resources (2.4 or later). */
import type { Chart } from 'cdk8s';
import {
  HttpRouteSpecRulesFiltersType as FilterType,
  type HttpRouteSpecRulesFilters,
} from '../../imports/gateway.networking.k8s.io';
import {
  AuthenticationFilter,
  AuthenticationFilterSpecType as AuthenticationType,
  ClientSettingsPolicy,
  SnippetsFilterSpecSnippetsContext as FilterContext,
  NginxProxySpecKubernetesDeploymentContainerResourcesLimits as Limit,
  NginxProxy,
  SnippetsPolicySpecSnippetsContext as PolicyContext,
  ProxySettingsPolicy,
  RateLimitPolicy,
  NginxProxySpecKubernetesDeploymentContainerResourcesRequests as Request,
  NginxProxySpecKubernetesServiceType as ServiceType,
  SnippetsFilter,
  SnippetsPolicy,
  NginxProxySpecKubernetesServiceExternalTrafficPolicy as TrafficPolicy,
} from '../../imports/gateway.nginx.org';
import { EDGE, EDGE_METRICS_PORT, EDGE_RESOURCES, INTERNAL_LOGINS } from '../../model/edge';
import type { Plan, PlannedRoute } from '../../model/plan';
import { metricsService } from '../../model/pod';
import { comment } from '../parts/comment';
import { podsService } from '../parts/pods-service';
import { type EdgeImplementation, extension } from './gateway';
import { EDGE_PODS, edgeMetadata } from './names';

const GROUP = 'gateway.nginx.org';
const NOT_FOUND = `${EDGE}-not-found`;
/** How long a WebSocket or an event stream may be silent before nginx ends it; nginx's own is 60 s. */
const STREAM_SILENCE = '3600s';

export function nginxGatewayFabric(chart: Chart, plan: Plan): EdgeImplementation {
  nginxProxy(chart, plan);
  clientAddress(chart, plan);
  podsService(chart, {
    metadata: edgeMetadata(plan, metricsService(EDGE)),
    selector: EDGE_PODS,
    port: EDGE_METRICS_PORT,
  });
  if (plan.routes.some((route) => route.hidden.length > 0)) {
    new SnippetsFilter(chart, 'not-found', {
      metadata: edgeMetadata(plan, NOT_FOUND),
      spec: {
        snippets: [{ context: FilterContext.HTTP_PERIOD_SERVER_PERIOD_LOCATION, value: 'return 404;' }],
      },
    });
  }
  if (plan.internal) {
    new AuthenticationFilter(chart, 'internal-logins', {
      metadata: edgeMetadata(plan, INTERNAL_LOGINS),
      spec: {
        type: AuthenticationType.BASIC,
        basic: { realm: plan.title, secretRef: { name: INTERNAL_LOGINS } },
      },
    });
  }
  return {
    className: plan.cluster.gateway.className,
    parameters: { group: GROUP, kind: 'NginxProxy', name: EDGE },
    tlsOptions: { 'nginx.org/ssl-protocols': 'TLSv1.2 TLSv1.3' },
    notFound: { group: GROUP, kind: 'SnippetsFilter', name: NOT_FOUND },
    filtersOf: routeFilters,
    attachTo: (route, name) => routePolicies(chart, plan, route, name),
  };
}

function nginxProxy(chart: Chart, plan: Plan): void {
  const { requests, limits } = EDGE_RESOURCES;
  const object = new NginxProxy(chart, 'nginx-proxy', {
    metadata: edgeMetadata(plan),
    spec: {
      serverTokens: 'off',
      metrics: { port: EDGE_METRICS_PORT },
      kubernetes: {
        deployment: {
          replicas: 1,
          container: {
            resources: {
              requests: {
                cpu: Request.fromString(requests.cpu),
                memory: Request.fromString(requests.memory),
              },
              limits: { memory: Limit.fromString(limits.memory) },
            },
          },
          // Time for open requests to end.
          pod: { terminationGracePeriodSeconds: 60 },
        },
        service: {
          type: ServiceType.LOAD_BALANCER,
          externalTrafficPolicy: TrafficPolicy.LOCAL,
          loadBalancerSourceRanges: [
            ...new Set([...plan.cluster.trustedProxies.cidrs, ...(plan.internal?.cidrs ?? [])]),
          ],
        },
      },
    },
  });
  comment(
    object,
    `Only ${plan.cluster.trustedProxies.name} may come in${plan.internal ? ', and the people who run it,' : ','} past the load balancer and past the policy.`,
    ['spec', 'kubernetes', 'service', 'loadBalancerSourceRanges'],
  );
  comment(object, 'Local keeps the sender address, by which the policies below decide.', [
    'spec',
    'kubernetes',
    'service',
    'externalTrafficPolicy',
  ]);
}

/** Believes the proxy, and nobody else, about who the client is. */
function clientAddress(chart: Chart, plan: Plan): void {
  const { cidrs, clientHeader } = plan.cluster.trustedProxies;
  if (!clientHeader) return;
  const lines = [...cidrs.map((cidr) => `set_real_ip_from ${cidr};`), `real_ip_header ${clientHeader};`];
  new SnippetsPolicy(chart, 'client-address', {
    metadata: edgeMetadata(plan, `${EDGE}-client-address`),
    spec: {
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: EDGE }],
      snippets: [{ context: PolicyContext.HTTP, value: `${lines.join('\n')}\n` }],
    },
  });
}

function routePolicies(chart: Chart, plan: Plan, route: PlannedRoute, name: string): void {
  const metadata = edgeMetadata(plan, name);
  const target = { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name };
  if (route.maxBody) {
    new ClientSettingsPolicy(chart, `${name}-body`, {
      metadata,
      spec: { targetRef: target, body: { maxSize: route.maxBody } },
    });
  }
  if (route.streaming) {
    new ProxySettingsPolicy(chart, `${name}-streaming`, {
      metadata,
      spec: {
        targetRefs: [target],
        buffering: { disable: true },
        timeout: { read: STREAM_SILENCE, send: STREAM_SILENCE },
      },
    });
  }
  if (route.rateLimit) {
    const { perSecond, burst } = route.rateLimit;
    new RateLimitPolicy(chart, `${name}-rate-limit`, {
      metadata,
      spec: {
        targetRefs: [target],
        rateLimit: {
          rejectCode: 429,
          // Per client address, once the proxy has told it (see edge-client-address).
          local: {
            rules: [
              { key: '$binary_remote_addr', rate: `${perSecond}r/s`, burst, noDelay: true, zoneSize: '10m' },
            ],
          },
        },
      },
    });
  }
}

/** The login is the gateway's: the page behind has one of its own and would try this one. */
const routeFilters = (route: PlannedRoute): HttpRouteSpecRulesFilters[] =>
  route.internal
    ? [
        extension({ group: GROUP, kind: 'AuthenticationFilter', name: INTERNAL_LOGINS }),
        { type: FilterType.REQUEST_HEADER_MODIFIER, requestHeaderModifier: { remove: ['Authorization'] } },
      ]
    : [];
