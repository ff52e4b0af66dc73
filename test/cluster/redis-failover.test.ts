/**
 * A Redis with failover, as our YAML has it: three of each program, on loopback addresses, with one client that knows
 * one URL. Debian's are Redis 7.0 and HAProxy 2.6.
 */
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, type TestContext, test } from 'vitest';
import { PROXY_EMITS } from '../../catalogue/parts/redis-failover-watch';
import { redisFailover } from '../../catalogue/redis-failover';
import { synthesize } from '../../charts/synth';
import { run, sleep } from '../../tools/lab/exec';
import { parse } from '../../tools/lab/manifests';
import { type Group, redisGroup } from '../../tools/lab/redis-failover';
import { APP, plan } from '../catalogue/fixture';
import { needInstalled } from './lab';

const ADDRESSES = ['127.0.0.11', '127.0.0.12', '127.0.0.13'];
const planned = plan(
  { redis: redisFailover({ maxMemory: '64Mi', eviction: 'noeviction', volume: '1Gi' }), 'my-app': APP },
  { flows: [{ from: 'my-app', to: 'redis', env: { REDIS_URL: 'uri' } }] },
);
const objects = [...synthesize(planned).values()].flatMap(parse);

let group: Group;
beforeAll(() => {
  group = redisGroup(objects, ADDRESSES);
});
afterAll(() => group.stop());

function need(context: TestContext): void {
  needInstalled(context, 'redis-server', 'redis-server');
  needInstalled(context, 'redis-sentinel', 'redis-sentinel');
  needInstalled(context, 'haproxy', 'haproxy');
}

/** Runs commands in one connection as an account. @returns a line for each answer, or what went wrong */
async function ask(
  address: string | undefined,
  port: number,
  account: string | undefined,
  ...commands: string[]
) {
  const login = account ? ['--user', account] : [];
  const { stdout, stderr } = await run('redis-cli', ['-h', address!, '-p', String(port), ...login], {
    stdin: `${commands.join('\n')}\n`,
    env: account ? { REDISCLI_AUTH: group.secret(`redis-${account}`) } : {},
    timeout: 4,
  });
  return `${stdout}${stderr}`.trim().split('\n');
}

/** The application: it knows its URL, and behind the name stand the pods that are ready, any of them. */
let turn = 0;
async function client(...commands: string[]): Promise<string[]> {
  do turn += 1;
  while (!(await group.pods[turn % 3]!.isReady().catch(() => false)) && turn % 50 !== 0);
  const flow = planned.components.find(({ name }) => name === 'my-app')!.env;
  const url = flow.find(({ name }) => name === 'REDIS_URL') as { value: string };
  const { username, port } = new URL(url.value.replace('$(REDIS_PASSWORD)', 'x'));
  return ask(ADDRESSES[turn % 3]!, Number(port), username, ...commands);
}

const info = async (index: number, field: string): Promise<string> => {
  const lines = await ask(ADDRESSES[index]!, 6380, 'monitoring', 'info');
  return (
    lines
      .find((line) => line.startsWith(`${field}:`))
      ?.split(':')[1]
      ?.trim() ?? ''
  );
};
const roles = () => Promise.all([0, 1, 2].map((index) => info(index, 'role')));
const masterIndex = async (): Promise<number> => (await roles()).indexOf('master');

/** Seconds. A vote may be split, and the next one comes after twice `failover-timeout`: on a busy machine more often. */
const A_SECOND_VOTE = 60;

/** Seconds until it is so. @throws Error with the logs after `limit` seconds */
async function until(what: string, limit: number, isSo: () => Promise<boolean>): Promise<number> {
  const start = Date.now();
  while (!(await isSo().catch(() => false))) {
    if (Date.now() - start > limit * 1000) throw new Error(`not in ${limit} s: ${what}\n${group.logs()}`);
    await sleep(100);
  }
  return (Date.now() - start) / 1000;
}
const isWhole = async (): Promise<boolean> => {
  const links = await Promise.all([0, 1, 2].map((index) => info(index, 'master_link_status')));
  return (await masterIndex()) >= 0 && links.filter((link) => link === 'up').length === 2;
};
const isServing = async (): Promise<boolean> => (await client('set probe 1')).join() === 'OK';

