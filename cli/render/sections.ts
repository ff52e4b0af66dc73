/** What follows from the changes, as headed lists: the same for every format. */
import type { Remark } from '../effects';
import { title } from '../objects';
import type { Report } from '../report';
import { fieldLines } from './lines';

export interface Section {
  readonly heading: string;
  readonly tone: 'bad' | 'careful' | 'plain';
  readonly items: readonly string[];
}

/** Sections with nothing in them are left out, except that a person is told when nothing restarts. */
export function consequences({ effects, namespace, changes }: Report): Section[] {
  if (changes.length === 0) return [];
  const { restarts, disruptive, refused, lost, handedOver, takenBack } = effects;
  const sections: Section[] = [
    {
      heading: 'The API server refuses this, and leaves the whole object as it is',
      tone: 'bad',
      items: refused.map(({ object, field, message }) => {
        return `${title(object, namespace)}: ${message} (${fieldLines(field)[0]!.text.replace(/:$/, '')})`;
      }),
    },
    {
      heading: 'What restarts',
      tone: 'plain',
      items:
        restarts.length === 0
          ? ['Nothing.']
          : restarts.map(({ component, reasons, onDelete }) => {
              return `${component}: ${reasons.join(', ')}${onDelete ? ' (once its pods are deleted)' : ''}`;
            }),
    },
    { heading: 'What is disruptive', tone: 'careful', items: together(disruptive, namespace) },
    {
      heading: 'What going back does not bring back',
      tone: 'careful',
      items: lost.map(({ object, message }) => `${title(object, namespace)}: ${message}`),
    },
    {
      heading: 'Who sets the number of pods',
      tone: 'careful',
      items: [
        ...handedOver.map(({ workload, replicas }) => {
          return `${title(workload, namespace)}: so far ${replicas}, from now on its autoscaler`;
        }),
        ...takenBack.map((workload) => {
          return `${title(workload, namespace)}: so far its autoscaler, from now on the manifest`;
        }),
      ],
    },
  ];
  return sections.filter(({ items }) => items.length > 0);
}

/** `StatefulSet mongodb, redis: one pod; …`: what is said of several objects of a kind is said once. */
function together(remarks: readonly Remark[], home: string): string[] {
  const said = new Map<string, { message: string; names: string[] }>();
  for (const { object, message } of remarks) {
    const key = `${object.kind} ${message}`;
    const name = title(object, home);
    const before = said.get(key);
    if (before) before.names.push(name.slice(object.kind.length + 1));
    else said.set(key, { message, names: [name] });
  }
  return [...said.values()].map(({ message, names }) => `${names.join(', ')}: ${message}`);
}

/** What has to be in the cluster before, a line each. */
export const addOnLines = ({ road }: Report): string[] =>
  (road?.addOns ?? []).map(({ name, minimum, namespace, purpose, settings, documentation }) => {
    const where = namespace ? `, in namespace ${namespace}` : '';
    const how = settings ? `; set ${settings}` : '';
    return `${name} ${minimum} or later${where}: ${purpose}${how}. ${documentation}`;
  });

/** `shop/production: phase 1 (manifests) → phase 2 (environments)` */
export const heading = ({ environment, from, to }: Report): string => `${environment}: ${from} → ${to}`;

/** Said in place of everything else when a plan leads to where the environment is. */
export const alreadyThere = ({ road, environment, to }: Report): string | undefined =>
  road && road.from === road.to ? `${environment} is at ${to} already: nothing to do.` : undefined;
