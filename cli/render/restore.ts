/** What somebody reads before a restore, for a terminal; and its Job, for `kubectl create`. */
import { createColors } from 'picocolors';
import { stringify } from 'yaml';
import type { Restore } from '../restore';
import type { Job } from '../restore/job';

export function renderRestore(
  { environment, what, notes, sections, steps }: Restore,
  color: boolean,
): string {
  const c = createColors(color);
  const parts = [
    c.bold(`${environment}: bring back ${what}`),
    'Nothing is done by this command: every step is yours. Read all of it before the first.',
    ...notes.map((note) => c.yellow(`Note: ${note}`)),
    ...sections.map(
      ({ heading, items }) => `\n${c.bold(heading)}\n${items.map((item) => `  ${item}`).join('\n')}`,
    ),
    `\n${c.bold('Steps')}`,
    ...steps.flatMap(({ text, commands }, index) => [
      `  ${index + 1}. ${text}`,
      ...commands.map((command) => `       ${c.cyan(command)}`),
    ]),
  ];
  return `${parts.join('\n')}\n`;
}

/** kubectl reads YAML 1.1, where a bare `no` is not a word. */
export const renderJob = ({ from, tier, object }: Job, environment: string): string =>
  `# For \`kubectl create -f -\`. Made of ${from} in dist/${environment}/${tier}.k8s.yaml: brings a snapshot back into an empty\n` +
  `# store, and refuses one that holds anything.\n${stringify(object, { version: '1.1', lineWidth: 0 })}`;
