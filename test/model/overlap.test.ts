import { describe, expect, test } from 'vitest';
import { together } from '../../model/overlap';

const work = (
  name: string,
  cron: string,
  more: { late?: number; timeZone?: string; deadline?: number } = {},
) => {
  const { deadline = 60, ...times } = more;
  return { name, schedule: { cron, ...times }, deadline };
};
/** Names of those that may be there at once, a line for each set. */
const sets = (...works: ReturnType<typeof work>[]): string[] =>
  together(works)
    .map((some) => some.map(({ name }) => name).join(' '))
    .sort();

describe('work on a schedule is there at once', () => {
  test('from when it begins to when it must have ended, should it begin late', () => {
    const first = work('first', '0 2 * * *');
    expect(sets(first, work('second', '59 3 * * *'))).toEqual(['first second']);
    expect(sets(first, work('second', '0 4 * * *'))).toEqual(['first', 'second']);
    expect(sets(first, work('second', '59 3 * * *', { deadline: 1, late: 60 }))).toEqual(['first second']);
    expect(sets({ ...first, schedule: { ...first.schedule, late: 0 } }, work('second', '0 3 * * *'))).toEqual(
      ['first', 'second'],
    );
  });

  test('past midnight, and past the end of a month of any length', () => {
    expect(sets(work('late', '30 23 * * *'), work('early', '15 0 * * *'))).toEqual(['late early']);
    for (const day of ['28', '30', '31']) {
      expect(sets(work('last', `30 23 ${day} * *`), work('first', '15 0 1 * *'))).toEqual(['last first']);
    }
    expect(sets(work('last', '30 23 27 * *'), work('first', '15 0 1 * *'))).toEqual(['first', 'last']);
  });

  test('on the days that both have', () => {
    expect(sets(work('a', '0 8 1,15 * *'), work('b', '0 8 2-14 * *'))).toEqual(['a', 'b']);
    expect(sets(work('a', '0 8 1,15 * *'), work('b', '0 8 2-15 * *'))).toEqual(['a b']);
    expect(sets(work('a', '0 8 */2 * *'), work('b', '0 8 2-26/2 * *'))).toEqual(['a', 'b']);
    // Two days that are not next to each other, and one that lasts for more than a day.
    expect(sets(work('a', '0 8 1 * *', { deadline: 1500 }), work('b', '0 8 2 * *'))).toEqual(['a b']);
  });

  test('with everybody where nobody can know: several times a day, some weekdays, another time zone', () => {
    const daily = work('daily', '0 2 * * *');
    expect(sets(daily, work('often', '*/15 * * * *'))).toEqual(['daily often']);
    expect(sets(daily, work('often', '0 8,20 * * *'))).toEqual(['daily often']);
    expect(sets(daily, work('there', '0 12 * * *', { timeZone: 'Asia/Tokyo' }))).toEqual(['daily there']);
    expect(sets(work('monday', '0 8 * * 1'), work('first', '0 8 1 * *'))).toEqual(['monday first']);
  });

  test('three of which one meets the two others', () => {
    const all = [work('a', '0 2 * * *'), work('b', '0 3 * * *', { deadline: 120 }), work('c', '30 5 * * *')];
    expect(sets(...all)).toEqual(['a b', 'b c']);
  });

  test('nothing where there is nothing', () => expect(sets()).toEqual([]));
});
