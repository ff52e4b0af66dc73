/** The only one that may delete: it has the volume, the keys of all stores, and those of the other place. */
import type { Listing } from '../../model/backup';
import type { ConfigFile, Env, Resources, Sidecar } from '../../model/component';
import type { Context } from '../../model/context';
import { GOOD, KEEPER, MISSING, OLD } from './restic-keeper-script';
import { bounds, IMAGE, type Kept, PACKS } from './restic-program';
import { METRICS, TOLD } from './restic-watch';

const NAME = 'keeper';
const KNOWN = '/run/keeper';
/** Of a volume as much is read in one week; larger ones take several for all. */
const READ_A_WEEK = 100 * 1024;
/** All data of the other place are read in half a year: reading costs money there. */
const OFFSITE_PARTS = 26;

export function keeper(
  stores: readonly Kept[],
  context: Context,
  volume: string,
  resources: Resources,
): Sidecar {
  const { backups } = context;
  // A component that keeps backups is there only where an environment says what becomes of them.
  if (!backups) throw new Error('nothing is said here of backups: how long they are kept, and where');
  const parts = Math.ceil(context.volumeSize(volume) / READ_A_WEEK);
  return {
    name: NAME,
    image: IMAGE,
    command: ['sh', '/etc/restic/keeper.sh'],
    env: {
      ...bounds(resources),
      ...Object.fromEntries(stores.map(({ store, key }) => [keyVariable(store), key])),
      DAYS: String(backups.days),
      PARTS: String(parts),
      ...offsite(context),
    },
    resources,
    files: [
      { path: '/etc/restic/keeper.sh', content: KEEPER },
      { path: '/etc/restic/stores.sh', content: list(stores) },
      ...jq({ good: GOOD, missing: MISSING, old: OLD, metrics: METRICS }),
    ],
    scratch: [PACKS, { mountPath: KNOWN, size: '8Mi', memory: true }],
    shares: [volume, TOLD.mountPath],
  };
}

/** Each store has a place of its own below the namespace's: other environments may have the same bucket. */
function offsite({ backups, namespace }: Context): Env {
  const { offsite: place, offsiteKeys: keys } = backups ?? {};
  if (!place) return { OFFSITE: '' };
  return {
    OFFSITE: `s3:${place.endpoint}/${place.bucket}/${namespace}`,
    OFFSITE_DAYS: String(place.days),
    OFFSITE_CLASS: place.class ?? '',
    OFFSITE_PARTS: String(OFFSITE_PARTS),
    AWS_DEFAULT_REGION: place.region,
    ...(keys && { AWS_ACCESS_KEY_ID: keys.access, AWS_SECRET_ACCESS_KEY: keys.secret }),
  };
}

/** What the keeper has seen: it looks whenever there are others. */
export const listsBackups = (store: string): Listing => ({
  container: NAME,
  command: [
    ...['jq', '-r', '.good | reverse[] | "\\(.id[:8]) \\(.time | todate) \\(.bytes // 0) bytes"'],
    `${KNOWN}/${store}.local`,
  ],
});

const keyVariable = (store: string): string => `KEY_OF_${store.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;

const list = (stores: readonly Kept[]): string => `# Calls a command for each store.
with() {
  store=$1 account=$2 key=$3
  shift 3
  "$@"
}
each() {
  :
${stores.map(({ store, account }) => `  with ${store} ${account} "$${keyVariable(store)}" "$@"\n`).join('')}}
`;

const jq = (programs: Readonly<Record<string, string>>): ConfigFile[] =>
  Object.entries(programs).map(([name, content]) => ({ path: `/etc/restic/${name}.jq`, content }));
