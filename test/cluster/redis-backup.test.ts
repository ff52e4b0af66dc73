/** What the catalogue says of saving a Redis, by the real programs: the very scripts, as the very accounts. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, type TestContext, test } from 'vitest';
import { redis } from '../../catalogue/redis';
import { redisFailover } from '../../catalogue/redis-failover';
import { freePorts } from '../../tools/lab/control-plane';
import { type Daemon, type Result, run, sleep, startDaemon, stopDaemon, which } from '../../tools/lab/exec';
import { type Streams, streamsOf } from '../../tools/lab/streams';
import { clientOf, configured, filesIn } from '../catalogue/fixture';
import { needInstalled } from './lab';

const definition = redis({ maxMemory: '64Mi', eviction: 'noeviction', volume: '1Gi' });
const files = filesIn(
  configured(definition, [
    clientOf('app'),
    clientOf('store-backup', 'backup'),
    clientOf('store-restore', 'restore'),
  ]),
);
const password = (account: string): string => `made-for-${account}`;

const folder = mkdtempSync(join(tmpdir(), 'phasewise-saved-'));
const file = (name: string): string => join(folder, name);

interface Server {
  readonly streams: Streams & {
    /** @param more parts of the script that are other ones */
    drill(snapshot: string, more?: Readonly<Record<string, string>>): Promise<Result>;
  };
  readonly ask: (account: string, commands: string, ...options: string[]) => Promise<Result>;
  /** On and on, until it is killed. */
  readonly asks: (account: string, commands: string) => ChildProcess;
  readonly daemon: Daemon;
}
const servers: Server[] = [];

async function start(name: string): Promise<Server> {
  const place = file(name);
  mkdirSync(join(place, 'data'), { recursive: true });
  const filled = (text: string): string =>
    text
      .replaceAll('/etc/redis', place)
      .replace('dir /data', `dir ${place}/data`)
      .replaceAll(/user (\S+) on >\$\{\w+\}/g, (_, account) => `user ${account} on >${password(account)}`);
  // Sees all, to compare by.
  const judge = `user judge on >${password('judge')} ~* &* +@all\n`;
  writeFileSync(join(place, 'redis.conf'), filled(files['redis.conf']!));
  writeFileSync(join(place, 'users.acl'), filled(files['users.acl']!) + judge);
  const [port] = (await freePorts(1)) as [number];
  // Nobody else comes to share the copy that is sent.
  const own = ['--port', String(port), '--enable-debug-command', 'yes', '--repl-diskless-sync-delay', '0'];
  const daemon = startDaemon(
    'redis',
    which('redis-server')!,
    [join(place, 'redis.conf'), ...own],
    `${place}/log`,
  );
  // What the job has as a folder in memory.
  const scratch = join(place, 'run');
  mkdirSync(scratch);
  const streamsWith = (more = {}): Streams =>
    streamsOf('store', {
      definition,
      port: () => port,
      password,
      here: { '/run/restore': scratch, ...more },
    });
  const streams = streamsWith();
  // Each job begins with an empty one.
  const empty = (): void => {
    rmSync(scratch, { recursive: true, force: true });
    mkdirSync(scratch);
  };
  const restore: Streams['restore'] = (snapshot) => {
    empty();
    return streams.restore(snapshot);
  };
  const ask: Server['ask'] = (account, commands, ...options) =>
    run('redis-cli', ['-p', String(port), '--user', account, ...options], {
      stdin: commands,
      env: { REDISCLI_AUTH: password(account) },
    });
  const asks: Server['asks'] = (account, commands) => {
    const env = { ...process.env, REDISCLI_AUTH: password(account) };
    const options = ['-p', String(port), '--user', account];
    const child = spawn('redis-cli', options, { env, stdio: ['pipe', 'ignore', 'ignore'] });
    child.stdin.on('error', () => undefined);
    child.stdin.end(commands);
    return child;
  };
  const drill = (snapshot: string, more = {}): Promise<Result> => {
    empty();
    return streamsWith(more).drill(snapshot);
  };
  const server = { streams: { ...streams, restore, drill }, ask, asks, daemon };
  servers.push(server);
  while ((await ask('judge', 'ping')).stdout.trim() !== 'PONG') {
    daemon.check();
    await sleep(100);
  }
  return server;
}

