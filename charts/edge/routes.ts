/** One HTTPRoute a route: security headers for all, and what is private for nobody. */
import type { Chart } from 'cdk8s';
import {
  HttpRouteSpecRulesFiltersType as FilterType,
  HttpRoute,
  type HttpRouteSpecRules,
  type HttpRouteSpecRulesFilters,
  HttpRouteSpecRulesMatchesMethod as MethodMatch,
  HttpRouteSpecRulesMatchesPathType as PathType,
} from '../../imports/gateway.networking.k8s.io';
import { EDGE, isPart } from '../../model/edge';
import type { GatewayResources, Reference, RouteFilter } from '../../model/gateway';
import type { Plan, PlannedRoute } from '../../model/plan';
import { comment } from '../parts/comment';
import { backends } from './backends';
import { edgeMetadata, listenerOf, routeName } from './names';
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
    const filters = [securityHeaders, ...filtersOf(route, edge.filtersOf(route, name))];
    const object = new HttpRoute(chart, `${name}-route`, {
      metadata: edgeMetadata(plan, name),
      spec: {
        parentRefs: [{ name: EDGE, sectionName: listenerOf(plan, route) }],
        hostnames: [route.host],
        rules: [
          rule(route, shown(route, edge), filters),
          ...(route.hidden.length > 0 ? [hidden(route, edge)] : []),
          ...(isPart(route) ? [rest(route, edge)] : []),
        ],
      },
    });
    if (route.hidden.length > 0) {
      const what = `Answers 404 to ${route.hidden.join(', ')} and all below, however somebody writes it.`;
      comment(object, what, ['spec', 'rules', 1]);
    }
    if (isPart(route)) {
      const what = 'Answers 404 to all else that asks here, which no other route of the host gets.';
      comment(object, what, ['spec', 'rules', route.hidden.length > 0 ? 2 : 1]);
    }
    for (const one of edge.ofRoute(route, name)) gatewayResource(chart, plan, one);
  }
}

const filter = (extensionRef: Reference): HttpRouteSpecRulesFilters => ({
  type: FilterType.EXTENSION_REF,
  extensionRef,
});

/** The gateway's, and one for all headers that are taken away: the Gateway API takes it once a rule. */
function filtersOf({ dropped }: PlannedRoute, own: readonly RouteFilter[]): HttpRouteSpecRulesFilters[] {
  const remove = [...own.flatMap((one) => ('removeHeaders' in one ? one.removeHeaders : [])), ...dropped];
  return [
    ...own.flatMap((one) => ('removeHeaders' in one ? [] : [filter(one)])),
    ...(remove.length > 0
      ? [{ type: FilterType.REQUEST_HEADER_MODIFIER, requestHeaderModifier: { remove } }]
      : []),
  ];
}

const securityHeaders: HttpRouteSpecRulesFilters = {
  type: FilterType.RESPONSE_HEADER_MODIFIER,
  responseHeaderModifier: {
    set: Object.entries(SECURITY_HEADERS).map(([name, value]) => ({ name, value })),
  },
};

type Match = NonNullable<HttpRouteSpecRules['matches']>[number];

const prefix = ({ path }: PlannedRoute): Match => ({ path: { type: PathType.PATH_PREFIX, value: path } });
const expression = (value: string): Match => ({ path: { type: PathType.REGULAR_EXPRESSION, value } });

/** What leads to the component. */
function shown(route: PlannedRoute, edge: GatewayResources): Match[] {
  const match = route.below ? expression(edge.below(route.path)) : prefix(route);
  return route.methods?.map((method) => ({ ...match, method: MethodMatch[method] })) ?? [match];
}

/** What a route for a part of its path does not show. */
const rest = (route: PlannedRoute, edge: GatewayResources): HttpRouteSpecRules =>
  rule(route, [prefix(route)], [filter(edge.notFound)]);

/** What is for nobody outside. */
const hidden = (route: PlannedRoute, edge: GatewayResources): HttpRouteSpecRules =>
  rule(
    route,
    route.hidden.map((path) => expression(edge.anyFormOf(path))),
    [filter(edge.notFound)],
  );

const rule = (
  route: PlannedRoute,
  matches: Match[],
  filters: HttpRouteSpecRulesFilters[],
): HttpRouteSpecRules => ({
  matches,
  filters,
  backendRefs: backends(route.to, route.port, route.canary),
});
