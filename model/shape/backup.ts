/** What definitions and environments say of backups. */
import type { Backup, Backups, Drill, NoBackup, Offsite, Schedule, Stream, Work } from '../backup';
import { checkCron, checkTimeZone, minutesOf } from '../schedule';
import { bytes, identity, image, resources } from './container';
import { byName, listOf, optional, recordOf, things } from './things';
import { notation, number, oneOf, text, truth, yes } from './word';

const timeZone = notation<string>('a time zone such as Europe/Berlin', checkTimeZone);

export const schedule = things<Schedule>({
  cron: notation<string>('five fields such as 0 2 * * *', checkCron),
  timeZone: optional(timeZone),
  late: optional(number),
  suspended: optional(yes),
});

const program = {
  image: optional(image),
  script: text,
  resources,
  scratch: optional(
    listOf(
      things<NonNullable<Work['scratch']>[number]>({
        mountPath: text,
        size: bytes,
        memory: optional(truth),
      }),
      ({ mountPath }) => mountPath,
    ),
  ),
};
const work = { ...program, identity: optional(identity) };
const stream = things<Stream>({ ...work, facts: recordOf(text), port: optional(text) });

export const backup = byName<Backup | NoBackup>({
  of: things<Backup>({
    of: text,
    lacks: optional(listOf(text)),
    here: optional(yes),
    file: text,
    startsAgain: optional(yes),
    dump: stream,
    restore: stream,
    drill: optional(
      things<Drill>({ ...work, server: optional(things<NonNullable<Drill['server']>>(program)) }),
    ),
  }),
  none: things<NoBackup>({ none: text }),
});

export const backups = things<Backups>({
  at: notation<Backups['at']>('a time of day such as 02:00', minutesOf),
  timeZone: optional(timeZone),
  days: number,
  offsite: optional(
    things<Offsite>({
      endpoint: notation<Offsite['endpoint']>('an address such as https://s3.example.com', checkEndpoint),
      region: text,
      bucket: text,
      days: number,
      class: optional(text),
      encryption: optional(oneOf('encryption', { AES256: 0, 'aws:kms': 0, bucket: 0 })),
    }),
  ),
  logs: optional(recordOf(number)),
});

/** @throws Error when it is no address of a server alone, or not encrypted */
function checkEndpoint(text: string): void {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:' || url.origin !== text) {
    throw new Error(`'${text}' is not the address of a server, https:// and nothing behind its name`);
  }
}
