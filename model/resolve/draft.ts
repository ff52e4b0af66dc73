/** What the steps of `resolve` share while one environment of one system is put together. */
import type { Definition } from '../component';
import { isDeliberate, placeOf, wordsOf } from '../place';
import type { Problems } from '../problems';
import type { Environment, External, Flow, Route, System } from '../system';
import type { Works } from './backups';
import type { Canaries } from './canary';
import type { Cdn } from './cdn';

/** A flow whose two ends and port were found. */
export interface Link {
  readonly flow: Flow;
  readonly client: string;
  readonly server: string;
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
  /** Set when a provider runs the server. */
  readonly external?: External;
}

/** A provider's service is reached encrypted unless it is said otherwise; inside the cluster nothing is. */
export const hasTls = ({ external }: Link): boolean => (external ? (external.tls ?? true) : false);

export interface FoundRoute {
  readonly route: Route;
  readonly host: string;
  /** Path prefix; `/` where the route names none. */
  readonly path: string;
  readonly port: number;
  /** Only for the people who run the system. */
  readonly internal: boolean;
}

/** A component that runs on the machine of whoever develops. */
export interface Local {
  readonly name: string;
  readonly definition: Definition;
  /** What it asks of those that run here, or at a provider. */
  readonly links: readonly Link[];
}

/** What those on somebody's own machine ask. */
export const visits = ({ local }: Pick<Draft, 'local'>): Link[] => local.flatMap(({ links }) => links);

/** What everybody asks who has an account here: those that run here, and those on somebody's own machine. */
export const everyLink = (draft: Pick<Draft, 'links' | 'local'>): Link[] => [
  ...draft.links,
  ...visits(draft),
];

export interface Draft {
  /** What runs here: less than there is, and with canaries. */
  readonly system: System;
  /** All that there is, in whatever way this environment makes it. */
  readonly whole: System;
  readonly name: string;
  readonly environment: Environment;
  readonly namespace: string;
  readonly dnsSuffix: string;
  readonly problems: Problems;
  /** The component of which each canary is a new version, by the canary's name. */
  readonly canaries: Canaries;
  /** Components that work on a backup. */
  readonly works: Works;
  readonly cdn: Cdn;
  /** What runs on somebody's own machine, by name. */
  readonly local: readonly Local[];
  /** Components that run in the cluster, overrides applied, by name. */
  readonly components: ReadonlyMap<string, Definition>;
  readonly links: readonly Link[];
  /** Those by which somebody comes in. */
  readonly routes: readonly FoundRoute[];
  /** Internal ones, where the environment opens none. */
  readonly shut: readonly FoundRoute[];
  /** Those by which somebody would come in, to what a provider runs. */
  readonly away: readonly FoundRoute[];
  /** Start order beyond the flows, both sides in the cluster, by name. */
  readonly startAfter: Readonly<Record<string, readonly string[]>>;
}

/** Path of something that all environments share, and of something in this one. */
export const systemPath = (system: System, rest: string): string => `${system.name}/${rest}`;
/** The namespace of an environment. */
export const namespaceOf = (system: Pick<System, 'name'>, environment: string): string =>
  `${system.name}-${environment}`;

export const environmentPath = (system: System, name: string, rest: string): string =>
  `${system.name}/${name}/${rest}`;

/**
 * Runs code of a catalogue file, which says what it lacks by throwing an `Error`: the message becomes a problem of
 * the component, so that no other problem is lost. So does a slip in that code, with its place.
 */
export function attempt<Value>(
  draft: Pick<Draft, 'system' | 'problems'>,
  component: string,
  code: () => Value,
): Value | undefined {
  try {
    return code();
  } catch (error) {
    const place = isDeliberate(error) ? '' : placeOf(error);
    // A bug of the model's own is not for who wrote the definition.
    if (place === undefined) throw error;
    const words = place ? `its definition fails in ${place}: ${wordsOf(error)}` : wordsOf(error);
    draft.problems.add(systemPath(draft.system, `components/${component}`), words);
    return undefined;
  }
}
