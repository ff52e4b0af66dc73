import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContainerFiles } from './container-files';
import { run, sleep, startDaemon, stopDaemon } from './exec';

/** The real server with a configuration of ours, on a socket instead of a port. */
export interface RunningRedis {
  readonly socket: string;
  /** User → password of each account in the mounted access lists. */
  readonly accounts: Readonly<Record<string, string>>;
  /** @throws Error when it has ended */
  check(): void;
  /** Its power is cut, and it starts again over what it has on disk. */
  cutPower(): Promise<void>;
  /** Ends it and takes its data away. */
  stop(): Promise<void>;
}

/** @param server path of the program @param config path of its configuration on this machine */
export function startRedis(server: string, config: string, files: ContainerFiles): RunningRedis {
  const folder = mkdtempSync(join(tmpdir(), 'phasewise-redis-'));
  const socket = join(folder, 'redis.sock');
  const args = [config, '--port', '0', '--unixsocket', socket, '--dir', folder, '--daemonize', 'no'];
  const start = () => startDaemon('redis-server', server, args, join(folder, 'log'));
  let daemon = start();
  return {
    socket,
    accounts: logins(files),
    check: () => daemon.check(),
    cutPower: async () => {
      daemon.process.kill('SIGKILL');
      await stopDaemon(daemon);
      daemon = start();
    },
    stop: async () => {
      await stopDaemon(daemon);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Starts the real server with a configuration file, and logs every user of the mounted access list in.
 *
 * @returns what the server or a login complained about; empty when all is well
 */
export async function redisProblems(
  server: string,
  client: string,
  config: string,
  files: ContainerFiles,
): Promise<string[]> {
  const redis = startRedis(server, config, files);
  try {
    const problems: string[] = [];
    for (const [user, password] of [...Object.entries(redis.accounts), []]) {
      const login = user ? ['--user', user, '--pass', password!, '--no-auth-warning'] : [];
      const answer = await ping(client, redis, login);
      // Without a login the server may refuse; with one, only the command may be refused.
      const isFine = user ? /PONG|NOPERM/.test(answer) : /PONG|NOAUTH|NOPERM/.test(answer);
      if (!isFine) problems.push(`${user ?? 'nobody'}: ${answer.trim()}`);
    }
    return problems;
  } catch (error) {
    return [(error as Error).message];
  } finally {
    await redis.stop();
  }
}

/** Asks until the server has its socket. @throws when it ended instead */
async function ping(client: string, redis: RunningRedis, login: string[]): Promise<string> {
  for (let tries = 0; tries < 50; tries++) {
    redis.check();
    const { stdout, stderr } = await run(client, ['-s', redis.socket, ...login, 'ping'], { timeout: 10 });
    const answer = stdout + stderr;
    if (!/Could not connect|LOADING/.test(answer)) return answer;
    await sleep(100);
  }
  throw new Error('the server does not answer in 5 s');
}

/** User and password of each `user … on … >password` line. */
const logins = (files: ContainerFiles): Record<string, string> =>
  Object.fromEntries(
    files.files
      .filter((file) => file.endsWith('.acl'))
      .flatMap((file) => files.read(file).split('\n'))
      .map((line) => /^user (\S+) (?=.*\bon\b).*\s>(\S+)/.exec(line))
      .filter((match) => match !== null)
      .map((match) => [match[1]!, match[2]!]),
  );
