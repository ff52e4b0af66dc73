import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A port of a party. */
export interface Port {
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
}

/** One connection to open. */
export interface Attempt extends Port {
  readonly address: string;
  /** Address to open it from. @default the one of the route */
  readonly from?: string;
}

/** A program of ours in some network: it listens, and opens connections. */
export interface Agent {
  /** What became of each: 'passes' or why not; of UDP the port it was sent from. */
  open(attempts: readonly Attempt[]): Promise<(string | number)[]>;
  end(): void;
}

/** Milliseconds without an answer after which a connection counts as dropped: all are on one machine. */
export const PATIENCE = 1500;

/**
 * Starts one.
 * @param enter program and arguments that lead into its network, if it is not this process's
 * @throws Error when it cannot listen, or does not answer in a minute
 */
export async function startAgent(enter: readonly string[], listen: readonly Attempt[] = []): Promise<Agent> {
  const [command, ...args] = [...enter, process.execPath, join(__dirname, 'agent.mjs'), String(PATIENCE)];
  const child = spawn(command!, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async <T>(what: unknown): Promise<T> => {
    child.stdin.write(`${JSON.stringify(what)}\n`);
    const { value, done } = await within(60_000, lines.next(), child);
    if (done) throw new Error(`${args.join(' ')}: ended by itself`);
    return JSON.parse(value) as T;
  };
  const refused = await ask<string[]>(listen);
  if (refused.length > 0) throw new Error(`nobody can listen on ${refused.join(', ')}`);
  return { open: ask, end: () => void child.stdin.end() };
}

async function within<T>(milliseconds: number, answer: Promise<T>, child: ChildProcess): Promise<T> {
  const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds);
  try {
    return await answer;
  } finally {
    clearTimeout(timer);
  }
}
