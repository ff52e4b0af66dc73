/** What a client leaves with a server for good, and whether it is still there later. */
import {
  type Bucket,
  isVectors,
  jsonClient,
  type Login,
  loginHeaders,
  s3Client,
  takeMessage,
  withAmqp,
  withMongo,
  withPostgres,
  withRedis,
} from './servers.ts';

/** Something of a value's name in a server. */
export interface Keeping {
  /** @returns false where this server keeps nothing for its clients */
  keep(value: string): Promise<unknown>;
  /** Whether it is there. */
  has(value: string): Promise<boolean>;
}

export const inPostgres = (url: string): Keeping => ({
  keep: (value) =>
    withPostgres(url, async (client) => {
      await client.query('CREATE TABLE IF NOT EXISTS lab_kept (value text)');
      await client.query('INSERT INTO lab_kept VALUES ($1)', [value]);
    }),
  has: (value) =>
    withPostgres(url, async (client) => {
      const { rowCount } = await client.query('SELECT 1 FROM lab_kept WHERE value = $1', [value]);
      return (rowCount ?? 0) > 0;
    }),
});

export const inRedis = (url: string): Keeping => ({
  keep: (value) => withRedis(url, (client) => client.set(`lab:kept:${value}`, value)),
  has: (value) => withRedis(url, async (client) => (await client.get(`lab:kept:${value}`)) === value),
});

export const inMongo = (url: string, database?: string): Keeping => ({
  keep: (value) =>
    withMongo(url, (client) => client.db(database).collection('lab_kept').insertOne({ value })),
  has: (value) =>
    withMongo(
      url,
      async (client) => (await client.db(database).collection('lab_kept').findOne({ value })) !== null,
    ),
});

/** A message in the client's own queue. To see it is to take it. */
export const inQueue = (url: string, queue: string): Keeping => ({
  keep: (value) =>
    withAmqp(url, async (channel) => {
      channel.sendToQueue(queue, Buffer.from(value), { persistent: true, messageId: value });
      await channel.waitForConfirms();
    }),
  has: (value) => withAmqp(url, (channel) => takeMessage(channel, queue, value)),
});

export const inBucket = (url: URL, given: Bucket): Keeping => ({
  keep: (value) => s3Client(url, given).putObject(given.bucket, `lab/kept/${value}`, value),
  async has(value) {
    const parts: Buffer[] = [];
    for await (const part of await s3Client(url, given).getObject(given.bucket, `lab/kept/${value}`))
      parts.push(part);
    return Buffer.concat(parts).toString() === value;
  },
});

/** A collection of Qdrant's. */
export const inVectors = (url: URL, headers: Record<string, string>): Keeping => {
  const ask = jsonClient(url, headers);
  return {
    keep: async (value) =>
      (await isVectors(url)) &&
      ask('PUT', `/collections/${value}`, { vectors: { size: 3, distance: 'Cosine' } }),
    has: async (value) => Boolean((await ask('GET', `/collections/${value}`)).result),
  };
};

/** A document of an index that the client may add to and read. */
export const inIndex = (url: URL, index: string, login: Login): Keeping => {
  const ask = jsonClient(url, loginHeaders(login));
  return {
    keep: (value) => ask('PUT', `/${index}/_create/${value}`, { value }),
    has: async (value) => (await ask('GET', `/${index}/_search?q=${value}`)).hits.total.value > 0,
  };
};
