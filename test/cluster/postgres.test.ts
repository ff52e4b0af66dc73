/** PostgreSQL's files, judged by a PostgreSQL, and its exporter's figures by the exporter. */

import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, type TestContext, test } from 'vitest';
import { postgresCluster } from '../../catalogue/cloudnative-pg';
import { EMITS } from '../../catalogue/parts/postgres-watch';
import { postgres } from '../../catalogue/postgres';
import { cloudNativePg } from '../../platform/cloudnative-pg';
import { type Daemon, sleep, startDaemon, stopDaemon } from '../../tools/lab/exec';
import { readUnits } from '../../tools/lab/manifests';
import { madePassword, type Postgres, postgresPrograms, startPostgres } from '../../tools/lab/postgres';
import { APP, component, plan, variable } from '../catalogue/fixture';
import { needBuilt, needInstalled } from './lab';

/** One of our own, with two clients, and every one that is committed. */
const two = plan(
  { postgres: postgres({ database: 'shop', volume: '10Gi' }), 'web-app': APP, worker: APP },
  {
    flows: ['web-app', 'worker'].map((from) => ({ from, to: 'postgres', env: { DATABASE_URL: 'uri' } })),
  },
);
const own = two.components.find(({ name }) => name === 'postgres')!;
const fixture: Record<string, string> = Object.fromEntries(
  [own, ...own.sidecars].flatMap((one) =>
    (one.files ?? []).map(({ path, content }) => [path.split('/').at(-1)!, content]),
  ),
);
const committed = readUnits().flatMap((unit) =>
  unit.objects
    .filter((object) => object.kind === 'ConfigMap' && 'postgresql.conf' in (object.data ?? {}))
    .map((object) => [`${unit.namespace}/${object.metadata.name}`, object.data as Record<string, string>]),
) as [string, Record<string, string>][];

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

let server: Postgres | undefined;
let exporter: Daemon | undefined;
afterEach(async () => {
  if (exporter) await stopDaemon(exporter);
  await server?.stop();
  exporter = undefined;
  server = undefined;
});

async function start(
  context: TestContext,
  files: Record<string, string>,
  sharedMemory?: number,
): Promise<Postgres> {
  needInstalled(context, 'psql', 'postgresql-client');
  const bin = postgresPrograms() ?? needInstalled(context, 'initdb', 'postgresql');
  const asked = own.env.find(({ name }) => name === 'POSTGRES_INITDB_ARGS');
  const initdb = asked && 'value' in asked ? asked.value.split(' ') : [];
  server = await startPostgres(bin, files, initdb, await freePort(), sharedMemory);
  return server;
}

/** Accounts that the setup script makes, without the exporter's. */
const clientsOf = (files: Record<string, string>): string[] =>
  [...files['setup.sql']!.matchAll(/'CREATE ROLE "([^"]+)" LOGIN'/g)]
    .map(([, name]) => name!)
    .filter((name) => name !== 'monitoring');
const databaseOf = (files: Record<string, string>): string =>
  /'CREATE DATABASE "([^"]+)"/.exec(files['setup.sql']!)![1]!;

describe.each([['two clients of a database', fixture] as const, ...committed])('%s', (_, files) => {
  test('starts, makes what is wanted, and a second time changes nothing', async (context) => {
    const judge = await start(context, files);
    await judge.setUp();
    await judge.setUp();
    const database = databaseOf(files);
    for (const client of clientsOf(files)) {
      const { stdout, stderr } = await judge.sql(client, database, 'SELECT session_user, current_user');
      // What saves the database, or brings it back, acts as nobody else.
      const isOwner = files['setup.sql']!.includes(`ALTER ROLE "${client}" IN DATABASE`);
      expect(stdout.trim() || stderr).toBe(`${client}|${isOwner ? `${database}_owner` : client}`);
      expect((await judge.sql(client, database, 'SELECT 1', 'wrong')).stderr).toMatch(/password/);
    }
    // The limits of a container with little memory are still ones that the server takes.
    const { stdout } = await judge.sql('postgres', 'postgres', 'SHOW data_checksums');
    expect(stdout.trim()).toBe('on');
  });
});

