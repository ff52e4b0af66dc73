/** What of an environment is saved, when, and how long it is kept. */
import type { Plan } from '../model/plan';
import { workName } from '../model/resolve/backups';
import { LATE } from '../model/schedule';
import { code, list, table } from './markdown';

/** Empty where nothing has a volume. */
export function backups(plan: Plan): string {
  const { backups: planned } = plan;
  if (!planned) return '';
  const { kept, saved, unsaved } = planned;
  const others = unsaved.map(({ store, why }) => [code(store), why]);
  return [
    kept
      ? `From ${kept.at} (${kept.timeZone ?? 'Etc/UTC'}) on, one store after the other. ${code(kept.by)} keeps each day's ` +
        `snapshot for ${days(kept.days)}, ${kept.offsite ? elsewhere(kept.offsite) : 'and nothing is kept elsewhere: it is lost with the cluster'}.`
      : 'Nothing is saved here.',
    ...(saved.length
      ? [
          `What was written since the last one is lost: up to ${hours(plan)} hours, because one may begin late, and as long as it takes. ` +
            `\`npm run -s phasewise -- restore ${plan.system}/${plan.environment} <store>\` tells the way back ` +
            '([disaster recovery](../disaster-recovery.md)).',
          table(
            ['Store', 'What comes back', 'What does not', 'File of a snapshot'],
            saved.map(({ store, of, lacks, file }) => [
              code(store),
              of,
              lacks.length ? list(lacks) : '',
              code(file),
            ]),
          ),
          ...drills(saved),
        ]
      : []),
    ...logs(planned),
    ...(others.length && kept ? [table(['Not saved', 'Why'], others)] : []),
  ].join('\n\n');
}

/** Of which stores it is known that they come back, and of which people have to find out. */
function drills(saved: NonNullable<Plan['backups']>['saved']): string[] {
  const names = (tried: boolean): string =>
    saved
      .filter((one) => one.tried === tried)
      .map(({ store }) => code(store))
      .join(', ');
  const [ours, theirs] = [names(true), names(false)];
  return [
    ...(ours
      ? [
          `Once a month work of its own brings the newest snapshot back into a server that nobody else reaches, and compares: ${ours}. ` +
            'It needs room on its node for what it brings back, at the most as much as the data, and leaves nothing there.',
        ]
      : []),
    ...(theirs ? [`Nobody tries by itself whether these come back, so try it by hand: ${theirs}.`] : []),
  ];
}

/** Stores of which more is kept than snapshots. */
function logs({ kept, saved }: NonNullable<Plan['backups']>): string[] {
  const rows = saved.flatMap(({ store, log }) =>
    log
      ? [
          [
            code(store),
            `${log.of} It goes back ${days(log.days)}.`,
            `${log.minutes} minutes, and as long as it takes to send them`,
            `${code(`${log.folder}/`)} in bucket ${code(kept!.offsite!.bucket)}`,
            log.lacks.join(' '),
          ],
        ]
      : [],
  );
  if (rows.length === 0) return [];
  return [
    'Less is lost of these: a log of every change goes to the other place while they run, and ' +
      '[any moment comes back](../disaster-recovery.md#a-moment). Nobody tries that by itself, so try it by hand.',
    table(['Store', 'What comes back', 'Lost at the most', 'Where it lies', 'What to know'], rows),
  ];
}

/** From one snapshot to the next, where that one begins as late as it may. */
function hours({ backups: planned, components }: Plan): number {
  const works = planned!.saved.map(({ store }) => workName(store, 'backup'));
  const late = components.flatMap(({ name, schedule }) =>
    schedule && works.includes(name) ? [schedule.late ?? LATE] : [],
  );
  return 24 + Math.ceil(Math.max(0, ...late) / 3600);
}

type Offsite = NonNullable<NonNullable<NonNullable<Plan['backups']>['kept']>['offsite']>;

const elsewhere = ({ endpoint, bucket, region, days: kept, class: of }: Offsite): string =>
  `and copies them to bucket ${code(bucket)} of ${endpoint} (${region}${of ? `, class ${code(of)}` : ''}) for ${days(kept)}`;

const days = (count: number): string => (count === 1 ? 'a day' : `${count} days`);
