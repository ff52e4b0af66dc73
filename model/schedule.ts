/** When work comes again, in the notations of people and of cron. */

/** Seconds after its time in which work may still begin, unless its schedule says otherwise. */
export const LATE = 3600;

/** Minutes after which work is given up that has not ended, unless it says otherwise. */
export const DEADLINE = 10;

/**
 * Minutes since midnight of a time of day.
 * @throws Error when the text is none
 */
export function minutesOf(at: string): number {
  const [, hours = '', minutes = ''] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(at) ?? [];
  if (hours === '') throw new Error(`'${at}' is not a time of day; write 02:00`);
  return Number(hours) * 60 + Number(minutes);
}

const DAY = 24 * 60;

/** Every day at so many minutes after midnight; past midnight where there are more than a day has. */
export function daily(minutes: number): string {
  const of = minutes % DAY;
  return `${of % 60} ${Math.floor(of / 60)} * * *`;
}

/** Every Sunday at so many minutes after midnight, as `daily`. */
export const weekly = (minutes: number): string => daily(minutes).replace(/\*$/, '0');

/** The first of each month, or another day that every month has, at so many minutes after midnight, as `daily`. */
export function monthly(minutes: number, day: number): string {
  return daily(minutes).replace('* * *', `${(day % 28) + 1} * *`);
}

/**
 * At most so many seconds lie between one time and the next: an hour, a day, a week, a month of 31 days or a year, as the
 * fields of the schedule have it. Which hours and days it names makes no difference.
 */
export function longestPause(cron: string): number {
  const [, hour, day, month, weekday] = cron.split(' ');
  if (month !== '*') return 366 * DAY * 60;
  // Days of the month and of the week are alternatives, where there are both.
  if (weekday !== '*') return 7 * DAY * 60;
  if (day !== '*') return 31 * DAY * 60;
  return hour === '*' ? 3600 : DAY * 60;
}

/** Name of each of the five fields, and the numbers that it takes. Source: crontab(5); Kubernetes has no @reboot. */
const FIELDS = [
  ['minute', 0, 59],
  ['hour', 0, 23],
  ['day of the month', 1, 31],
  ['month', 1, 12],
  ['day of the week', 0, 6],
] as const;

/** @throws Error when the text is no schedule of cron, in numbers */
export function checkCron(cron: string): void {
  const fields = cron.split(' ');
  if (fields.length !== FIELDS.length) {
    throw new Error(`'${cron}' is not a schedule: five fields with a space between, such as 0 2 * * *`);
  }
  for (const [index, [name, least, most]] of FIELDS.entries()) {
    for (const part of fields[index]!.split(',')) {
      const [, from, to] = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/[1-9]\d*)?$/.exec(part) ?? [];
      const numbers = [from, to].flatMap((one) => (one === undefined ? [] : Number(one)));
      const isField = /^(\*|\d+(-\d+)?)(\/[1-9]\d*)?$/.test(part);
      if (!isField || numbers.some((one) => one < least || one > most)) {
        throw new Error(`'${part}' is no ${name} in '${cron}': ${least} to ${most}, or * for all`);
      }
    }
  }
}

/** @throws Error when the time zone database has no such name */
export function checkTimeZone(name: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
  } catch {
    throw new Error(`there is no time zone '${name}'; write a name such as Etc/UTC or Europe/Berlin`);
  }
}
