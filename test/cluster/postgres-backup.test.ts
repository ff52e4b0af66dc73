/** What the catalogue says of saving a PostgreSQL, by the real programs: the very scripts, as the very accounts. */
import { spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, type TestContext, test } from 'vitest';
import { postgres } from '../../catalogue/postgres';
import { freePorts } from '../../tools/lab/control-plane';
import { must, sleep, which } from '../../tools/lab/exec';
import {
  asNobody,
  madePassword,
  NOBODY,
  type Postgres,
  postgresPrograms,
  startPostgres,
} from '../../tools/lab/postgres';
import { type Streams, streamsOf } from '../../tools/lab/streams';
import { clientOf, configured, filesIn } from '../catalogue/fixture';
import { needInstalled } from './lab';

const definition = postgres({ database: 'shop', volume: '10Gi' });
const files = filesIn(
  configured(definition, [
    clientOf('app'),
    clientOf('store-backup', 'backup'),
    clientOf('store-restore', 'restore'),
  ]),
);

const folder = mkdtempSync(join(tmpdir(), 'phasewise-saved-'));
const file = (name: string): string => join(folder, name);
/** A new database of the same name and owner, as after a new volume. */
async function empty(server: Server): Promise<void> {
  for (const text of ['DROP DATABASE shop WITH (FORCE)'])
    expect((await server.sql('postgres', 'postgres', text)).stderr).toBe('');
  await server.setUp();
}

/** Statements one after another, each by itself. */
function sqlInput(server: Server, text: string): { kill(): void } {
  const env = { ...process.env, PGPASSWORD: madePassword('app') };
  const args = ['-qX', '-h', '127.0.0.1', '-p', String(server.port), '-U', 'app', 'shop'];
  const child = spawn('psql', args, { env, stdio: ['pipe', 'ignore', 'ignore'] });
  child.stdin.on('error', () => undefined);
  child.stdin.end(text);
  return { kill: () => child.kill('SIGKILL') };
}

interface Server extends Postgres {
  readonly streams: Streams;
}
const servers: Server[] = [];
async function start(): Promise<Server> {
  const [port] = (await freePorts(1)) as [number];
  const server = await startPostgres(
    postgresPrograms()!,
    files,
    ['--auth=scram-sha-256', '--encoding=UTF8'],
    port,
  );
  const made = {
    ...server,
    streams: streamsOf('store', { definition, port: () => port, password: madePassword }),
  };
  servers.push(made);
  await made.setUp();
  return made;
}

let from: Server;
let to: Server;
const need = (context: TestContext): void => {
  if (!from) needInstalled(context, 'initdb', 'postgresql');
};
beforeAll(async () => {
  if (postgresPrograms()) [from, to] = await Promise.all([start(), start()]);
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  for (const path of [folder, scratch]) rmSync(path, { recursive: true, force: true });
});

/** As an account of the product, or another. @throws Error with what went wrong */
async function sql(server: Server, text: string, account = 'app'): Promise<string> {
  const { code, stdout, stderr } = await server.sql(account, 'shop', text);
  if (code !== 0) throw new Error(stderr);
  return stdout.trim();
}

/** Of every kind that a client can make here. */
const EVERY_KIND = `
CREATE EXTENSION pgcrypto;
CREATE EXTENSION citext;
CREATE SCHEMA jobs;
CREATE TYPE mood AS ENUM ('fine', 'tired');
CREATE DOMAIN short AS text CHECK (length(value) < 10);
CREATE FUNCTION twice(n int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT n * 2';
CREATE TABLE people (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name citext UNIQUE, how mood, nick short,
  twice int GENERATED ALWAYS AS (id * 2) STORED, raw bytea, data jsonb, tags text[], at timestamptz, big numeric
);
INSERT INTO people (name, how, nick, raw, data, tags, at, big)
  SELECT 'name ' || n, 'fine', 'n' || n, gen_random_bytes(64), '{"a": [null, "ü\\u0001"]}', ARRAY['x', NULL, E'\\t\\n'],
    now(), 1e40 / n FROM generate_series(1, 500) n;
CREATE TABLE jobs.job (id serial PRIMARY KEY, person int REFERENCES people ON DELETE CASCADE, done bool DEFAULT false);
INSERT INTO jobs.job (person) SELECT id FROM people;
CREATE TABLE parts (id int, day date) PARTITION BY RANGE (day);
CREATE TABLE parts_2026 PARTITION OF parts FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
INSERT INTO parts VALUES (1, '2026-05-05');
CREATE INDEX ON people (twice(id)) WHERE how = 'fine';
CREATE VIEW tired AS SELECT * FROM people WHERE how = 'tired';
CREATE MATERIALIZED VIEW counted AS SELECT count(*) FROM people;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.done := true; RETURN NEW; END';
CREATE TRIGGER touched BEFORE INSERT ON jobs.job FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TABLE secrets (id int PRIMARY KEY, owner text, what text);
INSERT INTO secrets VALUES (1, 'nobody', 'hidden'), (2, 'app', 'seen');
CREATE TABLE hints (secret int REFERENCES secrets);
INSERT INTO hints VALUES (1), (2);
ALTER TABLE secrets ENABLE ROW LEVEL SECURITY;
ALTER TABLE secrets FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON secrets USING (owner = session_user);
CREATE UNLOGGED TABLE fleeting (id int);
GRANT SELECT ON people TO PUBLIC;
SELECT nextval('jobs.job_id_seq');`;

