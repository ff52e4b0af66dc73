import { expect, test } from 'vitest';
import { committed } from './committed';
import { backupArrows, lines, open } from './open';

/** The dependency graph, by hand, and what the logs need: client → server and port. */
const FLOWS = `
web → api 3001
admin → api 3001
api → redis 6379
api → minio 9000
workers → redis 6379
workers → minio 9000
grafana → prometheus 9090
grafana → loki 3100
prometheus → alertmanager 9093
alloy → loki 3100
`;
/** "/api/metrics endpoint … Prometheus", and what else tells of itself. */
const SCRAPES = `
prometheus → alertmanager 9093
prometheus → alloy 12345
prometheus → api 3001
prometheus → grafana 3000
prometheus → loki 3100
prometheus → minio 9000
prometheus → redis 9121
prometheus → workers 3003
`;
test('in production every pod reaches what the dependency graph draws, and no other', () => {
  const { inside, outside } = open('whalli/production');
  const saved = backupArrows({ minio: 9000, postgres: undefined, redis: 6379 });
  expect(inside).toEqual([...new Set([...lines(FLOWS), ...lines(SCRAPES), ...saved])].sort());
  expect(outside).toEqual([
    'admin 443',
    'admin 5432',
    'alertmanager 443',
    'api 443',
    'api 5432',
    'backups 443',
    'migrations 5432',
    'postgres-backup 5432',
    'postgres-restore 5432',
    'web 443',
    'web 5432',
    'workers 443',
    'workers 5432',
    'workers 587',
  ]);
});

test('in development the database is in the cluster, nobody watches, and all else is the same', () => {
  const { inside, outside } = open('whalli/development');
  const watching = /prometheus|grafana|alloy/;
  const toDatabase = ['admin', 'api', 'migrations', 'web', 'workers'].map(
    (name) => `${name} → postgres 5432`,
  );
  expect(inside).toEqual([...lines(FLOWS).filter((flow) => !watching.test(flow)), ...toDatabase].sort());
  expect(outside).toEqual(['admin 443', 'api 443', 'web 443', 'workers 443', 'workers 587']);
});

test('migrations ask Neon itself, past its pool of connections', () => {
  expect(committed('whalli/production').variables('migrations').DATABASE_URL).toContain(
    '@ep-whalli-production.eu-central-1.aws.neon.tech:5432/whalli?sslmode=require',
  );
});

test('who signs and who checks have the same secret, made once', () => {
  const { variables } = committed('whalli/production');
  const secrets = ['admin', 'api', 'web'].map((name) => variables(name).BETTER_AUTH_SECRET);
  expect(new Set(secrets).size).toBe(1);
});

test('Neon is asked under the variables that the local database has, by TLS', () => {
  const programs = ['admin', 'api', 'web', 'workers'];
  const production = committed('whalli/production');
  const development = committed('whalli/development');
  for (const name of programs) {
    expect(production.variables(name).DATABASE_URL).toMatch(
      /^postgresql:\/\/\$\(POSTGRES_USERNAME\):\$\(POSTGRES_PASSWORD\)@ep-whalli-production-pooler\.[\w.-]+:5432\/whalli\?sslmode=require&connection_limit=5$/,
    );
    expect(development.variables(name).DATABASE_URL).toBe(
      `postgresql://${name}:$(POSTGRES_PASSWORD)@postgres:5432/whalli?connection_limit=5`,
    );
    expect(Object.keys(production.variables(name)).filter((one) => one !== 'POSTGRES_USERNAME')).toEqual(
      Object.keys(development.variables(name)),
    );
  }
});
