/** What is wrong between a component and its sidecars. */
import type { PlannedComponent, PlannedSidecar } from '../plan';
import { didYouMean, type Problems } from '../problems';
import type { Draft } from '../resolve/draft';
import { askedPorts } from '../resolve/flows';

/** What a sidecar has of its component: volumes, scratch, and files that only the component's own user can read. */
export function checkShared(
  component: PlannedComponent,
  sidecar: PlannedSidecar,
  path: string,
  problems: Problems,
): void {
  const shared = [...Object.keys(component.volumes), ...component.scratch.map(({ mountPath }) => mountPath)];
  for (const name of sidecar.shares ?? []) {
    if (shared.includes(name)) continue;
    problems.add(
      `${path}/shares`,
      `'${component.name}' has no volume or scratch '${name}'${didYouMean(name, shared)}`,
    );
  }
  const { user, group } = component.identity;
  const own = sidecar.identity.user === user && sidecar.identity.group === group;
  for (const file of sidecar.files ?? []) {
    if (own || Object.keys(file.secrets ?? {}).length === 0) continue;
    problems.add(
      path,
      `${file.path} holds secrets, which only user ${user} can read, not ${sidecar.identity.user}; ` +
        "leave out its 'identity', or hand the secrets over as variables",
    );
  }
}

/** A port that a sidecar is said to serve, where somebody asks it. */
export function checkServedPorts(draft: Draft, component: PlannedComponent, path: string): void {
  const names = component.sidecars.map(({ name }) => name);
  const { ports } = draft.components.get(component.name)!;
  const asked = [
    ...askedPorts(draft.system, component.name),
    ...component.metrics.map(({ port }) => port),
    ...draft.routes.flatMap(({ route, port }) =>
      route.to === component.name ? Object.keys(ports).filter((name) => ports[name]!.number === port) : [],
    ),
  ];
  for (const [name, { servedBy }] of Object.entries(ports)) {
    if (servedBy === undefined || names.includes(servedBy) || !asked.includes(name)) continue;
    draft.problems.add(
      `${path}/ports/${name}.servedBy`,
      `'${component.name}' has no sidecar '${servedBy}'${didYouMean(servedBy, names)}`,
    );
  }
}
