/** How a MongoDB is saved and brought back: by its own tools, which are in its image. */
import type { Backup, Stream } from '../../model/backup';
import type { Client } from '../../model/context';
import type { Bytes } from '../../model/units';
import { mongodbDrill, RESTORES } from './mongodb-drill';

interface Role {
  readonly role: string;
  readonly db: string;
}

/**
 * What an account may do. Who saves reads the database, and the log of changes beside it; `config` is asked for open
 * transactions. The built-in role `backup` would also read the hashes of all accounts' passwords, and put them into each
 * dump (mongo-tools, mongodump/prepare.go: of `admin` what it is shown, of `config` what sharding needs).
 *
 * Bringing back needs `restore`, which may replay the log too (jira.mongodb.org, SERVER-25994, DOCS-11010), and could make
 * accounts: nothing less may write past a collection's validation.
 */
export function rolesOf({ backup }: Client, database: string): readonly Role[] {
  const own = (role: string): Role => ({ role, db: database });
  if (backup?.role === 'backup') {
    return [own('read'), { role: 'read', db: 'local' }, { role: 'read', db: 'config' }];
  }
  if (backup?.role === 'restore') return [own('readWrite'), { role: 'restore', db: 'admin' }];
  return [own('readWrite')];
}

/** A file in memory: as an argument, the address would show the password to whoever lists processes. */
const CONFIG = '/run/tools/config.yaml';
const WITH_CONFIG = `umask 077
printf 'uri: %s\\n' "$MONGODB_URI" > ${CONFIG}
`;

/** With all changes during the dump, so that it ends at one moment. */
const DUMP = `${WITH_CONFIG}exec mongodump --config=${CONFIG} --archive --oplog --numParallelCollections=1
`;

const RESTORE = `${WITH_CONFIG}export HOME=/tmp
held=$(mongosh --quiet --norc --nodb --eval '
  const names = connect(process.env.MONGODB_URI).getSiblingDB(process.env.MONGODB_DATABASE).getCollectionNames();
  print(names.join(", "));' < /dev/null)
if [ -n "$held" ]; then
  echo "refused: the database is not empty, it has the collections $held. Bring it back into a new one." >&2
  exit 1
fi
mongorestore --config=${CONFIG} ${RESTORES} || {
  echo "failed: what came before is in the database now. Make a new one before you try again." >&2
  exit 1
}
`;

/** @param volume of one member */
export function mongodbBackup(volume: Bytes): Backup {
  const stream = (script: string, memory: '384Mi' | '512Mi'): Stream => ({
    script,
    facts: { MONGODB_URI: 'backupUri', MONGODB_DATABASE: 'database' },
    port: 'mongodb',
    // Batches of documents, of 16 MB each at the most; mongosh, which asks first, takes 150 MiB.
    resources: { requests: { cpu: '20m', memory: '64Mi' }, limits: { memory } },
    scratch: [
      { mountPath: '/run/tools', size: '1Mi', memory: true },
      { mountPath: '/tmp', size: '16Mi' },
    ],
  });
  return {
    of: 'The database as it was at the moment when its dump ended: documents, indexes, validators, views.',
    lacks: [
      'Accounts and passwords: those are made anew.',
      'Time series and other databases of the same server.',
      'A dump fails while a collection is renamed, and where the log of changes is shorter than the dump takes.',
      'A restore that fails leaves what it had brought: MongoDB takes nothing back.',
    ],
    // Providers show nobody the log of changes.
    here: true,
    file: 'database.archive',
    dump: stream(DUMP, '384Mi'),
    restore: stream(RESTORE, '512Mi'),
    drill: mongodbDrill(volume),
  };
}
