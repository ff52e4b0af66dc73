/** Where code of ours threw, for a person who has to look there. */

/** `at name (/repository/catalogue/redis.ts:12:3)`, and the same without a name. */
const FRAME = /^\s*at (?:.*\()?(?:file:\/\/)?(.+):(\d+):\d+\)?$/;
/** From here on outwards it is the model that asks. */
const ASKED_IN = 'model/resolve/draft.ts:';

/**
 * Lines of this repository's files on the way to where an error was thrown, the innermost first:
 * `catalogue/redis.ts:12`. All commands run at the repository's root.
 */
function linesOf(error: Error): string[] {
  const root = `${process.cwd()}/`.replaceAll('\\', '/');
  const lines = (error.stack ?? '').split('\n').flatMap((line) => {
    const [, file = '', number] = FRAME.exec(line) ?? [];
    const path = file.replaceAll('\\', '/');
    const isOurs = path.startsWith(root) && !/\/node_modules\/|\(bundle\)/.test(path);
    return isOurs ? [`${path.slice(root.length)}:${number}`] : [];
  });
  const end = lines.findIndex((line) => line.startsWith(ASKED_IN));
  return end < 0 ? lines : lines.slice(0, end);
}

/** Not a definition: rooms and files of the program itself. */
const PROGRAM = /^(model|charts|gitops|pages|write|cli|tools)\/|^[^/]*$|^systems\/index\.ts:/;
const isDefinition = (line: string): boolean => !PROGRAM.test(line);
const isSystem = (line: string): boolean => isDefinition(line) && line.startsWith('systems/');

/** What a definition's file says on purpose is a plain `Error`; anything else is a slip in its code. */
export const isDeliberate = (error: unknown): error is Error =>
  error instanceof Error && error.name === 'Error' && !('code' in error);

/** The error's own words in one line. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return `throws '${String(error)}', which is no Error`;
  // Node adds who asked for a missing module, a line each.
  const [words] = error.message.split('\nRequire stack:');
  return (error.name === 'Error' ? words! : `${error.name}: ${words}`).replaceAll('\n', ' ');
}

/**
 * Where a definition's code threw: `catalogue/redis.ts:12`, and the line of the system that led there. Of what was said
 * on purpose, the system's line alone: it is meant for who asked.
 * @returns undefined when no definition had a part in it: then it is a bug of the program's
 */
export function placeOf(error: unknown): string | undefined {
  const lines = error instanceof Error ? linesOf(error) : [];
  const asker = lines.find(isSystem) ?? lines.find(isDefinition);
  const [first] = lines;
  return asker === undefined || first === asker || isDeliberate(error) ? asker : `${first}, from ${asker}`;
}
