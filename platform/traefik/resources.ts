/** What the Gateway API cannot say, as Middlewares of Traefik that routes refer to. */
import {
  Middleware,
  type MiddlewareSpec,
  MiddlewareSpecRateLimitPeriod as Period,
} from '../../imports/traefik.io';
import { allLogins, EDGE, INTERNAL_LOGINS, loginsOf, refusesSome } from '../../model/edge';
import type { GatewayResource, GatewayResources, Reference } from '../../model/gateway';
import { literally, NAME_CHARACTERS, NAME_ENCODINGS, SEGMENT_ENDS } from '../../model/paths';
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
    below,
    shared: [...notFound(plan), ...addresses(plan), ...logins(plan)],
    // Streaming needs nothing: it passes every answer on as it comes, for as long as it lasts.
    ofRoute: (route, name) => [...rateLimit(plan, route, name), ...body(route, name)],
    // In this order they act: who tries passwords is counted too.
    filtersOf: (route, name) => {
      const asked = loginsOf(route);
      return [
        ...(route.internal ? [INTERNAL] : []),
        ...rateLimit(plan, route, name).map((one) => one.name),
        ...(asked ? [asked] : []),
        ...body(route, name).map((one) => one.name),
      ].map(reference);
    },
  };
}

/**
 * Traefik decodes what needs no encoding, makes one slash of several and follows dots, but leaves an encoded slash as
 * it is; a server behind may decode it and follow dots around it. An expression fits anywhere in the path unless it
 * says `^`. Source: pkg/server/server_entrypoint_tcp.go (normalizePath, sanitizePath), pkg/muxer/http (pathRegexp).
 */
const anyFormOf = (path: string): string =>
  `(?i)^(.*${SLASH}[.][.]?)?${SLASH}+${path.slice(1).split('/').map(literally).join(`${SLASH}+`)}${SEGMENT_ENDS}`;
/**
 * By the same sources: what is left of an encoding is that of a reserved character, so spaces and what is not ASCII stand
 * there as they are, and dots are gone.
 */
const below = (path: string): string =>
  `^${literally(path)}(/([ ${NAME_CHARACTERS}]|[[:^ascii:]]|${NAME_ENCODINGS})+)+$`;
const SLASH = '(/|%2f)';

function notFound({ routes }: Plan): GatewayResource[] {
  if (!routes.some(refusesSome)) return [];
  const spec = { ipAllowList: { sourceRange: ['127.0.0.1/32'], rejectStatusCode: 404 } };
  const why = 'Lets nobody in: every request comes from another address.';
  return [middleware(NOT_FOUND, spec, [[['spec', 'ipAllowList'], why]])];
}

const addresses = ({ internal }: Plan): GatewayResource[] =>
  internal ? [middleware(INTERNAL, { ipAllowList: { sourceRange: internal.cidrs.slice() } })] : [];

const logins = ({ routes, title }: Plan): GatewayResource[] =>
  allLogins(routes).map((secret) => {
    const why = 'For this door alone: a page behind that has a login of its own would try this one.';
    return middleware(secret, { basicAuth: { secret, realm: title, removeHeader: true } }, [
      [['spec', 'basicAuth', 'removeHeader'], why],
    ]);
  });

function rateLimit({ cluster }: Plan, route: PlannedRoute, name: string): GatewayResource[] {
  if (!route.rateLimit) return [];
  const { requests, per, burst } = route.rateLimit;
  const client = clientOf(cluster);
  const period = Period.fromString(per === 'second' ? '1s' : '1m');
  const spec = { rateLimit: { average: requests, burst, period, ...client.criterion } };
  return [middleware(`${name}-rate-limit`, spec, client.comments)];
}

const body = ({ maxBody }: PlannedRoute, name: string): GatewayResource[] =>
  maxBody ? [middleware(`${name}-body`, { buffering: { maxRequestBodyBytes: bytesOf(maxBody) } })] : [];

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