let from: Server;
let to: Server;
const need = (context: TestContext): void => {
  if (!from) needInstalled(context, 'redis-server', 'redis-server');
};
beforeAll(async () => {
  if (which('redis-server')) [from, to] = await Promise.all([start('from'), start('to')]);
});
afterAll(async () => {
  await Promise.all(servers.map(({ daemon }) => stopDaemon(daemon)));
  rmSync(folder, { recursive: true, force: true });
});

const answer = async (server: Server, commands: string, ...options: string[]): Promise<string> =>
  (await server.ask('judge', commands, ...options)).stdout.trim();

/** Of every kind, small and large, which Redis keeps in different ways; and of several databases. */
const many = (of: (n: number) => string): string => Array.from({ length: 700 }, (_, n) => of(n)).join(' ');
const EVERY_KIND = `set "bytes\\x00\\n\\xff key" "\\x00\\xff\\r\\nvalue"
set number 42
set long ${'x'.repeat(70_000)}
set later soon px 90000000
setbit bits 1000 1
pfadd guesses a b c
geoadd places 13.361389 38.115556 Palermo
rpush list a b c
rpush lists ${many((n) => `entry-${n}`)}
sadd numbers 1 2 3
sadd words ${many((n) => `word-${n}`)}
zadd ranks 1.5 a -inf b
zadd ranking ${many((n) => `${n / 7} member-${n}`)}
hset hash a 1 b 2
hset hashes ${many((n) => `field-${n} ${n}`)}
xadd stream 1-1 a 1
xadd stream 2-1 b 2
xadd stream 3-1 c 3
xgroup create stream workers 0
xreadgroup group workers first count 2 streams stream >
xack stream workers 1-1
xdel stream 3-1
expire hash 100000
select 3
set elsewhere 1
rpush elsewheres ${many((n) => `${n}`)}
`;
const LIBRARY =
  "#!lua name=own\\nredis.register_function('twice', function(keys, args) return args[1] * 2 end)";

/** All that a Redis holds: a sum over keys and values in any order, and what that leaves out. */
async function everything(server: Server): Promise<string> {
  const rest =
    'xinfo stream stream full\npexpiretime later\npexpiretime hash\nfcall twice 0 21\nselect 3\ndbsize\n';
  // Reading changes when a consumer was seen.
  const said = (await answer(server, rest)).replaceAll(/(seen-time|active-time|idle)\s+\S+/g, '$1');
  return `${await answer(server, 'debug digest\ndbsize\n')}\n${said}`;
}

