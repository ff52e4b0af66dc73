/** What the Gateway API cannot say, in NGINX Gateway Fabric's own resources. */
import {
  AuthenticationFilter,
  AuthenticationFilterSpecType as AuthenticationType,
  SnippetsFilterSpecSnippetsContext as FilterContext,
  SnippetsPolicySpecSnippetsContext as PolicyContext,
  SnippetsFilter,
  SnippetsPolicy,
} from '../../imports/gateway.nginx.org';
import { allLogins, EDGE, loginsOf, refusesSome } from '../../model/edge';
import type { GatewayResource, GatewayResources, Reference } from '../../model/gateway';
import { literally, SEGMENT_ENDS } from '../../model/paths';
import type { Plan } from '../../model/plan';
import { nginxProxy } from './proxy';
import { routeResources } from './route';

const GROUP = 'gateway.nginx.org';
const NOT_FOUND = `${EDGE}-not-found`;

const reference = (kind: string, name: string): Reference => ({ group: GROUP, kind, name });

export function resources(plan: Plan): GatewayResources {
  return {
    parameters: reference('NginxProxy', EDGE),
    tlsOptions: { 'nginx.org/ssl-protocols': 'TLSv1.2 TLSv1.3' },
    notFound: reference('SnippetsFilter', NOT_FOUND),
    anyFormOf,
    below: (path) => `${literally(path)}/.`,
    shared: [nginxProxy(plan), ...clientAddress(plan), ...notFound(plan), ...logins(plan)],
    ofRoute: routeResources,
    // The login is the gateway's: the page behind has one of its own and would try this one.
    filtersOf: (route, name) => {
      const asked = loginsOf(route);
      return [
        ...(route.below ? [reference('SnippetsFilter', name)] : []),
        ...(asked ? [reference('AuthenticationFilter', asked), { removeHeaders: ['Authorization'] }] : []),
      ];
    },
  };
}

/**
 * nginx has decoded the path, made one slash of several and followed its dots before it looks for a location; what is
 * left is the case, and what may follow. The controller puts `^` in front and wants a path that begins with a slash,
 * without spaces, braces and semicolons. Source: its createPath (servers.go) and validatePathInRegexMatch (common.go).
 */
const anyFormOf = (path: string): string => `/(?i)${literally(path.slice(1))}${SEGMENT_ENDS}`;

/** Believes the proxy, and nobody else, about who the client is. */
function clientAddress({ cluster }: Plan): GatewayResource[] {
  const { cidrs, clientHeader } = cluster.trustedProxies;
  if (!clientHeader) return [];
  const name = `${EDGE}-client-address`;
  const lines = [...cidrs.map((cidr) => `set_real_ip_from ${cidr};`), `real_ip_header ${clientHeader};`];
  const manifest = SnippetsPolicy.manifest({
    spec: {
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: EDGE }],
      snippets: [{ context: PolicyContext.HTTP, value: `${lines.join('\n')}\n` }],
    },
  });
  return [{ name, manifest }];
}

function notFound({ routes }: Plan): GatewayResource[] {
  if (!routes.some(refusesSome)) return [];
  const manifest = SnippetsFilter.manifest({
    spec: {
      snippets: [{ context: FilterContext.HTTP_PERIOD_SERVER_PERIOD_LOCATION, value: 'return 404;' }],
    },
  });
  return [{ name: NOT_FOUND, manifest }];
}

const logins = ({ routes, title }: Plan): GatewayResource[] =>
  allLogins(routes).map((name) => ({
    name,
    manifest: AuthenticationFilter.manifest({
      metadata: {},
      spec: { type: AuthenticationType.BASIC, basic: { realm: title, secretRef: { name } } },
    }),
  }));
