/** The Gateway: two listeners, one of which only sends people to the other, and one for the people who run it. */
import type { Chart } from 'cdk8s';
import {
  HttpRouteSpecRulesFiltersType as FilterType,
  GatewaySpecListenersAllowedRoutesNamespacesFrom as From,
  Gateway,
  type GatewaySpecListeners,
  HttpRoute,
  type HttpRouteSpecRulesFilters,
  HttpRouteSpecRulesFiltersRequestRedirectScheme as Scheme,
  HttpRouteSpecRulesFiltersRequestRedirectStatusCode as StatusCode,
  GatewaySpecListenersTlsMode as TlsMode,
} from '../../imports/gateway.networking.k8s.io';
import { EDGE, edgePorts } from '../../model/edge';
import type { Plan } from '../../model/plan';
import { edgeMetadata, hosts } from './names';

export const TLS_SECRET = 'edge-tls';

/** Names of the listeners, by which routes choose one. */
export const LISTENERS = { http: 'http', https: 'https', internal: 'internal' } as const;

/** A resource of an implementation that the standard objects point to. */
export interface Reference {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
}

/** What an implementation adds to the standard objects. */
export interface EdgeImplementation {
  readonly className: string;
  /** Resource with the data plane's own settings. @default none: it is not ours */
  readonly parameters?: Reference;
  /** Options of the TLS listener in the implementation's words. @default those of the controller */
  readonly tlsOptions?: Record<string, string>;
  /** Filter that answers 404 instead of passing the request on. */
  readonly notFound: Reference;
  /** Filters by which the rule of a route gets body size, rate limit and login. */
  filtersOf(route: Plan['routes'][number], routeName: string): readonly HttpRouteSpecRulesFilters[];
  /** Adds the objects that one route needs. */
  attachTo(route: Plan['routes'][number], routeName: string): void;
}

/** A filter of an implementation's own. */
export const extension = (extensionRef: Reference): HttpRouteSpecRulesFilters => ({
  type: FilterType.EXTENSION_REF,
  extensionRef,
});

export function gateway(chart: Chart, plan: Plan, edge: EdgeImplementation): void {
  const allowedRoutes = { namespaces: { from: From.SAME } };
  const ports = edgePorts(plan.cluster.gateway);
  const encrypted = (name: string, port: number): GatewaySpecListeners => ({
    name,
    port,
    protocol: 'HTTPS',
    allowedRoutes,
    tls: {
      mode: TlsMode.TERMINATE,
      certificateRefs: [{ name: TLS_SECRET }],
      options: edge.tlsOptions,
    },
  });
  new Gateway(chart, 'gateway', {
    metadata: edgeMetadata(plan),
    spec: {
      gatewayClassName: edge.className,
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