describe('a Redis with failover', () => {
  const failover = redisFailover({ maxMemory: '64Mi', eviction: 'noeviction', volume: '1Gi' });
  const acl = filesIn(configured(failover, [clientOf('app'), clientOf('store-backup', 'backup')]))[
    'users.acl'
  ]!;
  const members = ['127.0.0.21', '127.0.0.22'];
  const started: Daemon[] = [];
  afterAll(() => Promise.all(started.map((daemon) => stopDaemon(daemon))));

  test('is saved from a replica, of which no Sentinel learns; without one it is not', async (context) => {
    need(context);
    writeFileSync(
      file('failover.acl'),
      acl.replaceAll(/user (\S+) on >\$\{\w+\}/g, (_, account) => `user ${account} on >${password(account)}`),
    );
    const [port] = (await freePorts(1)) as [number];
    const begin = async (host: string, ...more: string[]): Promise<void> => {
      mkdirSync(file(host));
      const own = [
        '--bind',
        host,
        '--port',
        String(port),
        '--dir',
        file(host),
        '--aclfile',
        file('failover.acl'),
      ];
      const login = ['--masteruser', 'replication', '--masterauth', password('replication')];
      const fast = ['--repl-diskless-sync-delay', '0', '--save', ''];
      const all = [...own, ...login, ...fast, ...more];
      started.push(startDaemon('redis', which('redis-server')!, all, file(`${host}.log`)));
    };
    const at = async (host: string, account: string, ...command: string[]): Promise<string> =>
      (
        await run('redis-cli', ['-h', host, '-p', String(port), '--user', account, ...command], {
          env: { REDISCLI_AUTH: password(account) },
        })
      ).stdout.trim();
    const streams = streamsOf('store', { definition: failover, port: () => port, password, members });
    await begin(members[0]!);
    while ((await at(members[0]!, 'app', 'set', 'key', 'value')) !== 'OK') await sleep(50);
    const alone = await streams.dump(file('alone'));
    expect(alone.code).toBe(1);
    expect(alone.stderr).toMatch(/^no replica follows the master: nobody to ask$/m);
    await begin(members[1]!, '--replicaof', members[0]!, String(port));
    while ((await at(members[1]!, 'app', 'get', 'key')) !== 'value') await sleep(50);
    const { code, stderr } = await streams.dump(file('replica'));
    expect([code, stderr.split('\n')[0]]).toEqual([0, `from ${members[1]}`]);
    expect(readFileSync(file('replica')).includes('value')).toBe(true);
    // One replica alone has ever asked the master for everything.
    expect(await at(members[0]!, 'monitoring', 'info', 'stats')).toMatch(/^sync_full:1\r?$/m);
  });
});

