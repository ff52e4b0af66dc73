import { spawn } from 'node:child_process';
import { mkdirSync, openSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Daemon, must, type Result, type RunOptions, run, sleep, startDaemon } from '../lab/exec';
import { SCRATCH, sandboxName } from './sandbox';

/** How to reach a machine; plain data, so it can be handed to another process of the sandbox. */
export interface MachineInfo {
  readonly name: string;
  readonly address: string;
  /** Its IPv6 address. @default the computer knows none */
  readonly address6?: string;
  /** Where its disk is, seen from the sandbox; `/var` on the machine is `var` in it. */
  readonly folder: string;
  /** Control group below which its containers are. */
  readonly cgroup: string;
  /** The process with which it began. */
  readonly pid: number;
}

/** A computer on the sandbox's network: its own interfaces, mounts, processes and name. */
export interface Machine extends MachineInfo {
  /** Runs a program on it; any exit status is a result. */
  run(command: string, args: readonly string[], options?: RunOptions): Promise<Result>;
  /** @throws Error when it ends with any other status than 0 */
  must(command: string, args: readonly string[], options?: RunOptions): Promise<string>;
  /** The same program and arguments, as whoever starts it by itself has to write them. */
  enter(command: string, args: readonly string[]): readonly string[];
  /** Starts a daemon on it, which ends with it. */
  start(name: string, command: string, args: readonly string[]): Daemon;
  /** Cuts its power: every process on it ends at once. */
  powerOff(): void;
}

/** How a machine is put on the network. */
export interface MachineOptions {
  readonly name: string;
  /** IPv4 address. */
  readonly address: string;
  /** Bits of its network. */
  readonly prefix: number;
  /** Bridge in the sandbox that its cable goes to, and the address of the way out. */
  readonly bridge: string;
  readonly gateway: string;
  /** The same of IPv6. @default it has none */
  readonly six?: { readonly address: string; readonly prefix: number; readonly gateway: string };
}

/** What kubelet would otherwise set for the whole computer, the host included: it finds them as it wants them. */
const KERNEL: Readonly<Record<string, string>> = {
  'vm/overcommit_memory': '1',
  'vm/panic_on_oom': '0',
  'kernel/panic': '10',
  'kernel/panic_on_oops': '1',
  'kernel/keys/root_maxkeys': '1000000',
  'kernel/keys/root_maxbytes': '25000000',
};

/** Runs first on the machine: a disk of its own behind `/var` and `/etc`, and a shell that waits for lost children. */
const BOOT = `
  set -e
  mount -n --bind "$1/var" /var
  mount -n -t overlay overlay -o "lowerdir=/etc,upperdir=$1/etc,workdir=$1/work" /etc
  # An empty /run, but for the disk of the sandbox.
  mount -n --bind "${SCRATCH}" /mnt
  mount -n -t tmpfs -o mode=755 tmpfs /run
  mkdir "${SCRATCH}"
  mount -n --move /mnt "${SCRATCH}"
  for file in $(cd "$1/kernel" && find . -type f); do
    [ -e "/proc/sys/$file" ] && mount -n --bind "$1/kernel/$file" "/proc/sys/$file"
  done
  hostname "$2"
  touch /run/booted
  while :; do sleep 3600 & wait $!; done
`;

/** Starts a machine and connects it. */
export async function startMachine(options: MachineOptions): Promise<Machine> {
  const { name, address, prefix, bridge, gateway, six } = options;
  const folder = join(SCRATCH, name);
  for (const part of ['var/lib', 'var/log', 'etc', 'work'])
    mkdirSync(join(folder, part), { recursive: true });
  for (const [file, value] of Object.entries(KERNEL)) {
    mkdirSync(join(folder, 'kernel', file, '..'), { recursive: true });
    writeFileSync(join(folder, 'kernel', file), `${value}\n`);
  }
  const own = ['--net', '--mount', '--pid', '--uts', '--ipc', '--fork', '--kill-child', '--mount-proc'];
  const bootLog = join(folder, 'boot.log');
  const log = openSync(bootLog, 'a');
  const holder = spawn('unshare', [...own, '--', 'sh', '-c', BOOT, 'sh', folder, name], {
    stdio: ['ignore', log, log],
  });
  const pid = await firstProcess(holder.pid!);
  const machine = attach({
    name,
    address,
    address6: six?.address,
    folder,
    cgroup: `/${sandboxName()}/${name}`,
    pid,
  });
  await until(
    async () => (await machine.run('test', ['-e', '/run/booted'])).code === 0,
    () => `${name} does not boot: ${readFileSync(bootLog, 'utf8')}`,
  );
  const cable = `to-${name}`;
  await must('ip', ['link', 'add', cable, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', String(pid)]);
  await must('ip', ['link', 'set', cable, 'master', bridge, 'up']);
  for (const command of [
    'link set lo up',
    'link set eth0 up',
    `address add ${address}/${prefix} dev eth0`,
    `route add default via ${gateway}`,
    ...(six
      ? [`address add ${six.address}/${six.prefix} dev eth0 nodad`, `route add default via ${six.gateway}`]
      : []),
  ]) {
    await machine.must('ip', command.split(' '));
  }
  await machine.must('sysctl', ['-qw', 'net.ipv4.ip_forward=1']);
  if (six) await machine.must('sysctl', ['-qw', 'net.ipv6.conf.all.forwarding=1']);
  makeControlGroups(machine.cgroup);
  return machine;
}

/** A machine that another process of the sandbox started. */
export function attach(info: MachineInfo): Machine {
  const enter = ['--target', String(info.pid), '--net', '--mount', '--pid', '--uts', '--ipc', '--'];
  const onIt = (command: string, args: readonly string[]) => [...enter, command, ...args];
  return {
    ...info,
    enter: (command, args) => ['nsenter', ...onIt(command, args)],
    run: (command, args, more) => run('nsenter', onIt(command, args), more),
    must: (command, args, more) => must('nsenter', onIt(command, args), more),
    start: (daemon, command, args) =>
      startDaemon(daemon, 'nsenter', onIt(command, args), join(info.folder, `${daemon}.log`)),
    // Where the first process ends, the kernel ends all others.
    powerOff: () => void process.kill(info.pid, 'SIGKILL'),
  };
}

/** The process with which the machine began, by its number in the sandbox. */
async function firstProcess(parent: number): Promise<number> {
  let found = '';
  await until(
    async () => {
      found = readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').trim();
      return found !== '';
    },
    () => 'the machine did not start',
  );
  return Number(found);
}

/** One group for each controller of version 1, or the one group of version 2. */
function makeControlGroups(path: string): void {
  const root = '/sys/fs/cgroup';
  const controllers = readdirSync(root).filter((name) => statSync(join(root, name)).isDirectory());
  const isSecond = readdirSync(root).includes('cgroup.controllers');
  for (const controller of isSecond ? [''] : controllers) {
    mkdirSync(join(root, controller, path), { recursive: true });
  }
}

/** @throws Error with `what` after half a minute */
async function until(holds: () => Promise<boolean>, what: () => string): Promise<void> {
  const end = Date.now() + 30_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(what());
    await sleep(50);
  }
}
