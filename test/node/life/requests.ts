/** Requests that never stop while something happens, from where a declared client is. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { PodTarget } from '../../../tools/node/reach/parties';

/** Who is asked. */
export interface Asked {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  /** @default a connection is opened, and nothing asked */
  readonly path?: string;
  readonly tls?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What became of the requests to one of them. */
export interface Answers {
  readonly name: string;
  readonly sent: number;
  /** When each was sent that failed, in Unix milliseconds, and why. */
  readonly failed: readonly { readonly at: number; readonly why: string }[];
}

/** Milliseconds between two requests, and until one has failed. */
const PAUSE = 20;
const PATIENCE = 10_000;

/**
 * Starts to ask from inside a pod's network.
 *
 * @returns what ends it, after the last answer, and tells
 */
export function askAlways(from: PodTarget, asked: readonly Asked[]): () => Promise<Answers[]> {
  const script = join(__dirname, '../../../tools/node/requests.mjs');
  const [command, ...args] = from.machine.enter('nsenter', [
    '--target',
    String(from.pid),
    '--net',
    '--',
    process.execPath,
    script,
    String(PAUSE),
    String(PATIENCE),
  ]);
  const child = spawn(command!, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.on('error', () => undefined);
  child.stdin.write(`${JSON.stringify(asked)}\n`);
  const said: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return async () => {
    child.stdin.end();
    await ended;
    return JSON.parse(Buffer.concat(said).toString()) as Answers[];
  };
}

/** Milliseconds from the first request that failed to the last; 0 where none did. */
export const downtime = ({ failed }: Answers): number =>
  failed.length > 0 ? failed.at(-1)!.at - failed[0]!.at + PAUSE : 0;

/** One sentence. */
export const answersText = ({ name, sent, failed }: Answers): string => {
  const reasons = [...new Set(failed.map(({ why }) => why))].join(', ');
  return `${name}: ${failed.length} of ${sent} failed${failed.length > 0 ? ` (${reasons})` : ''}`;
};
