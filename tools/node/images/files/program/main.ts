/**
 * Plays a product's own program on the lab's nodes. It reads the variables it is given, uses every server that they
 * lead to, and is healthy once all of that has worked, and not before: a real program would end or be of no use.
 *
 * The image says with LAB_HEALTH which pages tell of it, with LAB_METRICS where its metrics are and with LAB_KIND in whose
 * words, with LAB_LOG_FILE that it writes its log to a file, with LAB_QUEUES which of BullMQ's queues its code knows, with
 * LAB_BUCKETS which variables name buckets that it writes to, with LAB_READS which name buckets and databases that it only
 * reads, with LAB_INDEX the index of Elasticsearch that it adds to, with LAB_EMITS what it counts itself, with LAB_VERIFY
 * the page on which it lets others' requests in; everything else of it stands in the manifests.
 */
import { appendFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Worker } from 'node:worker_threads';
import { answerAsked, takeSockets } from './asked.ts';
import { pace } from './bulk.ts';
import { type Connection, readVariables } from './connections.ts';
import { countAnswer, measures } from './measures.ts';
import { asClient, asServer } from './tracing.ts';

const {
  LAB_HEALTH = '/health',
  LAB_METRICS = '/metrics',
  LAB_LOG_FILE,
  LAB_EMITS,
  LAB_KIND,
  LAB_VERIFY,
  METRICS_PORT,
  // Who answers nothing but scrapes is told of no other port.
  PORT = METRICS_PORT ?? '3000',
  ...given
} = process.env as Record<string, string>;
/** Kubelet tells every container where the API server is, and npm tells scripts of itself: no manifest says so. */
const env = Object.fromEntries(Object.entries(given).filter(([name]) => !/^(KUBERNETES_|npm_)/.test(name)));
const { connections, malformed } = readVariables(env);
const done = new Map<string, string>();
const failed = new Map<string, string>();
const log = (fields: object) => {
  const line = JSON.stringify({ time: new Date().toISOString(), ...fields });
  if (LAB_LOG_FILE) appendFileSync(LAB_LOG_FILE, `${line}\n`);
  else console.log(line);
};

async function attempt({ variable, target, use }: Connection): Promise<void> {
  try {
    done.set(variable, await asClient(variable, { 'server.address': target }, use));
    failed.delete(variable);
    log({ level: 'info', message: `${variable}: ${target}: ${done.get(variable)}` });
  } catch (error) {
    failed.set(variable, String((error as Error).message || error));
    log({ level: 'error', message: `${variable}: ${target}: ${failed.get(variable)}` });
  }
}

/** Until each has worked once. Servers that start later are waited for, as by a program that was written well. */
async function useAll(): Promise<void> {
  for (const text of malformed) log({ level: 'fatal', message: text });
  for (let pause = 1; ; pause = Math.min(10, pause * 2)) {
    const missing = connections.filter(({ variable }) => !done.has(variable));
    if (missing.length === 0) return;
    await Promise.all(missing.map(attempt));
    await new Promise((resolve) => setTimeout(resolve, pause * 1000));
  }
}

const isHealthy = () => malformed.length === 0 && connections.every(({ variable }) => done.has(variable));
const report = () => ({
  healthy: isHealthy(),
  malformed,
  variables: Object.keys(env).sort(),
  connections: connections.map(({ variable, target, bulk }) => ({
    variable,
    target,
    fills: bulk !== undefined,
    done: done.get(variable),
    failed: failed.get(variable),
  })),
});
/** Leaves something with every server that keeps it, or looks whether it is there. */
async function keep(page: 'keep' | 'kept', value: string) {
  const results = connections.map(async ({ variable, target, keeping }) => {
    if (!keeping) return [];
    try {
      const there = await (page === 'keep' ? keeping.keep(value) : keeping.has(value));
      return [{ variable, target, done: there !== false }];
    } catch (error) {
      return [{ variable, target, done: false, failed: String((error as Error).message || error) }];
    }
  });
  return (await Promise.all(results)).flat();
}
/** Leaves much with one server and sums it up, sums it up alone, or asks that server for so many seconds. */
async function one(page: string, named: string, seconds: number) {
  const { use, bulk } = connections.find(({ variable }) => variable === named)!;
  try {
    if (page === 'pace') return await pace(use, seconds);
    if (page === 'fill') await bulk!.fill();
    return { sum: await bulk!.sum() };
  } catch (error) {
    return { failed: String((error as Error).message || error) };
  }
}
const worked: Record<string, number> = {};
const workers: Promise<() => Promise<unknown>>[] = [];
const workDone = (name: string) => {
  worked[name] = (worked[name] ?? 0) + 1;
};
/** Puts jobs into a queue, where this program knows it. @returns how many */
async function put(name: string, count: number): Promise<number> {
  const known = connections.find(({ queues }) => queues?.names.includes(name));
  await known?.queues?.put(name, count);
  return known ? count : 0;
}
/** Works off its queues from now on. @returns how many jobs of each it has done since */
async function work() {
  if (workers.length === 0)
    workers.push(...connections.flatMap(({ queues }) => queues?.work(workDone) ?? []));
  await Promise.all(workers);
  return worked;
}
/** Works no more: what it has begun it finishes. */
async function rest() {
  await Promise.allSettled(workers.splice(0).map(async (end) => (await end)()));
  return {};
}

