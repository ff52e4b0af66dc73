/** Which work on a schedule may run at the same time as other such work, by the times at which it begins and must end. */
import type { Schedule } from './backup';
import { DEADLINE, LATE } from './schedule';

export interface Scheduled {
  readonly schedule: Schedule;
  /** Minutes after which it is given up. @default 10 */
  readonly deadline?: number;
}

const DAY = 24 * 60;
/** As long as any; what begins on a day with which some month ends is followed by the first of the next. */
const DAYS = 31;
const SHORTEST = 28;
const MONTH = DAYS * DAY;

/** Minutes of a month at which it may begin, and for how many minutes it may be there then; undefined for always. */
interface Times {
  readonly begins: readonly number[];
  readonly lasts: number;
}

/**
 * Sets of work that may all be there at one moment; at any moment those that are there are part of one of them. It takes more
 * rather than less to be there: in each month and on each weekday; always, where it has several times a
 * day; and beside work of another time zone.
 */
export function together<T extends Scheduled>(works: readonly T[]): readonly (readonly T[])[] {
  const [zone] = works.map(({ schedule }) => schedule.timeZone);
  const all = works.map(
    (work) => [work, work.schedule.timeZone === zone ? timesOf(work) : undefined] as const,
  );
  const isThere = (times: Times | undefined, moment: number): boolean =>
    !times || times.begins.some((begin) => (moment - begin + MONTH) % MONTH < times.lasts);
  // Only when something begins are more there than before.
  const moments = all.flatMap(([, times]) => times?.begins ?? [0]);
  const sets = moments.map((moment) =>
    all.filter(([, times]) => isThere(times, moment)).map(([work]) => work),
  );
  return sets.filter(
    (one, index) =>
      !sets.some(
        (other, at) => one.every((work) => other.includes(work)) && (other.length > one.length || at < index),
      ),
  );
}

function timesOf({ schedule: { cron, late = LATE }, deadline = DEADLINE }: Scheduled): Times | undefined {
  const [minute, hour, day, , weekday] = cron.split(' ') as [string, string, string, string, string];
  const at = Number(hour) * 60 + Number(minute);
  if (Number.isNaN(at)) return undefined;
  const days =
    day === '*' || weekday !== '*'
      ? Array.from({ length: DAYS }, (_, index) => index + 1)
      : numbersOf(day, DAYS).flatMap((one) => (one >= SHORTEST && one < DAYS ? [one, DAYS] : [one]));
  return { begins: days.map((one) => (one - 1) * DAY + at), lasts: Math.ceil(late / 60) + deadline };
}

/** Numbers of a field that takes 1 to so many. */
function numbersOf(field: string, most: number): number[] {
  return field.split(',').flatMap((part) => {
    const [range, step = '1'] = part.split('/') as [string, string?];
    const [from, to] = range === '*' ? [1, most] : range.split('-').map(Number);
    const last = to ?? (part.includes('/') ? most : from!);
    return Array.from({ length: last - from! + 1 }, (_, index) => from! + index).filter(
      (one) => (one - from!) % Number(step) === 0,
    );
  });
}
