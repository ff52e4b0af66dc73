/** What the Gateway API cannot say, as Middlewares of Traefik that routes refer to. */
import {
  Middleware,
  type MiddlewareSpec,
  MiddlewareSpecRateLimitPeriod as Period,
} from '../../imports/traefik.io';
import { EDGE, INTERNAL_LOGINS } from '../../model/edge';
import type { GatewayResource, GatewayResources, Reference } from '../../model/gateway';
import { literally, SEGMENT_ENDS } from '../../model/paths';
import type { Plan, PlannedRoute } from '../../model/plan';
import { bytesOf } from '../../model/units';

const NOT_FOUND = `${EDGE}-not-found`;
const INTERNAL = `${INTERNAL_LOGINS}-addresses`;

const reference = (name: string): Reference => ({ group: 'traefik.io', kind: 'Middleware', name });

const middleware = (
  name: string,
  spec: MiddlewareSpec,
  comments?: GatewayResource['comments'],
): GatewayResource => ({ name, manifest: Middleware.manifest({ metadata: {}, spec }), comments });

export function resources(plan: Plan): GatewayResources {
  return {
    notFound: reference(NOT_FOUND),
    anyFormOf,
    shared: [...notFound(plan), ...internalAccess(plan)],
    ofRoute: (route, name) => routeMiddlewares(plan, route, name),
    filtersOf: (route, name) => [
      ...(route.internal ? [INTERNAL, INTERNAL_LOGINS] : []).map(reference),
      ...routeMiddlewares(plan, route, name).map((one) => reference(one.name)),
    ],
  };
}

/**
 * Traefik decodes what needs no encoding, makes one slash of several and follows dots, but leaves an encoded slash as
 * it is; a server behind may decode it and follow dots around it. An expression fits anywhere in the path unless it
 * says `^`. Source: pkg/server/server_entrypoint_tcp.go (normalizePath, sanitizePath), pkg/muxer/http (pathRegexp).
 */
const anyFormOf = (path: string): string =>
  `(?i)^(.*${SLASH}[.][.]?)?${SLASH}+${path.slice(1).split('/').map(literally).join(`${SLASH}+`)}${SEGMENT_ENDS}`;
const SLASH = '(/|%2f)';

function notFound({ routes }: Plan): GatewayResource[] {
  if (routes.every(({ hidden }) => hidden.length === 0)) return [];
  const spec = { ipAllowList: { sourceRange: ['127.0.0.1/32'], rejectStatusCode: 404 } };
  const why = 'Lets nobody in: every request comes from another address.';
  return [middleware(NOT_FOUND, spec, [[['spec', 'ipAllowList'], why]])];
}

function internalAccess({ internal, title }: Plan): GatewayResource[] {
  if (!internal) return [];
  const logins = { basicAuth: { secret: INTERNAL_LOGINS, realm: title, removeHeader: true } };
  const why = 'The page behind has a login of its own and would try this one.';
  return [
    middleware(INTERNAL, { ipAllowList: { sourceRange: internal.cidrs.slice() } }),
    middleware(INTERNAL_LOGINS, logins, [[['spec', 'basicAuth', 'removeHeader'], why]]),
  ];
}

/** Streaming needs nothing: Traefik passes every answer on as it comes, for as long as it lasts. */
function routeMiddlewares({ cluster }: Plan, route: PlannedRoute, name: string): GatewayResource[] {
  const found: GatewayResource[] = [];
  if (route.rateLimit) {
    const { perSecond, burst } = route.rateLimit;
    const client = clientOf(cluster);
    const rateLimit = { average: perSecond, burst, period: Period.fromString('1s'), ...client.criterion };
    found.push(middleware(`${name}-rate-limit`, { rateLimit }, client.comments));
  }
  if (route.maxBody) {
    const buffering = { maxRequestBodyBytes: bytesOf(route.maxBody) };
    found.push(middleware(`${name}-body`, { buffering }));
  }
  return found;
}

/**
 * Whose requests are counted together. Behind a proxy it is the last address of X-Forwarded-For, which the proxy wrote:
 * Traefik drops that header when it comes from somebody else. With nobody in front it is the sender's.
 */
function clientOf({ trustedProxies: { clientHeader, name } }: Plan['cluster']) {
  if (clientHeader === undefined) return {};
  return {
    criterion: { sourceCriterion: { ipStrategy: { depth: 1 } } },
    comments: [
      [['spec', 'rateLimit', 'sourceCriterion'], `The client's address, as ${name} wrote it.`],
    ] satisfies GatewayResource['comments'],
  };
}
