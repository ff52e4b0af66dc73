// `node tools/beside.js tsc --noEmit -- vitest run …`: two programs at the same time. The second prints as it likes; what
// the first one says is told when both are done, so that no line stands within another. Status 1 when one of them failed.
const { spawn } = require('node:child_process');

const given = process.argv.slice(2);
const end = given.indexOf('--');
const [first, second] = [given.slice(0, end), given.slice(end + 1)];

/** What a program printed, where it is not let through, and why it failed; empty where it did not. */
function run([program, ...words], stdio) {
  // What npm puts in the way is a script, which Windows starts by its shell alone.
  const child = spawn(program, words, { stdio, shell: process.platform === 'win32' });
  process.on('SIGTERM', () => child.kill());
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text) => (said += text));
  return new Promise((done) => {
    child.on('error', ({ code }) => done({ said, failed: `${code}: run 'npm ci' first` }));
    child.on('close', (status, signal) =>
      done({ said, failed: status === 0 ? '' : `ended with ${signal ?? status}` }),
    );
  });
}

// Whoever presses Ctrl-C stops both programs, and what they say is still told.
process.on('SIGINT', () => {});

Promise.all([run(first, 'pipe'), run(second, 'inherit')]).then(([held, shown]) => {
  if (held.said || held.failed)
    console.log(`${[first.join(' '), held.failed].filter(Boolean).join(' ')}\n${held.said}`);
  if (shown.failed) console.log(`${second.join(' ')} ${shown.failed}`);
  process.exitCode = held.failed || shown.failed ? 1 : 0;
});
