/** Dumps and restores as a job runs them: the very script, standard output or input a file. */
import type { Backup, Work } from '../../model/backup';
import type { Address, Definition } from '../../model/component';
import { type Result, run } from './exec';

/** One store of the judge's own. */
export interface Saved {
  readonly definition: Definition;
  /** Where it listens, by the name of a port. */
  readonly port: (name: string) => number;
  /** @default 127.0.0.1 */
  readonly host?: string;
  /** One name per pod. @default the host alone */
  readonly members?: readonly string[];
  /** @param account `store-backup` or `store-restore` */
  readonly password: (account: string) => string;
  /** Folder of the job → where it is on this machine. @default the same */
  readonly here?: Readonly<Record<string, string>>;
  /** Variables of the image. @default none */
  readonly env?: Readonly<Record<string, string>>;
  /** Runs a program as the job's user. @default as we are */
  readonly as?: (program: string, args: string[]) => [string, string[]];
}

export interface Streams {
  readonly backup: Backup;
  /** @param file is written, whatever the status */
  dump(file: string): Promise<Result>;
  restore(file: string): Promise<Result>;
  /** @throws Error where there is none */
  drill(file: string): Promise<Result>;
  /** Variables of an end, as its flow makes them. */
  env(role: 'backup' | 'restore'): Record<string, string>;
}

/** Accounts are `<name>-backup` and `<name>-restore`. */
export function streamsOf(name: string, saved: Saved): Streams {
  const { definition, host = '127.0.0.1' } = saved;
  const backup = definition.backup as Backup;
  const env = (role: 'backup' | 'restore'): Record<string, string> => {
    const stream = role === 'backup' ? backup.dump : backup.restore;
    const username = `${name}-${role}`;
    const address: Address = {
      host,
      members: saved.members ?? [host],
      port: saved.port,
      tls: false,
      rights: {},
      username,
      password: saved.password(username),
    };
    const port = stream.port ?? Object.keys(definition.ports)[0]!;
    const facts = { host, port: String(saved.port(port)), ...definition.connect?.(address) };
    const told = Object.entries(stream.facts).map(([variable, fact]) => {
      const value = (facts as Record<string, string | undefined>)[fact];
      if (value === undefined) throw new Error(`${definition.technology} tells no '${fact}'`);
      return [variable, value] as const;
    });
    return { ...saved.env, ...Object.fromEntries(told) };
  };
  // As the job does: `sh -eu`, and any status counts.
  const through = (
    { script }: Pick<Work, 'script'>,
    env: Record<string, string>,
    from: string,
    to: string,
  ) => {
    const here = Object.entries(saved.here ?? {}).reduce(
      (text, [path, at]) => text.replaceAll(path, at),
      script,
    );
    const args = ['-c', 'exec sh -eu -c "$0" < "$1" > "$2"', here, from, to];
    return run(...(saved.as?.('sh', args) ?? (['sh', args] as const)), { env });
  };
  return {
    backup,
    env,
    dump: (file) => through(backup.dump, env('backup'), '/dev/null', file),
    restore: (file) => through(backup.restore, env('restore'), file, '/dev/null'),
    drill: async (file) => {
      const { drill } = backup;
      if (!drill) throw new Error(`${definition.technology} has no drill`);
      const own = { ...saved.env };
      // A container of its own; all of them have to end well.
      const [tried, served] = await Promise.all([
        through(drill, own, file, '/dev/null'),
        drill.server && through(drill.server, own, '/dev/null', '/dev/null'),
      ]);
      return tried.code === 0 && served ? { ...served, stderr: `${served.stderr}${tried.stderr}` } : tried;
    },
  };
}
