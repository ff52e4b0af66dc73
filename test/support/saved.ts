/** A shop whose store is saved by a repository written by hand, so that no catalogue file is judged by accident. */
import { type BackupWork, LATEST, SNAPSHOT } from '../../model/backup';
import type { Definition } from '../../model/component';
import type { Context } from '../../model/context';
import type { Environment, System } from '../../model/system';
import { SHOP, STORE, WEB, withComponent, withEnvironment } from './system';

const RESOURCES = WEB.resources;

/** Says which client has which right, as a store would give them. */
const toldOf = ({ clients }: Context): string =>
  clients
    .map(
      ({ name, username, backup }) =>
        `${name} ${username} ${backup ? `${backup.role} ${backup.store}` : '-'}`,
    )
    .join('\n');

export const SAVED: Definition = {
  ...STORE,
  backup: {
    of: 'All that it keeps, as of the moment at which the dump begins.',
    lacks: ['Nobody keeps sessions.'],
    file: 'store.dump',
    dump: { script: 'store-dump', facts: { STORE_URL: 'uri' }, resources: RESOURCES },
    restore: { script: 'store-load', facts: { STORE_URL: 'uri' }, resources: RESOURCES },
    drill: { script: 'store-try', resources: RESOURCES },
  },
  configure: (context) => ({ files: [{ path: '/etc/store/clients', content: `${toldOf(context)}\n` }] }),
};

export const KEEPER: Definition = {
  ...WEB,
  technology: 'keeper',
  tier: 'backup',
  description: 'Keeps snapshots',
  workload: 'StatefulSet',
  volumes: { snapshots: { mountPath: '/snapshots', size: '2Gi' } },
  backup: { none: 'It is the copy.' },
  accounts: { each: 'client' },
  connect: ({ host, username, password }) => ({ place: `keep://${username}:${password}@${host}` }),
  keepsBackups: ({ role, store, work, image, identity, key }: BackupWork) => ({
    definition: {
      ...WEB,
      technology: 'keeper-job',
      description: `${role} of ${store}`,
      image,
      identity,
      ports: {},
      probes: undefined,
      command: ['sh', '-eu', '-c', work.script],
      configure: ({ upstreams }) => ({
        sidecars: [
          {
            name: 'keep',
            image: WEB.image,
            ends: true,
            resources: RESOURCES,
            env: {
              PLACE: upstreams.map(({ name }) => name).join(),
              PLACE_KEY: key,
              PLACE_PASSWORD: upstreams.find(({ name }) => name === 'backups')!.account!.password,
              ...(role !== 'backup' && { [SNAPSHOT]: LATEST }),
            },
          },
        ],
      }),
    },
  }),
  listsBackups: (store) => ({ command: ['keeper', 'list', store] }),
  configure: (context) => ({
    files: [
      { path: '/etc/keeper/clients', content: `${toldOf(context)}\n` },
      { path: '/etc/keeper/days', content: `${context.backups?.days} ${context.backups?.offsite?.days}\n` },
    ],
    env: context.backups?.offsiteKeys && {
      OFFSITE_ACCESS_KEY: context.backups.offsiteKeys.access,
      OFFSITE_SECRET_KEY: context.backups.offsiteKeys.secret,
    },
  }),
};

const OFFSITE = {
  endpoint: 'https://s3.elsewhere.example',
  region: 'far',
  bucket: 'shop-backups',
  days: 30,
} as const;

/** The shop with a keeper; what is wrong with it comes last. */
export const savedShop = (
  environment: Partial<Environment> = { backups: { at: '23:55', days: 7, offsite: OFFSITE } },
  more: Partial<System> = {},
): System => ({
  ...withEnvironment(environment, withComponent('backups', KEEPER, withComponent('store', SAVED, SHOP))),
  backups: { by: 'backups' },
  ...more,
});
