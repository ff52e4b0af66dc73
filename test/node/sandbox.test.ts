import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { run, sleep } from '../../tools/lab/exec';

const ROOT = resolve(__dirname, '../..');

/** Starts a machine in a sandbox of its own, says where, and waits. */
const INSIDE = `
import { furnish, SCRATCH } from '${ROOT}/tools/node/sandbox';
import { LAN, makeNetwork } from '${ROOT}/tools/node/network';
import { startMachine } from '${ROOT}/tools/node/machine';
void (async () => {
  await furnish();
  await makeNetwork();
  const { bridge, prefix, host: gateway } = LAN;
  const machine = await startMachine({ name: 'm', address: '10.0.0.11', prefix, bridge, gateway });
  machine.start('sleeper', 'sleep', ['4242']);
  while ((await machine.run('pgrep', ['-f', '^sleep 4242'])).code !== 0);
  console.log('machine', machine.cgroup, process.env.PHASEWISE_SANDBOX);
  await new Promise((resolve) => setTimeout(resolve, 600_000));
})();
`;
const OUTSIDE = `
import { inSandbox } from '${ROOT}/tools/node/sandbox';
void inSandbox('${ROOT}/node_modules/.bin/tsx', ['--eval', ${JSON.stringify(INSIDE)}]);
`;

const sleepers = async () => (await run('pgrep', ['-f', '^sleep 4242'])).stdout.trim();
const groups = (name: string) =>
  readdirSync('/sys/fs/cgroup').filter((controller) => existsSync(join('/sys/fs/cgroup', controller, name)));

test.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)(
  'after %s nothing of a sandbox is left',
  async (signal) => {
    const wrapper = spawn(join(ROOT, 'node_modules/.bin/tsx'), ['--eval', OUTSIDE], { detached: true });
    let said = '';
    wrapper.stdout.on('data', (chunk) => {
      said += chunk;
    });
    wrapper.stderr.on('data', (chunk) => {
      said += chunk;
    });
    const until = Date.now() + 90_000;
    while (!/^machine .*\n/m.test(said) && Date.now() < until) await sleep(200);
    const [, group, folder] = /^machine (\S+) (\S+)/m.exec(said) ?? expect.fail(`no machine: ${said}`);
    expect(await sleepers()).not.toBe('');
    expect(groups(group!)).not.toEqual([]);

    // Ctrl-C goes to everybody in the terminal.
    process.kill(signal === 'SIGINT' ? -wrapper.pid! : wrapper.pid!, signal);

    const gone = Date.now() + 30_000;
    const rest = async () => [
      ...(await sleepers()).split('\n').filter(Boolean),
      ...groups(group!),
      ...(existsSync(folder!) ? [folder!] : []),
      ...(await run('losetup', ['-a'])).stdout.split('\n').filter((line) => line.includes(folder!)),
      ...readFileSync('/proc/mounts', 'utf8')
        .split('\n')
        .filter((line) => line.includes(folder!)),
    ];
    while ((await rest()).length > 0 && Date.now() < gone) await sleep(200);
    expect(await rest()).toEqual([]);
  },
);