/** All that the database holds, as its superuser sees it: definitions, owners, rows in their order. */
async function everything({ port }: Server): Promise<string> {
  const env = { PGPASSWORD: madePassword('postgres') };
  const args = ['-h', '127.0.0.1', '-p', String(port), '-U', 'postgres', '--no-privileges', 'shop'];
  const text = await must(join(postgresPrograms()!, 'pg_dump'), args, { env });
  // A word by chance around each dump.
  return text.replaceAll(/^\\(un)?restrict .*$/gm, '');
}

const TABLES = `SELECT oid::regclass FROM pg_class
  WHERE relkind = 'r' AND relnamespace IN ('public'::regnamespace, 'jobs'::regnamespace) ORDER BY 1`;

const APPLETS = 'awk cat diff head mkfifo rm sed sh sha256sum sort tee wc'.split(' ');
/** What the job has as an empty folder of its own. */
const scratch = mkdtempSync(join(tmpdir(), 'phasewise-drill-'));
/** @param then statement that runs in what has come back, before anybody looks at it */
async function drill(snapshot: string, then?: string) {
  const bin = postgresPrograms()!;
  const programs = mkdtempSync(join(tmpdir(), 'phasewise-programs-'));
  // Images of Alpine have BusyBox for all of these.
  const busybox = which('busybox');
  for (const name of busybox ? APPLETS : []) symlinkSync(busybox!, join(programs, name));
  if (then) {
    const more = `${bin}/pg_restore "$@" && exec ${bin}/psql --quiet --command "$THEN"`;
    const script = `#!/bin/sh\ncase "$*" in *--single-transaction*) ${more} ;; esac\nexec ${bin}/pg_restore "$@"\n`;
    writeFileSync(join(programs, 'pg_restore'), script, { mode: 0o755 });
  }
  // The job's user is nobody here, where we are root.
  for (const path of [programs, folder]) chmodSync(path, 0o755);
  if (process.getuid?.() === 0) chownSync(scratch, NOBODY, NOBODY);
  const env = { PATH: `${programs}:${bin}:${process.env.PATH}`, THEN: then ?? '' };
  const here = { '/run/drill': scratch };
  const saved = { definition, port: () => 0, password: madePassword, here, env, as: asNobody };
  try {
    return await streamsOf('store', saved).drill(file(snapshot));
  } finally {
    rmSync(programs, { recursive: true });
  }
}

const NOTHING = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace";

