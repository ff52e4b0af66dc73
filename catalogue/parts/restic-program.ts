/** restic itself: its image, how it is kept within its bounds, and names that its parts have in common. */
import type { Env, Image, Resources } from '../../model/component';
import type { Context } from '../../model/context';
import { compare } from '../../model/problems';
import { mebibytes } from '../../model/units';

/** Of the repository; the work of its stores has another, because it is watched otherwise. */
export const TECHNOLOGY = 'restic';

/** Has restic, jq and Alpine's shell, and may run as anybody. Source: restic 0.19.1, docker/Dockerfile.release. */
export const IMAGE: Image = { repository: 'restic/restic', tag: '0.19.1' };

/** The port of the server, by its name. Source: rest-server 0.14.0, cmd/rest-server/main.go. */
export const PORT = { name: 'rest', number: 8000 };

/**
 * What packs grow to lies here, encrypted, until it is sent: 16 MiB each (restic 0.19.1, internal/repository). Measured
 * with a stream of 600 MB that nothing makes smaller: 37 MiB at once, to copy it 43 MiB.
 */
export const PACKS = { mountPath: '/tmp', size: '256Mi' } as const;

/**
 * Measured with that stream: 107 MiB to store it, 140 to bring it back, 150 to copy it. Beside that its index is in memory,
 * up to 100 bytes for each piece of about 1 MiB; it collects garbage early, and harder below its limit.
 */
export const bounds = ({ limits }: Resources): Env => ({
  GOGC: '25',
  GOMEMLIMIT: `${Math.floor(mebibytes(limits.memory) * 0.9)}MiB`,
  // Backups may take their time: the rest of the node goes first.
  GOMAXPROCS: '2',
  HOME: PACKS.mountPath,
  TMPDIR: PACKS.mountPath,
});

/** A store as its repository sees it. */
export interface Kept {
  readonly store: string;
  /** Of whoever backs it up or brings it back; also the folder of its repository. */
  readonly account: string;
  readonly password: SecretOf;
  readonly key: SecretOf;
}
type SecretOf = NonNullable<Context['clients'][number]['password']>;

/** Both kinds of work of one store have one account. */
export function storesOf({ clients }: Context): Kept[] {
  const found = new Map<string, Kept>();
  for (const { username, password, backup } of clients) {
    if (backup && password) {
      found.set(username, { store: backup.store, account: username, password, key: backup.key });
    }
  }
  return [...found.values()].sort((a, b) => compare(a.store, b.store));
}
