/** Words with others inside: lists, records, and things with fields. */
import { didYouMean } from '../problems';
import { type Look, look, oneOf, type Word } from './word';

const isPlain = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @param name what stands in the place of each, in brackets. @default its number */
export const listOf = <Item>(item: Word<Item>, name?: (value: Item) => string): Word<readonly Item[]> => ({
  what: 'a list',
  fits: Array.isArray,
  check: (value, place, problems) => {
    for (const [index, one] of (value as Item[]).entries()) {
      // A name is made of fields that may themselves be missing.
      const called = name && item.fits(one) ? name(one) : index;
      look(item, one, `${place}[${called}]`, problems);
    }
  },
});

/** Names that the definition chooses → values. */
export const recordOf = <Value>(word: Word<Value>): Word<Readonly<Record<string, Value>>> => ({
  what: 'names with values',
  fits: isPlain,
  check: (value, place, problems) => {
    for (const [name, one] of Object.entries(value as object)) look(word, one, `${place}/${name}`, problems);
  },
});

/** A word that may be left out. */
export interface Optional<Value> {
  readonly optional: Word<Value>;
}
export const optional = <Value>(word: Word<Value>): Optional<Value> => ({ optional: word });

/** A word for each field, and none forgotten: the compiler compares them with the interface. */
export type Fields<Thing> = {
  readonly [Name in keyof Thing]-?: object extends Pick<Thing, Name>
    ? Optional<Exclude<Thing[Name], undefined>>
    : Word<Thing[Name]>;
};

/** @param separator between its place and the names of its fields */
export const things = <Thing>(fields: Fields<Thing>, separator = '.'): Word<Thing> => {
  const words = Object.entries<Look | { readonly optional: Look }>(fields);
  const names = words.map(([name]) => name);
  return {
    what: `made of ${names.join(', ')}`,
    fits: isPlain,
    check: (value, place, problems) => {
      const found = value as Readonly<Record<string, unknown>>;
      for (const [name, word] of words) {
        const isOptional = 'optional' in word;
        if (isOptional && found[name] === undefined) continue;
        look(isOptional ? word.optional : word, found[name], `${place}${separator}${name}`, problems);
      }
      for (const name of Object.keys(found).filter((one) => !names.includes(one))) {
        const hint = didYouMean(name, names);
        problems.add(`${place}${separator}${name}`, `nothing here is called '${name}'${hint}`);
      }
    },
  };
};

/** Things of several kinds, told apart by the value of a field. @param called what the kinds are */
export const byField = <Thing, Field extends keyof Thing>(
  field: Field & string,
  called: string,
  kinds: Readonly<Record<Thing[Field] & string, Look>>,
): Word<Thing> => ({
  what: `made by its '${field}'`,
  fits: isPlain,
  check: (value, place, problems) => {
    const chosen = (value as Record<string, string>)[field];
    const known = Object.entries<Look>(kinds).find(([name]) => name === chosen);
    if (known) known[1].check(value, place, problems);
    else look(oneOf(called, kinds), chosen, `${place}.${field}`, problems);
  },
});

/** Things of several kinds, told apart by the one field that each has alone. */
export const byName = <Thing>(kinds: Readonly<Record<string, Look>>): Word<Thing> => ({
  what: `made of one of ${Object.keys(kinds).join(', ')}`,
  fits: (value) => isPlain(value) && Object.keys(kinds).some((name) => name in (value as object)),
  check: (value, place, problems) => {
    const [, chosen] = Object.entries(kinds).find(([name]) => name in (value as object))!;
    chosen.check(value, place, problems);
  },
});
