/**
 * What the catalogue says of saving an n8n, by its very containers, with the oldest Node.js with which n8n starts. n8n
 * itself is too much to be had here: its database is played, by the tables that matter and a writer that never rests.
 */
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, type TestContext, test } from 'vitest';
import { n8n } from '../../catalogue/n8n';
import { type Daemon, must, sleep, startDaemon, stopDaemon } from '../../tools/lab/exec';
import { nodeOf } from '../../tools/lab/node';
import { play, smallImage, startPlayed, volume } from '../../tools/lab/played';
import { playedPod } from '../../tools/lab/played-pod';
import { MissingProgramError } from '../../tools/lab/programs';
import { streamsOf } from '../../tools/lab/streams';
import { clientOf, configured } from '../catalogue/fixture';
import { needInstalled, notRun } from './lab';

const PORT = 15690 + Number(process.env.VITEST_POOL_ID ?? 1);
const DATABASE = 'database.sqlite';
const MIB = 1024 * 1024;

const definition = n8n({ volume: '64Mi', owner: 'owner@example.com' });
const configuration = configured(definition, [
  clientOf('store-backup', 'backup'),
  clientOf('store-restore', 'restore'),
]);
const secret = (name: string): string => `made-for-${name}`;
/** As its flow tells a job. */
const passwordOf = (account: string): string => secret(`store-${account}`);

/** Tables and columns of n8n 2.41 that somebody looks at here, and as many more as show that all of it comes back. */
const SCHEMA = `
PRAGMA journal_mode = WAL;
CREATE TABLE migrations (id INTEGER PRIMARY KEY, timestamp bigint, name varchar);
INSERT INTO migrations (timestamp, name) VALUES (1, 'InitialMigration1'), (2, 'AddFolder2');
CREATE TABLE user (id varchar PRIMARY KEY, email varchar);
INSERT INTO user VALUES ('owner', 'owner@example.com');
CREATE TABLE workflow_entity (id varchar(36) PRIMARY KEY, name varchar, nodes text);
CREATE TABLE credentials_entity (id varchar(36) PRIMARY KEY, name varchar, data text);
CREATE TABLE folder (id varchar PRIMARY KEY, name varchar);
CREATE TABLE execution_entity (id INTEGER PRIMARY KEY, status varchar);
CREATE TABLE execution_data (executionId INTEGER PRIMARY KEY, data text);
`;
const WORKFLOWS = `
INSERT INTO workflow_entity VALUES ('1', 'Grüße "all"', '[{"type":"n8n-nodes-base.code"}]'), ('2', 'Asks', '[]');
INSERT INTO credentials_entity VALUES ('c', 'their shop', 'U2FsdGVkX1+noise');
`;

const root = mkdtempSync(join(tmpdir(), 'phasewise-n8n-'));
chmodSync(root, 0o755);
const file = (name: string): string => join(root, name);
/** Commands of n8n's image: its Node.js, and an n8n that says that it was started. */
let image: string | undefined;
const daemons: Daemon[] = [];
/** A folder in which n8n's user may write too. */
volume(file('shared'));

