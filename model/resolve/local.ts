/** Components that run on the machine of whoever develops: what they have here, and how they get at it. */
import type { Env } from '../component';
import { INTERNET } from '../edge';
import type { Forward, PlannedLocal } from '../plan';
import { compare, didYouMean, type Problems } from '../problems';
import type { System } from '../system';
import { type Draft, environmentPath, type Local, systemPath, visits } from './draft';
import { flowName, linkFlows } from './flows';
import { sharedKey, sharedSecrets } from './secrets';
import { flowVariables, issuerVariables, orderVariables } from './variables';

/** Those of the environment's list that can be somewhere else; what is wrong with the others is reported. */
export function onOwnMachine(system: System, name: string, problems: Problems): string[] {
  const { local = [], without = [], external = {}, cdn = [] } = system.environments[name]!;
  const isGone = (component: string): boolean => without.includes(component) || cdn.includes(component);
  const wrong = (component: string): string | undefined => {
    const names = Object.keys(system.components);
    if (!names.includes(component))
      return `there is no component '${component}'${didYouMean(component, names)}`;
    if (isGone(component) || component in external) {
      const other = component in external ? 'external' : without.includes(component) ? 'without' : 'cdn';
      return `'${component}' is also in '${other}'; choose one of them`;
    }
    const asked = system.flows.find(
      ({ from, to }) => to === component && !local.includes(from) && !isGone(from) && !(from in external),
    );
    return asked
      ? `${flowName(asked)} needs '${component}' in the cluster; put '${asked.from}' here too, or leave it there`
      : undefined;
  };
  return [...new Set(local)].filter((component) => {
    const message = wrong(component);
    if (message) problems.add(environmentPath(system, name, 'local'), message);
    return !message;
  });
}

/** @param system the whole one, as this environment makes its components, before it has left anything out */
export function findLocal(system: System, name: string, problems: Problems): Local[] {
  const environment = system.environments[name]!;
  // What is wrong with the list is told where it is taken out of the system.
  const names = onOwnMachine(system, name, problems).sort(compare);
  const gone = [...names, ...(environment.without ?? []), ...(environment.cdn ?? []), INTERNET];
  const flows = system.flows.filter(({ from, to }) => names.includes(from) && !gone.includes(to));
  const links = linkFlows({ system: { ...system, flows }, name, environment, problems });
  return names.map((one) => ({
    name: one,
    definition: system.components[one]!,
    links: links.filter(({ client }) => client === one),
  }));
}

/**
 * Ports of servers, and where they are on that machine: the same number, unless two have it, or a program there listens on
 * it itself. kubectl forwards TCP alone.
 */
export function forwardsOf(draft: Draft): Forward[] {
  const wanted = new Map(
    visits(draft)
      .filter(({ external, protocol }) => !external && protocol === 'TCP')
      .map(({ server, port }) => [`${server} ${port}`, { to: server, port }]),
  );
  const taken = new Set(
    draft.local.flatMap(({ definition }) => Object.values(definition.ports).map(({ number }) => number)),
  );
  return [...wanted.values()]
    .sort((a, b) => compare(a.to, b.to) || a.port - b.port)
    .map(({ to, port }) => {
      let here = port < 1024 ? port + 8000 : port;
      while (taken.has(here)) here = here >= 55000 ? here - 49000 : here + 10000;
      taken.add(here);
      return { to, port, here };
    });
}

/** Each with the variables that its flows and the shared secrets give it, as they are on that machine. */
export function planLocal(draft: Draft, forwards: readonly Forward[]): PlannedLocal[] {
  const shared = Object.keys(sharedSecrets(draft));
  return draft.local.map(({ name, definition, links }) => {
    const env: Record<string, Env[string]> = {};
    for (const link of links) {
      const port = (number: number): number =>
        forwards.find(({ to, port: there }) => to === link.server && there === number)?.here ?? number;
      const seen = link.external ? undefined : { host: 'localhost', port };
      Object.assign(env, flowVariables(draft, link, systemPath(draft.system, flowName(link.flow)), seen));
    }
    for (const flow of draft.whole.flows.filter(({ from, to }) => from === name && to === INTERNET)) {
      Object.assign(env, issuerVariables(draft, flow, systemPath(draft.system, flowName(flow))));
    }
    for (const variable of shared) {
      if (draft.whole.sharedSecrets?.[variable]?.includes(name)) env[variable] = sharedKey(variable);
    }
    return {
      name,
      description: definition.description,
      ports: definition.ports,
      asks: [...new Set(links.map(({ server }) => server))].sort(compare),
      variables: orderVariables(env),
    };
  });
}