describe('a PostgreSQL', () => {
  // One story, told in order.
  test('is saved while it is written to, as it was at one moment', async (context) => {
    need(context);
    await sql(from, EVERY_KIND);
    await sql(
      from,
      'CREATE TABLE a (n int); CREATE TABLE z (n int); INSERT INTO a VALUES (0); INSERT INTO z VALUES (0)',
    );
    const move = 'BEGIN; UPDATE a SET n = n + 1; UPDATE z SET n = n - 1; COMMIT;\n';
    const moves = sqlInput(from, move.repeat(20_000));
    const at = async () => Number(await sql(from, 'SELECT n FROM a'));
    while ((await at()) < 10) await sleep(20);
    const before = await at();
    const { code, stderr } = await from.streams.dump(file('moving'));
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const after = await at();
    moves.kill();
    expect(after, 'it was written to').toBeGreaterThan(before);
    const restored = await to.streams.restore(file('moving'));
    expect(restored.code, restored.stderr).toBe(0);
    expect(await sql(to, `SELECT a.n + z.n, a.n BETWEEN ${before} AND ${after} FROM a, z`)).toBe('0|t');
  });

  test('comes back with everything of every kind, whose it was, for the product to go on', async (context) => {
    need(context);
    expect((await from.streams.dump(file('still'))).code).toBe(0);
    await empty(to);
    const { code, stderr } = await to.streams.restore(file('still'));
    expect(code, stderr).toBe(0);
    expect(await everything(to)).toBe(await everything(from));
    expect(await sql(to, 'INSERT INTO jobs.job (person) VALUES (1) RETURNING id, done')).toMatch(/^502\|t$/m);
    await sql(to, 'ALTER TABLE a ADD m int');
    expect(await sql(to, "SELECT string_agg(what, ',') FROM secrets")).toBe('seen');
  });

  test('that holds anything is not restored into, and stays as it is', async (context) => {
    need(context);
    const before = await everything(to);
    const { code, stderr } = await to.streams.restore(file('still'));
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^refused: the database is not empty, it holds \d+ functions, 1 schemas, \d+ tables/,
    );
    expect(await everything(to)).toBe(before);
    for (const one of [
      'CREATE TYPE mood AS ENUM ()',
      'SELECT lo_create(0)',
      'CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN 1',
    ]) {
      await empty(to);
      await sql(to, one);
      expect((await to.streams.restore(file('still'))).stderr, one).toMatch(/^refused: .* holds 1 /);
    }
  });

  test('of whose dump a part is missing stays empty', async (context) => {
    need(context);
    await empty(to);
    const whole = readFileSync(file('still'));
    for (const length of [0, 3000, Math.floor(whole.length / 2), whole.length - 1]) {
      writeFileSync(file('cut'), whole.subarray(0, length));
      const { code, stderr } = await to.streams.restore(file('cut'));
      expect(code, `${length} of ${whole.length} bytes: ${stderr}`).not.toBe(0);
      expect(await sql(to, NOTHING)).toBe('0');
    }
    expect((await to.streams.restore(file('still'))).code).toBe(0);
  });

  test('is tried out, and every row is the same', async (context) => {
    need(context);
    const { code, stderr } = await drill('still');
    expect(code, stderr).toBe(0);
    const counted = /^the same as was saved: (\d+) tables with (\d+) rows, (\d+) things in all$/m.exec(
      stderr,
    )!;
    expect(counted, stderr).not.toBeNull();
    const [, tables, rows] = counted;
    // What each of them holds, unlogged ones too.
    const names = (await sql(from, TABLES)).split('\n');
    const held = await Promise.all(
      names.map((name) => sql(from, `SELECT count(*) FROM ${name}`, 'store-backup')),
    );
    expect([Number(tables), Number(rows)]).toEqual([
      names.length,
      held.reduce((sum, one) => sum + Number(one), 0),
    ]);
    expect(readdirSync(scratch)).toEqual([]);
  });

  test('that comes back otherwise than it was saved is no success, and nothing is left of it', async (context) => {
    need(context);
    // What a broken program, disk or version could do.
    for (const [by, told] of [
      [
        'DELETE FROM hints WHERE secret = 2',
        /tables that differ:[\s\S]*public[.]hints[\s\S]*: 2 rows[\s\S]*: 1 rows/,
      ],
      ["UPDATE people SET nick = 'other' WHERE id = 7", /tables that differ:[\s\S]*public[.]people/],
      ['DROP INDEX people_twice_idx', /things that differ:[\s\S]*INDEX public people_twice_idx/],
      ["SELECT setval('jobs.job_id_seq', 1)", /tables that differ:[\s\S]*jobs[.]job_id_seq/],
    ] as const) {
      const { code, stderr } = await drill('still', by);
      expect(code, by).toBe(1);
      expect(stderr).toMatch(told);
      expect(readdirSync(scratch)).toEqual([]);
    }
    const whole = readFileSync(file('still'));
    for (const length of [0, Math.floor(whole.length / 2)]) {
      writeFileSync(file('cut'), whole.subarray(0, length));
      expect((await drill('cut')).code, `${length} of ${whole.length} bytes`).not.toBe(0);
      expect(readdirSync(scratch)).toEqual([]);
    }
  });

  test('lets the account that saves it read, and nothing else', async (context) => {
    need(context);
    const saver = (text: string) => sql(from, text, 'store-backup');
    expect(await saver('SELECT count(*) FROM secrets')).toBe('2');
    for (const text of [
      'INSERT INTO a VALUES (1)',
      'UPDATE a SET n = 1',
      'TRUNCATE a',
      'DROP TABLE a',
      'CREATE TABLE own (id int)',
      'CREATE SCHEMA own',
      'CREATE TEMP TABLE own (id int)',
      "SELECT setval('jobs.job_id_seq', 1)",
      'SET ROLE shop_owner',
      'SET ROLE postgres',
      "COPY a TO PROGRAM 'true'",
      "SELECT pg_read_file('/etc/passwd')",
      'ALTER ROLE app SUPERUSER',
    ]) {
      await expect(saver(text), text).rejects.toThrow(/denied|permission|owner|superuser/);
    }
    // It sees the hashes that PostgreSQL keeps, of passwords that nobody could guess. They are in no dump.
    expect(await saver("SELECT count(*) FROM pg_authid WHERE rolpassword !~ '^SCRAM-SHA-256'")).toBe('0');
    expect(readFileSync(file('still')).includes('SCRAM-SHA-256')).toBe(false);
    await expect(sql(from, 'SET ROLE postgres', 'store-restore')).rejects.toThrow(/denied/);
  });

  test('with large objects is not saved without them', async (context) => {
    need(context);
    await sql(from, "SELECT lo_from_bytea(0, 'bytes')");
    const { code, stderr } = await from.streams.dump(file('large'));
    expect(code).not.toBe(0);
    expect(stderr).toContain('permission denied for large object');
  });
});