const isRoot = process.getuid?.() === 0;
/** Gives a file to n8n's user. */
const ours = (path: string): void => {
  if (isRoot) chownSync(path, 1000, 1000);
};
/** What the innermost process of a container has open. */
function openOf({ process: { pid } }: Daemon): string[] {
  const child = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0];
  if (child) return openOf({ process: { pid: Number(child) } } as Daemon);
  return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/${pid}/fd/${fd}`)];
    } catch {
      return [];
    }
  });
}

async function need(context: TestContext): Promise<void> {
  const busybox = needInstalled(context, 'busybox', 'busybox-static');
  if (image) return;
  let node = '';
  try {
    node = await nodeOf('node24');
  } catch (error) {
    if (error instanceof MissingProgramError) notRun(context, error.message);
    throw error;
  }
  writeFileSync(file('tini'), '#!/bin-of-image/sh\nshift\nexec "$@"\n');
  writeFileSync(file('n8n'), '#!/bin-of-image/sh\necho "n8n starts"\n');
  image = await smallImage(file('image'), busybox, { node, tini: file('tini'), n8n: file('n8n') });
}
afterEach(async () => {
  await Promise.all(daemons.splice(0).map((one) => stopDaemon(one, 0.1)));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** JavaScript on a database, which it knows as `db`, by n8n's Node.js and as n8n's user. */
function onDatabase(database: string, program: string): [string, string[]] {
  const opened = `const db = new (require('node:sqlite').DatabaseSync)(process.argv[1], { timeout: 10000 });`;
  const args = ['--no-warnings', '-e', opened + program, database];
  const user = ['--reuid=1000', '--regid=1000', '--clear-groups'];
  return isRoot ? ['setpriv', [...user, join(image!, 'node'), ...args]] : [join(image!, 'node'), args];
}
const sql = (database: string, text: string): Promise<string> =>
  must(...onDatabase(database, `db.exec(${JSON.stringify(text)}); db.close()`));
/** Table → its rows, as one text each. */
const rows = async (database: string): Promise<Record<string, string[]>> =>
  JSON.parse(
    await must(
      ...onDatabase(
        database,
        `const tables = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1").all();
        const of = (name) => db.prepare('SELECT * FROM ' + name + ' ORDER BY 1').all().map((row) => JSON.stringify(row));
        console.log(JSON.stringify(Object.fromEntries(tables.map(({ name }) => [name, of(name)]))));`,
      ),
    ),
  );

/** An n8n at work: two rows at once, again and again, and nothing of it is written back from its log. */
function work(database: string): Daemon {
  const program = `db.exec('PRAGMA wal_autocheckpoint = 0');
    const one = db.prepare("INSERT INTO execution_entity (status) VALUES ('success')");
    const two = db.prepare('INSERT INTO execution_data VALUES (?, ?)');
    setInterval(() => {
      db.exec('BEGIN');
      two.run(one.run().lastInsertRowid, 'x'.repeat(3000));
      db.exec('COMMIT');
    }, 1);`;
  const [command, args] = onDatabase(database, program);
  const daemon = startDaemon('n8n', command, args, file(`work-${daemons.length}.log`));
  daemons.push(daemon);
  return daemon;
}

let pods = 0;
/** A pod whose n8n has made its database, and nobody anything else. */
async function pod(more = '', given: readonly string[] = []) {
  pods += 1;
  const folder = file(`pod-${pods}`);
  const { sidecars: [copies] = [] } = configuration;
  const sidecars = [{ ...copies!, command: [...copies!.command!, ...given] }];
  const containers = playedPod(
    definition,
    { ...configuration, sidecars },
    {
      folder,
      secret,
      images: { [definition.image.repository]: { commands: image! } },
      env: { PORT: String(PORT) },
    },
  );
  const inside = (name: string): string => join(folder, 'volumes/home', name);
  await sql(inside(DATABASE), SCHEMA + more);
  let started = 0;
  const place = (): string => {
    started += 1;
    const own = join(folder, `container-${started}`);
    mkdirSync(own, { recursive: true });
    return own;
  };
  const made = {
    in: inside,
    names: () => readdirSync(join(folder, 'volumes/home')).sort(),
    scratch: () => readdirSync(join(folder, 'copies/copies')),
    streams: streamsOf('store', { definition, port: () => PORT, password: passwordOf }),
    copies: undefined as unknown as Daemon,
    logs: () => readFileSync(made.copies.logFile, 'utf8'),
    /** n8n's own container, to its end. */
    start: () => play(containers.main!, place(), 60),
    /** The other one, in the place of one that has ended. */
    serve: async () => {
      made.copies = startPlayed(containers.copies!, place());
      daemons.push(made.copies);
      await until(() => made.logs().includes('ready'));
    },
  };
  await made.serve();
  return made;
}

async function until(holds: () => boolean): Promise<void> {
  for (const end = Date.now() + 20_000; !holds(); await sleep(20)) {
    if (Date.now() > end) throw new Error(`not within 20 s: ${holds}`);
  }
}

/** What a client of the test's own is answered; of an answer nothing is read until somebody asks for it. */
function ask(method: string, account?: string, how: { readonly path?: string; readonly body?: Buffer } = {}) {
  const headers = account ? { authorization: `Bearer ${passwordOf(account)}` } : {};
  const asked = request({ port: PORT, method, path: how.path ?? '/', headers });
  asked.on('error', () => undefined);
  const answer = new Promise<IncomingMessage>((resolve) => asked.once('response', resolve));
  if (how.body) asked.end(how.body);
  else if (method === 'GET') asked.end();
  else asked.flushHeaders();
  return { asked, answer };
}
const status = async (...of: Parameters<typeof ask>): Promise<number> => {
  const { asked, answer } = ask(...of);
  const { statusCode } = await answer;
  asked.destroy();
  return statusCode!;
};

describe('an n8n', () => {
  test('comes back as it was at one moment, while it works, with what its log alone has; nothing is left of the copy', async (context) => {
    await need(context);
    const first = await pod(WORKFLOWS);
    const writer = work(first.in(DATABASE));
    await until(
      () => existsSync(first.in(`${DATABASE}-wal`)) && statSync(first.in(`${DATABASE}-wal`)).size > 4 * MIB,
    );
    const before = (await rows(first.in(DATABASE))).execution_data!.length;
    const inFile = statSync(first.in(DATABASE)).size;
    expect(await first.streams.dump(file('all'))).toMatchObject({ code: 0 });
    const after = (await rows(first.in(DATABASE))).execution_data!.length;
    await stopDaemon(writer, 0.1);
    expect(first.scratch()).toEqual([]);
    expect(statSync(file('all')).size).toBeGreaterThan(2 * inFile);
    await stopDaemon(first.copies, 0.1);

    const second = await pod();
    expect(await second.streams.restore(file('all'))).toMatchObject({ code: 0 });
    expect(second.names()).toEqual(expect.arrayContaining([DATABASE, `${DATABASE}.restored`]));
    expect(await second.start()).toMatchObject({ code: 0, stdout: 'n8n starts\n' });
    const found = await rows(second.in(DATABASE));
    expect(second.names().filter((name) => !/-(wal|shm)$/.test(name))).toEqual([DATABASE]);
    expect(found.execution_data).toHaveLength(found.execution_entity!.length);
    expect(found.execution_data!.length).toBeGreaterThanOrEqual(before);
    expect(found.execution_data!.length).toBeLessThanOrEqual(after);
    const { execution_data: _, execution_entity: __, ...rest } = await rows(first.in(DATABASE));
    expect(found).toMatchObject(rest);
  });

  test('that holds anything is not restored into, neither before nor after it has arrived', async (context) => {
    await need(context);
    const full = await pod(WORKFLOWS);
    const { code, stderr } = await full.streams.restore(file('all'));
    expect([code, stderr]).toEqual([
      1,
      'failed: 409 it is not empty, it has 2 of workflow_entity, 1 of credentials_entity. Bring it back into a new one.\n',
    ]);
    expect(full.names().filter((name) => !/-(wal|shm)$/.test(name))).toEqual([DATABASE]);
    await stopDaemon(full.copies, 0.1);

    const busy = await pod();
    expect(await busy.streams.restore(file('all'))).toMatchObject({ code: 0 });
    expect((await busy.streams.restore(file('all'))).stderr).toContain('a restored database waits already');
    expect((await busy.streams.dump(file('none'))).stderr).toContain('a restored database waits');
    await sql(busy.in(DATABASE), "INSERT INTO folder VALUES ('f', 'made meanwhile')");
    const kept = await rows(busy.in(DATABASE));
    expect((await busy.start()).stderr).toContain('is not taken: meanwhile there are 1 of folder');
    expect(await rows(busy.in(DATABASE))).toEqual(kept);
    expect(busy.names()).not.toContain(`${DATABASE}.restored`);
  });

  test('is empty with the credentials that it is given at each start', async (context) => {
    await need(context);
    const broker = "INSERT INTO credentials_entity VALUES ('broker', 'broker', 'noise')";
    const own = await pod(broker, ['db', 'broker']);
    expect(await own.streams.restore(file('all'))).toMatchObject({ code: 0 });
    await stopDaemon(own.copies, 0.1);
    const theirs = await pod(broker, ['db']);
    expect((await theirs.streams.restore(file('all'))).stderr).toContain('it has 1 of credentials_entity');
  });

  test('tells nothing to whoever has no password, or that of another work', async (context) => {
    await need(context);
    const { copies, logs, names, scratch } = await pod(WORKFLOWS);
    const wrong = [
      ['GET'],
      ['GET', 'app'],
      ['GET', 'store-restore'],
      ['PUT'],
      ['PUT', 'store-backup'],
      ['POST', 'store-backup'],
      ['DELETE', 'store-restore'],
    ] as const;
    for (const [method, account] of wrong)
      expect([method, account, await status(method, account)]).toEqual([method, account, 401]);
    expect(await status('GET', 'store-backup', { path: '/database.sqlite' })).toBe(404);
    expect(logs()).not.toMatch(/copied|restored/);
    expect([scratch(), names().filter((name) => name.includes('.re') || name.includes('.co'))]).toEqual([
      [],
      [],
    ]);
    expect(copies.process.exitCode).toBeNull();
  });

  test('is copied for one at a time, and for nobody who has gone', async (context) => {
    await need(context);
    // More than what sockets hold by themselves.
    const big =
      "INSERT INTO execution_data SELECT value, hex(randomblob(500000)) FROM json_each('[1,2,3,4,5,6,7,8,9,10]')";
    const { copies, logs, scratch } = await pod(big);
    const first = ask('GET', 'store-backup');
    expect((await first.answer).statusCode).toBe(200);
    // It is being sent, and no folder has it any more.
    expect(scratch()).toEqual([]);
    expect(await status('GET', 'store-backup')).toBe(429);
    expect(await status('PUT', 'store-restore')).toBe(429);
    expect(openOf(copies).filter((path) => path.endsWith('/copy (deleted)'))).toHaveLength(1);
    first.asked.destroy();
    await until(() => /failed: .*(close|abort)/i.test(logs()));
    expect(openOf(copies).filter((path) => /copy|sqlite/.test(path))).toEqual([]);
    // Somebody goes before there is anything to send.
    ask('GET', 'store-backup').asked.destroy();
    await sleep(500);
    expect(scratch()).toEqual([]);
    expect(await status('GET', 'store-backup')).toBe(200);
  });

  test('has nothing of a snapshot that broke off, whoever ended', async (context) => {
    await need(context);
    const made = await pod();
    const whole = readFileSync(file('all'));
    const kept = await rows(made.in(DATABASE));
    const coming = () => made.names().filter((name) => name.startsWith(`${DATABASE}.`));
    const { asked } = ask('PUT', 'store-restore');
    asked.write(whole.subarray(0, whole.length / 2));
    await until(() => coming().length > 0);
    asked.destroy();
    await until(() => coming().length === 0);

    const other = ask('PUT', 'store-restore');
    other.asked.write(whole.subarray(0, whole.length / 2));
    await until(() => coming().length > 0);
    made.copies.process.kill('SIGKILL');
    await stopDaemon(made.copies);
    expect(coming()).toEqual([`${DATABASE}.coming`]);
    expect(await made.start()).toMatchObject({ code: 0, stdout: 'n8n starts\n', stderr: '' });
    expect(await rows(made.in(DATABASE))).toEqual(kept);
    await made.serve();
    expect(coming()).toEqual([]);
  });

  test('takes no file that is damaged, of something else, of a newer n8n, or larger than its volume', async (context) => {
    await need(context);
    const made = await pod();
    const whole = readFileSync(file('all'));
    const damaged = Buffer.from(whole);
    damaged.fill(7, 3 * 4096, 5 * 4096);
    writeFileSync(file('damaged'), damaged);
    writeFileSync(file('text'), 'CREATE TABLE workflow_entity');
    writeFileSync(file('cut'), whole.subarray(0, whole.length - 8192));
    writeFileSync(file('large'), Buffer.alloc(65 * MIB));
    await sql(file('shared/other'), 'CREATE TABLE migrations (name)');
    copyFileSync(file('all'), file('shared/newer'));
    chmodSync(file('shared/newer'), 0o666);
    await sql(
      file('shared/newer'),
      "PRAGMA journal_mode = DELETE; INSERT INTO migrations (name) VALUES ('AddPlanets3')",
    );
    const said = async (name: string): Promise<string> => (await made.streams.restore(file(name))).stderr;
    expect(await said('damaged')).toMatch(/422 the database is damaged|malformed/);
    expect(await said('cut')).toMatch(/422 the database is damaged|malformed/);
    expect(await said('text')).toContain('file is not a database');
    expect(await said('shared/other')).toContain('no database of an n8n: it has no workflow_entity');
    expect(await said('shared/newer')).toContain('409 it was saved by a newer n8n, which knows AddPlanets3.');
    expect(await said('large')).toContain('failed: ');
    expect(made.logs()).toContain('it is larger than the volume');
    expect(made.names().filter((name) => name.startsWith(`${DATABASE}.`))).toEqual([]);
    expect(await made.streams.restore(file('all'))).toMatchObject({ code: 0 });
  });

  test('is put in its place whenever its start is cut off, and another log is never played into it', async (context) => {
    await need(context);
    const empty = await pod();
    // A log that would be played into whatever has the database's name.
    const writer = work(empty.in(DATABASE));
    await until(
      () => existsSync(empty.in(`${DATABASE}-wal`)) && statSync(empty.in(`${DATABASE}-wal`)).size > MIB,
    );
    writer.process.kill('SIGKILL');
    await stopDaemon(writer);
    const wal = readFileSync(empty.in(`${DATABASE}-wal`));
    copyFileSync(file('all'), file('shared/expected'));
    chmodSync(file('shared/expected'), 0o666);
    const expected = await rows(file('shared/expected'));
    const states: (() => void)[] = [
      () => copyFileSync(file('all'), empty.in(`${DATABASE}.restored`)),
      () => copyFileSync(file('all'), empty.in(`${DATABASE}.taking`)),
      () => {
        copyFileSync(file('all'), empty.in(`${DATABASE}.taking`));
        rmSync(empty.in(`${DATABASE}-wal`));
      },
      () => {
        copyFileSync(file('all'), empty.in(`${DATABASE}.taking`));
        rmSync(empty.in(DATABASE));
      },
    ];
    const before = readFileSync(empty.in(DATABASE));
    for (const state of states) {
      for (const name of empty.names()) rmSync(empty.in(name));
      await sql(empty.in(DATABASE), '');
      writeFileSync(empty.in(DATABASE), before);
      writeFileSync(empty.in(`${DATABASE}-wal`), wal);
      state();
      for (const name of empty.names()) ours(empty.in(name));
      expect(await empty.start()).toMatchObject({ code: 0, stdout: 'n8n starts\n' });
      expect(await rows(empty.in(DATABASE))).toEqual(expected);
      expect(empty.names().filter((name) => name.startsWith(`${DATABASE}.`))).toEqual([]);
    }
  });
});
