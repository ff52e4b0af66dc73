/** PostgreSQL's setup container: one SQL script that makes database, accounts and rights as they should be. */
import type { Sidecar } from '../../model/component';
import type { Client, Context } from '../../model/context';
import { accountPasswords, passwordVariable } from './passwords';
import { READS_ALL, roleOf } from './postgres-backup';
import { ownerOf } from './postgres-settings';
import { ENDS_AT_ONCE, RESTS, untilDone } from './setup';

/** Account that the image's entrypoint makes, and that makes the others. */
export const ROOT = 'postgres';
/** Account of the exporter. */
export const MONITORING = 'monitoring';

/** Makes the database and its accounts again and again until all is there, then rests. */
export function setup(database: string, context: Context): Sidecar {
  const passwords = accountPasswords(context, [ROOT, MONITORING]);
  return {
    name: 'setup',
    command: ['sh', '/etc/setup/setup.sh'],
    env: {
      HOME: '/tmp',
      PGHOST: '127.0.0.1',
      PGUSER: ROOT,
      PGDATABASE: ROOT,
      PGPASSWORD: context.credential(ROOT),
      PGCONNECT_TIMEOUT: '5',
      ...Object.fromEntries(Object.entries(passwords).filter(([name]) => name !== passwordVariable(ROOT))),
    },
    resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '64Mi' } },
    files: [
      {
        path: '/etc/setup/setup.sh',
        content: `# Runs until the database and its accounts are as setup.sql says, then rests.
${ENDS_AT_ONCE}${untilDone('psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --file /etc/setup/setup.sql')}${RESTS}`,
      },
      {
        path: '/etc/setup/setup.sql',
        content: setupSql(database, context.clients),
      },
    ],
    scratch: [{ mountPath: '/tmp', size: '16Mi' }],
  };
}

/** Every step may be repeated: a second run changes nothing but the salt of passwords. */
function setupSql(database: string, clients: readonly Client[]): string {
  const owner = ownerOf(database);
  const unless = (statement: string, table: string, column: string, name: string): string =>
    `SELECT '${statement}' WHERE NOT EXISTS (SELECT FROM ${table} WHERE ${column} = '${name}') \\gexec`;
  const login = (name: string): string[] => [
    unless(`CREATE ROLE "${name}" LOGIN`, 'pg_roles', 'rolname', name),
    `\\getenv value ${passwordVariable(name)}`,
    `SELECT format('ALTER ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD %L', '${name}', :'value') \\gexec`,
  ];
  // A client acts as the owner, so what one of them makes, the others can change. What brings a backup back says so itself.
  const acts = ({ username, backup }: Client): string[] => [
    `GRANT "${owner}" TO "${username}";`,
    ...(backup ? [] : [`ALTER ROLE "${username}" IN DATABASE "${database}" SET role TO '${owner}';`]),
  ];
  const saves = (name: string): string[] => [
    `ALTER ROLE "${name}" BYPASSRLS;`,
    `GRANT ${READS_ALL} TO "${name}";`,
    `GRANT CONNECT ON DATABASE "${database}" TO "${name}";`,
  ];
  const lines = [
    '-- No statement with a password in it reaches the log, not even a failed one.',
    "SET log_min_error_statement = 'panic';",
    "SET log_min_duration_statement = '-1';",
    '',
    '-- Owns the database and all in it. Nobody logs in as it.',
    unless(`CREATE ROLE "${owner}" NOLOGIN`, 'pg_roles', 'rolname', owner),
    unless(`CREATE DATABASE "${database}" OWNER "${owner}"`, 'pg_database', 'datname', database),
    `REVOKE ALL ON DATABASE "${database}" FROM PUBLIC;`,
    '',
    '-- Reads figures, no rows.',
    ...login(MONITORING),
    `GRANT pg_monitor TO "${MONITORING}";`,
    `GRANT CONNECT ON DATABASE "${database}" TO "${MONITORING}";`,
    ...clients.flatMap((client) => [
      '',
      ...login(client.username),
      ...(roleOf(client) === 'reads' ? saves(client.username) : acts(client)),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}
