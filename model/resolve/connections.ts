/** Every connection an environment allows, from flows, routes, scrapes and API use. */

import type { Definition, Port, Probes } from '../component';
import { INTERNET, ownDataPlane } from '../edge';
import type { Operated } from '../operated';
import type { Connection, Endpoint } from '../plan';
import { addOnId } from '../platform';
import { portsServedBy } from '../pod';
import { compare, didYouMean } from '../problems';
import { AUTO_SCALING } from '../scaling';
import type { External } from '../system';
import type { Contexts } from './context';
import { type Draft, environmentPath, systemPath } from './draft';
import { canaryOf, isBehindWaypoint, meshOf, planWaypoint, platformTargets } from './mesh';
import { operatorOf } from './operated';
import { collectorOf, firstPort, scalingOf } from './scaling';

const component = (name: string): Endpoint => ({ kind: 'component', name });
const edge: Endpoint = { kind: 'edge' };

/** Who brings requests in: a data plane of ours, or the pods of the cluster's one controller. */
const edgeOf = ({ environment }: Draft): Endpoint => {
  const { addOn, dataPlane } = environment.cluster.gateway;
  return dataPlane.kind === 'shared' ? { kind: 'platform', name: addOnId(addOn), ...dataPlane.pods } : edge;
};

/** One word for an endpoint: sorts connections and names them in messages. */
export function endpointName(endpoint: Endpoint): string {
  return endpoint.kind === 'component' || endpoint.kind === 'platform' ? endpoint.name : endpoint.kind;
}

const portsOf = (external?: External): number[] =>
  [external?.direct?.port, external?.read?.port].filter((port) => port !== undefined);

export function planConnections(draft: Draft, contexts: Contexts): Connection[] {
  const found = new Map<string, Connection>();
  const add = (connection: Connection): void => {
    const { from, to, port, protocol } = connection;
    const cidrs = 'cidrs' in to ? (to.cidrs ?? []).join() : '';
    const key = [endpointName(from), endpointName(to), port, protocol, cidrs].join(' ');
    if (!found.has(key)) found.set(key, connection);
  };
  const tcp = (from: Endpoint, to: Endpoint, port: number, reason: Connection['reason']): void =>
    add({ from, to, port, protocol: 'TCP', reason });

  for (const { client, server, port, protocol, external } of draft.links) {
    const to: Endpoint =
      server === INTERNET || external ? { kind: 'internet', cidrs: external?.cidrs } : component(server);
    const via = isBehindWaypoint(draft, server) ? 'waypoint' : undefined;
    // A pool in front of a server may have a port of its own.
    for (const one of new Set([port, ...portsOf(external)])) {
      add({ from: component(client), to, port: one, protocol, reason: 'flow', ...(via && { via }) });
    }
  }
  for (const { route, port } of draft.routes) {
    for (const name of [route.to, canaryOf(draft, route.to)?.name]) {
      if (name) tcp(edgeOf(draft), component(name), port, 'route');
    }
  }
  if (draft.routes.length > 0) addEdge(draft, tcp);
  for (const [name, definition] of draft.components) {
    if (definition.collects === 'metrics') addScrapes(draft, contexts, name, tcp);
    if (definition.operated) addOperator(draft, name, definition.operated, definition.ports, tcp);
    if (definition.api || definition.operated?.asksApi) {
      const { cidrs, port } = draft.environment.cluster.apiServer;
      tcp(component(name), { kind: 'api-server', cidrs }, port, 'api');
    }
    addScaler(draft, name, definition, tcp);
    if ((definition.replicas ?? 1) > 1) {
      for (const peer of definition.peers ?? []) {
        const port = definition.ports[peer];
        if (port) tcp(component(name), component(name), port.number, 'peers');
      }
    }
  }
  addProbes(draft, contexts, tcp);
  addWaypoint(draft, tcp);
  return [...found.entries()].sort(([a], [b]) => compare(a, b)).map(([, connection]) => connection);
}

type Tcp = (from: Endpoint, to: Endpoint, port: number, reason: Connection['reason']) => void;

function addEdge(draft: Draft, tcp: Tcp): void {
  const { environment, routes } = draft;
  const { gateway, trustedProxies } = environment.cluster;
  // What reaches a controller elsewhere, and what that reaches, is not for our policies to say.
  if (gateway.dataPlane.kind !== 'own') return;
  const { ports } = gateway;
  const outside: Endpoint = { kind: 'outside', cidrs: trustedProxies.cidrs };
  tcp(outside, edge, ports.http, 'route');
  tcp(outside, edge, ports.https, 'route');
  if (environment.internal && routes.some(({ internal }) => internal)) {
    tcp({ kind: 'outside', cidrs: environment.internal.cidrs }, edge, ports.internal!, 'route');
  }
  const { port, ...pods } = gateway.dataPlane.controlPlane;
  tcp(edge, { kind: 'platform', name: 'gateway-control-plane', ...pods }, port, 'control-plane');
}