describe('a Redis', () => {
  // One story, told in order.
  test('is saved while it is written to, as it was at one moment', async (context) => {
    need(context);
    expect((await from.ask('app', EVERY_KIND, '-e')).stderr).toBe('');
    expect(await answer(from, `function load "${LIBRARY}"`)).toBe('own');
    const moves = from.asks('app', 'multi\nincr a\ndecr z\nexec\n'.repeat(20_000));
    const at = async () => Number(await answer(from, 'get a'));
    while ((await at()) < 10) await sleep(5);
    const before = await at();
    const { code, stderr } = await from.streams.dump(file('moving'));
    expect(code, stderr).toBe(0);
    const after = await at();
    moves.kill('SIGKILL');
    expect(after, 'it was written to').toBeGreaterThan(before);
    const restored = await to.streams.restore(file('moving'));
    expect(restored.code, restored.stderr).toBe(0);
    const [a, z] = (await answer(to, 'get a\nget z')).split('\n').map(Number) as [number, number];
    expect([a + z, a > before, a <= after]).toEqual([0, true, true]);
  });

  test('comes back with every key of every kind and database, and with the time it has left', async (context) => {
    need(context);
    expect((await from.streams.dump(file('still'))).code).toBe(0);
    await answer(to, 'flushall\nfunction flush');
    const { code, stderr } = await to.streams.restore(file('still'));
    expect(code, stderr).toBe(0);
    const near = (text: string): string => text.replaceAll(/^(\d{10})\d{3}$/gm, (_, seconds) => seconds);
    expect(near(await everything(to))).toBe(near(await everything(from)));
    expect(readFileSync(file('still')).includes(password('app'))).toBe(false);
  });

  test('that holds anything in any database is not restored into, and stays as it is', async (context) => {
    need(context);
    await answer(to, 'flushall\nfunction flush\nselect 7\nset one 1');
    const { code, stderr } = await to.streams.restore(file('still'));
    expect([code, stderr]).toEqual([
      1,
      'refused: the Redis is not empty, database 7 has 1 keys. Bring it back into a new one.\n',
    ]);
    expect(await answer(to, 'dbsize\nselect 7\ndbsize')).toBe('0\nOK\n1');
  });

  test('of whose snapshot a part is missing or changed stays empty', async (context) => {
    need(context);
    await answer(to, 'flushall');
    const whole = readFileSync(file('still'));
    const changed = Buffer.from(whole);
    changed[whole.length - 20_000]! ^= 1;
    // What Redis writes behind the end of what it sends, 40 bytes, belongs to no snapshot.
    for (const bytes of [
      whole.subarray(0, 0),
      whole.subarray(0, whole.length / 2),
      whole.subarray(0, -49),
      changed,
    ]) {
      writeFileSync(file('cut'), bytes);
      const { code, stderr } = await to.streams.restore(file('cut'));
      expect(code, `${bytes.length} of ${whole.length} bytes`).toBe(1);
      expect(stderr).toMatch(/^refused: this is no whole snapshot of a Redis; nothing was written$/m);
      expect(await answer(to, 'info keyspace')).toBe('# Keyspace');
    }
    expect((await to.streams.restore(file('still'))).code).toBe(0);
  });

  test('is tried out: each key that was saved is there', async (context) => {
    need(context);
    const { code, stderr } = await to.streams.drill(file('still'));
    expect(code, stderr).toBe(0);
    const held = (await answer(from, 'info keyspace')).matchAll(/keys=(\d+)/g);
    const keys = [...held].reduce((sum, [, one]) => sum + Number(one), 0);
    expect(stderr).toContain(`the same as was saved: ${keys} keys, of which the time of 0 was over\n`);
  });

  test('that does not come back whole is no success', async (context) => {
    need(context);
    const whole = readFileSync(file('still'));
    const changed = Buffer.from(whole);
    changed[whole.length - 20_000]! ^= 1;
    for (const bytes of [whole.subarray(0, 0), whole.subarray(0, whole.length / 2), changed]) {
      writeFileSync(file('cut'), bytes);
      const { code, stderr } = await to.streams.drill(file('cut'));
      expect(code, `${bytes.length} of ${whole.length} bytes`).toBe(1);
      expect(stderr).toMatch(/^failed: this is no whole snapshot of a Redis$/m);
    }
    // Something takes keys away that have all the time of the world.
    const lost = { 'told() {': 'here del number bits guesses > /dev/null; told() {' };
    const { code, stderr } = await to.streams.drill(file('still'), lost);
    expect(code, stderr).toBe(1);
    expect(stderr).toMatch(/^failed: \d+ keys came back, and \d+ could be saved again$/m);
  });

  test('lets those who save it and bring it back do that, and nothing else', async (context) => {
    need(context);
    const refused = /NOPERM/;
    for (const command of [
      'get number',
      'set number 1',
      'del number',
      'keys *',
      'acl list',
      'config get *',
      'info',
      'flushall',
      'replicaof no one',
      'monitor',
      'save',
      'dbsize',
    ])
      expect((await from.ask('store-backup', command)).stdout, command).toMatch(refused);
    for (const command of [
      'get number',
      'set number 1',
      'del number',
      'keys *',
      'acl list',
      'config get *',
      'info',
      'flushall',
      'dump number',
      'function list',
      'function flush',
      'shutdown',
    ])
      expect((await from.ask('store-restore', command)).stdout, command).toMatch(refused);
  });

  test('is not saved in part: a connection that breaks, a wrong password, no right', async (context) => {
    need(context);
    const env = from.streams.env('backup');
    const as = (other: Record<string, string>) =>
      run('sh', ['-eu', '-c', from.streams.backup.dump.script], { env: { ...env, ...other } });
    expect((await as({ REDISCLI_AUTH: 'wrong' })).code).not.toBe(0);
    expect((await as({ REDIS_USER: 'app', REDISCLI_AUTH: password('app') })).code).not.toBe(0);
    expect((await as({ REDIS_PORT: '1' })).code).not.toBe(0);
  });
});
