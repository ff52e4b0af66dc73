/** What a command found, as data for every renderer. */
import type { AddOn } from '../model/platform';
import type { Phase } from '../model/system';
import { type Change, compare } from './compare';
import { type Effects, effects } from './effects';
import type { Placed } from './objects';
import type { StepToDo } from './steps';

export interface Tier {
  readonly name: string;
  readonly changes: readonly Change[];
}

export interface Report {
  /** `shop/production` */
  readonly environment: string;
  readonly namespace: string;
  /** People depend on it. @default false */
  readonly production?: boolean;
  /** What is compared, in words. */
  readonly from: string;
  readonly to: string;
  readonly changes: readonly Change[];
  readonly tiers: readonly Tier[];
  readonly effects: Effects;
  /** Said before everything else. */
  readonly notes: readonly string[];
  /** Objects alone are shown, without what changes in them. @default all of it */
  readonly brief?: boolean;
  /** Only for a plan. */
  readonly road?: {
    readonly from: Phase;
    readonly to: Phase;
    readonly addOns: readonly AddOn[];
    readonly steps: readonly StepToDo[];
  };
}

export type Comparison = Pick<Report, 'changes' | 'tiers' | 'effects'>;

/** Both sides compared, with what follows from it. */
export function comparison(before: readonly Placed[], after: readonly Placed[]): Comparison {
  const changes = compare(before, after);
  const objects = (side: readonly Placed[]) => side.map(({ object }) => object);
  const order = new Set([...after, ...before].map(({ tier }) => tier));
  const tiers = [...order]
    .map((name) => ({ name, changes: changes.filter(({ tier }) => tier === name) }))
    .filter((tier) => tier.changes.length > 0);
  const sides = { before: objects(before), after: objects(after) };
  return { changes, tiers, effects: effects(changes, sides) };
}

/** `2 objects added, 1 changed, 0 removed; 1 component restarts` */
export function summary({ changes, effects: { restarts, refused } }: Comparison): string {
  if (changes.length === 0) return 'No differences.';
  const count = (kind: Change['kind']) => changes.filter((change) => change.kind === kind).length;
  const added = count('added');
  const parts = [
    `${added} ${added === 1 ? 'object' : 'objects'} added, ${count('changed')} changed, ${count('removed')} removed`,
  ];
  const now = restarts.length;
  parts.push(
    now === 0 ? 'nothing restarts' : now === 1 ? '1 component restarts' : `${now} components restart`,
  );
  if (refused.length > 0) parts.push(`${refused.length} refused by the API server`);
  return `${parts.join('; ')}.`;
}
