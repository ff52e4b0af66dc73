import { readUnits, type Unit } from '../lab/manifests';

/**
 * What is started on real nodes: the environments that PHASEWISE_NODE names, as in `sentineliq/development`, by commas.
 *
 * @throws Error when dist has none of that name
 */
export function environmentsToStart(): Unit[] {
  const wanted = (process.env.PHASEWISE_NODE || 'sentineliq/development').split(',');
  const units = new Map(readUnits().map((unit) => [`${unit.system}/${unit.environment}`, unit]));
  return wanted.map((name) => {
    const unit = units.get(name);
    if (unit) return unit;
    throw new Error(`PHASEWISE_NODE: dist has no ${name}; it has ${[...units.keys()].join(', ')}`);
  });
}