/** The autoscaler asks the broker how long the queue is, or the collector; a provider's has no policy of ours. */
function addScaler(draft: Draft, client: string, definition: Definition, tcp: Tcp): void {
  const { phase, cluster } = draft.environment;
  const scaling = scalingOf(definition);
  if (phase < AUTO_SCALING || !scaling || scaling.on === 'cpu') return;
  const asked = scaling.on === 'queue' ? brokerOf(draft, client, scaling.server) : queriedAt(draft);
  if (!asked) return;
  if (!cluster.keda) {
    const by = scaling.on === 'queue' ? `queues of '${asked.server}'` : 'a query';
    draft.problems.add(
      environmentPath(draft.system, draft.name, 'cluster.keda'),
      `'${client}' is scaled by ${by}, but cluster '${cluster.name}' has no KEDA; name it, or scale on 'cpu'`,
    );
    return;
  }
  tcp({ kind: 'platform', name: 'keda', ...cluster.keda }, component(asked.server), asked.port, 'scale');
}

interface Asked {
  readonly server: string;
  readonly port: number;
}

const brokerOf = (draft: Draft, client: string, server: string): Asked | undefined =>
  draft.links.find((one) => one.client === client && one.server === server && !one.external);

function queriedAt(draft: Draft): Asked | undefined {
  const server = collectorOf(draft);
  const definition = server === undefined ? undefined : draft.components.get(server);
  return definition && { server: server!, port: firstPort(definition.ports) };
}

/** An operator asks what it made how it is, and tells it what to do. */
function addOperator(
  draft: Draft,
  name: string,
  operated: Operated,
  ports: Readonly<Record<string, Port>>,
  tcp: Tcp,
): void {
  const pods = operatorOf(draft, name, operated);
  if (!pods) return;
  const from: Endpoint = { kind: 'platform', name: addOnId(operated.operator), ...pods };
  for (const control of operated.controls) {
    const port = ports[control];
    if (port) tcp(from, component(name), port.number, 'operator');
  }
}

/** The waypoint hears from the control plane what to do, has metrics, and makes spans. Whom it serves is in the flows. */
function addWaypoint(draft: Draft, tcp: Tcp): void {
  const mesh = meshOf(draft.environment);
  const planned = mesh && planWaypoint(draft);
  if (!planned) return;
  const waypoint: Endpoint = { kind: 'waypoint' };
  const { port, ...pods } = mesh.controlPlane;
  tcp(waypoint, { kind: 'platform', ...pods }, port, 'control-plane');
  if (planned.spans) tcp(waypoint, component(planned.spans.to), planned.spans.port, 'spans');
  for (const [name, { collects }] of draft.components) {
    if (collects === 'metrics') tcp(component(name), waypoint, mesh.waypointMetrics.port, 'scrape');
  }
}

/** The mesh hands kubelet's probes to pods from addresses of its own, which policies do not know. */
function addProbes(draft: Draft, contexts: Contexts, tcp: Tcp): void {
  const mesh = meshOf(draft.environment);
  if (!mesh) return;
  const kubelet: Endpoint = { kind: 'kubelet', cidrs: mesh.probes };
  for (const [name, definition] of draft.components) {
    const sidecars = (contexts.configuration(name)?.sidecars ?? []).map((sidecar) => ({
      probes: sidecar.probes,
      ports: { ...sidecar.ports, ...portsServedBy(definition.ports, sidecar.name) },
    }));
    for (const { probes, ports } of [definition, ...sidecars]) {
      for (const port of probedPorts(probes)) {
        const found = ports[port];
        if (found) tcp(kubelet, component(name), found.number, 'probe');
      }
    }
  }
  const dataPlane = ownDataPlane({ routes: draft.routes, cluster: draft.environment.cluster });
  if (dataPlane) tcp(kubelet, edge, dataPlane.probePort, 'probe');
}

/** Names of ports that are asked from outside the pod; a command runs inside. */
const probedPorts = (probes: Partial<Probes> = {}): string[] =>
  [probes.startup, probes.readiness, probes.liveness].flatMap((probe) => {
    if (!probe || 'exec' in probe.check) return [];
    return 'http' in probe.check ? probe.check.port : probe.check.tcp;
  });

function addScrapes(draft: Draft, contexts: Contexts, collector: string, tcp: Tcp): void {
  for (const [name, definition] of draft.components) {
    for (const endpoint of definition.metrics ?? []) {
      const port = contexts.metricsPort(name, endpoint.port);
      if (port === undefined) {
        draft.problems.add(
          systemPath(draft.system, `components/${name}/metrics`),
          `neither '${name}' nor a sidecar serves port '${endpoint.port}'${didYouMean(
            endpoint.port,
            Object.keys(definition.ports),
          )}`,
        );
      } else if (name !== collector) {
        // A pod may always talk to itself, so the collector's own metrics need no rule.
        tcp(component(collector), component(name), port, 'scrape');
      }
    }
  }
  const { routes, environment } = draft;
  const dataPlane = ownDataPlane({ routes, cluster: environment.cluster });
  if (dataPlane) tcp(component(collector), edge, dataPlane.metricsPort, 'scrape');
  for (const { name, namespace, podLabels, serviceAccount, port } of platformTargets(environment, routes)) {
    const target: Endpoint = { kind: 'platform', name, namespace, podLabels, serviceAccount };
    tcp(component(collector), target, port, 'scrape');
  }
}
