/** What an environment makes of its cluster's mesh. */
import type { PlatformTarget, Watch } from '../cluster';
import { EDGE, ownDataPlane } from '../edge';
import { MESH_PHASE, type Mesh, OTLP, WAYPOINT } from '../mesh';
import type { Connection, Endpoint, Plan, PlannedCanary, PlannedServer, PlannedTokens } from '../plan';
import { metricsService } from '../pod';
import { compare } from '../problems';
import type { Environment } from '../system';
import { canaryName, stable } from './canary';
import type { Draft } from './draft';

/** The mesh, once the environment has joined it. */
export const meshOf = ({ phase, cluster }: Pick<Environment, 'phase' | 'cluster'>): Mesh | undefined =>
  phase >= MESH_PHASE ? cluster.mesh : undefined;

/**
 * What the platform runs and our Prometheus reads: the controller that brings requests in, and the mesh's own once the
 * environment has joined.
 */
export function platformTargets(
  environment: Pick<Environment, 'phase' | 'cluster'>,
  routes: readonly unknown[],
): PlatformTarget[] {
  const { gateway, platformTargets: named } = environment.cluster;
  const { dataPlane } = gateway;
  return [
    ...named,
    ...(routes.length > 0 && dataPlane.kind === 'shared' ? [dataPlane.target] : []),
    ...(meshOf(environment)?.targets ?? []),
  ];
}

/** Does the mesh carry what this side opens and takes? A waypoint does so itself. */
const isInside = (endpoint: Endpoint): boolean =>
  endpoint.kind === 'component' ||
  endpoint.kind === 'edge' ||
  (endpoint.kind === 'platform' && endpoint.serviceAccount !== undefined);

/**
 * Does the mesh carry it, encrypted? It takes TCP alone, and only from one of its own to another. A waypoint opens tunnels
 * to whoever takes them (Istio, pilot/pkg/xds/endpoints/endpoint_builder.go, supportTunnel), and is asked plainly itself.
 */
export const isCarried = ({ from, to, protocol }: Connection): boolean =>
  protocol === 'TCP' && (isInside(from) || from.kind === 'waypoint') && isInside(to);

/** The canary of a component, with its share. */
export function canaryOf(
  draft: Pick<Draft, 'canaries' | 'environment'>,
  name: string,
): PlannedCanary | undefined {
  const canary = canaryName(name);
  if (draft.canaries.get(canary) !== name) return undefined;
  return { name: canary, weight: draft.environment.canary![name]!.weight };
}

/** Is a server behind the waypoint? One whose requests are treated on the way, or shared between versions. */
export function isBehindWaypoint(draft: Draft, name: string): boolean {
  if (!meshOf(draft.environment) || !draft.components.has(name)) return false;
  const isShared = draft.canaries.has(name) || canaryOf(draft, name) !== undefined;
  const { traffic, tokens } = draft.components.get(name)!;
  return isShared || traffic !== undefined || tokens !== undefined;
}

/** That nobody is named who issues them is reported where definitions are looked at. */
function tokensOf(draft: Draft, name: string): PlannedTokens | undefined {
  const { tokens } = draft.components.get(name)!;
  const { tokens: issuer } = draft.environment;
  if (!tokens || !issuer) return undefined;
  const clients = [
    ...new Set(draft.links.filter(({ server }) => server === name).map(({ client }) => client)),
  ];
  const without = clients.sort(compare).flatMap((client) => {
    // A new version brings no more than the old one does.
    const why = tokens.without?.[stable(draft, client)];
    return why === undefined ? [] : [[client, why] as const];
  });
  return { ...issuer, without: Object.fromEntries(without) };
}

/** Two pods where a server has several: what may lose a node must not wait for one proxy. */
const replicas = (draft: Draft, servers: readonly PlannedServer[]): number =>
  servers.some(({ name }) => {
    const { replicas: least = 1, scaling } = draft.components.get(name)!;
    return least > 1 || (scaling?.max ?? 1) > 1;
  })
    ? 2
    : 1;

/** The first that takes traces and runs here: a provider's wants a login, which the mesh has not. */
function spansOf({ components, dnsSuffix }: Draft): NonNullable<Plan['waypoint']>['spans'] {
  const to = [...components.keys()].sort(compare).find((name) => components.get(name)!.collects === 'traces');
  const port = to === undefined ? undefined : components.get(to)!.ports[OTLP]?.number;
  return port === undefined ? undefined : { to: to!, host: `${to}.${dnsSuffix}`, port };
}

export function planWaypoint(draft: Draft): Plan['waypoint'] {
  const asked = new Map<string, Set<number>>();
  for (const { server, port } of draft.links) {
    if (isBehindWaypoint(draft, server)) asked.set(server, (asked.get(server) ?? new Set()).add(port));
  }
  const servers = [...asked].map(
    ([name, ports]): PlannedServer => ({
      name,
      ports: [...ports].sort((a, b) => a - b),
      traffic: draft.components.get(name)!.traffic ?? {},
      tokens: tokensOf(draft, name),
      canary: canaryOf(draft, name),
    }),
  );
  if (servers.length === 0) return undefined;
  const spans = spansOf(draft);
  return { replicas: replicas(draft, servers), servers, ...(spans && { spans }) };
}

/** Everything that is watched here and is no component: what to scrape of it, and what its figures mean. */
export function watched(
  draft: Draft,
): (Watch & Pick<PlatformTarget, 'name' | 'dnsName' | 'port' | 'path'>)[] {
  const { environment, routes, dnsSuffix } = draft;
  const here = (name: string): string => `${metricsService(name)}.${dnsSuffix}`;
  const dataPlane = ownDataPlane({ routes, cluster: environment.cluster });
  const mesh = meshOf(environment);
  return [
    ...platformTargets(environment, routes),
    ...(dataPlane
      ? [
          {
            name: EDGE,
            dnsName: here(EDGE),
            port: dataPlane.metricsPort,
            path: '/metrics',
            ...dataPlane.watch,
          },
        ]
      : []),
    ...(mesh && planWaypoint(draft)
      ? [{ name: WAYPOINT, dnsName: here(WAYPOINT), ...mesh.waypointMetrics }]
      : []),
  ];
}
