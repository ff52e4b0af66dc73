/** Everything wrong with the definitions, collected so that all of it is printed at once. */
import { distance } from 'fastest-levenshtein';

export interface Problem {
  /** Where in the definition: `kaleem/production/flows[3].to`. */
  readonly path: string;
  /** What is wrong, and what to do about it. */
  readonly message: string;
}

export class Problems {
  private readonly found = new Map<string, Problem>();

  /** Notes a problem; the same one in the same place counts once. */
  add(path: string, message: string): void {
    this.found.set(`${path}\n${message}`, { path, message });
  }

  addAll(problems: readonly Problem[]): void {
    for (const { path, message } of problems) this.add(path, message);
  }

  /** In the order of their paths. */
  get list(): readonly Problem[] {
    return [...this.found.values()].sort((a, b) => compare(a.path, b.path) || compare(a.message, b.message));
  }

  get any(): boolean {
    return this.found.size > 0;
  }
}

/** Thrown instead of writing anything; the message holds all problems, a line each. */
export class DefinitionError extends Error {
  constructor(readonly problems: readonly Problem[]) {
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    const lines = problems.map((problem) => `  [${problem.path}] ${problem.message}`);
    super(`${count} in the definitions, nothing was written:\n${lines.join('\n')}`);
    this.name = 'DefinitionError';
  }
}

/**
 * The end of a message about an unknown name: the nearest valid choice when one is close, and the
 * choices themselves when they are few.
 */
export function didYouMean(wrong: string, choices: readonly string[]): string {
  const near = [...choices]
    .map((choice) => ({ choice, away: distance(wrong.toLowerCase(), choice.toLowerCase()) }))
    .sort((a, b) => a.away - b.away || compare(a.choice, b.choice))[0];
  if (near && near.away <= Math.max(2, Math.floor(near.choice.length / 3))) {
    return `. Did you mean '${near.choice}'?`;
  }
  if (choices.length === 0) return '. There is nothing to choose from here';
  return choices.length <= 12 ? `. Valid: ${[...choices].sort(compare).join(', ')}` : '';
}

/** Orders by code points: the same on every machine, whatever its language. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
