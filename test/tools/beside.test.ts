/** Two programs at the same time, as `npm test` runs them: neither's failure may be lost. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runNode } from '../support/copy';
import { ROOT } from '../support/dist';
import { temporaryFolder } from '../support/temporary';

/** Two programs of the shell, and what the command line goes on with. */
const beside = (first: string, second: string, ...more: string[]) =>
  runNode(ROOT, [join('tools', 'beside.js'), 'sh', '-c', first, '--', 'sh', '-c', second, ...more]);

test.each([
  ['neither', 'exit 0', 'exit 0', 0, ''],
  ['the first', 'echo wrong; exit 2', 'exit 0', 1, 'sh -c echo wrong; exit 2 ended with 2\nwrong\n\n'],
  ['the second', 'exit 0', 'exit 3', 1, 'sh -c exit 3 ended with 3\n'],
  ['one that is killed', 'exit 0', 'kill -9 $$', 1, 'sh -c kill -9 $$ ended with SIGKILL\n'],
])('of two programs %s fails, and that is told', async (_, first, second, status, out) => {
  expect(await beside(first, second)).toEqual({ status, out, error: '' });
});

test('one that is not installed is told as that', async () => {
  const { status, out } = await runNode(ROOT, ['tools/beside.js', 'no-such-program', '--', 'echo', 'fine']);
  expect({ status, out }).toEqual({ status: 1, out: "fine\nno-such-program ENOENT: run 'npm ci' first\n\n" });
});

test('they run at the same time, and what the first one says comes last', async () => {
  const folder = temporaryFolder('beside');
  // Each waits five seconds at most for what the other does.
  const met = (name: string) =>
    `for i in $(seq 100); do [ -e ${folder}/${name} ] && break; sleep 0.05; done; [ -e ${folder}/${name} ]`;
  const first = `echo first; echo aside >&2; touch ${folder}/first; ${met('second')}`;
  const second = `${met('first')} && echo "second $1"; touch ${folder}/second`;
  const { status, out, error } = await beside(first, second, 'sh', 'word');
  rmSync(folder, { recursive: true });
  expect({ status, error }).toEqual({ status: 0, error: '' });
  expect(out).toBe(`second word\nsh -c ${first}\nfirst\naside\n\n`);
});
