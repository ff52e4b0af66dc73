#!/usr/local/bin/node
// Stands in for Grafana, whose server is in no package registry: its settings, what is provisioned by files, the
// administrator's login, and questions to data sources by way of it. It has no pages and draws nothing.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const { load } = createRequire('/opt/lab/')('js-yaml');
const fail = (text) => {
  console.error(`Error: ${text}`);
  process.exit(1);
};
const { env } = process;

// Sections of the documentation, so that a slip in a name is told; the real one would pass over it.
const SECTIONS =
  /^GF_(ANALYTICS|AUTH_ANONYMOUS|AUTH_BASIC|LOG|NEWS|PATHS|PLUGINS|SECURITY|SERVER|SNAPSHOTS|USERS)_[A-Z_]+$/;
for (const name of Object.keys(env))
  if (name.startsWith('GF_') && !SECTIONS.test(name)) fail(`${name} is of no known section`);
const provisioning = env.GF_PATHS_PROVISIONING ?? '/etc/grafana/provisioning';
const data = env.GF_PATHS_DATA ?? '/var/lib/grafana';
const password = env.GF_SECURITY_ADMIN_PASSWORD ?? 'admin';
// Its database, and folders that it makes at each start.
try {
  writeFileSync(join(data, 'grafana.db'), 'stand-in');
  for (const folder of ['plugins', 'csv', 'pdf', 'png']) mkdirSync(join(data, folder), { recursive: true });
  if (!(env.GF_LOG_MODE ?? 'console file').split(/[ ,]+/).every((mode) => mode === 'console'))
    writeFileSync(join(env.GF_PATHS_LOGS ?? '/var/log/grafana', 'grafana.log'), '');
} catch (error) {
  fail(`✗ ${error.message}`);
}

const files = (kind) => {
  const folder = join(provisioning, kind);
  try {
    return readdirSync(folder)
      .filter((file) => /\.ya?ml$/.test(file))
      .map((file) => load(readFileSync(join(folder, file), 'utf8')));
  } catch {
    return [];
  }
};
/** What it asks of a data source to know that it is well. */
const WELL = {
  elasticsearch: ['GET', '/_cluster/health'],
  jaeger: ['GET', '/api/services'],
  loki: ['GET', `/loki/api/v1/query?query=${encodeURIComponent('vector(1)+vector(1)')}`],
  prometheus: ['POST', '/api/v1/query', 'query=1%2B1'],
};
const sources = new Map();
for (const { apiVersion, datasources } of files('datasources')) {
  if (apiVersion !== 1) fail('data sources: apiVersion must be 1');
  for (const source of datasources) {
    if (!source.name || !source.uid || !(source.type in WELL) || source.access !== 'proxy')
      fail(`data source ${JSON.stringify(source)}`);
    if (sources.has(source.uid)) fail(`two data sources have the uid ${source.uid}`);
    sources.set(source.uid, source);
  }
}
if ([...sources.values()].filter(({ isDefault }) => isDefault).length !== 1)
  fail('not one default data source');
const dashboards = [];
for (const { apiVersion, providers } of files('dashboards')) {
  if (apiVersion !== 1) fail('dashboards: apiVersion must be 1');
  for (const { options, folder } of providers) {
    for (const file of readdirSync(options.path)) {
      const board = JSON.parse(readFileSync(join(options.path, file), 'utf8'));
      if (!board.title || !board.uid) fail(`${file} has no title or no uid`);
      if (dashboards.some(({ uid, title }) => uid === board.uid || title === board.title))
        fail(`${file}: another dashboard has its uid or its title`);
      for (const { title, datasource } of board.panels)
        if (!sources.has(datasource?.uid))
          fail(`${file}: panel "${title}" asks ${datasource?.uid}, which is no data source`);
      dashboards.push({ uid: board.uid, title: board.title, type: 'dash-db', folderTitle: folder });
    }
  }
}

const seen = { count: 0, seconds: 0 };
/** Variables of its process in what is provisioned. */
const filled = (text = '') => text.replace(/\$(\w+)/g, (_, name) => env[name] ?? '');
const ask = async (source, method, path, body) => {
  const headers = body ? { 'content-type': 'application/x-www-form-urlencoded' } : {};
  if (source.basicAuth) {
    const login = `${filled(source.basicAuthUser)}:${filled(source.secureJsonData?.basicAuthPassword)}`;
    headers.authorization = `Basic ${Buffer.from(login).toString('base64')}`;
  }
  const answer = await fetch(source.url + path, {
    method,
    body,
    headers,
    signal: AbortSignal.timeout(10_000),
  });
  return [answer.status, await answer.json().catch(() => ({}))];
};

async function respond(request, url, text) {
  const { pathname: path, search } = url;
  if (path === '/api/health') return [200, { database: 'ok', version: '13.2.3', commit: 'stand-in' }];
  if (path === '/metrics') return [200, metrics()];
  if (path === '/login' || path === '/') return [200, { login: 'please' }];
  const basic = /^Basic (.*)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  if (Buffer.from(basic, 'base64').toString() !== `admin:${password}`)
    return [401, { message: 'Unauthorized' }];
  if (path === '/api/search') return [200, dashboards];
  if (path === '/api/datasources') return [200, [...sources.values()]];
  const [, uid, rest] = /^\/api\/datasources\/(?:proxy\/)?uid\/([^/]+)(\/.*)$/.exec(path) ?? [];
  const source = sources.get(uid);
  if (!source) return [404, { message: 'Not found' }];
  if (rest !== '/health') return ask(source, request.method, rest + search, text || undefined);
  const [status] = await ask(source, ...WELL[source.type]).catch((error) => [0, error]);
  return status === 200
    ? [200, { status: 'OK', message: 'Data source successfully connected.' }]
    : [400, { status: 'ERROR', message: `answered ${status}` }];
}

const metrics = () => {
  const { rss, heapTotal } = process.memoryUsage();
  return [
    '# TYPE grafana_http_request_duration_seconds histogram',
    `grafana_http_request_duration_seconds_bucket{status_code="200",le="+Inf"} ${seen.count}`,
    `grafana_http_request_duration_seconds_sum{status_code="200"} ${seen.seconds}`,
    `grafana_http_request_duration_seconds_count{status_code="200"} ${seen.count}`,
    `grafana_stat_totals_dashboard ${dashboards.length}`,
    'go_memstats_heap_released_bytes 0',
    `go_memstats_sys_bytes ${heapTotal}`,
    `process_cpu_seconds_total ${process.cpuUsage().user / 1e6}`,
    `process_resident_memory_bytes ${rss}`,
    '',
  ].join('\n');
};

createServer((request, response) => {
  const started = Date.now();
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', async () => {
    const [status, body] = await respond(
      request,
      new URL(request.url, 'http://g'),
      Buffer.concat(chunks).toString(),
    ).catch((error) => [502, { message: String(error.cause?.message ?? error.message) }]);
    seen.count += 1;
    seen.seconds += (Date.now() - started) / 1000;
    const plain = typeof body === 'string';
    response.writeHead(status, { 'content-type': plain ? 'text/plain; version=0.0.4' : 'application/json' });
    response.end(plain ? body : JSON.stringify(body));
  });
}).listen(Number(env.GF_SERVER_HTTP_PORT ?? 3000), () =>
  console.log(`logger=stand-in msg="${dashboards.length} dashboards, ${sources.size} data sources"`),
);
process.on('SIGTERM', () => process.exit(0));
