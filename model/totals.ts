/** What an environment asks of its nodes, all pods together. */
import type { Resources } from './component';
import { edgePods, ownDataPlane } from './edge';
import { WAYPOINT_RESOURCES } from './mesh';
import { together } from './overlap';
import type { Plan, PlannedComponent } from './plan';
import { mebibytes, millicores } from './units';

export interface Totals {
  /** Millicores and MiB. */
  readonly requests: { readonly cpu: number; readonly memory: number };
  readonly limits: { readonly memory: number };
}

/** One component: all its pods, sidecars included. */
export const componentTotals = (component: PlannedComponent): Totals => pods(component, component.replicas);

/** The same when its autoscalers have made of it the most they may. */
export const componentPeak = (component: PlannedComponent): Totals =>
  pods(largest(component), component.scaling?.max ?? component.replicas);

/** The whole environment, gateway and waypoint included. */
export const totals = (plan: Plan): Totals => whole(plan, componentTotals);

/** The whole environment when everything is as large as autoscalers may make it. */
export const peak = (plan: Plan): Totals => whole(plan, componentPeak);

/** What a new version of every Deployment needs on top, all at once: one pod more where old and new may meet. */
export const surge = (plan: Plan): Totals =>
  add([
    ...plan.components
      .filter((component) => component.workload === 'Deployment' && !replacesFirst(component))
      .map((component) => pods(largest(component), 1)),
    ...(ownDataPlane(plan) ? [sum([ownDataPlane(plan)!.resources], 1)] : []),
    ...(plan.waypoint ? [sum([WAYPOINT_RESOURCES], 1)] : []),
  ]);

/** An old pod goes before a new one comes. */
export const replacesFirst = ({ oneVersion, device }: PlannedComponent): boolean =>
  oneVersion !== undefined || device !== undefined;

/** Devices of a pool that all components together take at the most. */
export const devicesOf = (plan: Pick<Plan, 'components'>, pool: string): number =>
  plan.components
    .filter(({ device }) => device?.pool === pool)
    .reduce((sum, { device, scaling, replicas }) => sum + device!.count * (scaling?.max ?? replicas), 0);

function whole(plan: Plan, of: (component: PlannedComponent) => Totals): Totals {
  const parts = plan.components.filter(({ schedule }) => !schedule).map(of);
  parts.push(scheduled(plan, of));
  const dataPlane = ownDataPlane(plan);
  if (dataPlane) parts.push(sum([dataPlane.resources], edgePods(plan.cluster)));
  if (plan.waypoint) parts.push(sum([WAYPOINT_RESOURCES], plan.waypoint.replicas));
  return add(parts);
}

/** Of work on a schedule, the most that may be there at once. */
function scheduled(plan: Plan, of: (component: PlannedComponent) => Totals): Totals {
  const works = plan.components.flatMap((component) => {
    const { schedule, deadline } = component;
    // What people begin by hand brings a store back, and whoever asks that is away meanwhile.
    return schedule && !schedule.suspended ? [{ component, schedule, deadline }] : [];
  });
  return together(works)
    .map((some) => add(some.map(({ component }) => of(component))))
    .reduce(most, add([]));
}

const most = (a: Totals, b: Totals): Totals => ({
  requests: {
    cpu: Math.max(a.requests.cpu, b.requests.cpu),
    memory: Math.max(a.requests.memory, b.requests.memory),
  },
  limits: { memory: Math.max(a.limits.memory, b.limits.memory) },
});

const largest = (component: PlannedComponent): PlannedComponent =>
  component.vertical
    ? { ...component, resources: { ...component.resources, requests: component.vertical.max } }
    : component;

const pods = (component: PlannedComponent, count: number): Totals =>
  sum(
    [
      component.resources,
      ...component.sidecars.map(({ resources }) => resources),
      ...Object.values(component.operated?.sidecars ?? {}),
    ],
    count,
  );

const add = (parts: readonly Totals[]): Totals => ({
  requests: {
    cpu: parts.reduce((all, part) => all + part.requests.cpu, 0),
    memory: parts.reduce((all, part) => all + part.requests.memory, 0),
  },
  limits: { memory: parts.reduce((all, part) => all + part.limits.memory, 0) },
});

function sum(containers: readonly Resources[], replicas: number): Totals {
  const total = (value: (resources: Resources) => number): number =>
    replicas * containers.reduce((all, resources) => all + value(resources), 0);
  return {
    requests: {
      cpu: total((resources) => millicores(resources.requests.cpu)),
      memory: total((resources) => mebibytes(resources.requests.memory)),
    },
    limits: { memory: total((resources) => mebibytes(resources.limits.memory)) },
  };
}
