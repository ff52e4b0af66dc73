/** Names and labels by which the mesh's objects know each other. */

import { GATEWAY_LABEL, ownDataPlane } from '../../model/edge';
import { WAYPOINT } from '../../model/mesh';
import type { Connection, Plan, PlannedComponent } from '../../model/plan';
import { commonLabels, type Labels, stableLabels, syncWave, WAVES } from '../parts/labels';

/** A waypoint's pods carry it as all pods of a Gateway do. */
export const WAYPOINT_PODS: Labels = { [GATEWAY_LABEL]: WAYPOINT };

/** Leads the clients of a Service by way of the waypoint; nothing for what does not stand behind it. */
export const useWaypoint = (plan: Plan, { name }: Pick<PlannedComponent, 'name'>): Labels =>
  plan.waypoint?.servers.some((server) => server.name === name) ? { 'istio.io/use-waypoint': WAYPOINT } : {};

export interface Metadata {
  readonly name: string;
  readonly labels: Labels;
  readonly annotations: Labels;
}

/**
 * Metadata of an object of the mesh.
 * @param owner the component it is about, where there is one
 * @param wave @default before the first component starts
 */
export function meshMetadata(plan: Plan, name: string, owner = name, wave: number = WAVES.mesh): Metadata {
  const component = plan.components.find((one) => one.name === owner);
  return {
    name,
    labels: component ? stableLabels(plan, component) : commonLabels(plan),
    annotations: syncWave(wave),
  };
}

/** Ports of the gateway that take people's connections, which come from outside any mesh. */
export const publicPorts = (plan: Plan): number[] =>
  plan.connections
    .filter(({ from, to }) => from.kind === 'outside' && to.kind === 'edge')
    .map(({ port }) => port)
    .sort((a, b) => a - b);

/** The identity under which a connection is opened. @throws Error when its side has none */
export function principal(plan: Plan, { from }: Pick<Connection, 'from'>): string {
  const identity = (namespace: string, account: string): string =>
    `${plan.mesh!.trustDomain}/ns/${namespace}/sa/${account}`;
  if (from.kind === 'component') {
    const operated = plan.components.find(({ name }) => name === from.name)?.operated;
    return identity(plan.namespace, operated?.serviceAccount ?? from.name);
  }
  const dataPlane = ownDataPlane(plan);
  if (from.kind === 'edge' && dataPlane) return identity(plan.namespace, dataPlane.serviceAccount);
  // Istio's control plane calls a waypoint's account like the waypoint.
  if (from.kind === 'waypoint') return identity(plan.namespace, WAYPOINT);
  if (from.kind === 'platform' && from.serviceAccount) return identity(from.namespace, from.serviceAccount);
  throw new Error(`a connection from ${from.kind} has no identity`);
}
