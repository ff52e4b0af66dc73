/**
 * Namespaces of our own for everything a real node does: network, mounts and processes. The test itself runs inside,
 * so that when it ends, in whatever way, the kernel ends all processes and takes all mounts and interfaces away.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { must, run } from '../lab/exec';

/** Set inside of the sandbox: its folder outside, whose name its control groups have too. */
const SANDBOX = 'PHASEWISE_SANDBOX';
/** Size of the disk; it takes what is written to it, and is freed when the sandbox ends. */
const DISK = '40G';
/** Where its disk is mounted, inside. */
export const SCRATCH = '/run/phasewise';

/** Waits for the sandbox to end; then removes what namespaces do not: its folder and its control groups. */
const TIDY = `
  while kill -0 "$1" 2>/dev/null; do sleep 0.2; done
  rm -rf "$2"
  for _ in $(seq 100); do
    find /sys/fs/cgroup -depth -type d -path "*/$3*" -exec rmdir {} + 2>/dev/null
    [ -z "$(find /sys/fs/cgroup -maxdepth 2 -type d -name "$3")" ] && exit 0
    sleep 0.2
  done
`;

/**
 * Runs a program in a sandbox of its own: no network but loopback, no process of the host to be seen.
 *
 * @returns its exit status
 */
export async function inSandbox(command: string, args: readonly string[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'phasewise-node-'));
  const disk = join(folder, 'disk');
  let tidied: Promise<unknown> = Promise.resolve();
  try {
    await must('truncate', ['-s', DISK, disk]);
    // Nobody reads this disk after a crash, so it needs no journal.
    await must('mkfs.ext4', ['-q', '-F', '-m', '0', '-O', '^has_journal', disk]);
    const own = ['--net', '--mount', '--pid', '--uts', '--ipc', '--fork', '--kill-child', '--mount-proc'];
    // A shell as the first process: it takes the exit status of processes whose parents have ended.
    const first = ['sh', '-c', '"$@"; exit $?', 'sh', command, ...args];
    const sandbox = spawn('setpriv', ['--pdeathsig', 'KILL', '--', 'unshare', ...own, '--', ...first], {
      stdio: 'inherit',
      env: { ...process.env, [SANDBOX]: folder },
    });
    // Not our child's child: it outlives even a kill -9 of this process.
    const tidy = spawn('sh', ['-c', TIDY, 'sh', String(sandbox.pid), folder, basename(folder)], {
      detached: true,
      stdio: 'ignore',
    });
    tidied = ended(tidy);
    // Ctrl-C reaches the program itself, which may end in order; whoever asks politely gets the same.
    process.on('SIGINT', () => undefined);
    for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => sandbox.kill('SIGKILL'));
    // Nobody is left to press Ctrl-C where whoever started this process was killed.
    const parent = process.ppid;
    const watch = setInterval(() => process.ppid !== parent && sandbox.kill('SIGKILL'), 1000);
    const code = await ended(sandbox);
    clearInterval(watch);
    return code;
  } finally {
    await tidied;
    rmSync(folder, { recursive: true, force: true });
  }
}

const ended = (child: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 128));
  });

/** Whether this process is in a sandbox. */
export const isInSandbox = (): boolean => Boolean(process.env[SANDBOX]);

/** Name of the control group below which the nodes' containers are. */
export const sandboxName = (): string => basename(process.env[SANDBOX]!);

/**
 * Makes the sandbox ready for nodes, once, from inside: a disk of its own, an empty `/run`, loopback.
 *
 * @throws Error outside of a sandbox
 */
export async function furnish(): Promise<void> {
  if (!isInSandbox()) throw new Error('not in a sandbox: use npm run test:node or npm run node');
  if ((await run('mountpoint', ['-q', SCRATCH])).code === 0) return;
  await must('mount', ['-t', 'tmpfs', '-o', 'mode=755', 'tmpfs', '/run']);
  mkdirSync(SCRATCH);
  const disk = join(process.env[SANDBOX]!, 'disk');
  await must('mount', ['-o', 'loop', disk, SCRATCH]);
  // Mounted, it needs no name: the kernel frees it with the mount.
  rmSync(disk);
  await must('ip', ['link', 'set', 'lo', 'up']);
}
