/** Work that waits in queues: BullMQ's in Redis, and one of RabbitMQ's. It is worked off from when somebody says so. */
import amqp from 'amqplib';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { SEEN, withAmqp } from './servers.ts';

/** Milliseconds that a job takes, and how many are worked on at a time. */
const JOB = 1000;
const AT_ONCE = 2;

export interface Queues {
  readonly names: readonly string[];
  /** Puts so many jobs into one of them. */
  put(name: string, count: number): Promise<unknown>;
  /** Works off all of them; `onDone` hears of each job that is done. @returns what ends it when those in work are done */
  work(onDone: (name: string) => void): Promise<() => Promise<unknown>>;
}

const job = () => new Promise((resolve) => setTimeout(resolve, JOB));

/** Every other job has a priority, which BullMQ keeps apart. */
export const inBullmq = (url: string, names: readonly string[]): Queues => ({
  names,
  async put(name, count) {
    const connection = new Redis(url, { maxRetriesPerRequest: null });
    const queue = new Queue(name, { connection });
    try {
      const jobs = Array.from({ length: count }, (_, index) => ({
        name: 'lab',
        data: {},
        opts: { removeOnComplete: true, ...(index % 2 ? { priority: 1 } : {}) },
      }));
      await queue.addBulk(jobs);
    } finally {
      await queue.close();
      connection.disconnect();
    }
  },
  async work(onDone) {
    const workers = names.map((name) => {
      const connection = new Redis(url, { maxRetriesPerRequest: null });
      const worker = new Worker(name, job, { connection, concurrency: AT_ONCE });
      worker.on('completed', () => onDone(name));
      worker.on('error', () => undefined);
      return worker;
    });
    return () => Promise.all(workers.map((worker) => worker.close()));
  },
});

export const inRabbitmq = (url: string, name: string): Queues => ({
  names: [name],
  put: (_, count) =>
    withAmqp(url, async (channel) => {
      for (let sent = 0; sent < count; sent++)
        channel.sendToQueue(name, Buffer.from('lab'), { persistent: true });
      await channel.waitForConfirms();
    }),
  async work(onDone) {
    const connection = await amqp.connect(url);
    connection.on('error', () => undefined);
    const channel = await connection.createChannel();
    await channel.prefetch(AT_ONCE);
    const open = new Set<Promise<unknown>>();
    const begin = async (message: amqp.Message) => {
      const isWork = message.content.toString() !== SEEN;
      if (isWork) await job();
      channel.ack(message);
      if (isWork) onDone(name);
    };
    const { consumerTag } = await channel.consume(name, (message) => {
      if (!message) return;
      const begun = begin(message).finally(() => open.delete(begun));
      open.add(begun);
    });
    return async () => {
      await channel.cancel(consumerTag);
      await Promise.all(open);
      await connection.close();
    };
  },
});
