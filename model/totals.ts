/** What an environment asks of its nodes, all pods together. */
import type { Resources } from './component';
import { EDGE_RESOURCES } from './edge';
import type { Plan, PlannedComponent } from './plan';
import { mebibytes, millicores } from './units';

export interface Totals {
  /** Millicores and MiB. */
  readonly requests: { readonly cpu: number; readonly memory: number };
  readonly limits: { readonly memory: number };
}

/** One component: all its pods, sidecars included. */
export function componentTotals(component: PlannedComponent): Totals {
  const containers = [component.resources, ...component.sidecars.map((sidecar) => sidecar.resources)];
  return sum(containers, component.replicas);
}

/** What a new version of every Deployment needs on top, all at once: one pod more of each. */
export function surge(plan: Plan): Totals {
  const parts = plan.components
    .filter((component) => component.workload === 'Deployment')
    .map((component) => componentTotals({ ...component, replicas: 1 }));
  return add(parts);
}

/** The whole environment, gateway included. */
export function totals(plan: Plan): Totals {
  const parts = plan.components.map(componentTotals);
  if (plan.routes.length > 0) parts.push(sum([EDGE_RESOURCES], 1));
  return add(parts);
}

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
