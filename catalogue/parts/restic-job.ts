/** The work of one store: its own client, and restic beside it; neither knows the other's passwords. */
import { type BackupJob, type BackupRole, type BackupWork, DOOR, LATEST, SNAPSHOT } from '../../model/backup';
import type { Env, Sidecar } from '../../model/component';
import type { Context } from '../../model/context';
import { bounds, IMAGE, PACKS, TECHNOLOGY } from './restic-program';
import { BACKUP, CHOOSE, DUMP, LOAD, RECEIVE, RESTORE, SERVE, STREAM } from './restic-streams';

const RESOURCES = { requests: { cpu: '20m', memory: '64Mi' }, limits: { memory: '512Mi' } } as const;

/** Minutes. A dump that takes longer would meet the work of the next day; to bring one back may take its time. */
const DEADLINE: Readonly<Record<BackupRole, number>> = { backup: 120, drill: 480, restore: 480 };

const DESCRIPTIONS: Readonly<Record<BackupRole, (store: string) => string>> = {
  backup: (store) => `Saves ${store}`,
  drill: (store) => `Tries whether ${store} comes back from its newest snapshot`,
  restore: (store) => `Brings ${store} back from a snapshot`,
};

const TMP = { mountPath: '/tmp', size: '16Mi' } as const;

const file = (name: string, content: string) => ({ path: `/etc/${name}`, content });

export function job(given: BackupWork): BackupJob {
  const { role, store, work, image, identity } = given;
  return {
    definition: {
      technology: `${TECHNOLOGY}-job`,
      description: DESCRIPTIONS[role](store),
      image: work.image ?? image,
      // Of both containers, because both open the same pipe.
      identity: work.identity ?? identity,
      ports: {},
      resources: work.resources,
      shutdown: { grace: 30 },
      deadline: DEADLINE[role],
      command: ['sh', '/etc/backup/client.sh'],
      scratch: [
        ...(work.scratch ?? [TMP]),
        ...(serverOf(given) ? [{ mountPath: DOOR, size: '1Mi', memory: true } as const] : []),
        { mountPath: STREAM, size: '1Mi', memory: true },
      ],
      configure: (context) => ({
        files: [
          file('backup/client.sh', role === 'backup' ? DUMP : LOAD),
          file('backup/script.sh', work.script),
        ],
        sidecars: [restic(given, context), ...beside(given)],
      }),
    },
  };
}

const serverOf = ({ role, backup }: BackupWork) => (role === 'drill' ? backup.drill?.server : undefined);

/** The server of a drill, where its programs are in another image. */
function beside(given: BackupWork): Sidecar[] {
  const server = serverOf(given);
  if (!server) return [];
  return [
    {
      name: 'server',
      image: server.image ?? given.image,
      ends: true,
      command: ['sh', '/etc/server/serve.sh'],
      resources: server.resources,
      files: [file('server/serve.sh', SERVE), file('server/server.sh', server.script)],
      scratch: server.scratch ?? [TMP],
      shares: [DOOR, STREAM],
    },
  ];
}

function restic({ role, store, backup, key }: BackupWork, { upstreams }: Context): Sidecar {
  const repository = upstreams.find(({ technology }) => technology === TECHNOLOGY);
  if (!repository) throw new Error('it is connected to no repository of restic');
  const { facts, secrets } = repository.told();
  const env: Env = {
    ...bounds(RESOURCES),
    ...secrets,
    RESTIC_REPOSITORY: facts.repository!,
    RESTIC_REST_USERNAME: facts.username!,
    RESTIC_REST_PASSWORD: facts.password!,
    RESTIC_PASSWORD: key,
  };
  const isBackup = role === 'backup';
  return {
    name: 'restic',
    image: IMAGE,
    ends: true,
    command: ['sh', `/etc/restic/${isBackup ? 'backup' : 'restore'}.sh`, store, backup.file],
    env: isBackup ? env : { ...env, [SNAPSHOT]: LATEST },
    resources: RESOURCES,
    files: isBackup
      ? [file('restic/backup.sh', BACKUP), file('restic/receive.sh', RECEIVE)]
      : [file('restic/restore.sh', RESTORE), file('restic/choose.jq', CHOOSE)],
    scratch: [PACKS],
    shares: [STREAM],
  };
}
