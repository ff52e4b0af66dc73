/** What happens in a pod's life, in an environment that was brought up before; minutes, so with `--all` alone. */
import { describe } from 'vitest';
import { readUnits, type Unit } from '../../../tools/lab/manifests';
import { everyEnding } from './ended';
import { everyAlert } from './fired';
import { everyPassword } from './password';
import { everyRoll } from './rolled';
import { everyQueue } from './scaled';

/** Registers the tests, of what dist has: the lab's own environment is there for its variables. */
export function everyLife(unit: Unit): void {
  const isCommitted = readUnits().some(({ namespace }) => namespace === unit.namespace);
  describe.runIf(isCommitted && process.env.PHASEWISE_NODE_ALL)('life', () => {
    everyEnding(unit);
    everyRoll(unit);
    everyQueue(unit);
    everyPassword(unit);
    everyAlert(unit);
  });
}
