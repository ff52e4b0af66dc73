/** What happens in a pod's life, in an environment that was brought up before; minutes, so with `--all` alone. */
import { describe } from 'vitest';
import { readUnits, type Unit } from '../../../tools/lab/manifests';
import { everyChange } from './changed';
import { everyDrain } from './drained';
import { everyEnding } from './ended';
import { everyAlert } from './fired';
import { everyLoad } from './loaded';
import { everyPassword } from './password';
import { everyRoll } from './rolled';
import { everyQueue } from './scaled';

const isTried = (unit: Unit): boolean =>
  Boolean(process.env.PHASEWISE_NODE_ALL) &&
  readUnits().some(({ namespace }) => namespace === unit.namespace);

/** Registers the tests, of what dist has: the lab's own environment is there for its variables. */
export function everyLife(unit: Unit): void {
  describe.runIf(isTried(unit))('life', () => {
    everyEnding(unit);
    everyRoll(unit);
    everyChange(unit);
    everyLoad(unit);
    everyDrain(unit);
    everyPassword(unit);
    everyAlert(unit);
  });
}

/** Registers those that end no pod which people ask: they may go on while something else lasts. */
export function everyQuietLife(unit: Unit): void {
  describe.runIf(isTried(unit))('life of workers', () => everyQueue(unit));
}
