/** A PostgreSQL of the judge's own, started with the files of a manifest. */
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Daemon, must, type Result, run, startDaemon, stopDaemon, which } from './exec';

/** Debian keeps a folder for each major version. */
const DEBIAN = '/usr/lib/postgresql';
/** Nobody and its group: the server refuses to run as root. */
export const NOBODY = 65534;

/** The folder of the newest server's programs, or undefined where there is none. */
export function postgresPrograms(): string | undefined {
  if (!existsSync(DEBIAN)) return which('initdb')?.replace(/\/initdb$/, '');
  return readdirSync(DEBIAN)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(DEBIAN, version, 'bin'))
    .find((bin) => existsSync(join(bin, 'postgres')));
}

/** What stands in for every password: of account `shop-api` it is `made-SHOP_API`. */
export const madePassword = (account: string): string =>
  `made-${account.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;

/** A program as a user who may run a server. */
export const asNobody = (command: string, args: string[]): [string, string[]] =>
  process.getuid?.() === 0
    ? ['setpriv', [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', command, ...args]]
    : [command, args];

export interface Postgres {
  readonly port: number;
  /** Runs the setup container's script once, up to where it rests. @throws Error with what it said */
  setUp(): Promise<void>;
  /** Runs SQL as an account. Any answer is a result. */
  sql(account: string, database: string, text: string, password?: string): Promise<Result>;
  stop(): Promise<void>;
}

/** A command with a `/dev/shm` of its own, of so many MiB, as a pod has one. Only root may mount it. */
const withSharedMemory = (
  size: number | undefined,
  [command, args]: [string, string[]],
): [string, string[]] => {
  if (size === undefined) return [command, args];
  const mount = `mount -t tmpfs -o size=${size}m,mode=1777 tmpfs /dev/shm && exec "$@"`;
  return ['unshare', ['--mount', 'sh', '-c', mount, 'sh', command, ...args]];
};

/**
 * Makes a database as the image's entrypoint does, and starts the server with the files.
 * @param files name → content, of one ConfigMap
 * @param sharedMemory MiB of `/dev/shm`. @default the machine's own
 * @throws Error with the end of the log when the server does not start with them
 */
export async function startPostgres(
  bin: string,
  files: Readonly<Record<string, string>>,
  initdb: readonly string[],
  port: number,
  sharedMemory?: number,
): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), 'phasewise-postgres-'));
  const at = (name: string): string => join(folder, name);
  mkdirSync(at('socket'));
  for (const [name, content] of Object.entries({ ...files, superuser: madePassword('postgres') })) {
    writeFileSync(
      at(name),
      content
        .replaceAll('/etc/postgresql', folder)
        .replaceAll('/etc/setup', folder)
        .replaceAll('/var/run/postgresql', at('socket')),
    );
  }
  if (process.getuid?.() === 0) for (const path of ['', 'socket']) chownSync(at(path), NOBODY, NOBODY);
  const init = ['-D', at('data'), '--username=postgres', `--pwfile=${at('superuser')}`, ...initdb];
  await must(...asNobody(join(bin, 'initdb'), init));
  const listen = ['-c', `config_file=${at('postgresql.conf')}`, '-c', 'listen_addresses=127.0.0.1'];
  const [program, args] = withSharedMemory(
    sharedMemory,
    asNobody(join(bin, 'postgres'), ['-D', at('data'), ...listen, '-p', String(port)]),
  );
  const log = at('log');
  writeFileSync(log, '');
  const server: Daemon = startDaemon('postgres', program, args, log);
  const stop = async (): Promise<void> => {
    await stopDaemon(server, 20);
    rmSync(folder, { recursive: true, force: true });
  };
  const env = (account: string): Record<string, string> => ({
    PGHOST: '127.0.0.1',
    PGPORT: String(port),
    PGUSER: account,
    PGPASSWORD: madePassword(account),
  });
  const sql: Postgres['sql'] = (account, database, text, password) =>
    run('psql', ['--no-psqlrc', '-v', 'ON_ERROR_STOP=1', '-At', '-d', database, '-c', text], {
      env: { ...env(account), ...(password === undefined ? {} : { PGPASSWORD: password }) },
    });
  try {
    for (let tries = 0; ; tries += 1) {
      server.check();
      const ready = await run(join(bin, 'pg_isready'), ['-q', '-h', '127.0.0.1', '-p', String(port)]);
      if (ready.code === 0) break;
      if (tries > 100) throw new Error('PostgreSQL did not answer within 20 s');
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  } catch (error) {
    await stop();
    throw error;
  }
  const passwords = Object.fromEntries(
    [...(files['setup.sql'] ?? '').matchAll(/^\\getenv value (\w+)_PASSWORD$/gm)].map(([, name]) => [
      `${name}_PASSWORD`,
      madePassword(name!),
    ]),
  );
  const once = files['setup.sh']!.split('while :;')[0]!.replaceAll('/etc/setup', folder);
  return {
    port,
    sql,
    stop,
    setUp: async () => {
      const all = { ...env('postgres'), ...passwords, PGDATABASE: 'postgres' };
      await must('sh', ['-c', once], { env: all, timeout: 30 });
    },
  };
}
