/** The edge: names and figures of the way in that components, policies and sums share. */
import type { Cluster } from './cluster';
import type { OwnDataPlane } from './gateway';

/** The Gateway's name, and the one a component therefore cannot have. */
export const EDGE = 'edge';
/** Endpoint of flows to external services. */
export const INTERNET = 'internet';
/** Ports of external services, where a flow names none: HTTPS. */
export const INTERNET_PORTS: readonly number[] = [443];
/** Secret with the logins of the internal listener, and its entry in the secret store. */
export const INTERNAL_LOGINS = 'edge-internal';
/** The same of public routes that ask for one. */
export const PUBLIC_LOGINS = 'edge-logins';

interface Asking {
  readonly internal: boolean;
  readonly login: boolean;
}

/** The Secret with the logins that a route asks for. */
export const loginsOf = ({ internal, login }: Asking): string | undefined =>
  internal ? INTERNAL_LOGINS : login ? PUBLIC_LOGINS : undefined;

/** Those of all routes, each once. */
export const allLogins = (routes: readonly Asking[]): string[] => [
  ...new Set(routes.flatMap((route) => loginsOf(route) ?? [])),
];

interface Refusing {
  readonly hidden: readonly string[];
  readonly methods?: readonly string[];
  readonly below: boolean;
}

/** Does a route show less than its path and all below it? */
export const isPart = ({ methods, below }: Omit<Refusing, 'hidden'>): boolean =>
  methods !== undefined || below;

/** Does the way in itself answer some of what asks there, with 404? */
export const refusesSome = (route: Refusing): boolean => route.hidden.length > 0 || isPart(route);

/** Most listeners of a Gateway. Source: its definition, `spec.listeners`, `maxItems`. */
export const MOST_LISTENERS = 64;

/**
 * `edge-tls-app`, for names of what a host has of its own; the domain itself has nothing added. A host is one label below
 * the domain, so no two are the same.
 */
export const ofHost = (name: string, { domain }: { readonly domain: string }, host: string): string =>
  host === domain ? name : `${name}-${host.slice(0, -domain.length - 1)}`;

/** Secret with the certificate of a host, and its key. */
export const tlsSecret = (environment: { readonly domain: string }, host: string): string =>
  ofHost(`${EDGE}-tls`, environment, host);

/** What a controller makes for a Gateway carries its name by the Gateway API (GEP-1762). */
export const GATEWAY_LABEL = 'gateway.networking.k8s.io/gateway-name';

/** Labels of the gateway's pods, where they are ours. */
export const EDGE_PODS: Readonly<Record<string, string>> = { [GATEWAY_LABEL]: EDGE };

/** Host as people type it: the internal listener has a port of its own. */
export const typedHost = (
  { gateway }: Pick<Cluster, 'gateway'>,
  { host, internal }: { readonly host: string; readonly internal: boolean },
): string => (internal ? `${host}:${gateway.ports.internal}` : host);

interface Entered {
  readonly routes: readonly unknown[];
  readonly cluster: Pick<Cluster, 'gateway'>;
}

/** Pods of the way in: a second one where there is a second node to take over while the first is drained. */
export const edgePods = ({ capacity }: Pick<Cluster, 'capacity'>): number => (capacity.nodes > 1 ? 2 : 1);

/**
 * The proxies that the gateway runs in an environment's namespace. Undefined where nobody comes in, and where one
 * controller elsewhere carries the traffic of the whole cluster.
 */
export const ownDataPlane = ({ routes, cluster }: Entered): OwnDataPlane | undefined => {
  const { dataPlane } = cluster.gateway;
  return routes.length > 0 && dataPlane.kind === 'own' ? dataPlane : undefined;
};
