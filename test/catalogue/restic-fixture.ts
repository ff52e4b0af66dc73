/** Stores, and what a repository and their work know of each other, without a system around them. */
import {
  type Backup,
  type BackupJob,
  type BackupRole,
  type Backups,
  workOf as work,
} from '../../model/backup';
import type { Definition, SecretKey } from '../../model/component';
import type { Client, Context } from '../../model/context';

const resources = { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } } as const;

export const keyOf = (store: string): SecretKey => ({ secret: `${store}-backup-key`, key: 'password' });
export const accountOf = (store: string): SecretKey => ({
  secret: `repository-${store}-backup`,
  key: 'password',
});

/** Dumps and restores by these scripts. */
export const saved = (dump: string, restore: string): Backup => ({
  of: 'Everything.',
  file: 'everything.dump',
  dump: { script: dump, facts: { ADDRESS: 'uri' }, resources },
  restore: { script: restore, facts: { ADDRESS: 'uri' }, resources },
});

const clientsOf = (stores: readonly string[]): Client[] =>
  stores.flatMap((store) =>
    (['backup', 'restore'] as const).map((role) => ({
      name: `${store}-${role}`,
      technology: 'restic-job',
      username: `${store}-backup`,
      password: accountOf(store),
      rights: {},
      backup: { role, store, key: keyOf(store) },
    })),
  );

/** What the repository knows. */
export const repositoryContext = (stores: readonly string[], backups?: Backups, volume = 10 * 1024) =>
  ({
    name: 'repository',
    namespace: 'shop-live',
    memoryLimit: 256,
    volumeSize: () => volume,
    clients: clientsOf(stores),
    upstreams: [],
    backups: backups && {
      ...backups,
      ...(backups.offsite && {
        offsiteKeys: {
          access: { secret: 'offsite', key: 'access' },
          secret: { secret: 'offsite', key: 'secret' },
        },
      }),
    },
  }) as unknown as Context;

/** What the work of a store knows. */
export const jobContext = (store: string) =>
  ({
    name: `${store}-backup`,
    clients: [],
    upstreams: [
      { name: store, technology: 'store' },
      {
        name: 'repository',
        technology: 'restic',
        told: () => ({
          facts: {
            repository: `rest:http://repository:8000/${store}-backup/`,
            username: `${store}-backup`,
            password: '$(REPOSITORY_PASSWORD)',
          },
          secrets: { REPOSITORY_PASSWORD: accountOf(store) },
        }),
      },
    ],
  }) as unknown as Context;

/** The work of one store at a repository. */
export const workOf = (
  repository: Definition,
  store: string,
  role: BackupRole,
  backup: Backup,
  key = keyOf(store),
): BackupJob =>
  repository.keepsBackups!({
    role,
    work: work(backup, role)!,
    store,
    backup,
    key,
    image: { repository: 'store', tag: '1.0.0' },
    identity: { user: 1000, group: 1000 },
  });