/** Writes on and on; remembers what was answered and had reached a replica. */
function writer(prefix: string) {
  const kept: string[] = [];
  let going = true;
  let last = Date.now();
  let longest = 0;
  const done = (async () => {
    for (let number = 0; going; number += 1) {
      const key = `${prefix}:${number}`;
      const [set, replicas] = await client(`set ${key} ${number}`, 'wait 1 500');
      if (set === 'OK' && Number(replicas) >= 1) {
        kept.push(key);
        longest = Math.max(longest, Date.now() - last);
        last = Date.now();
      }
      await sleep(10);
    }
  })();
  return {
    kept,
    /** Longest time without a write, in seconds. */
    longest: () => longest / 1000,
    async stop() {
      going = false;
      await done;
      return kept;
    },
  };
}
/** For a while after a change some proxies know of it and some do not: an application asks again. */
async function patient(...commands: string[]): Promise<string[]> {
  let answers: string[] = [];
  await until('an answer', 15, async () => {
    answers = await client(...commands);
    return !/^(Error|Could not connect)/m.test(answers.join('\n'));
  });
  return answers;
}
const missing = async (keys: readonly string[]): Promise<string[]> => {
  const answers = await patient(...keys.map((key) => `exists ${key}`));
  return keys.filter((_, index) => answers[index] !== '1');
};

