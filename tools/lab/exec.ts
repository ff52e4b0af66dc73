import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, existsSync, openSync, readFileSync } from 'node:fs';
import { get } from 'node:https';
import { delimiter, join } from 'node:path';

/** What a finished program left behind. */
export interface Result {
  /** Exit status; 128 when it was ended by a signal. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly stdin?: string;
  readonly cwd?: string;
  /** Added to this process's environment. */
  readonly env?: Record<string, string>;
  /** Seconds until it is killed. @default 120 */
  readonly timeout?: number;
}

/** Every `run` still under way, with what it was given beside this process's environment. */
const running = new Map<ChildProcess, RunOptions['env']>();

/** Programs still under way that were told of a file in this folder. */
export const runningWith = (folder: string): ChildProcess[] =>
  [...running].flatMap(([child, env = {}]) =>
    Object.values(env).some((value) => value.startsWith(folder)) ? child : [],
  );

/** Milliseconds between two looks whether processes are gone, and the most that they are waited for. */
const [LOOK, PATIENCE] = [5, 10_000];

/**
 * Ends processes at once and waits until they are gone: what is killed may still be writing. Blocks, so that nothing else
 * happens on the way out of this process, in which nothing can be awaited.
 */
export function killNow(children: readonly ChildProcess[]): void {
  const pids = children.filter((child) => !hasEnded(child)).flatMap(({ pid }) => pid ?? []);
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // Gone by itself in the meantime.
    }
  }
  const until = Date.now() + PATIENCE;
  while (!pids.every(isGone) && Date.now() < until)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK);
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode !== null || signalCode !== null;

/** Whether it runs no more. Nobody has asked for its status yet, so signal 0 would still find it. */
function isGone(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return /^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    // Not there, or not Linux.
    return true;
  }
}

/** Runs a program to its end. Any exit status is a result; only a program that cannot start throws. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Result> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      timeout: (options.timeout ?? 120) * 1000,
      killSignal: 'SIGKILL',
    });
    running.set(child, options.env);
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      running.delete(child);
      const text = { stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() };
      resolve({ code: code ?? 128, ...text });
    });
    // A program that never reads its input closes the pipe early; its exit status tells the rest.
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.stdin ?? '');
  });
}

/** Like `run`, but any exit status other than 0 throws with what the program said. */
export async function must(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  const result = await run(command, args, options);
  if (result.code !== 0) {
    const said = (result.stderr || result.stdout).trim();
    throw new Error(`${command} ${args.join(' ')} ended with status ${result.code}:\n${said}`);
  }
  return result.stdout;
}

/** The full path of an installed program, or undefined when it is not on the PATH. */
export function which(name: string): string | undefined {
  // Debian keeps daemons in sbin, which is not on every user's PATH.
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders
    .map((folder) => join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** A program that runs until it is told to stop. */
export interface Daemon {
  readonly name: string;
  readonly process: ChildProcess;
  readonly logFile: string;
  /** Throws with the end of its log when it is no longer running. */
  check(): void;
}

/** Starts a daemon whose output goes to `logFile`; `env` is added to this process's environment. */
export function startDaemon(
  name: string,
  command: string,
  args: string[],
  logFile: string,
  env: Readonly<Record<string, string>> = {},
): Daemon {
  const log = openSync(logFile, 'a');
  // Where Linux offers it, the kernel ends the daemon even when this process is killed outright.
  const guard = existsSync('/usr/bin/setpriv') ? ['/usr/bin/setpriv', '--pdeathsig', 'KILL', '--'] : [];
  const [program, ...rest] = [...guard, command, ...args];
  const child = spawn(program!, rest, { stdio: ['ignore', log, log], env: { ...process.env, ...env } });
  const daemon: Daemon = {
    name,
    process: child,
    logFile,
    check() {
      if (!hasEnded(child)) return;
      const end = readFileSync(logFile, 'utf8').trim().split('\n').slice(-15).join('\n');
      throw new Error(`${name} stopped by itself (status ${child.exitCode ?? child.signalCode}):\n${end}`);
    },
  };
  child.on('error', () => undefined);
  return daemon;
}

/** Ends a daemon: politely, and after `patience` seconds for good. @default 5 */
export async function stopDaemon(daemon: Daemon, patience = 5): Promise<void> {
  const child = daemon.process;
  // One that could not even start has no number, and will not end.
  if (hasEnded(child) || child.pid === undefined) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), patience * 1000);
  await gone;
  clearTimeout(timer);
}

export const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Whether a daemon serves this address with 200. Its certificate may be of an authority of its own making. */
export const answersOk = (url: string): Promise<boolean> =>
  new Promise((resolve) => {
    get(url, { rejectUnauthorized: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    }).on('error', () => resolve(false));
  });
