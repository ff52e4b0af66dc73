// Stands in for Logstash: reads its settings and the ports and outputs of its pipeline, keeps lines on its volume until
// Elasticsearch has taken them. Of the filters it knows what becomes of a line that is no JSON, and no more.
import { createSocket } from 'node:dgram';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer as createHttp } from 'node:http';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';

const { load } = createRequire('/opt/lab/')('js-yaml');
const HOME = '/usr/share/logstash';
const fail = (text) => {
  console.error(`[FATAL] ${text}`);
  process.exit(1);
};
const SETTINGS =
  /^(api\.http\.host|api\.http\.port|pipeline\.(ecs_compatibility|workers|batch\.\w+|buffer\.type)|(dead_letter_)?queue\.\w+|path\.\w+|node\.name|log\.\w+|xpack\.[\w.]+)$/;
const settings = load(readFileSync(join(HOME, 'config/logstash.yml'), 'utf8')) ?? {};
for (const name of Object.keys(settings)) if (!SETTINGS.test(name)) fail(`Setting "${name}" doesn't exist.`);
if (!/-Xmx\d+m/.test(process.env.LS_JAVA_OPTS ?? '')) fail('LS_JAVA_OPTS gives no heap');

const filled = readFileSync(join(HOME, 'pipeline/logstash.conf'), 'utf8')
  .replace(/^\s*#.*$/gm, '')
  .replace(/\$\{(\w+)\}/g, (_all, name) => process.env[name] ?? fail(`Cannot evaluate \`\${${name}}\``));
const input = filled.slice(0, filled.indexOf('\noutput'));
const output = filled.slice(filled.indexOf('\noutput'));
const port = (kind) => Number(new RegExp(`\\b${kind} \\{[^}]*port => (\\d+)`).exec(input)?.[1] ?? 0);
const setting = (name) => new RegExp(`\\b${name} => (?:\\[)?"([^"]*)"`).exec(output)?.[1];
const [host, user, password, index, action] = ['hosts', 'user', 'password', 'index', 'action'].map(setting);
if (!host || !user || !password || !index) fail('the output lacks hosts, user, password or index');

mkdirSync(join(HOME, 'data/queue'), { recursive: true });
writeFileSync(join(HOME, 'logs/logstash-plain.log'), '');
const queueFile = join(HOME, 'data/queue/lines.json');
let queue = existsSync(queueFile) ? JSON.parse(readFileSync(queueFile, 'utf8')) : [];
const counts = { in: 0, out: 0, failures: 0 };

function take(text) {
  counts.in += 1;
  let event = { message: text, tags: ['_jsonparsefailure'] };
  const json = text.startsWith('{') ? text : /^<\d+>[^{]*(\{.*)$/s.exec(text)?.[1];
  try {
    if (json) event = JSON.parse(json);
  } catch {
    // Stays as it came.
  }
  const environment = /add_field => \{ "environment" => "([^"]+)"/.exec(input)?.[1];
  queue.push({ '@timestamp': new Date().toISOString(), ...event, ...(environment ? { environment } : {}) });
  writeFileSync(queueFile, JSON.stringify(queue));
}

async function flush() {
  if (queue.length === 0) return;
  const batch = queue.slice(0, 125);
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '.');
  const _index = index.replace('%{+YYYY.MM.dd}', day);
  const lines = batch.flatMap((event) => [
    JSON.stringify({ [action ?? 'index']: { _index } }),
    JSON.stringify(event),
  ]);
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const headers = { authorization, 'content-type': 'application/x-ndjson' };
  const answer = await fetch(`${host}/_bulk`, { method: 'POST', headers, body: `${lines.join('\n')}\n` });
  const body = await answer.json();
  if (!answer.ok || body.errors)
    throw new Error(`elasticsearch: ${answer.status} ${JSON.stringify(body).slice(0, 200)}`);
  queue = queue.slice(batch.length);
  counts.out += batch.length;
  writeFileSync(queueFile, JSON.stringify(queue));
}

const tcp = port('tcp');
if (tcp) {
  createServer((socket) => {
    let rest = '';
    socket.setEncoding('utf8').on('error', () => undefined);
    socket.on('data', (chunk) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop();
      for (const line of lines.filter(Boolean)) take(line);
    });
  }).listen(tcp);
}
const udp = port('udp');
if (udp)
  createSocket('udp4')
    .on('message', (text) => take(text.toString().trim()))
    .bind(udp);

const stats = () => ({
  status: 'green',
  version: '8.19.20',
  jvm: {
    uptime_in_millis: Math.round(process.uptime() * 1000),
    mem: { heap_used_in_bytes: 1, heap_max_in_bytes: 2 },
  },
  events: { in: counts.in, filtered: counts.in, out: counts.out },
  pipelines: { main: { events: counts, queue: { type: 'persisted', events_count: queue.length } } },
});
createHttp((request, response) => {
  const known = ['/', '/_node/stats'].includes(new URL(request.url, 'http://ls').pathname);
  response
    .writeHead(known ? 200 : 404, { 'content-type': 'application/json' })
    .end(JSON.stringify(known ? stats() : {}));
}).listen(settings['api.http.port'] ?? 9600, settings['api.http.host'] ?? '127.0.0.1');

setInterval(() => {
  flush().catch((error) => {
    counts.failures += 1;
    console.error(`[WARN] ${error.message}`);
  });
}, 1000);
console.log(`[INFO] pipeline started: tcp ${tcp}, udp ${udp} → ${host} ${index}`);
process.on(
  'SIGTERM',
  () =>
    void flush()
      .catch(() => undefined)
      .finally(() => process.exit(143)),
);
