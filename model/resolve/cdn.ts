/** Components whose files a content delivery network serves: what is left of them, and what may not be one. */
import { INTERNET, isPart } from '../edge';
import type { PlannedCdn } from '../plan';
import { compare, didYouMean, type Problems } from '../problems';
import type { System } from '../system';
import { environmentPath } from './draft';
import { flowName, fullHost } from './flows';

/** By name, those that a network serves in place of the cluster. */
export type Cdn = Readonly<Record<string, PlannedCdn>>;

/** @param system the whole one, before the environment has left anything out */
export function findCdn(system: System, name: string): Cdn {
  const environment = system.environments[name]!;
  const unique = (names: readonly string[]): string[] => [...new Set(names)].sort(compare);
  const hosts = (component: string): string[] =>
    unique(system.routes.filter(({ to }) => to === component).map(({ host }) => fullHost(environment, host)));
  const asked = (component: string): string[] =>
    unique(system.flows.filter(({ from, to }) => from === component && to !== INTERNET).map(({ to }) => to));
  return Object.fromEntries(
    unique(environment.cdn ?? []).map((component) => [
      component,
      {
        hosts: hosts(component),
        asked: Object.fromEntries(asked(component).map((server) => [server, hosts(server)])),
      },
    ]),
  );
}

/** Those of the environment's list that can be served elsewhere; what is wrong with the others is reported. */
export function elsewhere(system: System, name: string, problems: Problems): string[] {
  const { cdn = [], without = [], external = {} } = system.environments[name]!;
  const wrong = (component: string): string | undefined => {
    const definition = system.components[component];
    const asked = system.flows.find(({ to }) => to === component);
    if (!definition) {
      return `there is no component '${component}'${didYouMean(component, Object.keys(system.components))}`;
    }
    if (!definition.filesOnly) {
      return `'${component}' does more than hand out files, so no network can serve it; only what is 'filesOnly' can be here`;
    }
    if (without.includes(component) || component in external) {
      return `'${component}' is also in '${component in external ? 'external' : 'without'}'; choose one of them`;
    }
    if (asked)
      return `${flowName(asked)} needs '${component}' in the cluster; take the flow out, or leave it there`;
    if (system.routes.some(({ to, login }) => to === component && login)) {
      return `'${component}' is shown after a login alone, and a network would ask nobody; take 'login' from its route, or leave it here`;
    }
    if (
      system.routes.some(({ to, methods, below = false }) => to === component && isPart({ methods, below }))
    ) {
      return `'${component}' is shown in part, and a network would show all of it; take 'methods' and 'below' from its route, or leave it here`;
    }
    if (!system.routes.some(({ to }) => to === component)) {
      return `'${component}' has no public route, so there is no host to serve it at`;
    }
    return undefined;
  };
  return cdn.filter((component) => {
    const message = wrong(component);
    if (message) problems.add(environmentPath(system, name, 'cdn'), message);
    return !message;
  });
}
