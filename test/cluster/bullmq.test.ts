/**
 * BullMQ, from npm, against the real Redis with the configuration and accounts of our YAML; and how KEDA, by the same
 * YAML, finds out how much waits. Debian's is Redis 7.0.
 */
import { Queue, QueueEvents, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, type TestContext, test } from 'vitest';
import { redis } from '../../catalogue/redis';
import { synthesize } from '../../charts/synth';
import { withContainerFiles } from '../../tools/lab/container-files';
import { sleep, which } from '../../tools/lab/exec';
import { parse } from '../../tools/lab/manifests';
import { type RunningRedis, startRedis } from '../../tools/lab/redis';
import { APP, plan } from '../catalogue/fixture';
import { needInstalled } from './lab';

const KEDA = { namespace: 'keda', podLabels: { app: 'keda-operator' } };
const store = redis({
  maxMemory: '64Mi',
  eviction: 'noeviction',
  volume: '1Gi',
  snapshots: [{ seconds: 60, changes: 1000 }],
});
const worker = {
  ...APP,
  scaling: { on: 'queue', server: 'redis', queues: { mail: 5, 'web-search': 20 }, max: 3 },
} as const;
const flows = ['web', 'worker'].map((from) => ({ from, to: 'redis', env: { REDIS_URL: 'uri' } }));
const planned = plan(
  { redis: store, web: { ...APP, scaling: undefined }, worker },
  { flows, phase: 3, cluster: { keda: KEDA } },
);
const objects = [...synthesize(planned).values()].flatMap(parse);

let server: RunningRedis | undefined;
let whole: Promise<void>;
let end: () => void = () => {};
const closing: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  const program = which('redis-server');
  if (!program) return;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  await new Promise<void>((ready, failed) => {
    whole = withContainerFiles(
      { name: 'bullmq', namespace: planned.namespace, objects } as never,
      async (all) => {
        const files = all.find(({ container }) => container === 'redis')!;
        server = startRedis(program, files.path('/etc/redis/redis.conf'), files);
        ready();
        await ended;
      },
    );
    whole.catch(failed);
  });
});
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close().catch(() => {})));
  if (!server) return;
  const all = connection('web');
  await all.flushall().catch(() => {});
  all.disconnect();
});
afterAll(async () => {
  await server?.stop();
  end();
  await whole;
});

const need = (context: TestContext): string => needInstalled(context, 'redis-server', 'redis-server');

/** What a client's own account says to it. */
const login = (account: string) => ({
  path: server!.socket,
  username: account,
  password: server!.accounts[account]!,
  maxRetriesPerRequest: null,
});
const connection = (account: string): Redis => new Redis(login(account));

function queue(name: string): Queue {
  const made = new Queue(name, { connection: login('web') });
  closing.push(() => made.close());
  return made;
}
function works(
  name: string,
  job: (data: unknown, attempt: number) => Promise<unknown>,
  options = {},
): Worker {
  const made = new Worker(name, ({ data, attemptsMade }) => job(data, attemptsMade), {
    connection: login('worker'),
    ...options,
  });
  made.on('error', () => {});
  closing.push(() => made.close(true));
  return made;
}
async function finished(name: string): Promise<QueueEvents> {
  const events = new QueueEvents(name, { connection: login('web') });
  closing.push(() => events.close());
  await events.waitUntilReady();
  return events;
}
async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 150; tries++) {
    if (await isSo()) return;
    await sleep(100);
  }
  throw new Error('not within 15 s');
}

interface Scaled {
  advanced: { scalingModifiers: { formula: string; target: string } };
  triggers: { name: string; type: string; metadata: Record<string, string> }[];
}
const scaled = objects.find(({ kind }) => kind === 'ScaledObject')!.spec as Scaled;

/** Pods that KEDA would ask for: its question, by the worker's account, and its formula. */
async function podsAskedFor(): Promise<number> {
  const asked = connection('worker');
  const found: Record<string, number> = {};
  for (const { name, metadata } of scaled.triggers) {
    // As KEDA does: which command counts depends on what stands at the key.
    const count = `local kind = redis.call('type', KEYS[1]).ok
      return redis.call(kind == 'zset' and 'zcard' or 'llen', KEYS[1])`;
    found[name] = Number(await asked.eval(count, 1, metadata.listName!));
  }
  asked.disconnect();
  const { formula, target } = scaled.advanced.scalingModifiers;
  const value = new Function(...Object.keys(found), `return ${formula}`)(...Object.values(found)) as number;
  return Math.ceil(value / Number(target));
}

