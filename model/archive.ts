/** What an operator sends to the other place of an environment's backups by itself, beside the snapshot of each day. */
import type { Backups, Offsite } from './backup';
import type { Resources, SecretKey } from './component';

/** How an operator does it: its habits, each looked up in its source. */
export interface Archiving {
  /** What comes back, in a sentence for the page. */
  readonly of: string;
  /** What does not, and what is not as it is with snapshots, a sentence each. */
  readonly lacks: readonly string[];
  /** Minutes after which a change has been sent, where nothing holds it up. */
  readonly minutes: number;
  /** Container that it puts into every pod for it → what that may take: it counts towards the budget. */
  readonly sidecars: Readonly<Record<string, Resources>>;
  /** Repositories of their images. */
  readonly images: readonly string[];
}

/** The same, of one component in one environment. */
export interface Archive {
  readonly place: Offsite;
  /** Where in the bucket it lies; nothing of any other component does, no snapshots either. */
  readonly folder: string;
  /** Keys of the other place, of this component alone. */
  readonly keys: OffsiteKeys;
  /** Time of day at which copies of all files may begin, after the work on snapshots. */
  readonly at: Backups['at'];
  /** Which log it is: each time the component starts with other data than it had, another one begins. */
  readonly number: number;
}

/** What opens the other place. */
export interface OffsiteKeys {
  readonly access: SecretKey;
  readonly secret: SecretKey;
}

/** What the page says of it. */
export interface PlannedArchive
  extends Pick<Archiving, 'of' | 'lacks' | 'minutes'>,
    Pick<Archive, 'folder' | 'number'> {
  /** Days that it goes back. */
  readonly days: number;
}
