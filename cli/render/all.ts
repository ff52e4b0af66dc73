/** Several reports as one text: what changes first, what does not in one line. */
import { table } from '../../pages/markdown';
import { type Report, summary } from '../report';

/** GitHub takes comments of 65,536 characters; the rest is for what stands around ours. */
const LONGEST = 60_000;

/** @param one writes one report, as for one environment alone */
export function renderAll(
  reports: readonly Report[],
  one: (report: Report) => string,
  format: 'text' | 'markdown',
): string {
  const isQuiet = ({ changes, notes }: Report) => changes.length === 0 && notes.length === 0;
  const changed = reports.filter((report) => !isQuiet(report));
  const same = reports.filter(isQuiet).map(({ environment }) => environment);
  const rest = same.length > 0 ? `No differences: ${same.join(', ')}.\n` : '';
  if (format === 'text') return [...changed.map(one), ...(rest ? [rest] : [])].join('\n');
  const rows = changed.map((report) => [
    report.production ? `:rotating_light: **${report.environment}**` : report.environment,
    summary(report),
  ]);
  const parts = rows.length > 0 ? [`${table(['Where', 'What'], rows)}\n`] : [];
  if (rest) parts.push(rest);
  for (const report of changed) {
    const text = one(report);
    const fits = parts.join('\n').length + text.length < LONGEST;
    parts.push(fits ? text : `### ${report.environment}\n\nToo long to be shown here: see the files.\n`);
  }
  return parts.join('\n');
}
