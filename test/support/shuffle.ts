/** The same definition, written down in another order. */
import type { System } from '../../model/system';

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** Every object's keys the other way round, all the way down. Lists keep their order: it may mean something. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (!isPlain(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, child]) => [key, turned(child)]),
  );
}

/** Components, flows, routes, environments and the keys of every object the other way round. */
export function turnedAround(system: System): System {
  const other = turned(system) as System;
  return { ...other, flows: [...other.flows].reverse(), routes: [...other.routes].reverse() };
}