describe('BullMQ on our Redis', () => {
  test('a job is worked off, and once more when it fails', async (context) => {
    need(context);
    const events = await finished('mail');
    works('mail', async (data, attempt) => {
      if (attempt === 0) throw new Error('not yet');
      return data;
    });
    const job = await queue('mail').add('send', { to: 'somebody' }, { attempts: 2, backoff: 50 });
    expect(await job.waitUntilFinished(events, 10_000)).toEqual({ to: 'somebody' });
    expect((await queue('mail').getJob(job.id!))?.attemptsMade).toBe(2);
  });

  test('what a pod that died had begun is done by another', async (context) => {
    need(context);
    const events = await finished('mail');
    const dead = works('mail', () => new Promise(() => {}), { lockDuration: 1000, stalledInterval: 500 });
    const job = await queue('mail').add('send', {});
    await until(() => job.isActive());
    await dead.close(true);
    works('mail', async () => 'done', { lockDuration: 1000, stalledInterval: 500 });
    expect(await job.waitUntilFinished(events, 15_000)).toBe('done');
  });

  test('what is delayed and what is repeated comes in its time', async (context) => {
    need(context);
    const times: number[] = [];
    works('web-search', async () => times.push(Date.now()));
    const searches = queue('web-search');
    const start = Date.now();
    await searches.add('later', {}, { delay: 500 });
    await until(async () => times.length === 1);
    expect(times[0]! - start).toBeGreaterThanOrEqual(500);
    await searches.upsertJobScheduler('every', { every: 200, limit: 3 });
    await until(async () => times.length >= 3);
  });

  test('a dashboard sees the workers of a queue and how much is in which state', async (context) => {
    need(context);
    works('mail', async () => {});
    const mail = queue('mail');
    await until(async () => (await mail.getWorkers()).length === 1);
    expect(await mail.getJobCounts('waiting', 'active')).toMatchObject({ waiting: 0, active: 0 });
    expect(await mail.exportPrometheusMetrics()).toContain(
      'bullmq_job_count{queue="mail", state="waiting"} 0',
    );
  });

  test('a client manages no server', async (context) => {
    need(context);
    const client = connection('worker');
    closing.push(async () => client.disconnect());
    await expect(client.config('SET', 'maxmemory', '0')).rejects.toThrow('NOPERM');
    await expect(client.client('KILL', 'TYPE', 'normal')).rejects.toThrow('NOPERM');
    await expect(client.acl('LIST')).rejects.toThrow('NOPERM');
    const nobody = new Redis({ path: server!.socket, enableReadyCheck: false });
    closing.push(async () => nobody.disconnect());
    await expect(nobody.get('a')).rejects.toThrow('NOAUTH');
  });

  test('KEDA counts what waits in all queues, by priority too, and nothing that is worked on or delayed', async (context) => {
    need(context);
    const [mail, searches] = [queue('mail'), queue('web-search')];
    expect(await podsAskedFor()).toBe(0);
    await mail.addBulk(Array.from({ length: 6 }, () => ({ name: 'send', data: {} })));
    expect(await podsAskedFor()).toBe(2);
    await mail.addBulk(
      Array.from({ length: 4 }, () => ({ name: 'urgent', data: {}, opts: { priority: 1 } })),
    );
    await mail.add('later', {}, { delay: 60_000 });
    expect(await podsAskedFor()).toBe(2);
    await searches.addBulk(Array.from({ length: 20 }, () => ({ name: 'search', data: {} })));
    expect(await podsAskedFor()).toBe(3);
    works('mail', () => new Promise(() => {}), { concurrency: 10 });
    await until(async () => (await mail.getActiveCount()) === 10);
    expect(await podsAskedFor()).toBe(1);
  });

  test('a job is still there after the power was cut', async (context) => {
    need(context);
    const job = await queue('mail').add('send', { to: 'somebody' });
    // The log of changes is on disk after a second.
    await sleep(1500);
    await server!.cutPower();
    expect(await queue('mail').getJob(job.id!)).toBeDefined();
    expect(await podsAskedFor()).toBe(1);
  });

  test('when it is full a new job is refused, and no old one is lost', async (context) => {
    need(context);
    const mail = queue('mail');
    const job = await mail.add('send', {});
    const filler = connection('web');
    closing.push(async () => filler.disconnect());
    const fill = async () => {
      for (let index = 0; ; index++) await filler.set(`cache:${index}`, Buffer.alloc(1024 * 1024), 'EX', 600);
    };
    await expect(fill()).rejects.toThrow('OOM');
    // Requests and answers on their way count too, so some room comes and goes; it is less than what these need.
    const taken = [job.id!];
    const enqueue = async () => {
      for (let index = 0; index < 100; index++)
        taken.push((await mail.add('send', { text: 'x'.repeat(100 * 1024) })).id!);
    };
    await expect(enqueue()).rejects.toThrow('OOM');
    for (const id of taken) expect(await mail.getJob(id)).toBeDefined();
  });
});
