/** Names and labels of the edge's objects. */

import { EDGE, ofHost } from '../../model/edge';
import type { Plan, PlannedRoute } from '../../model/plan';
import { commonLabels, type Labels, syncWave } from '../parts/labels';

/** Every host of these routes once. */
export const hosts = (routes: readonly PlannedRoute[]): string[] => [
  ...new Set(routes.map((route) => route.host)),
];

/** Name of the listener by which a route comes in, or of the one that only sends people on. */
export const listenerOf = (plan: Plan, { host, internal }: Pick<PlannedRoute, 'host' | 'internal'>): string =>
  ofHost(internal ? 'internal' : 'https', plan, host);
export const PLAIN_LISTENER = 'http';

interface Metadata {
  readonly name: string;
  readonly labels: Labels;
  readonly annotations: Labels;
}

/** Metadata of an object of the edge; routes come up after what they lead to. */
export const edgeMetadata = (plan: Plan, name: string = EDGE): Metadata => ({
  name,
  labels: commonLabels(plan),
  annotations: syncWave(plan.lastWave),
});

/** A component's name, with the host where several routes lead to it. */
export function routeName(plan: Plan, route: PlannedRoute): string {
  const several = plan.routes.filter((other) => other.to === route.to).length > 1;
  if (!several) return route.to;
  const path = route.path.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '');
  return [route.to, route.host.split('.')[0], path].filter(Boolean).join('-');
}
