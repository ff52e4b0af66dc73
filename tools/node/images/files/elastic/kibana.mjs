// Stands in for Kibana: reads its settings, logs in to Elasticsearch with its account, tells its state, keeps data views
// for those who may, and has no pages.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const { load } = createRequire('/opt/lab/')('js-yaml');
const HOME = '/usr/share/kibana';
const fail = (text) => {
  console.error(`FATAL ${text}`);
  process.exit(64);
};
const SETTINGS =
  /^(server\.(host|name|port|publicBaseUrl)|elasticsearch\.(hosts|username|password)|xpack\.(encryptedSavedObjects|security|reporting)\.encryptionKey|status\.allowAnonymous|telemetry\.\w+|newsfeed\.enabled|map\.includeElasticMapsService|xpack\.fleet\.isAirGapped|logging\.[\w.]+|path\.data)$/;
const settings = load(
  readFileSync(join(HOME, 'config/kibana.yml'), 'utf8').replace(
    /\$\{(\w+)\}/g,
    (_all, name) => process.env[name] ?? fail(`Unresolved env var ${name}`),
  ),
);
for (const name of Object.keys(settings))
  if (!SETTINGS.test(name)) fail(`Unknown configuration key(s): "${name}"`);
for (const name of ['encryptedSavedObjects', 'security', 'reporting']) {
  const key = settings[`xpack.${name}.encryptionKey`];
  if (key !== undefined && String(key).length < 32)
    fail(`[xpack.${name}.encryptionKey]: must be 32 characters or more`);
}
if (settings['elasticsearch.username'] === 'elastic')
  fail('[elasticsearch.username]: "elastic" is forbidden');
mkdirSync(join(HOME, 'data'), { recursive: true });
writeFileSync(join(HOME, 'data/uuid'), 'stand-in');

const [store] = settings['elasticsearch.hosts'];
const basic = (name, password) => `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
const whoIs = async (authorization) => {
  const answer = await fetch(`${store}/_security/_authenticate`, {
    headers: { authorization },
    signal: AbortSignal.timeout(5000),
  });
  return answer.ok ? answer.json() : undefined;
};

let level = 'unavailable';
const views = {};
async function look() {
  try {
    const own = await whoIs(basic(settings['elasticsearch.username'], settings['elasticsearch.password']));
    const now = own?.roles.includes('kibana_system') ? 'available' : 'unavailable';
    if (now !== level) console.log(`elasticsearch is ${now}`);
    level = now;
  } catch {
    level = 'unavailable';
  }
}
setInterval(look, 2500);
void look();

const status = () => ({
  name: settings['server.name'],
  version: { number: '8.19.20' },
  status: { overall: { level } },
  metrics: {
    process: {
      memory: { heap: { used_in_bytes: process.memoryUsage().heapUsed, size_limit: 2 ** 29 } },
      event_loop_delay: 1,
    },
    requests: { total: 0 },
    response_times: { avg_in_millis: 1, max_in_millis: 1 },
    concurrent_connections: 1,
  },
});

async function answer(request, path, text) {
  if (path === '/api/status') return [level === 'available' ? 200 : 503, status()];
  if (path === '/login') return [200, { login: 'please' }];
  if (!request.headers.authorization) return path.startsWith('/api/') ? [401, {}] : [302, {}];
  const person = await whoIs(request.headers.authorization);
  if (!person) return [401, { message: 'unauthorized' }];
  if (!path.startsWith('/api/data_views')) return [404, { message: 'this stand-in has no such page' }];
  if (request.method === 'GET') return [200, views];
  if (!request.headers['kbn-xsrf']) return [400, { message: 'Request must contain a kbn-xsrf header.' }];
  if (!person.roles.some((role) => ['superuser', 'kibana_admin', 'editor'].includes(role))) return [403, {}];
  const body = JSON.parse(text);
  if (path === '/api/data_views/data_view') {
    if (views[body.data_view.id] && !body.override) return [400, { message: 'Duplicate data view' }];
    views[body.data_view.id] = body.data_view;
  } else if (path === '/api/data_views/default') views.default = body.data_view_id;
  else return [404, {}];
  return [200, {}];
}

createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const { pathname } = new URL(request.url, 'http://kibana');
    answer(request, pathname, Buffer.concat(chunks).toString())
      .catch((error) => [503, { message: String(error.message) }])
      .then(([code, body]) => {
        response.writeHead(
          code,
          code === 302 ? { location: '/login' } : { 'content-type': 'application/json' },
        );
        response.end(JSON.stringify(body));
      });
  });
}).listen(settings['server.port'] ?? 5601, settings['server.host'] ?? 'localhost');
process.on('SIGTERM', () => process.exit(0));
