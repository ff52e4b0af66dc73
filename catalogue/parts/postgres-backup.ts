/** How a PostgreSQL is saved and brought back, whoever runs it: by its own client, with what reads all and no more. */
import type { Backup, Stream } from '../../model/backup';
import type { Client } from '../../model/context';
import type { Bytes } from '../../model/units';
import { LEFT_OUT, postgresDrill } from './postgres-drill';

/** Client beside servers whose own image is not the official one: the same major version. */
export const CLIENT = { repository: 'postgres', tag: '16.15-alpine' };
const CLIENT_IDENTITY = { user: 70, group: 70 };

export interface ClientOptions {
  /**
   * Version of the client that saves it: a tag of Docker's `postgres`, not older than the server, which a provider may run
   * newer than it is here. pg_dump refuses a server that is newer than itself; one that is newer than the server writes
   * what an older server may not take back. @default the version that runs here
   */
  readonly client?: string;
}

/** What a client may do with everything that the others have made: read it, or make it anew. @default all, as the owner */
export const roleOf = ({ backup }: Client): 'reads' | 'owns' =>
  backup?.role === 'backup' ? 'reads' : 'owns';

/**
 * Reads tables, views and sequences of all, and nothing may be written by it. It needs to pass by row-level security too:
 * pg_dump refuses a table of which it would be shown a part. Source: PostgreSQL's manual, "Predefined Roles" and "pg_dump".
 */
export const READS_ALL = 'pg_read_all_data';

/** What the database holds that pg_restore would meet; nothing where it is as it was made. */
const HOLDS = `WITH own AS (
  SELECT oid, nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
), things (what, kind, id) AS (
  SELECT 'schemas', 'pg_namespace'::regclass, oid FROM own WHERE nspname <> 'public'
  UNION ALL SELECT 'tables, views, sequences or indexes', 'pg_class'::regclass, oid FROM pg_class
    WHERE relnamespace IN (SELECT oid FROM own)
  UNION ALL SELECT 'functions', 'pg_proc'::regclass, oid FROM pg_proc WHERE pronamespace IN (SELECT oid FROM own)
  UNION ALL SELECT 'types', 'pg_type'::regclass, oid FROM pg_type
    WHERE typnamespace IN (SELECT oid FROM own) AND typtype IN ('d', 'e', 'r')
  UNION ALL SELECT 'large objects', 'pg_largeobject'::regclass, oid FROM pg_largeobject_metadata
), counted AS (
  SELECT what, count(*) AS n FROM things
  WHERE NOT EXISTS (SELECT FROM pg_depend WHERE classid = kind AND objid = id AND deptype = 'e') GROUP BY what
)
SELECT string_agg(n || ' ' || what, ', ' ORDER BY what) FROM counted`;

/** Not compressed: restic does that, and finds what it has already where a changed row does not change all behind it. */
const DUMP = `exec pg_dump --dbname="$DATABASE_URI" --no-password --format=custom --compress=0 --lock-wait-timeout=60s
`;

/** In one transaction: all of it, or the database stays as empty as it was. */
const RESTORE = `ask() {
  psql --dbname="$DATABASE_URI" --no-password --no-psqlrc --quiet --tuples-only --no-align \\
    --set ON_ERROR_STOP=1 --command "$1" < /dev/null
}
found=$(ask "${HOLDS.replaceAll('\n', '\n  ')}")
if [ -n "$found" ]; then
  echo "refused: the database is not empty, it holds $found. Bring it back into a new one." >&2
  exit 1
fi
# Who owns the database owns all in it, as it was when the product's programs made it.
owner=$(ask 'SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()')
pg_restore --dbname="$DATABASE_URI" --no-password --single-transaction --exit-on-error --role="$owner" \\
  ${LEFT_OUT}
echo "restored; counting what there is, for plans of queries" >&2
ask "SET client_min_messages = error; SET ROLE \\"$owner\\"; ANALYZE"
echo "done" >&2
`;

/**
 * @param options also how much the volume of the database takes
 * @param image has the client; undefined for the store's own
 */
export function postgresBackup(
  { client, volume }: ClientOptions & { readonly volume: Bytes },
  image?: typeof CLIENT,
): Backup {
  const programs = (client || image) && {
    image: client ? { ...CLIENT, tag: client } : image,
    identity: CLIENT_IDENTITY,
  };
  const stream = (script: string): Stream => ({
    ...programs,
    script,
    // The address of the server itself: a pool of connections in front of it may give each statement another session.
    facts: { DATABASE_URI: 'backupUri', PGPASSWORD: 'password' },
    port: 'postgres',
    // A row is in memory twice, and what all tables are called.
    resources: { requests: { cpu: '20m', memory: '32Mi' }, limits: { memory: '256Mi' } },
  });
  return {
    of: 'The database as it was at the moment when its dump began: schemas, tables, sequences, functions, extensions.',
    lacks: [
      'Large objects (`lo_create`) cannot be read by an account that only reads: where there are any, the dump fails.',
      'Rights given inside the database, publications and subscriptions: all belongs to the owner again, as whom every ' +
        'client acts.',
      'Accounts and passwords: those are made anew.',
    ],
    file: 'database.dump',
    dump: stream(DUMP),
    restore: stream(RESTORE),
    drill: { ...programs, ...postgresDrill(volume) },
  };
}