describe('the connection strings for CloudNativePG', () => {
  // Roles as its `managed.roles` are: members of the owner, without a setting of their own.
  const flows = ['web-app', 'worker'].map((from) => ({ from, to: 'postgres', env: { DATABASE_URL: 'uri' } }));
  const operated = plan(
    { postgres: postgresCluster({ database: 'shop', volume: '10Gi' }), 'web-app': APP, worker: APP },
    { flows, cluster: { operators: { CloudNativePG: cloudNativePg } } },
  );
  const uri = (client: string, port: number): string =>
    variable(component(operated, client), 'DATABASE_URL')!
      .replace('$(POSTGRES_PASSWORD)', madePassword(client))
      .replace('@postgres:5432', `@127.0.0.1:${port}`);

  test('make a client act as the owner, so what one of them makes the other can change', async (context) => {
    const judge = await start(context, fixture);
    const root = async (text: string) => {
      expect((await judge.sql('postgres', 'postgres', text)).stderr).toBe('');
    };
    await root('CREATE ROLE shop_owner NOLOGIN');
    await root('CREATE DATABASE shop OWNER shop_owner');
    for (const client of ['web-app', 'worker']) {
      await root(`CREATE ROLE "${client}" LOGIN IN ROLE shop_owner PASSWORD '${madePassword(client)}'`);
    }
    const as = (client: string, text: string) => judge.sql(client, uri(client, judge.port), text);
    expect((await as('web-app', 'SELECT session_user, current_user')).stdout.trim()).toBe(
      'web-app|shop_owner',
    );
    expect((await as('web-app', 'CREATE TABLE orders (id int)')).stderr).toBe('');
    const change = 'ALTER TABLE orders ADD COLUMN paid bool; INSERT INTO orders VALUES (1)';
    expect((await as('worker', change)).stderr).toBe('');
    // Without the option they would keep each other out.
    const plain = (client: string, text: string) => judge.sql(client, 'shop', text);
    expect((await plain('web-app', 'CREATE SCHEMA own; CREATE TABLE own.one (id int)')).stderr).toBe('');
    expect((await as('worker', 'ALTER TABLE own.one ADD COLUMN two int')).stderr).toMatch(/denied|owner/);
  });
});

describe('/dev/shm', () => {
  // As large as the manifest has it, with maintenance_work_mem, both divided by the same.
  const of = (text: string | undefined): number => Number(/\d+/.exec(text ?? '')![0]);
  const maintenance = of(/^maintenance_work_mem = .*$/m.exec(fixture['postgresql.conf']!)?.[0]);
  const size = of(own.scratch.find(({ mountPath }) => mountPath === '/dev/shm')?.size);
  const scale = maintenance / 8;
  /** VACUUM of a table that asks for all of maintenance_work_mem, by several workers. */
  async function vacuum(context: TestContext, sharedMemory: number): Promise<string> {
    if (process.getuid?.() !== 0) context.skip('only root may mount a /dev/shm');
    const conf = fixture['postgresql.conf']!.replace(/^maintenance_work_mem = .*$/m, '');
    const small = `${conf}maintenance_work_mem = 8MB\nmin_parallel_index_scan_size = 0\nautovacuum = off\n`;
    const judge = await start(context, { ...fixture, 'postgresql.conf': small }, sharedMemory);
    const root = (text: string) => judge.sql('postgres', 'postgres', text);
    // A page a row; a dead row takes 6 bytes and a page may have 291, so 5,000 pages ask for more than 8 MB.
    const rows = "SELECT n, repeat('x', 600) FROM generate_series(1, 6000) n";
    const indexes = 'CREATE INDEX ON things (id); CREATE INDEX ON things (id);';
    const make = `CREATE TABLE things (id int, pad text) WITH (fillfactor = 10); INSERT INTO things ${rows}; ${indexes}`;
    expect((await root(`${make} DELETE FROM things WHERE id % 2 = 0`)).stderr).toBe('');
    return (await root('VACUUM (PARALLEL 2, VERBOSE) things')).stderr;
  }

  test('has room for a parallel VACUUM, which takes all of maintenance_work_mem at once', async (context) => {
    expect(await vacuum(context, Math.floor(size / scale))).toMatch(/launched 1 parallel vacuum worker/);
  });

  test('and in one that is too small it fails', async (context) => {
    expect(await vacuum(context, 8)).toMatch(/could not resize shared memory segment/);
  });
});

