import { inspect } from 'node:util';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { resolve } from '../../model/resolve';
import { allLaws } from '../support/law';
import { environmentOf } from '../support/phases';
import { allRules, said } from '../support/rule';
import { type SystemData, systemOf } from './data';
import { interpret } from './interpret';
import { defectName, type Finding, type Judges, judge } from './judge';
import { wholeCatalogue, wholeWorld, world } from './whole';
import { wishes } from './wishes';

/** How many systems, and from where; `npm run test:random` sets them. */
const RUNS = process.env.PHASEWISE_RANDOM_RUNS;
const SEED = Number(process.env.PHASEWISE_RANDOM_SEED ?? 1);
const PATH = process.env.PHASEWISE_RANDOM_PATH;
/** A handful of small ones in `npm test`: what is seldom is for the runs by hand. */
const SMALL = { runs: 4, components: 3 };
const LARGE = { components: 7 };
/** Minutes that the search for a smaller system that fails may take. */
const SHRINKING = 10;

const written = ({ where, rule, says }: Finding): string => `${where}: ${rule}\n  ${says.join('\n  ')}`;

/** The smallest system that fails, as data, with what is wrong and how to see it again. */
function story(
  {
    seed,
    counterexamplePath,
    numRuns,
    numShrinks,
  }: Pick<fc.RunDetails<[]>, 'seed' | 'counterexamplePath' | 'numRuns' | 'numShrinks'>,
  data: SystemData,
  findings: readonly Finding[],
): string {
  return [
    `System ${numRuns} of seed ${seed} is valid and fails, ${numShrinks} steps smaller than it was found:`,
    ...findings.map(written),
    `npm run test:random -- --seed ${seed} --path ${counterexamplePath}`,
    // What is not said is left out.
    inspect(JSON.parse(JSON.stringify(data)), {
      depth: 20,
      breakLength: 110,
      maxArrayLength: 50,
      maxStringLength: 200,
    }),
  ].join('\n\n');
}

test('every technology of the catalogue keeps every rule, all of them in one system', async () => {
  const system = systemOf(await world(), await wholeCatalogue());
  const rules = await allRules();
  const [environment] = Object.keys(system.environments);
  const one = environmentOf(resolve(system, environment!));
  for (const { title, judge: ask } of rules) expect(await ask(one.objects, one), title).toEqual([]);
});

test(`valid systems made at random keep every rule (seed ${SEED})`, { timeout: 24 * 3_600_000 }, async () => {
  const all = await world();
  const rules = await allRules();
  const placed = new Set<string>();
  const judges: Judges = {
    // Without a number each defect is tried where the rule itself is tested, and not here.
    rules: RUNS ? rules : rules.map((rule) => ({ ...rule, defects: [] })),
    laws: await allLaws(),
    placed,
  };
  const size = RUNS ? LARGE.components : SMALL.components;
  let failed: { data: SystemData; findings: readonly Finding[]; until: number } | undefined;
  const property = fc.asyncProperty(wishes(all, size), async (wish) => {
    // A search for something smaller ends some time; what was found until then is told.
    if (failed && Date.now() > failed.until) return;
    const data = interpret(all, wish);
    const findings = await judge(systemOf(all, data), judges);
    if (findings.length === 0) return;
    failed = { data, findings, until: failed?.until ?? Date.now() + SHRINKING * 60_000 };
    throw new Error('it fails');
  });
  const details = await fc.check(property, {
    numRuns: Number(RUNS ?? SMALL.runs),
    seed: SEED,
    path: PATH,
    endOnFailure: false,
    // Mostly small ones would come first; a run by hand is for what takes many parts to go wrong.
    unbiased: RUNS !== undefined,
  });
  if (failed) throw new Error(story(details, failed.data, failed.findings));
  if (!RUNS || PATH) return;
  for (const rule of rules) {
    for (const defect of rule.defects) {
      for (const environment of await wholeWorld()) {
        if (placed.has(defectName(rule, defect))) break;
        if (await said(rule, defect, environment)) placed.add(defectName(rule, defect));
      }
    }
  }
  const nowhere = rules.flatMap((rule) =>
    rule.defects.map((defect) => defectName(rule, defect)).filter((name) => !placed.has(name)),
  );
  expect(
    nowhere,
    'defects that no system at random could have: name what they break by what it is like',
  ).toEqual([]);
});
