/** Who stands in the way of a restore, and what those are called by people's commands. */
import type { Plan, PlannedComponent } from '../../model/plan';
import { compare } from '../../model/problems';
import { ROLES, workName } from '../../model/resolve/backups';

export const componentOf = (plan: Plan, name: string): PlannedComponent | undefined =>
  plan.components.find((component) => component.name === name);

/** Those that ask one of the stores and run here, by name; the work on their backups left out. */
export function clientsOf(plan: Plan, stores: readonly string[]): PlannedComponent[] {
  const works = stores.flatMap((store) => ROLES.map((role) => workName(store, role)));
  const names = plan.flows.filter(({ to }) => stores.includes(to)).map(({ from }) => from);
  return plan.components
    .filter(({ name }) => names.includes(name) && !works.includes(name))
    .sort((a, b) => compare(a.name, b.name));
}

/** Claims of all its pods. */
export function claimsOf(plan: Plan, store: string): readonly string[] {
  const component = componentOf(plan, store);
  if (!component) return [];
  if (component.operated) return component.operated.claims;
  return Array.from({ length: component.replicas }, (_, pod) =>
    Object.keys(component.volumes).map((volume) => `${volume}-${store}-${pod}`),
  ).flat();
}

/** `deployment/api` */
export const handle = ({ workload, name }: PlannedComponent): string => `${workload.toLowerCase()}/${name}`;

/** Whose number of pods people can set. */
export const isScaled = ({ workload }: PlannedComponent): boolean =>
  workload === 'Deployment' || workload === 'StatefulSet';

/** By KEDA, which would start what was stopped. An autoscaler of Kubernetes itself leaves alone what has no pods. */
export const isWoken = ({ scaling }: PlannedComponent): boolean =>
  scaling !== undefined && scaling.on !== 'cpu';

/** How many pods it has to begin with; none where there is nothing to do and its autoscaler says when there is. */
export const begins = ({ replicas, scaling }: PlannedComponent): number =>
  scaling ? (scaling.idle ? 0 : scaling.min) : replicas;

/** A command: each of them is to have so many pods. */
export const scale = (
  { namespace }: Plan,
  components: readonly PlannedComponent[],
  replicas: number,
): string => `kubectl -n ${namespace} scale ${components.map(handle).join(' ')} --replicas=${replicas}`;

/** Ends all their pods, which the selector finds, and waits for the one that may take longest. */
export function scaleDown(plan: Plan, components: readonly PlannedComponent[], selector: string): string[] {
  const grace = Math.max(...components.map(({ shutdown }) => shutdown.grace));
  return [
    scale(plan, components, 0),
    `kubectl -n ${plan.namespace} wait --for=delete pod --selector ${selector} --timeout=${grace + 60}s`,
  ];
}
