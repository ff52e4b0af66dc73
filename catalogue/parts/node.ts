/** What programs in Node.js have in common. */
import type {
  ConfigFile,
  Env,
  Image,
  Resources,
  Scratch,
  SecretSource,
  StartsWhen,
} from '../../model/component';
import type { Context } from '../../model/context';
import type { Scaling } from '../../model/scaling';
import type { LogFile } from './log-file';
import { APPLIED_SCRIPT, applied } from './prisma';

/** A program of the product itself: what only its makers can say. */
export interface ProgramOptions {
  readonly image: Image;
  readonly description: string;
  readonly resources: Resources;
  /** @default 1 */
  readonly replicas?: number;
  /** @default always `replicas` */
  readonly scaling?: Scaling;
  readonly env?: Env;
  readonly secrets?: Readonly<Record<string, SecretSource>>;
  /** Folders beside `/tmp` that it writes to. @default none */
  readonly writable?: readonly Scratch[];
  /**
   * Waits to start until the database has all of Prisma's migrations that the image brings: their folder, absolute or
   * from where the image starts, and the variable with the database's address. @default it starts at once
   */
  readonly migrations?: { readonly folder: string; readonly database: string };
}

/** A program that tells of itself: what can be said of one that answers scrapes. */
export interface WatchedOptions {
  /** Metric families of its own, beside those of its kind, that dashboards and alerts may name. @default none */
  readonly emits?: readonly string[];
  /** It writes its log to this file. @default to its output, as containers should */
  readonly logFile?: LogFile;
}

/** What a program that waits for migrations needs. */
export const startsMigrated = ({
  migrations,
}: ProgramOptions): { startsWhen?: StartsWhen; files: ConfigFile[] } =>
  migrations
    ? {
        startsWhen: {
          command: ['node', APPLIED_SCRIPT],
          env: [migrations.database],
          files: [APPLIED_SCRIPT],
        },
        files: [applied(migrations.folder)],
      }
    : { files: [] };

/**
 * Uploads pass through here, each as large as its route lets through, and files that are fetched to be worked on: a
 * pod that holds more is evicted. The most is a guess, twenty uploads of 25 MB at once.
 */
export const TEMPORARY = { mountPath: '/tmp', size: '512Mi' } as const;

/** User `node` of the official images, which most products build on. */
export const NODE_USER = { user: 1000, group: 1000 } as const;

/**
 * What every Node.js program with prom-client's default metrics tells of itself; source: prom-client
 * 15.1, lib/metrics.
 */
export const NODE_METRICS = [
  'nodejs_eventloop_lag_p99_seconds',
  'process_cpu_seconds_total',
  'process_resident_memory_bytes',
] as const;

/** Variables with public addresses, each by the hosts that it may have; none where nothing is routed there. */
export const publicAddresses = (wanted: Readonly<Record<string, Context['hosts']>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(wanted).flatMap(([variable, [host]]) => (host ? [[variable, `https://${host}`]] : [])),
  );

/** The same by components. @param addresses variable → component */
export const pagesToldOf = (
  addresses: Readonly<Record<string, string>> = {},
  context: Context,
): Record<string, string> =>
  publicAddresses(
    Object.fromEntries(Object.entries(addresses).map(([name, of]) => [name, context.hostsOf(of)])),
  );

/** Largest share of the memory limit for the JavaScript heap, in percent; the rest is buffers and code. */
const HEAP_PERCENT = 75;

/**
 * `NODE_OPTIONS`: Node.js otherwise sizes its heap by itself and is killed before it collects.
 * @param percent less where another process shares the limit
 */
export const heapLimit = (memoryLimit: number, percent = HEAP_PERCENT): string =>
  `--max-old-space-size=${heapSize(memoryLimit, percent)}`;

/** MiB of a heap that gets this share of the memory limit. */
export const heapSize = (memoryLimit: number, percent: number): number =>
  Math.floor((memoryLimit * percent) / 100);
