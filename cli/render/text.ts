/** A report for a terminal. */
import { createColors } from 'picocolors';
import { type Report, summary } from '../report';
import { type Line, tierLines } from './lines';
import { addOnLines, alreadyThere, consequences, heading } from './sections';

type Colors = ReturnType<typeof createColors>;

export function renderText(report: Report, color: boolean): string {
  const c = createColors(color);
  const there = alreadyThere(report);
  const parts = [
    c.bold(heading(report)),
    ...report.notes.map((note) => c.yellow(`Note: ${note}`)),
    there ?? summary(report),
  ];
  if (there) return `${parts.join('\n')}\n`;
  const addOns = addOnLines(report);
  if (report.road) {
    const items = addOns.length > 0 ? addOns : ['Nothing that is not there already.'];
    parts.push(section(c.bold('What must be in the cluster first'), items));
  }
  for (const { name, changes } of report.tiers) {
    const lines = tierLines(changes, report);
    parts.push(`\n${c.bold(c.cyan(name))}\n${lines.map((line) => paint(c, line)).join('\n')}`);
  }
  for (const { heading: words, tone, items } of consequences(report)) {
    const tint = tone === 'bad' ? c.red : tone === 'careful' ? c.yellow : String;
    parts.push(section(c.bold(tint(words)), items.map(tint)));
  }
  const steps = report.road?.steps ?? [];
  if (steps.length > 0) {
    const lines = steps.flatMap(({ text, commands }, index) => [
      `  ${index + 1}. ${text}`,
      ...commands.map((command) => `       ${c.cyan(command)}`),
    ]);
    parts.push(`\n${c.bold('Steps')}\n${lines.join('\n')}`);
  }
  return `${parts.join('\n')}\n`;
}

const section = (words: string, items: readonly string[]): string =>
  `\n${words}\n${items.map((item) => `  ${item}`).join('\n')}`;

function paint(c: Colors, { sign, depth, text, about }: Line): string {
  const tint =
    sign === '+' ? c.green : sign === '-' ? c.red : sign === '~' && depth === 0 ? c.yellow : String;
  const line = `  ${'  '.repeat(depth)}${sign} ${text}`.trimEnd();
  return tint(line) + (about ? `\n      ${c.dim(about)}` : '');
}
