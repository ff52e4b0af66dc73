/** The Gateway: two listeners, one of which only sends people to the other. */
import type { Chart } from 'cdk8s';
import {
  HttpRouteSpecRulesFiltersType as FilterType,
  GatewaySpecListenersAllowedRoutesNamespacesFrom as From,
  Gateway,
  HttpRoute,
  HttpRouteSpecRulesFiltersRequestRedirectScheme as Scheme,
  HttpRouteSpecRulesFiltersRequestRedirectStatusCode as StatusCode,
  GatewaySpecListenersTlsMode as TlsMode,
} from '../../imports/gateway.networking.k8s.io';
import { EDGE } from '../../model/edge';
import type { Plan } from '../../model/plan';
import { edgeMetadata, hosts } from './names';

export const TLS_SECRET = 'edge-tls';

/** What an implementation adds to the standard objects. */
export interface EdgeImplementation {
  readonly className: string;
  /** Resource with the data plane's own settings. */
  readonly parameters: { readonly group: string; readonly kind: string; readonly name: string };
  /** Options of the TLS listener in the implementation's words. */
  readonly tlsOptions: Record<string, string>;
  /** Filter that answers 404 instead of passing the request on. */
  readonly notFound: { readonly group: string; readonly kind: string; readonly name: string };
  /** Adds body size, rate limit and streaming settings to one route. */
  attachTo(route: Plan['routes'][number], routeName: string): void;
}

export function gateway(chart: Chart, plan: Plan, edge: EdgeImplementation): void {
  const allowedRoutes = { namespaces: { from: From.SAME } };
  new Gateway(chart, 'gateway', {
    metadata: edgeMetadata(plan),
    spec: {
      gatewayClassName: edge.className,
      infrastructure: { parametersRef: edge.parameters },
      listeners: [
        { name: 'http', port: 80, protocol: 'HTTP', allowedRoutes },
        {
          name: 'https',
          port: 443,
          protocol: 'HTTPS',
          allowedRoutes,
          tls: {
            mode: TlsMode.TERMINATE,
            certificateRefs: [{ name: TLS_SECRET }],
            options: edge.tlsOptions,
          },
        },
      ],
    },
  });
}

export function redirectToHttps(chart: Chart, plan: Plan): void {
  new HttpRoute(chart, 'redirect', {
    metadata: edgeMetadata(plan, `${EDGE}-redirect`),
    spec: {
      parentRefs: [{ name: EDGE, sectionName: 'http' }],
      hostnames: hosts(plan),
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
