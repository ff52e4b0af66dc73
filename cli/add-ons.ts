/** What a step needs in the cluster besides: what the files ahead ask for and those left behind do not. */
import type { AddOn } from '../model/platform';
import { addOnsAsked } from '../platform';
import { at, groupOf, isMap, type Placed } from './objects';

export interface Needs {
  /** In the order in which they are installed. */
  readonly addOns: readonly AddOn[];
  readonly unneeded: readonly AddOn[];
}

/** @param gateway the add-on that is the cluster's way in */
export function needs(before: readonly Placed[], after: readonly Placed[], gateway: string): Needs {
  const [had, wanted] = [askedBy(before, gateway), askedBy(after, gateway)];
  return {
    addOns: wanted.filter((one) => !had.includes(one)),
    unneeded: had.filter((one) => !wanted.includes(one)),
  };
}

function askedBy(placed: readonly Placed[], gateway: string): AddOn[] {
  const rules = placed
    .filter(({ object }) => object.kind === 'HTTPRoute')
    .flatMap(({ object }) => at(object, 'spec', 'rules') ?? []);
  return addOnsAsked({
    groups: new Set(placed.map(({ object }) => groupOf(object))),
    // What is watched belongs to the cluster, whatever the phase.
    targets: new Set(),
    gateway,
    routeFields: new Set(rules.filter(isMap).flatMap(Object.keys)),
  });
}
