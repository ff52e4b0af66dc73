/** What the steps of `resolve` share while one environment of one system is put together. */
import type { Definition } from '../component';
import { compare, didYouMean, type Problems } from '../problems';
import type { Environment, External, Flow, Route, System } from '../system';

/** A flow whose two ends and port were found. */
export interface Link {
  readonly flow: Flow;
  readonly client: string;
  readonly server: string;
  /** Port name on the server. */
  readonly portName: string;
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
  /** Set when a provider runs the server. */
  readonly external?: External;
}

export interface FoundRoute {
  readonly route: Route;
  readonly host: string;
  readonly port: number;
}

export interface Draft {
  readonly system: System;
  readonly name: string;
  readonly environment: Environment;
  readonly namespace: string;
  readonly dnsSuffix: string;
  readonly problems: Problems;
  /** Components that run in the cluster, overrides applied, by name. */
  readonly components: ReadonlyMap<string, Definition>;
  readonly links: readonly Link[];
  readonly routes: readonly FoundRoute[];
}

/** Path of something that all environments share, and of something in this one. */
export const systemPath = (system: System, rest: string): string => `${system.name}/${rest}`;
export const environmentPath = (system: System, name: string, rest: string): string =>
  `${system.name}/${name}/${rest}`;

/**
 * Runs code of a catalogue file, which says what it lacks by throwing: the message becomes a problem of
 * the component, so that no other problem is lost.
 */
export function attempt<Value>(
  draft: Pick<Draft, 'system' | 'problems'>,
  component: string,
  code: () => Value,
): Value | undefined {
  try {
    return code();
  } catch (error) {
    draft.problems.add(systemPath(draft.system, `components/${component}`), (error as Error).message);
    return undefined;
  }
}

/** Applies the environment's overrides and leaves out what runs elsewhere. */
export function inCluster(system: System, name: string, problems: Problems): Map<string, Definition> {
  const environment = system.environments[name]!;
  const names = Object.keys(system.components);
  for (const section of ['overrides', 'external'] as const) {
    for (const unknown of Object.keys(environment[section] ?? {}).filter((key) => !names.includes(key))) {
      problems.add(
        environmentPath(system, name, `${section}/${unknown}`),
        `there is no component '${unknown}'${didYouMean(unknown, names)}`,
      );
    }
  }
  const result = new Map<string, Definition>();
  for (const component of names.sort(compare)) {
    if (environment.external?.[component]) continue;
    result.set(component, override(system, name, component, problems));
  }
  return result;
}

function override(system: System, name: string, component: string, problems: Problems): Definition {
  const definition = system.components[component]!;
  const change = system.environments[name]!.overrides?.[component];
  if (!change) return definition;
  const volumes = { ...definition.volumes };
  for (const [volume, size] of Object.entries(change.volumes ?? {})) {
    const known = volumes[volume];
    if (known) volumes[volume] = { ...known, size };
    else {
      problems.add(
        environmentPath(system, name, `overrides/${component}/volumes/${volume}`),
        `'${component}' has no volume '${volume}'${didYouMean(volume, Object.keys(volumes))}`,
      );
    }
  }
  return {
    ...definition,
    image: { ...definition.image, tag: change.tag ?? definition.image.tag },
    replicas: change.replicas ?? definition.replicas,
    resources: change.resources ?? definition.resources,
    volumes,
  };
}
