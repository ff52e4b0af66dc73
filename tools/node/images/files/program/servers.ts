/** One useful thing with each kind of server, by its usual client. All of them end in ten seconds. */
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { hostname } from 'node:os';
import amqp from 'amqplib';
import { Redis } from 'ioredis';
import { Client as S3Client } from 'minio';
import { MongoClient } from 'mongodb';
import pg from 'pg';
import { traceHeaders } from './tracing.ts';

const PATIENCE = 10_000;

/** `sslmode` means what PostgreSQL's own clients and Prisma take it for: `require` looks at no certificate. */
function asLibpq(text: string): string {
  const url = new URL(text);
  if (url.searchParams.has('sslmode')) url.searchParams.set('uselibpqcompat', 'true');
  return url.toString();
}

export async function withPostgres<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: asLibpq(url),
    connectionTimeoutMillis: PATIENCE,
    query_timeout: PATIENCE,
  });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

export const usePostgres = (url: string): Promise<string> =>
  withPostgres(url, async (client) => {
    await client.query('CREATE TABLE IF NOT EXISTS lab_visits (host text, at timestamptz DEFAULT now())');
    await client.query('INSERT INTO lab_visits (host) VALUES ($1)', [hostname()]);
    const { rows } = await client.query(
      'SELECT count(*)::int AS visits, current_database() AS database, session_user AS "user" FROM lab_visits',
    );
    return JSON.stringify(rows[0]);
  });

/** Asks a server that takes no writes, as a standby does, by an account that could write. */
export const readPostgres = (url: string): Promise<string> =>
  withPostgres(url, async (client) => {
    const { rows } = await client.query(
      'SELECT count(*)::int AS tables, pg_is_in_recovery() AS standby, current_database() AS database FROM pg_tables',
    );
    return JSON.stringify(rows[0]);
  });

export async function withRedis<T>(url: string, work: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(url, { lazyConnect: true, connectTimeout: PATIENCE, maxRetriesPerRequest: 0 });
  // What is thrown below says it already.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    client.disconnect();
  }
}

export const useRedis = (url: string): Promise<string> =>
  withRedis(url, async (client) => {
    const key = `lab:${hostname()}`;
    await client.set(key, 'seen', 'EX', 60);
    return `${key} is ${await client.get(key)}`;
  });

export async function withMongo<T>(url: string, work: (client: MongoClient) => Promise<T>): Promise<T> {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: PATIENCE });
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}

/** @param database in place of what the address names */
export const useMongo = (url: string, database?: string): Promise<string> =>
  withMongo(url, async (client) => {
    const db = client.db(database);
    const visits = db.collection('lab_visits');
    await visits.insertOne({ host: hostname() });
    return `${await visits.countDocuments()} visits in ${db.databaseName}`;
  });

export async function withAmqp<T>(
  url: string,
  work: (channel: amqp.ConfirmChannel) => Promise<T>,
): Promise<T> {
  const connection = await amqp.connect(url, { timeout: PATIENCE });
  // What ends a channel ends what waits for it, too.
  connection.on('error', () => undefined);
  try {
    const channel = await connection.createConfirmChannel();
    channel.on('error', () => undefined);
    const done = await work(channel);
    // Or what it has acknowledged last is lost with the connection.
    await channel.close();
    return done;
  } finally {
    await connection.close().catch(() => undefined);
  }
}

