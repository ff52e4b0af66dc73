/** What the Gateway API cannot say, as Middlewares of Traefik (3.7 or later) that routes refer to. */
import type { Chart } from 'cdk8s';
import {
  Middleware,
  type MiddlewareSpec,
  MiddlewareSpecRateLimitPeriod as Period,
} from '../../imports/traefik.io';
import type { Traefik } from '../../model/cluster';
import { EDGE, INTERNAL_LOGINS } from '../../model/edge';
import type { Plan, PlannedRoute } from '../../model/plan';
import { bytesOf } from '../../model/units';
import { comment } from '../parts/comment';
import { type EdgeImplementation, extension, type Reference } from './gateway';
import { edgeMetadata } from './names';

const NOT_FOUND = `${EDGE}-not-found`;
const INTERNAL = `${INTERNAL_LOGINS}-addresses`;
/**
 * Whose requests are counted together. Behind a proxy it is the last address of X-Forwarded-For, which the proxy wrote:
 * Traefik drops that header when it comes from somebody else. With nobody in front it is the sender's.
 */
const clientOf = ({ trustedProxies }: Plan['cluster']) =>
  trustedProxies.clientHeader === undefined ? {} : { sourceCriterion: { ipStrategy: { depth: 1 } } };

const reference = (name: string): Reference => ({ group: 'traefik.io', kind: 'Middleware', name });

export function traefik(chart: Chart, plan: Plan, gateway: Traefik): EdgeImplementation {
  if (plan.routes.some((route) => route.hidden.length > 0)) {
    const object = middleware(chart, plan, NOT_FOUND, {
      ipAllowList: { sourceRange: ['127.0.0.1/32'], rejectStatusCode: 404 },
    });
    comment(object, 'Lets nobody in: every request comes from another address.', ['spec', 'ipAllowList']);
  }
  if (plan.internal) {
    middleware(chart, plan, INTERNAL, { ipAllowList: { sourceRange: plan.internal.cidrs.slice() } });
    const object = middleware(chart, plan, INTERNAL_LOGINS, {
      basicAuth: { secret: INTERNAL_LOGINS, realm: plan.title, removeHeader: true },
    });
    comment(object, 'The page behind has a login of its own and would try this one.', [
      'spec',
      'basicAuth',
      'removeHeader',
    ]);
  }
  return {
    className: gateway.className,
    notFound: reference(NOT_FOUND),
    filtersOf: (route, name) => [
      ...(route.internal ? [INTERNAL, INTERNAL_LOGINS] : []).map((one) => extension(reference(one))),
      ...routeMiddlewares(plan, route, name).map(({ name: one }) => extension(reference(one))),
    ],
    attachTo: (route, name) => {
      for (const one of routeMiddlewares(plan, route, name)) {
        const object = middleware(chart, plan, one.name, one.spec);
        if (one.spec.rateLimit?.sourceCriterion) {
          comment(object, `The client's address, as ${plan.cluster.trustedProxies.name} wrote it.`, [
            'spec',
            'rateLimit',
            'sourceCriterion',
          ]);
        }
      }
    },
  };
}

function middleware(chart: Chart, plan: Plan, name: string, spec: MiddlewareSpec): Middleware {
  return new Middleware(chart, `${name}-middleware`, { metadata: edgeMetadata(plan, name), spec });
}

/** Streaming needs nothing: Traefik passes every answer on as it comes, for as long as it lasts. */
function routeMiddlewares(
  { cluster }: Plan,
  { rateLimit, maxBody }: PlannedRoute,
  name: string,
): { readonly name: string; readonly spec: MiddlewareSpec }[] {
  const found: { name: string; spec: MiddlewareSpec }[] = [];
  if (rateLimit) {
    const spec: MiddlewareSpec = {
      rateLimit: {
        average: rateLimit.perSecond,
        burst: rateLimit.burst,
        period: Period.fromString('1s'),
        ...clientOf(cluster),
      },
    };
    found.push({ name: `${name}-rate-limit`, spec });
  }
  if (maxBody) {
    found.push({ name: `${name}-body`, spec: { buffering: { maxRequestBodyBytes: bytesOf(maxBody) } } });
  }
  return found;
}
