/** The Gateway: two listeners, one of which only sends people to the other, and one for the people who run it. */
import type { Chart } from 'cdk8s';
import {
  HttpRouteSpecRulesFiltersType as FilterType,
  GatewaySpecListenersAllowedRoutesNamespacesFrom as From,
  Gateway,
  type GatewaySpecListeners,
  HttpRoute,
  HttpRouteSpecRulesFiltersRequestRedirectScheme as Scheme,
  HttpRouteSpecRulesFiltersRequestRedirectStatusCode as StatusCode,
  GatewaySpecListenersTlsMode as TlsMode,
} from '../../imports/gateway.networking.k8s.io';
import { EDGE } from '../../model/edge';
import type { GatewayResources } from '../../model/gateway';
import type { Plan } from '../../model/plan';
import { edgeMetadata, hosts } from './names';

export const TLS_SECRET = 'edge-tls';

/** Names of the listeners, by which routes choose one. */
export const LISTENERS = { http: 'http', https: 'https', internal: 'internal' } as const;

export function gateway(chart: Chart, plan: Plan, edge: GatewayResources): void {
  const allowedRoutes = { namespaces: { from: From.SAME } };
  const { className, ports } = plan.cluster.gateway;
  const encrypted = (name: string, port: number): GatewaySpecListeners => ({
    name,
    port,
    protocol: 'HTTPS',
    allowedRoutes,
    tls: {
      mode: TlsMode.TERMINATE,
      certificateRefs: [{ name: TLS_SECRET }],
      options: edge.tlsOptions && { ...edge.tlsOptions },
    },
  });
  new Gateway(chart, 'gateway', {
    metadata: edgeMetadata(plan),
    spec: {
      gatewayClassName: className,
      infrastructure: edge.parameters && { parametersRef: edge.parameters },
      listeners: [
        { name: LISTENERS.http, port: ports.http, protocol: 'HTTP', allowedRoutes },
        encrypted(LISTENERS.https, ports.https),
        ...(plan.internal ? [encrypted(LISTENERS.internal, ports.internal!)] : []),
      ],
    },
  });
}

export function redirectToHttps(chart: Chart, plan: Plan): void {
  new HttpRoute(chart, 'redirect', {
    metadata: edgeMetadata(plan, `${EDGE}-redirect`),
    spec: {
      parentRefs: [{ name: EDGE, sectionName: LISTENERS.http }],
      hostnames: hosts({ routes: plan.routes.filter(({ internal }) => !internal) }),
      rules: [
        {
          filters: [
            {
              type: FilterType.REQUEST_REDIRECT,
              requestRedirect: { scheme: Scheme.HTTPS, statusCode: StatusCode.VALUE_301 },
            },
          ],
        },
      ],
    },
  });
}
