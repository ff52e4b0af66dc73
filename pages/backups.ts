/** What of an environment is saved, when, and how long it is kept. */
import type { Plan } from '../model/plan';
import { code, list, table } from './markdown';

/** Empty where nothing has a volume. */
export function backups({ backups: planned }: Plan): string {
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
          table(
            ['Store', 'What comes back', 'What does not', 'File of a snapshot'],
            saved.map(({ store, of, lacks, file }) => [
              code(store),
              of,
              lacks.length ? list(lacks) : '',
              code(file),
            ]),
          ),
        ]
      : []),
    ...(others.length && kept ? [table(['Not saved', 'Why'], others)] : []),
  ].join('\n\n');
}

type Offsite = NonNullable<NonNullable<NonNullable<Plan['backups']>['kept']>['offsite']>;

const elsewhere = ({ endpoint, bucket, region, days: kept, class: of }: Offsite): string =>
  `and copies them to bucket ${code(bucket)} of ${endpoint} (${region}${of ? `, class ${code(of)}` : ''}) for ${days(kept)}`;

const days = (count: number): string => (count === 1 ? 'a day' : `${count} days`);
