/** One HTTPRoute a route: security headers for all, metrics for nobody. */
import type { Chart } from 'cdk8s';
import {
  HttpRouteSpecRulesFiltersType as FilterType,
  HttpRoute,
  type HttpRouteSpecRules,
  type HttpRouteSpecRulesFilters,
  HttpRouteSpecRulesMatchesPathType as PathType,
} from '../../imports/gateway.networking.k8s.io';
import { EDGE } from '../../model/edge';
import type { GatewayResources, RouteFilter } from '../../model/gateway';
import type { Plan, PlannedRoute } from '../../model/plan';
import { comment } from '../parts/comment';
import { backends } from './backends';
import { LISTENERS } from './gateway';
import { edgeMetadata, routeName } from './names';
import { gatewayResource } from './resource';

/**
 * Headers of every answer. HSTS for a year, the least that browsers' preload lists take; the others
 * as OWASP's Secure Headers Project recommends. A content policy depends on the pages and is theirs.
 */
const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'SAMEORIGIN',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
};

export function httpRoutes(chart: Chart, plan: Plan, edge: GatewayResources): void {
  for (const route of plan.routes) {
    const name = routeName(plan, route);
    // As a prefix, because Express answers `/metrics/` as it answers `/metrics`.
    const hidden = route.hidden.filter((path) => path.startsWith(route.path));
    const filters = [securityHeaders, ...edge.filtersOf(route, name).map(filter)];
    const object = new HttpRoute(chart, `${name}-route`, {
      metadata: edgeMetadata(plan, name),
      spec: {
        parentRefs: [{ name: EDGE, sectionName: route.internal ? LISTENERS.internal : LISTENERS.https }],
        hostnames: [route.host],
        rules: [
          rule(route, PathType.PATH_PREFIX, route.path, filters),
          ...hidden.map((path) => rule(route, PathType.PATH_PREFIX, path, [filter(edge.notFound)])),
        ],
      },
    });
    if (hidden.length > 0) {
      comment(object, 'The second rule answers 404: metrics are for Prometheus, inside the cluster.', [
        'spec',
        'rules',
      ]);
    }
    for (const one of edge.ofRoute(route, name)) gatewayResource(chart, plan, one);
  }
}

const filter = (of: RouteFilter): HttpRouteSpecRulesFilters =>
  'removeHeaders' in of
    ? {
        type: FilterType.REQUEST_HEADER_MODIFIER,
        requestHeaderModifier: { remove: of.removeHeaders.slice() },
      }
    : { type: FilterType.EXTENSION_REF, extensionRef: of };

const securityHeaders: HttpRouteSpecRulesFilters = {
  type: FilterType.RESPONSE_HEADER_MODIFIER,
  responseHeaderModifier: {
    set: Object.entries(SECURITY_HEADERS).map(([name, value]) => ({ name, value })),
  },
};

const rule = (
  route: PlannedRoute,
  type: PathType,
  value: string,
  filters: HttpRouteSpecRulesFilters[],
): HttpRouteSpecRules => ({
  matches: [{ path: { type, value } }],
  filters,
  backendRefs: backends(route.to, route.port, route.canary),
});