describe('rights inside the database', () => {
  test('what one client makes the other can change; nobody reaches more', async (context) => {
    const judge = await start(context, fixture);
    await judge.setUp();
    const make = 'CREATE TABLE orders (id int); CREATE SCHEMA jobs; CREATE TABLE jobs.job (id int)';
    expect((await judge.sql('web-app', 'shop', make)).stderr).toBe('');
    const change =
      'ALTER TABLE orders ADD COLUMN paid bool; INSERT INTO jobs.job VALUES (1); SELECT count(*) FROM jobs.job';
    expect((await judge.sql('worker', 'shop', change)).stdout.trim().split('\n').at(-1)).toBe('1');
    expect((await judge.sql('worker', 'shop', 'CREATE ROLE thief SUPERUSER')).stderr).toMatch(/superuser/);
    expect((await judge.sql('worker', 'shop', "COPY orders TO PROGRAM 'true'")).stderr).toMatch(
      /superuser|pg_execute/,
    );
    expect((await judge.sql('monitoring', 'shop', 'SELECT * FROM orders')).stderr).toMatch(/denied/);
    expect((await judge.sql('shop_owner', 'shop', 'SELECT 1', '')).code).not.toBe(0);
    expect((await judge.sql('postgres', 'postgres', 'SELECT 1', '')).code).not.toBe(0);
  });

  test('a new password is taken over, and the old one opens nothing', async (context) => {
    const judge = await start(context, fixture);
    await judge.setUp();
    await judge.sql('postgres', 'postgres', `ALTER ROLE worker PASSWORD 'old'`);
    await judge.setUp();
    expect((await judge.sql('worker', 'shop', 'SELECT 1', 'old')).code).not.toBe(0);
    expect((await judge.sql('worker', 'shop', 'SELECT 1')).code).toBe(0);
  });

  test('its exporter serves the metrics that alerts and dashboards name', async (context) => {
    const program = await needBuilt(context, 'postgres_exporter');
    const judge = await start(context, fixture);
    await judge.setUp();
    const sidecar = own.sidecars.find(({ name }) => name === 'exporter')!;
    const port = await freePort();
    const uri = sidecar.env.find(({ name }) => name === 'DATA_SOURCE_URI');
    Object.assign(process.env, {
      DATA_SOURCE_URI: (uri && 'value' in uri ? uri.value : '').replace('5432', String(judge.port)),
      DATA_SOURCE_USER: 'monitoring',
      DATA_SOURCE_PASS: madePassword('monitoring'),
    });
    const folder = mkdtempSync(join(tmpdir(), 'phasewise-exporter-'));
    const args = [...(sidecar.args ?? []), `--web.listen-address=127.0.0.1:${port}`];
    exporter = startDaemon('postgres_exporter', program, args, join(folder, 'log'));
    let page = '';
    for (let tries = 0; tries < 50 && !/^pg_up 1/m.test(page); tries += 1) {
      exporter.check();
      await sleep(200);
      page = await fetch(`http://127.0.0.1:${port}/metrics`).then(
        (answer) => answer.text(),
        () => '',
      );
    }
    rmSync(folder, { recursive: true, force: true });
    const missing = EMITS.filter((name) => !new RegExp(`^${name}[ {]`, 'm').test(page));
    expect(missing).toEqual([]);
  });
});
