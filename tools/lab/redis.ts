import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContainerFiles } from './container-files';
import { run, sleep, startDaemon, stopDaemon } from './exec';

/**
 * Starts the real server with a configuration file, on a socket instead of a port, and logs every user of the
 * mounted access list in.
 *
 * @returns what the server or a login complained about; empty when all is well
 */
export async function redisProblems(
  server: string,
  client: string,
  config: string,
  files: ContainerFiles,
): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'phasewise-redis-'));
  const socket = join(folder, 'redis.sock');
  const args = [config, '--port', '0', '--unixsocket', socket, '--dir', folder, '--daemonize', 'no'];
  const daemon = startDaemon('redis-server', server, args, join(folder, 'log'));
  try {
    const problems: string[] = [];
    for (const [user, password] of [...logins(files), undefined].map((login) => login ?? [])) {
      const login = user ? ['--user', user, '--pass', password!, '--no-auth-warning'] : [];
      const answer = await ping(client, socket, login, () => daemon.check());
      // Without a login the server may refuse; with one, only the command may be refused.
      const isFine = user ? /PONG|NOPERM/.test(answer) : /PONG|NOAUTH|NOPERM/.test(answer);
      if (!isFine) problems.push(`${user ?? 'nobody'}: ${answer.trim()}`);
    }
    return problems;
  } catch (error) {
    return [(error as Error).message];
  } finally {
    await stopDaemon(daemon);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Asks until the server has its socket. @throws when it ended instead */
async function ping(client: string, socket: string, login: string[], alive: () => void): Promise<string> {
  for (let tries = 0; tries < 50; tries++) {
    alive();
    const { stdout, stderr } = await run(client, ['-s', socket, ...login, 'ping'], { timeout: 10 });
    const answer = stdout + stderr;
    if (!/Could not connect|LOADING/.test(answer)) return answer;
    await sleep(100);
  }
  throw new Error('the server does not answer in 5 s');
}

/** User and password of each `user … on … >password` line. */
const logins = (files: ContainerFiles): [string, string][] =>
  files.files
    .filter((file) => file.endsWith('.acl'))
    .flatMap((file) => files.read(file).split('\n'))
    .map((line) => /^user (\S+) (?=.*\bon\b).*\s>(\S+)/.exec(line))
    .filter((match) => match !== null)
    .map((match) => [match[1]!, match[2]!]);
