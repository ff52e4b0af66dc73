/** A canary is a component of its own: the same definition, another tag, the same secrets and accounts. */
import type { Definition } from '../component';
import { MESH_PHASE } from '../mesh';
import { didYouMean, type Problems } from '../problems';
import type { Flow, System } from '../system';
import { speaksHttp } from '../traffic';
import { environmentPath } from './draft';
import { askedPorts } from './flows';

/** Name of a canary → the component it is a new version of. */
export type Canaries = ReadonlyMap<string, string>;

export const canaryName = (component: string): string => `${component}-canary`;

/** The component itself, or the one it is a canary of: whose secrets and accounts it has. */
export const stable = ({ canaries }: { readonly canaries: Canaries }, component: string): string =>
  canaries.get(component) ?? component;

/** The system with a component more for every canary of the environment, and its flows. */
export function withCanaries(
  system: System,
  environment: string,
  problems: Problems,
): { readonly system: System; readonly canaries: Canaries } {
  const canaries = new Map<string, string>();
  const components: Record<string, Definition> = {};
  for (const component of Object.keys(system.environments[environment]!.canary ?? {}).sort()) {
    if (!isPossible(system, environment, component, problems)) continue;
    const name = canaryName(component);
    canaries.set(name, component);
    components[name] = canaryOf(system.components[component]!);
  }
  if (canaries.size === 0) return { system, canaries };
  const flows = system.flows.flatMap((flow) => variants(flow, canaries));
  return { system: { ...system, components: { ...system.components, ...components }, flows }, canaries };
}

/** One pod, whatever the old version has: its share is small. */
const canaryOf = (definition: Definition): Definition => ({
  ...definition,
  description: `${definition.description}, the next version`,
  replicas: 1,
  minAvailable: undefined,
  scaling: undefined,
});

/** The same arrow from and to each version. Clients are told the address of the old one, which leads to both. */
function variants(flow: Flow, canaries: Canaries): Flow[] {
  const both = (name: string): string[] =>
    canaries.get(canaryName(name)) ? [name, canaryName(name)] : [name];
  return both(flow.from).flatMap((from) =>
    both(flow.to).map((to) => ({ ...flow, from, to, env: to === flow.to ? flow.env : undefined })),
  );
}

function isPossible(system: System, environment: string, component: string, problems: Problems): boolean {
  const { phase, canary, external } = system.environments[environment]!;
  const path = environmentPath(system, environment, `canary/${component}`);
  const before = problems.list.length;
  const definition = system.components[component];
  const { weight } = canary![component]!;
  if (phase < MESH_PHASE) {
    problems.add(
      path,
      `a share of the requests needs the mesh of phase ${MESH_PHASE}; this environment is at ${phase}`,
    );
  }
  if (!definition) {
    const names = Object.keys(system.components);
    problems.add(path, `there is no component '${component}'${didYouMean(component, names)}`);
    return false;
  }
  if (!Number.isInteger(weight) || weight < 1 || weight > 99) {
    problems.add(`${path}.weight`, `${weight} is not a share in percent; 1 to 99`);
  }
  if (canaryName(component) in system.components) {
    problems.add(path, `there is a component '${canaryName(component)}' already; rename it`);
  }
  if (external?.[component]) {
    problems.add(path, `'${component}' runs elsewhere, so its provider chooses the version; leave it out`);
  } else if (definition.singleton) {
    problems.add(
      path,
      `'${component}' can only run once (${definition.singleton}), so no second version fits beside it`,
    );
  } else if (definition.oneVersion) {
    problems.add(
      path,
      `'${component}' never runs in two versions (${definition.oneVersion}), so none fits beside the old one`,
    );
  } else if (definition.workload !== 'Deployment') {
    problems.add(
      path,
      `'${component}' is a ${definition.workload}: its pods have data and names of their own, not a share`,
    );
  } else checkRequests(system, component, path, problems);
  return problems.list.length === before;
}

/** There must be requests to share out: a route, or a flow that speaks HTTP; and no other flows. */
function checkRequests(system: System, component: string, path: string, problems: Problems): void {
  const ports = askedPorts(system, component);
  const isRouted = system.routes.some(({ to }) => to === component);
  const other = ports.find((port) => !speaksHttp(port));
  if (other) {
    problems.add(
      path,
      `'${component}' is asked on port '${other}', which is not HTTP: only requests can be shared out`,
    );
  } else if (!isRouted && ports.length === 0) {
    problems.add(path, `nobody sends requests to '${component}', so there is nothing to share out`);
  }
}