describe('Redis with failover', () => {
  // One story, told in order.
  test('starts with the first pod as master and two replicas, and every proxy leads to it', async (context) => {
    need(context);
    for (const pod of group.pods) pod.start();
    await until('a master with two replicas', A_SECOND_VOTE, isWhole);
    expect(await roles()).toEqual(['master', 'slave', 'slave']);
    await until('the proxies know', 15, isServing);
    for (const index of [0, 1, 2]) {
      expect(await patient(`set hello:${index} ${index}`, `get hello:${index}`)).toEqual([
        'OK',
        String(index),
      ]);
    }
  });

  test('lets nobody in without a password, and nobody further than they need', async (context) => {
    need(context);
    for (const port of [6379, 6380, 26379]) {
      expect(await ask(ADDRESSES[1], port, undefined, 'ping')).toEqual([expect.stringContaining('NOAUTH')]);
    }
    const refused = expect.stringContaining('NOPERM');
    const admin = ['config get masterauth', 'shutdown', 'replicaof no one', 'acl list', 'client kill id 1'];
    for (const command of admin) expect(await patient(command), command).toEqual([refused]);
    for (const account of ['replication', 'sentinel', 'monitoring']) {
      expect(await ask(ADDRESSES[0], 6379, account, 'get hello:0'), account).toEqual([refused]);
    }
    const strangers = await ask(ADDRESSES[0], 26379, 'my-app', 'ping');
    expect(strangers.join('\n')).toMatch(/WRONGPASS/);
    for (const command of [
      'sentinel failover redis',
      'sentinel remove redis',
      'sentinel masters',
      'shutdown',
    ]) {
      expect(await ask(ADDRESSES[0], 26379, 'monitoring', command), command).toEqual([refused]);
    }
  });

  test('its proxies are ready and serve the metrics that alerts and dashboards name', async (context) => {
    need(context);
    const health = await fetch(`http://${ADDRESSES[2]}:8404/healthz`);
    expect(health.status).toBe(200);
    const page = await (await fetch(`http://${ADDRESSES[2]}:8404/metrics`)).text();
    for (const name of PROXY_EMITS) expect(page).toMatch(new RegExp(`^${name}\\{`, 'm'));
    const active = page.match(/^haproxy_backend_active_servers\{proxy="redis-\d"\} 1$/gm);
    expect(active, 'one master').toEqual(['haproxy_backend_active_servers{proxy="redis-0"} 1']);
  });

  test('when the master dies another takes over, with every write that had reached a replica', async (context) => {
    need(context);
    // Until then all of them count as newly started.
    await until(
      'replicas have run for a while',
      15,
      async () => Number(await info(1, 'uptime_in_seconds')) > 10,
    );
    // They ask the master every ten seconds who follows it.
    const known = () => group.logs().match(/\+slave slave /g)?.length ?? 0;
    await until('each Sentinel knows both replicas', 30, async () => known() >= 6);
    const open = await subscriber(ADDRESSES[1]);
    const writes = writer('killed');
    await until('writes', 15, async () => writes.kept.length > 10);
    await group.pods[0]!.kill(['redis']);
    // As kubelet does, at once: it must not come back as the master it was.
    group.pods[0]!.start(['redis']);
    await until('open connections end', 15, async () => open.closed);
    await until('the same URL takes writes again', A_SECOND_VOTE, isServing);
    await until('three again', A_SECOND_VOTE, isWhole);
    const kept = await writes.stop();
    console.info(`redis-failover: killed, ${writes.longest()} s without writes`);
    // 5 s until it counts as down, a vote, a promotion; measured 6.5 to 8.3 s.
    expect(writes.longest()).toBeLessThan(A_SECOND_VOTE);
    expect(await missing(kept)).toEqual([]);
    expect(await info(0, 'role')).toBe('slave');
  });

  test('when all start again at once the last master is master, with its data', async (context) => {
    need(context);
    const master = await masterIndex();
    expect(master).not.toBe(0);
    expect(await patient('set last words', 'wait 2 1000')).toEqual(['OK', '2']);
    // What the last master alone had is not lost either once it is on its disk, which takes a second.
    await sleep(1200);
    await Promise.all(group.pods.map((pod) => pod.kill()));
    for (const pod of group.pods) pod.start();
    await until('three again', A_SECOND_VOTE, isWhole);
    expect(await masterIndex()).toBe(master);
    await until('the proxies know', 15, isServing);
    expect(await patient('get last')).toEqual(['words']);
  });

  test('a pod that is told to stop hands over first, and no write is lost', async (context) => {
    need(context);
    const master = await masterIndex();
    const writes = writer('stopped');
    await until('writes', 15, async () => writes.kept.length > 10);
    await group.pods[master]!.end();
    await until('the same URL takes writes again', A_SECOND_VOTE, isServing);
    group.pods[master]!.start();
    const kept = await writes.stop();
    console.info(`redis-failover: told to stop, ${writes.longest()} s without writes`);
    expect(writes.longest()).toBeLessThan(10);
    expect(await masterIndex()).not.toBe(master);
    expect(await missing(kept)).toEqual([]);
    await until('three again', A_SECOND_VOTE, isWhole);
    // A replica has nothing to hand over.
    const replica = (await roles()).indexOf('slave');
    const before = await masterIndex();
    await group.pods[replica]!.end(['redis']);
    group.pods[replica]!.start(['redis']);
    await until('three again', A_SECOND_VOTE, isWhole);
    expect(await masterIndex()).toBe(before);
  });

  test('a master that lost its replicas takes no writes', async (context) => {
    need(context);
    const master = await masterIndex();
    const replicas = group.pods.filter((_, index) => index !== master);
    await Promise.all(replicas.map((pod) => pod.kill(['redis'])));
    await until('it notices', 15, async () => (await info(master, 'connected_slaves')) === '0');
    const refused = expect.stringContaining('NOREPLICAS');
    expect(await ask(ADDRESSES[master], 6379, 'my-app', 'set lost 1')).toEqual([refused]);
    expect(await ask(ADDRESSES[master], 6379, 'my-app', 'get last')).toEqual(['words']);
  });

  test('no password is in any log', async (context) => {
    need(context);
    const passwords = ['monitoring', 'replication', 'sentinel', 'my-app'].map((name) =>
      group.secret(`redis-${name}`),
    );
    const logs = group.logs();
    expect(logs).toContain('is DOWN');
    for (const password of passwords) expect(logs.includes(password)).toBe(false);
  });
});

/** A client that only listens: it learns of nothing unless its connection ends. */
async function subscriber(address: string | undefined) {
  const socket = connect(6379, address!);
  const state = { closed: false };
  socket
    .on('error', () => undefined)
    .on('close', () => {
      state.closed = true;
    });
  socket.write(`AUTH my-app ${group.secret('redis-my-app')}\r\nSUBSCRIBE news\r\n`);
  await new Promise((resolve) => socket.once('data', resolve));
  return state;
}
