/** Text of several lines, compared line by line. */
import { structuredPatch } from 'diff';

/** Unchanged lines shown around a change. */
const CONTEXT = 2;

/** The hunks of a unified diff, a line each, without a file's header. */
export function unified(before: string, after: string): string[] {
  const { hunks } = structuredPatch('', '', before, after, '', '', { context: CONTEXT });
  return hunks.flatMap((hunk) => [
    `@@ line ${hunk.newStart} @@`,
    ...hunk.lines.filter((line) => !line.startsWith('\\')),
  ]);
}
