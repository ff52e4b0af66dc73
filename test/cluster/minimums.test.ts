import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ADD_ONS } from '../../platform';
import { kubectlValidate } from '../../tools/lab/kubectl-validate';
import { askedOf, definitionsOf, readMinimums } from '../../tools/lab/minimums';
import { needBuilt } from './lab';
import { unitsAtEveryPhase } from './units';

const everything = unitsAtEveryPhase().flatMap((unit) => unit.objects);
const folder = mkdtempSync(join(tmpdir(), 'phasewise-minimums-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('every minimum that definitions tell is judged by them', () => {
  const told = ADD_ONS.filter(({ minimumBy }) => minimumBy === 'definitions')
    // Another namespace's label asks for no release of its own.
    .filter(({ install }) => !('of' in install) || install.routeField);
  const judged = readMinimums().map(({ addOn, minimum }) => `${addOn} ${minimum}`);
  expect(judged.sort()).toEqual(told.map(({ name, minimum }) => `${name} v${minimum}.0`).sort());
});

describe.each(readMinimums())('what we ask of $addOn', (one) => {
  const objects = askedOf(one.addOn, everything);
  const problems = async (command: string, version: string): Promise<string[]> => {
    const crds = await definitionsOf(one, version, folder);
    const found = await kubectlValidate(
      command,
      { crds },
      {
        ...{ system: 'all', environment: 'all', namespace: 'all', files: [] },
        objects,
      },
    );
    return found.map(({ object, message }) => `${object}: ${message}`);
  };

  test(`is served by ${one.minimum}`, async (context) => {
    expect(objects).not.toEqual([]);
    expect(await problems(await needBuilt(context, 'kubectl-validate'), one.minimum)).toEqual([]);
  });

  test(`is not served by ${one.before}`, async (context) => {
    expect(await problems(await needBuilt(context, 'kubectl-validate'), one.before)).not.toEqual([]);
  });
});
