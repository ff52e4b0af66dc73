/**
 * What the value of a word must look like, checked when definitions are read: a synth checks no types, and a value
 * that no type allows would be passed over in silence.
 */
import { didYouMean, type Problems } from '../problems';

/** Looks at one value. */
export interface Look {
  /** As the end of "it must be …". */
  readonly what: string;
  /** Is it of this kind at all? What is wrong inside it is told by `check`. */
  fits(value: unknown): boolean;
  /** Tells what is wrong with a value that fits. @param place where it stands, as people read it */
  check(value: unknown, place: string, problems: Problems): void;
}

export interface Word<Value> extends Look {
  /** For the compiler alone: what looks at more values than a type has, or at fewer, is no word for that type. */
  readonly values?: (value: Value) => Value;
}

/** Says of one value what is wrong with it, if anything is. */
export function look(word: Look, value: unknown, place: string, problems: Problems): void {
  if (word.fits(value)) word.check(value, place, problems);
  else if (value === undefined) problems.add(place, `is missing; it must be ${word.what}`);
  else problems.add(place, `${shown(value)} is not ${word.what}`);
}

const kind = <Value>(what: string, fits: (value: unknown) => boolean): Word<Value> => ({
  what,
  fits,
  check: () => {},
});

export const text = kind<string>('a text', (value) => typeof value === 'string');
export const number = kind<number>('a number', (value) => Number.isFinite(value));
export const truth = kind<boolean>('true or false', (value) => typeof value === 'boolean');
export const yes = kind<true>('true, or left out', (value) => value === true);
/** What a function takes and returns shows when it is called. */
export const code = <Value>(): Word<Value> => kind('a function', (value) => typeof value === 'function');
/** Data that is passed on as it is. */
export const anything = <Value>(): Word<Value> => kind('anything', (value) => value !== undefined);

/** A text in a notation. @param read throws with a sentence for what it cannot read */
export const notation = <Value extends string>(
  what: string,
  read: (value: Value) => unknown,
): Word<Value> => ({
  what,
  fits: text.fits,
  check: (value, place, problems) => {
    try {
      read(value as Value);
    } catch (error) {
      problems.add(place, (error as Error).message);
    }
  },
});

/** One of a few. @param called what they are, as in "there is no … 'x'" */
export const oneOf = <Value extends string>(
  called: string,
  values: Readonly<Record<Value, unknown>>,
): Word<Value> => ({
  what: `one of ${Object.keys(values).join(', ')}`,
  fits: text.fits,
  check: (value, place, problems) => {
    const choices = Object.keys(values);
    if (choices.includes(value as string)) return;
    problems.add(place, `there is no ${called} '${value}'${didYouMean(value as string, choices)}`);
  },
});

/** The same of numbers, of which none is nearer than another. */
export const oneNumberOf = <Value extends number>(
  called: string,
  values: Readonly<Record<Value, unknown>>,
): Word<Value> => ({
  what: `a number: ${Object.keys(values).join(', ')}`,
  fits: number.fits,
  check: (value, place, problems) => {
    const choices = Object.keys(values);
    if (choices.includes(String(value))) return;
    problems.add(place, `there is no ${called} ${value}. Valid: ${choices.join(', ')}`);
  },
});

/** The first of two kinds that fits. */
export const either = <One, Other>(one: Word<One>, other: Word<Other>): Word<One | Other> => ({
  what: `${one.what}, or ${other.what}`,
  fits: (value) => one.fits(value) || other.fits(value),
  check: (value, place, problems) => (one.fits(value) ? one : other).check(value, place, problems),
});

function shown(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'string') return `'${value}'`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
