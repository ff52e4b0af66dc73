/** Security zones: who may begin to talk to whom, from outside to inside. */
import { EDGE, INTERNET } from './edge';
import type { System } from './system';

/** One of them, as a document draws it. */
export interface Zone {
  /** Lower-case DNS label: value of the label on pods. */
  readonly name: string;
  /** What the page calls it. */
  readonly title: string;
  /**
   * Components that are in it, wherever they run. `internet` is everybody outside, and all that a flow to it reaches;
   * `edge` is the gateway. Each is in one zone.
   */
  readonly of: readonly string[];
  /**
   * Component of another zone → ports of its by which it stands in this one: the pages of a store, say. Who asks them
   * needs to come no further than here. @default none
   */
  readonly doors?: Readonly<Record<string, readonly string[]>>;
}

/** A connection that is needed although it goes outwards, or passes over a zone. */
export interface ZoneException {
  /** A component, or `edge`. */
  readonly from: string;
  /** A component, or `internet`. */
  readonly to: string;
  /** Port name of the server. @default any of its ports */
  readonly port?: string;
  /** Why it has to be, and what stands guard in its place: a sentence for the page. */
  readonly why: string;
}

type Zoned = Pick<System, 'zones' | 'zoneExceptions'>;

/** Key of the label by which a pod says its zone. */
export const ZONE_LABEL = 'phasewise/zone';

/** The zone of a component, of the gateway, or of the internet; of one of its ports where that is named. */
export const zoneOf = ({ zones = [] }: Zoned, name: string, port?: string): Zone | undefined =>
  (port === undefined ? undefined : zones.find(({ doors }) => doors?.[name]?.includes(port))) ??
  zones.find(({ of }) => of.includes(name));

/** It stays in its zone or goes one inwards. What is in no zone is told elsewhere. */
export function keepsZones(system: Zoned, from: string, to: string, port?: string): boolean {
  const [client, server] = [zoneOf(system, from), zoneOf(system, to, port)];
  if (!system.zones || !client || !server) return true;
  const inwards = system.zones.indexOf(server) - system.zones.indexOf(client);
  return inwards === 0 || inwards === 1;
}

/** The reason for a connection that does not. */
export const exceptionOf = (
  { zoneExceptions = [] }: Zoned,
  from: string,
  to: string,
  port?: string,
): ZoneException | undefined =>
  zoneExceptions.find(
    (one) => one.from === from && one.to === to && (one.port === undefined || one.port === port),
  );

/** What has to be in a zone that is no component. */
export const ENDS: readonly string[] = [EDGE, INTERNET];
