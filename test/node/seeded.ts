/** Registers the test that mistakes which nobody else sees are found where everything runs. */
import { describe, expect, test } from 'vitest';
import type { Unit } from '../../tools/lab/manifests';
import { planStarted } from '../../tools/node/write-environments';
import { DEFECTS, SEEDED_IN } from './defects';
import { realNodes } from './lab';
import { makeMistakes } from './mistakes';

/** Set by `npm run test:node -- --all`: all of them, which takes minutes. @default some */
const isAll = Boolean(process.env.PHASEWISE_NODE_ALL);

/** Makes mistakes in an environment that was brought up before, and mends them. */
export function everyMistake(unit: Unit): void {
  const { cluster, nodes } = realNodes();
  const chosen = DEFECTS.filter(({ always }) => isAll || always);
  const isSeeded = `${unit.system}/${unit.environment}` === SEEDED_IN;

  describe.skipIf(!isSeeded)('mistakes that show only where it runs', () => {
    test(`${chosen.length} of ${DEFECTS.length} are found, each by a message that names its component`, async () => {
      expect(await makeMistakes(cluster, nodes, unit, await planStarted(unit), chosen)).toEqual([]);
    }, 1_800_000);
  });
}
