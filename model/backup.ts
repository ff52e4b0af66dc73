/** How a store is saved while it runs, how it is brought back, and where what was saved is kept. */
import type { Definition, Identity, Image, Resources, Scratch, SecretKey } from './component';

/** Work at one end of a stream of what is saved: a command of the store's own programs. */
export interface Work {
  /** Has the programs. @default the store's own */
  readonly image?: Image;
  /** @default the store's own */
  readonly identity?: Identity;
  /**
   * POSIX shell, run by `sh -eu`. A dump writes to standard output, the others read standard input, and all tell what they
   * do on standard error. Any status but 0: nothing is kept of a dump, and a restore or a drill has failed.
   */
  readonly script: string;
  readonly resources: Resources;
  /**
   * Writable places. What is saved must not lie on a disk in plain text when the work has ended, so `memory` for any of it,
   * or it is taken away. @default /tmp, 16Mi
   */
  readonly scratch?: readonly Omit<Scratch, 'fromImage' | 'from'>[];
}

/** Work that asks the store itself. */
export interface Stream extends Work {
  /** Variable → fact that the store tells its clients. */
  readonly facts: Readonly<Record<string, string>>;
  /** Port name of the store. @default its only port, or the lowest */
  readonly port?: string;
}

/** How a technology is saved. */
export interface Backup {
  /** What comes back, as of when, in a sentence for the page. */
  readonly of: string;
  /** What does not, a sentence each. @default nothing is missing */
  readonly lacks?: readonly string[];
  /** It needs the server itself: where a provider runs that, the provider saves it. @default anybody with an account can */
  readonly here?: true;
  /** Name of the one file of a snapshot, by which people know its form: `database.dump`. */
  readonly file: string;
  /** It takes what a restore has brought when it starts again, which the way back then does. @default it has taken it at once */
  readonly startsAgain?: true;
  /** Of a state that was whole at one moment, while the store is written to. */
  readonly dump: Stream;
  /** Into an empty store: it ends at once, with a word, where the store holds anything. */
  readonly restore: Stream;
  /**
   * Shows each month that the newest snapshot can be brought back: into a server of the work's own, which nobody else
   * reaches, and away from the store. It compares what is there then with what the snapshot holds, and ends with the counts
   * on standard error. @default people try it, by the way back
   */
  readonly drill?: Drill;
}

export interface Drill extends Work {
  /**
   * That server, as a container beside the work, for work whose programs are in another image. It runs as the work's user,
   * and its script is told the password at `DOOR`. @default the work starts its server itself
   */
  readonly server?: Omit<Work, 'identity'>;
}

/**
 * Folder of both, in memory and empty at first. The server says there by a file `here` that it has come; the work makes the pipe
 * `door`, writes a line with the password that it has made up, and holds it open for as long as it lives, however it ends: then
 * the server ends too.
 */
export const DOOR = '/run/door';

/** A technology with a volume that nobody has to save. */
export interface NoBackup {
  /** Why, as a sentence for the page: `Figures of the past 15 days; alerts need none of them.` */
  readonly none: string;
}

/** Work that a store's backup is made of, each an own component: `<store>-backup`, `<store>-drill`, `<store>-restore`. */
export type BackupRole = 'backup' | 'drill' | 'restore';

/** What a role does; undefined for a drill that nobody has written. */
export const workOf = ({ dump, drill, restore }: Backup, role: BackupRole): Work | undefined =>
  ({ backup: dump, drill, restore })[role];

/**
 * Variable of the container that reads a snapshot, in the work that brings one back: the beginning of its id, or
 * `LATEST`, which is what it has there until somebody asks for another.
 */
export const SNAPSHOT = 'SNAPSHOT';
export const LATEST = 'latest';

/** How people see which snapshots of a store there are: a command, run in a pod of the repository. */
export interface Listing {
  /** Name of the sidecar that knows. @default the main container */
  readonly container?: string;
  /** Prints a line for each: id, time, size. */
  readonly command: readonly string[];
}

/** What a repository is told to make the work of one store from. */
export interface BackupWork {
  readonly role: BackupRole;
  /** What it does at the store's end of the stream. */
  readonly work: Work;
  /** Name of the component that is saved; snapshots have it as their host. */
  readonly store: string;
  readonly backup: Backup;
  /** The store's own image and user, for work that names none. */
  readonly image: Image;
  readonly identity: Identity;
  /** Opens the snapshots of this store, and of no other. */
  readonly key: SecretKey;
}

/**
 * What a repository makes of it: the work's container is the store's client, which flows tell of the store alone; a
 * sidecar is the repository's own, by `configure`. What brings back takes `SNAPSHOT`.
 */
export interface BackupJob {
  readonly definition: Omit<Definition, 'workload' | 'schedule' | 'tier'>;
}

/** Storage of another provider, by S3. */
export interface Offsite {
  /** Address with its scheme: `https://s3.eu-central-003.backblazeb2.com`. */
  readonly endpoint: `https://${string}`;
  readonly region: string;
  /** With versions, and a lock on them where the provider has one. Each component writes below its own name. */
  readonly bucket: string;
  /** Days that a daily snapshot is kept there. */
  readonly days: number;
  /** Storage class of snapshots, which must be readable at once: `GLACIER_IR`. @default the bucket's own */
  readonly class?: string;
  /**
   * What the provider is asked to encrypt by, of what nobody encrypts before it is sent. `bucket` asks for nothing, for
   * providers who refuse the question: it is as the bucket is set. @default AES256
   */
  readonly encryption?: 'AES256' | 'aws:kms' | 'bucket';
}

/** What becomes of a system's backups in one environment. */
export interface Backups {
  /** Time of day, `02:00`; stores follow each other, ten minutes apart. */
  readonly at: `${number}:${number}`;
  /** Name in the time zone database. @default Etc/UTC */
  readonly timeZone?: string;
  /** Days that a daily snapshot is kept in the repository here. */
  readonly days: number;
  /** @default there is no other place: all is lost with the cluster */
  readonly offsite?: Offsite;
  /**
   * Store → which log of it is being written, where its operator keeps one in the other place: one more whenever it starts
   * with other data than it had, because nothing writes into the log of another's. @default 1
   */
  readonly logs?: Readonly<Record<string, number>>;
}

/** When a CronJob runs. */
export interface Schedule {
  /** Five fields: minute, hour, day of the month, month, day of the week. */
  readonly cron: string;
  /** Name in the time zone database. @default Etc/UTC */
  readonly timeZone?: string;
  /** Seconds after its time in which it may still begin, where nothing could begin it then. @default 3600 */
  readonly late?: number;
  /** Nobody begins it but people, by `kubectl create job --from=cronjob/…`. @default false */
  readonly suspended?: true;
}