/** Takes memory until the kernel gives no more. */
function eat(): void {
  const taken: Buffer[] = [];
  setInterval(() => taken.push(Buffer.alloc(16 * 1024 * 1024, 1)), 20);
}
let busyUntil = 0;
/** Keeps a processor busy, beside what it does; who is busy already is not asked for more. */
function burn(seconds: number): number {
  if (Date.now() > busyUntil) {
    busyUntil = Date.now() + seconds * 1000;
    new Worker(`while (Date.now() < ${busyUntil});`, { eval: true });
  }
  return seconds;
}
const metrics = () =>
  [
    ...measures(LAB_KIND, LAB_EMITS?.split(',') ?? []),
    '# TYPE lab_connection_done gauge',
    ...connections.map(line),
    `lab_healthy ${Number(isHealthy())}`,
    '',
  ].join('\n');
const line = ({ variable }: Connection) =>
  `lab_connection_done{variable="${variable}"} ${Number(done.has(variable))}`;

const healthPages = LAB_HEALTH.split(',');
const answerAll = async (request: IncomingMessage, response: ServerResponse) => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const started = Date.now();
  response.once('close', () => countAnswer((Date.now() - started) / 1000));
  const answer = (status: number, body: string, type = 'application/json') =>
    response.writeHead(status, { 'content-type': type }).end(body);
  if (healthPages.includes(pathname)) {
    return answer(isHealthy() ? 200 : 503, JSON.stringify({ status: isHealthy() ? 'ok' : 'error' }));
  }
  if (pathname === LAB_METRICS) return answer(200, metrics(), 'text/plain; version=0.0.4');
  if (pathname === '/lab/connections') return answer(200, JSON.stringify(report(), null, 2));
  const [, page, value] = /^\/lab\/(keep|kept)\/([\w-]+)$/.exec(pathname) ?? [];
  if (value) return answer(200, JSON.stringify(await keep(page as 'keep' | 'kept', value)));
  const [, whole, variable, seconds] = /^\/lab\/(fill|sum|pace)\/(\w+)\/(\d+)$/.exec(pathname) ?? [];
  if (whole) return answer(200, JSON.stringify(await one(whole, variable!, Number(seconds))));
  const [, queue, count] = /^\/lab\/put\/([\w.-]+)\/(\d+)$/.exec(pathname) ?? [];
  if (queue) return answer(200, JSON.stringify(await put(queue, Number(count))));
  if (pathname === '/lab/work') return answer(200, JSON.stringify(await work()));
  if (pathname === '/lab/rest') return answer(200, JSON.stringify(await rest()));
  const [, busy] = /^\/lab\/burn\/(\d+)$/.exec(pathname) ?? [];
  if (busy) return answer(200, JSON.stringify(burn(Number(busy))));
  if (pathname === '/lab/eat') return eat();
  // Whoever brings a token is somebody: which of them are good is not what is shown here.
  if (pathname === LAB_VERIFY) {
    const isSomebody = request.headers.authorization?.startsWith('Bearer ');
    return response.writeHead(isSomebody ? 200 : 401, isSomebody ? { 'x-user': 'lab' } : {}).end();
  }
  if (/\/lab\/use$/.test(pathname)) {
    await Promise.all(connections.map(attempt));
    return answer(failed.size > 0 ? 500 : 200, JSON.stringify(report(), null, 2));
  }
  if (!answerAsked(pathname, request, response)) answer(404, '{"error":"not found"}');
};
const server = createServer(asServer(answerAll));

const ports = [...new Set([PORT, METRICS_PORT].filter(Boolean))];
for (const port of ports.slice(1))
  createServer((...asked) => void server.emit('request', ...asked)).listen(Number(port));
takeSockets(server);
server.listen(Number(ports[0]), () => log({ level: 'info', message: `listening on ${ports.join(' and ')}` }));
process.once('SIGTERM', async () => {
  await rest();
  server.close(() => process.exit(0));
  server.closeIdleConnections();
});
void useAll();
