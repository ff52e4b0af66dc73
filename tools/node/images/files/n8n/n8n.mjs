#!/usr/local/bin/node
// Stands in for n8n: the import of credentials into a database as n8n's, its key, its owner, its health and its metrics. It
// runs no workflows: it logs in by each credential itself, and says on a page for tests what became of it.
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { accessSync, constants, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { useAmqp, useMongo } from '/opt/lab/servers.ts';

const { env } = process;
const fail = (text) => {
  console.error(`Error: ${text}`);
  process.exit(1);
};
const home = join(env.N8N_USER_FOLDER ?? env.HOME ?? '/home/node', '.n8n');
const stored = join(home, 'database.sqlite');
const read = (file) => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    return fail(error.message);
  }
};
const secret =
  env.N8N_ENCRYPTION_KEY ?? (env.N8N_ENCRYPTION_KEY_FILE && read(env.N8N_ENCRYPTION_KEY_FILE).trim());
if (!secret) fail('without a key this stand-in would make one, as n8n does, and lose it with its volume');
const key = createHash('sha256').update(secret).digest();
try {
  accessSync(home, constants.W_OK);
  writeFileSync(join(home, 'config'), '{}', { mode: 0o600 });
} catch (error) {
  fail(error.message);
}

/** Of n8n's tables those that somebody looks at from outside; what is written is at first in the log beside it. */
const database = new DatabaseSync(stored, { timeout: 10_000 });
database.exec(`PRAGMA journal_mode = WAL;
  CREATE TABLE IF NOT EXISTS migrations (id INTEGER PRIMARY KEY, name varchar UNIQUE);
  INSERT OR IGNORE INTO migrations (name) VALUES ('InitialMigration1588102412422');
  CREATE TABLE IF NOT EXISTS user (id varchar PRIMARY KEY, email varchar);
  INSERT OR IGNORE INTO user VALUES ('owner', '');
  CREATE TABLE IF NOT EXISTS workflow_entity (id varchar(36) PRIMARY KEY, name varchar, nodes text);
  CREATE TABLE IF NOT EXISTS credentials_entity (id varchar(36) PRIMARY KEY, name varchar, type varchar, data text);`);

const encrypt = (value) => {
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  return Buffer.concat([iv, cipher.update(JSON.stringify(value)), cipher.final()]).toString('base64');
};
const decrypt = (text) => {
  const bytes = Buffer.from(text, 'base64');
  const decipher = createDecipheriv('aes-256-cbc', key, bytes.subarray(0, 16));
  return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(16)), decipher.final()]));
};

/** Type of credential → what it is good for. Source: n8n-nodes-base, dist/credentials. */
const TYPES = {
  mongoDb: {
    fields: ['configurationType', 'connectionString', 'database'],
    use: ({ connectionString }) => useMongo(connectionString),
  },
  rabbitmq: {
    fields: ['hostname', 'port', 'username', 'password', 'vhost', 'ssl', 'passwordless'],
    use: ({ hostname, port, username, password, vhost }) =>
      useAmqp(`amqp://${username}:${password}@${hostname}:${port}/${encodeURIComponent(vhost)}`, {
        exchanges: [],
      }),
  },
};

const [, , command, input] = process.argv;
if (command === 'import:credentials') {
  const list = JSON.parse(
    read(/^--input=(.*)$/.exec(input ?? '')?.[1] ?? fail('An input file needs to be provided')),
  );
  for (const { id, name, type, data } of list) {
    const odd = Object.keys(data).filter((field) => !TYPES[type]?.fields.includes(field));
    if (!id || !name || !TYPES[type] || odd.length > 0) fail(`credential ${name}: ${type} ${odd.join()}`);
  }
  const insert = database.prepare('INSERT OR REPLACE INTO credentials_entity VALUES (?, ?, ?, ?)');
  for (const { id, name, type, data } of list) insert.run(id, name, type, encrypt(data));
  console.log(`Successfully imported ${list.length} credentials.`);
  process.exit(0);
}
if (command !== undefined) fail(`command ${command} not found`);
if (env.N8N_INSTANCE_OWNER_MANAGED_BY_ENV === 'true') {
  if (!/^.+@.+$/.test(env.N8N_INSTANCE_OWNER_EMAIL ?? '')) fail('N8N_INSTANCE_OWNER_EMAIL');
  if (!/^\$2[aby]\$\d\d\$.{53}$/.test(env.N8N_INSTANCE_OWNER_PASSWORD_HASH ?? ''))
    fail('N8N_INSTANCE_OWNER_PASSWORD_HASH is no bcrypt hash');
}
// Its editor's pages.
mkdirSync(join(env.HOME ?? '/home/node', '.cache/n8n/public'), { recursive: true });

const credentials = database.prepare('SELECT * FROM credentials_entity ORDER BY id').all();
const connections = credentials.map(({ name, type, data }) => {
  const connection = { variable: name, target: type, use: () => TYPES[type].use(decrypt(data)) };
  return connection;
});
async function useAll() {
  for (let pause = 1; ; pause = Math.min(10, pause * 2)) {
    const missing = connections.filter(({ done }) => !done);
    if (missing.length === 0) return;
    for (const one of missing) {
      try {
        one.done = await one.use();
        one.failed = undefined;
      } catch (error) {
        one.failed = String(error.message);
      }
      console.log(`${one.variable}: ${one.done ?? one.failed}`);
    }
    await new Promise((resolve) => setTimeout(resolve, pause * 1000));
  }
}
void useAll();

const metrics = () =>
  [
    'n8n_active_workflow_count 0',
    'n8n_nodejs_eventloop_lag_p99_seconds 0.01',
    `n8n_process_resident_memory_bytes ${process.memoryUsage().rss}`,
    'n8n_workflow_execution_duration_seconds_count{status="success"} 0',
    '',
  ].join('\n');
createServer(({ url }, response) => {
  const json = (status, value) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  if (url === '/healthz' || url === '/healthz/readiness') return json(200, { status: 'ok' });
  if (url === '/metrics' && env.N8N_METRICS === 'true')
    return response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(metrics());
  if (url === '/lab/connections') {
    const told = connections.map(({ variable, target, done, failed }) => ({
      variable,
      target,
      done,
      failed,
    }));
    return json(200, {
      healthy: connections.every(({ done }) => done),
      malformed: [],
      variables: Object.keys(env).sort(),
      connections: told,
    });
  }
  return json(404, { message: 'this stand-in has no workflow there' });
}).listen(Number(env.N8N_PORT ?? 5678), () => console.log('n8n ready'));
process.on('SIGTERM', () => process.exit(0));
