/** A rule, held against everything that is committed and every phase of it, and proved able to fail. */
import { describe, expect, test } from 'vitest';
import { wholeWorld } from '../random/whole';
import type { DistEnvironment } from './dist';
import type { KubeObject } from './kubernetes';
import { isNoted, noted } from './noted';
import { cases } from './phases';
import { NothingToBreak, type Seed, seeded } from './seeds';
import { planOf } from './systems';

export { another, find, findThat, inObject, inPod, those, without } from './seeds';

/** What is wrong, one sentence each; empty when nothing is. */
type Findings = readonly string[];
export type Rule = (objects: KubeObject[], environment: DistEnvironment) => Findings | Promise<Findings>;
/** A defect seeded into the objects of a sound environment, and what the finding must say. */
export type Defect = readonly [name: string, seed: Seed, finding: RegExp];

/** A rule as data. */
export interface WrittenRule {
  readonly title: string;
  readonly judge: Rule;
  readonly defects: readonly Defect[];
}

/** All rules of `test/rules`, for those who have something else to judge. */
export const allRules = (): Promise<WrittenRule[]> => noted('rules');

/**
 * What a rule says of a defect in an environment; undefined where there is nothing to break.
 * @throws Error when the rule overlooks it
 */
export async function said(
  { judge }: Pick<WrittenRule, 'judge'>,
  [name, seed, finding]: Defect,
  environment: DistEnvironment,
): Promise<string | undefined> {
  let objects: KubeObject[];
  try {
    objects = seeded(environment.objects, seed, await planOf(environment));
  } catch (error) {
    if (error instanceof NothingToBreak) return undefined;
    throw error;
  }
  const findings = (await judge(objects, environment)).join('\n');
  if (!finding.test(findings))
    throw new Error(`overlooked in ${environment.name}: ${name}\nexpected ${finding}, found:\n${findings}`);
  return findings;
}

/** Where defects are tried, in this order: systems in which there is everything, then what is committed. */
async function* places(): AsyncGenerator<DistEnvironment> {
  yield* await wholeWorld();
  for (const { load } of await cases()) yield await load();
}

/**
 * Every environment keeps the rule at every phase, every seeded defect is found, and there was something to judge.
 * @param title what a user would lose
 */
export function rule(title: string, judge: Rule, defects: readonly Defect[]): void {
  if (isNoted({ title, judge, defects })) return;
  describe(title, async () => {
    test.each(await cases())('$name', async ({ load }) => {
      const environment = await load();
      expect(environment.objects.length).toBeGreaterThan(0);
      expect(await judge(environment.objects, environment)).toEqual([]);
    });
    test.each(defects)('would be noticed: %s', async (...defect) => {
      for await (const environment of places()) if (await said({ judge }, defect, environment)) return;
      throw new Error('no environment has anything of the sort to break');
    });
  });
}
