/** One useful thing with each kind of server, by its usual client. All of them end in ten seconds. */
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { hostname } from 'node:os';
import amqp from 'amqplib';
import { Redis } from 'ioredis';
import { Client as S3Client } from 'minio';
import { MongoClient } from 'mongodb';
import pg from 'pg';

const PATIENCE = 10_000;

export async function usePostgres(url: string): Promise<string> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: PATIENCE,
    query_timeout: PATIENCE,
  });
  await client.connect();
  try {
    await client.query('CREATE TABLE IF NOT EXISTS lab_visits (host text, at timestamptz DEFAULT now())');
    await client.query('INSERT INTO lab_visits (host) VALUES ($1)', [hostname()]);
    const { rows } = await client.query(
      'SELECT count(*)::int AS visits, current_database() AS database, session_user AS "user" FROM lab_visits',
    );
    return JSON.stringify(rows[0]);
  } finally {
    await client.end();
  }
}

export async function useRedis(url: string): Promise<string> {
  const client = new Redis(url, { lazyConnect: true, connectTimeout: PATIENCE, maxRetriesPerRequest: 0 });
  // What is thrown below says it already.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const key = `lab:${hostname()}`;
    await client.set(key, 'seen', 'EX', 60);
    return `${key} is ${await client.get(key)}`;
  } finally {
    client.disconnect();
  }
}

export async function useMongo(url: string): Promise<string> {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: PATIENCE });
  try {
    const visits = client.db().collection('lab_visits');
    await visits.insertOne({ host: hostname() });
    return `${await visits.countDocuments()} visits in ${client.db().databaseName}`;
  } finally {
    await client.close();
  }
}

/**
 * Finds the exchanges and the queue that it is told of, puts a message into the queue, or into one of its own that ends
 * with the connection, and gets it back.
 */
export async function useAmqp(
  url: string,
  { queue, exchanges }: { queue?: string; exchanges: readonly string[] },
): Promise<string> {
  const connection = await amqp.connect(url, { timeout: PATIENCE });
  // What ends a channel ends what waits for it, too.
  connection.on('error', () => undefined);
  try {
    const channel = await connection.createConfirmChannel();
    channel.on('error', () => undefined);
    for (const exchange of exchanges) await channel.checkExchange(exchange);
    const { queue: name } = queue
      ? await channel.checkQueue(queue)
      : await channel.assertQueue('', { exclusive: true });
    channel.sendToQueue(name, Buffer.from('seen'), { persistent: true });
    await channel.waitForConfirms();
    const message = await channel.get(name, { noAck: true });
    if (!message) throw new Error(`${name} gave nothing back`);
    return `${exchanges.length} exchanges are there, and ${name} gave a message back`;
  } finally {
    await connection.close().catch(() => undefined);
  }
}

export async function useS3(
  url: URL,
  { bucket, accessKey, secretKey }: { bucket: string; accessKey: string; secretKey: string },
): Promise<string> {
  const useSSL = url.protocol === 'https:';
  const port = Number(url.port || (useSSL ? 443 : 80));
  const client = new S3Client({
    endPoint: url.hostname,
    port,
    useSSL,
    accessKey,
    secretKey,
    region: 'us-east-1',
  });
  const name = `lab/${hostname()}`;
  await client.putObject(bucket, name, 'seen');
  const { size } = await client.statObject(bucket, name);
  return `${bucket}/${name} has ${size} bytes`;
}

export async function useHttp(
  url: URL,
  { apiKey, login }: { apiKey?: string; login?: { username: string; password: string } } = {},
): Promise<string> {
  const headers: Record<string, string> = apiKey ? { 'api-key': apiKey } : {};
  if (login) headers.authorization = `Basic ${btoa(`${login.username}:${login.password}`)}`;
  const answer = await fetch(url, { headers, signal: AbortSignal.timeout(PATIENCE), redirect: 'manual' });
  const text = await answer.text();
  // Who asks a server's first page need not find one there; a login that fails, or a server that does, is told.
  if ([401, 403].includes(answer.status) || answer.status >= 500)
    throw new Error(`answered ${answer.status}`);
  // Without its login this server answers 401, so what it says says something of it.
  if (login) return `answered ${answer.status} to ${login.username}`;
  // Qdrant shows that page to everybody, so what it says says nothing of the key.
  return text.includes('"qdrant') ? useVectors(url, headers) : `answered ${answer.status}`;
}

async function useVectors(url: URL, headers: Record<string, string>): Promise<string> {
  const ask = async (method: string, path: string, body: unknown) => {
    const answer = await fetch(new URL(path, url), {
      method,
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE),
    });
    const text = await answer.text();
    // Another pod may have made the collection.
    if (!answer.ok && answer.status !== 409) throw new Error(`${path} answered ${answer.status} ${text}`);
    return JSON.parse(text);
  };
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
