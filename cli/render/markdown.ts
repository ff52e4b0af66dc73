/** A report as the comment of a pull request. */
import { code, table } from '../../pages/markdown';
import { type Report, summary } from '../report';
import { type Line, tierLines } from './lines';
import { alreadyThere, consequences, heading, type Section } from './sections';

/** Above it, a tier is folded: the comment must be readable at a glance. */
const OPEN = 30;

export function renderMarkdown(report: Report): string {
  const there = alreadyThere(report);
  const parts = [
    `### ${heading(report)}`,
    ...report.notes.map((note) => `> [!NOTE]\n> ${note}`),
    there ?? summary(report),
  ];
  if (!there) parts.push(...addOns(report), ...report.tiers.map((tier) => tierBlock(report, tier)));
  parts.push(...consequences(report).map(list), ...steps(report));
  return `${parts.join('\n\n')}\n`;
}

function addOns({ road }: Report): string[] {
  if (!road) return [];
  if (road.addOns.length === 0)
    return ['**What must be in the cluster first:** nothing that is not there already.'];
  const rows = road.addOns.map(({ name, minimum, namespace, purpose, settings, documentation }) => [
    `[${name}](${documentation})`,
    minimum,
    namespace ? code(namespace) : '',
    purpose,
    settings ?? '',
  ]);
  return [
    `**What must be in the cluster first**\n\n${table(['Add-on', 'From', 'Namespace', 'For', 'Set'], rows)}`,
  ];
}

function tierBlock(report: Report, { name, changes }: Report['tiers'][number]): string {
  const lines = tierLines(changes, report).flatMap(diffLine);
  const count = `${changes.length} ${changes.length === 1 ? 'object' : 'objects'}`;
  const open = lines.length > OPEN ? '' : ' open';
  const block = fence('diff', lines.join('\n'));
  return `<details${open}><summary><b>${name}</b>: ${count}</summary>\n\n${block}\n</details>`;
}

/** A sign in the first column is what colours a line; `!` is the one for changed. */
function diffLine({ sign, depth, text, about }: Line): string[] {
  const line = `${sign === '~' ? '!' : sign}${'  '.repeat(depth)} ${text}`.trimEnd();
  return about ? [line, `#     ${about}`] : [line];
}

/** A fence longer than any run of backticks inside it. */
function fence(language: string, text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const marks = '`'.repeat(Math.max(3, longest + 1));
  return `${marks}${language}\n${text}\n${marks}`;
}

const list = ({ heading: words, tone, items }: Section): string => {
  const sign = tone === 'bad' ? ':no_entry: ' : tone === 'careful' ? ':warning: ' : '';
  return `**${sign}${words}**\n\n${items.map((item) => `- ${item}`).join('\n')}`;
};

function steps({ road }: Report): string[] {
  if (!road || road.steps.length === 0) return [];
  const items = road.steps.map(({ text, commands }, index) => {
    const block = fence('sh', commands.join('\n')).replaceAll(/^/gm, '   ');
    return `${index + 1}. ${text}${commands.length > 0 ? `\n${block}` : ''}`;
  });
  return [`**Steps**\n\n${items.join('\n')}`];
}