/** @throws Error where none comes: another client may have it for a moment */
async function anyMessage(channel: amqp.ConfirmChannel, queue: string): Promise<amqp.GetMessage> {
  for (const until = Date.now() + PATIENCE; Date.now() < until; ) {
    const message = await channel.get(queue);
    if (message) return message;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(`${queue} gave nothing back`);
}

/**
 * Takes one message out of a queue; all others go back where they were when the connection ends.
 *
 * @returns whether it was there
 */
export async function takeMessage(channel: amqp.ConfirmChannel, queue: string, id: string): Promise<boolean> {
  for (const until = Date.now() + PATIENCE; ; ) {
    const message = await channel.get(queue);
    if (message && message.properties.messageId === id) {
      channel.ack(message);
      return true;
    }
    // Another client may have it for a moment.
    if (!message && Date.now() > until) return false;
    if (!message) await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** What a message says that is nobody's work. */
export const SEEN = 'seen';

/**
 * Finds the exchanges and the queue that it is told of, puts a message into the queue, or into one of its own that ends
 * with the connection, and gets one back. Where work waits already, that is one of it, which stays there: who looked for
 * a message of its own among others' would keep them from each other, and leave it behind when it gives up.
 */
export const useAmqp = (
  url: string,
  { queue, exchanges }: { queue?: string; exchanges: readonly string[] },
): Promise<string> =>
  withAmqp(url, async (channel) => {
    for (const exchange of exchanges) await channel.checkExchange(exchange);
    const {
      queue: name,
      messageCount,
      consumerCount,
    } = queue ? await channel.checkQueue(queue) : await channel.assertQueue('', { exclusive: true });
    if (messageCount === 0) channel.sendToQueue(name, Buffer.from(SEEN), { persistent: true });
    await channel.waitForConfirms();
    if (consumerCount > 0)
      return `${exchanges.length} exchanges are there, and who works off ${name} has a message`;
    const message = await anyMessage(channel, name);
    if (message.content.toString() === SEEN) channel.ack(message);
    else channel.nack(message);
    return `${exchanges.length} exchanges are there, and ${name} gave a message back`;
  });

/** A bucket and who may use it. */
export interface Bucket {
  readonly bucket: string;
  readonly accessKey: string;
  readonly secretKey: string;
  /** Lists what is there, and leaves nothing. @default false */
  readonly isRead?: boolean;
}

/** @param partSize bytes above which an object is uploaded in parts of so many. @default the library's own */
export function s3Client(url: URL, { accessKey, secretKey }: Bucket, partSize?: number): S3Client {
  const useSSL = url.protocol === 'https:';
  const port = Number(url.port || (useSSL ? 443 : 80));
  const endPoint = url.hostname;
  const login = { accessKey, secretKey };
  return new S3Client({
    endPoint,
    port,
    useSSL,
    ...login,
    region: 'us-east-1',
    ...(partSize && { partSize }),
  });
}

export async function useS3(url: URL, given: Bucket): Promise<string> {
  const { bucket } = given;
  const client = s3Client(url, given);
  if (given.isRead) return `${bucket} has ${(await client.listObjectsV2(bucket).toArray()).length} objects`;
  const name = `lab/${hostname()}`;
  await client.putObject(bucket, name, 'seen');
  const { size } = await client.statObject(bucket, name);
  return `${bucket}/${name} has ${size} bytes`;
}

export interface Login {
  readonly username: string;
  readonly password: string;
}

/** Headers by which a server knows who asks. */
export const loginHeaders = ({ username, password }: Login): Record<string, string> => ({
  authorization: `Basic ${btoa(`${username}:${password}`)}`,
});

export async function useHttp(
  url: URL,
  { apiKey, login }: { apiKey?: string; login?: Login } = {},
): Promise<string> {
  const headers: Record<string, string> = {
    ...traceHeaders(),
    ...(apiKey && { 'api-key': apiKey }),
    ...(login && loginHeaders(login)),
  };
  const answer = await fetch(url, { headers, signal: AbortSignal.timeout(PATIENCE), redirect: 'manual' });
  const text = await answer.text();
  // Who asks a server's first page need not find one there; a login that fails, or a server that does, is told.
  if ([401, 403].includes(answer.status) || answer.status >= 500)
    throw new Error(`answered ${answer.status}`);
  // Without its login this server answers 401, so what it says says something of it.
  if (login) return `answered ${answer.status} to ${login.username}`;
  if (text === OLLAMA) return useModel(url);
  // Qdrant shows that page to everybody, so what it says says nothing of the key.
  return text.includes(VECTORS) ? useVectors(url, headers) : `answered ${answer.status}`;
}

/** Ollama's first page. */
const OLLAMA = 'Ollama is running';

/** Asks each model that is loaded something, and hears its answer as it comes. */
async function useModel(url: URL): Promise<string> {
  const loaded = await fetch(new URL('/api/ps', url), { signal: AbortSignal.timeout(PATIENCE) });
  const [model] = ((await loaded.json()) as { models: { name: string }[] }).models;
  if (!model) throw new Error('no model is loaded');
  const answer = await fetch(new URL('/api/generate', url), {
    method: 'POST',
    body: JSON.stringify({ model: model.name, prompt: 'Who is there?' }),
    signal: AbortSignal.timeout(PATIENCE),
  });
  const lines = (await answer.text()).trim().split('\n');
  const isDone = answer.ok && JSON.parse(lines.at(-1) ?? '{}').done === true;
  if (!isDone) throw new Error(`${model.name} answered ${answer.status} ${lines.at(-1)}`);
  return `${model.name} answered in ${lines.length} parts`;
}

/** Qdrant's first page says so. */
const VECTORS = '"qdrant';
export const isVectors = async (url: URL): Promise<boolean> =>
  (await (await fetch(url, { signal: AbortSignal.timeout(PATIENCE), redirect: 'manual' })).text()).includes(
    VECTORS,
  );

/** Asks a server that speaks JSON. @throws Error for any other answer than a good one, or that it is there already */
export const jsonClient =
  (url: URL, headers: Record<string, string>) => async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(new URL(path, url), {
      method,
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE),
    });
    const text = await answer.text();
    if (!answer.ok && answer.status !== 409) throw new Error(`${path} answered ${answer.status} ${text}`);
    return JSON.parse(text);
  };

async function useVectors(url: URL, headers: Record<string, string>): Promise<string> {
  const ask = jsonClient(url, headers);
  const collection = '/collections/lab';
  await ask('PUT', collection, { vectors: { size: 3, distance: 'Cosine' } });
  const points = [
    { id: 1, vector: [1, 0, 0] },
    { id: 2, vector: [0, 1, 0] },
  ];
  await ask('PUT', `${collection}/points?wait=true`, { points });
  const { result } = await ask('POST', `${collection}/points/search`, { vector: [0.1, 0.9, 0], limit: 1 });
  if (String(result[0]?.id) !== '2') throw new Error(`the nearest is ${JSON.stringify(result)}`);
  return 'the nearest of two vectors was found';
}

/** One line by TCP and one by UDP: whoever takes logs here takes both. */
export async function useLogs(host: string, port: number): Promise<string> {
  const line = (by: string) =>
    JSON.stringify({ message: `lab seen by ${by}`, host: hostname(), level: 'info' });
  await new Promise<void>((resolve, reject) => {
    const socket = connect({ host, port, timeout: PATIENCE }, () =>
      socket.end(`${line('tcp')}\n`, () => resolve()),
    );
    socket.on('timeout', () => socket.destroy(new Error(`${host}:${port} does not answer`)));
    socket.on('error', reject);
  });
  const datagram = createSocket('udp4');
  await new Promise<void>((resolve, reject) => {
    datagram.send(line('udp'), port, host, (error) => (error ? reject(error) : resolve()));
  }).finally(() => datagram.close());
  return 'two lines were sent';
}
