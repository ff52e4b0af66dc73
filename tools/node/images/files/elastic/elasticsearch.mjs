// Stands in for Elasticsearch, whose security is in no package registry: settings, logins, rights, templates, and
// documents that are added and found again. It has no shards, no analysis and no life cycle.
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const { load } = createRequire('/opt/lab/')('js-yaml');
const HOME = '/usr/share/elasticsearch';
const fail = (text) => {
  console.error(JSON.stringify({ level: 'FATAL', message: text }));
  process.exit(1);
};

// Settings of the documentation that may be used here; any other ends the real one too.
const SETTINGS =
  /^(cluster\.name|node\.(name|store\.allow_mmap)|discovery\.type|network\.host|(http|transport)\.(host|port)|readiness\.port|path\.\w+|xpack\.security\.(enabled|(http|transport)\.ssl\.enabled)|xpack\.ml\.enabled|ingest\.geoip\.downloader\.enabled|action\.[\w.]+|indices\.[\w.]+)$/;
const settings = load(readFileSync(join(HOME, 'config/elasticsearch.yml'), 'utf8'));
for (const name of Object.keys(settings)) if (!SETTINGS.test(name)) fail(`unknown setting [${name}]`);
if (settings['xpack.security.enabled'] !== true) fail('without security this stand-in has nothing to show');
const heap = /-Xms(\d+)m -Xmx(\d+)m/.exec(process.env.ES_JAVA_OPTS ?? '');
if (!heap || heap[1] !== heap[2]) fail('initial heap size not equal to maximum heap size: ES_JAVA_OPTS');
if (!process.env.ELASTIC_PASSWORD) fail('ELASTIC_PASSWORD is not set');
// The entrypoint adds a keystore to the configuration; logs and temporary files need a place as well.
writeFileSync(join(HOME, 'config/elasticsearch.keystore'), 'stand-in');
writeFileSync(join(HOME, 'logs/gc.log'), '');
writeFileSync(join(process.env.ES_TMPDIR ?? '/tmp', 'elasticsearch'), '');
const data = join(HOME, 'data');
mkdirSync(join(data, 'indices'), { recursive: true });

const stored = join(data, 'state.json');
const state = existsSync(stored)
  ? JSON.parse(readFileSync(stored, 'utf8'))
  : { users: {}, roles: {}, policies: {}, templates: {}, indices: {} };
state.users.elastic ??= { password: process.env.ELASTIC_PASSWORD, roles: ['superuser'] };
const save = () => writeFileSync(stored, JSON.stringify(state));
save();

const RESERVED = ['elastic', 'kibana', 'kibana_system', 'logstash_system', 'beats_system', 'apm_system'];
const ALL = [{ names: ['*'], privileges: ['all'] }];
const BUILT_IN = {
  superuser: { cluster: ['all'], indices: ALL },
  kibana_system: { cluster: ['monitor'], indices: [{ names: ['.kibana*'], privileges: ['all'] }] },
  kibana_admin: { cluster: [], indices: [] },
  editor: { cluster: [], indices: [{ names: ['*'], privileges: ['read'] }] },
  viewer: { cluster: [], indices: [{ names: ['*'], privileges: ['read'] }] },
};
const matches = (pattern, name) =>
  new RegExp(`^${pattern.replace(/[.+]/g, '\\$&').replaceAll('*', '.*')}$`).test(name);
const rolesOf = (user) => user.roles.map((name) => BUILT_IN[name] ?? state.roles[name]).filter(Boolean);
const mayCluster = (user, privilege) =>
  rolesOf(user).some(({ cluster = [] }) => cluster.includes('all') || cluster.includes(privilege));
const mayIndex = (user, index, ...privileges) =>
  rolesOf(user).some(({ indices = [] }) =>
    indices.some(
      (one) =>
        one.names.some((pattern) => matches(pattern, index)) &&
        one.privileges.some((has) => has === 'all' || privileges.includes(has)),
    ),
  );

function login(header) {
  const [name, ...rest] = Buffer.from((header ?? '').replace('Basic ', ''), 'base64')
    .toString()
    .split(':');
  const user = state.users[name];
  return user?.password && user.password === rest.join(':') ? { name, ...user } : undefined;
}

const refused = (user, what) => [403, { error: `action [${what}] is unauthorized for user [${user.name}]` }];

function secure(user, kind, name, sub, body) {
  if (!mayCluster(user, 'manage_security')) return refused(user, `put ${kind}`);
  if (kind === 'role') {
    if (BUILT_IN[name]) return [400, { error: `role [${name}] is reserved` }];
    state.roles[name] = body;
  } else if (sub === '_password') {
    if (!RESERVED.includes(name) && !state.users[name]) return [404, { error: `no user [${name}]` }];
    if (!body.password || body.password.length < 6)
      return [400, { error: 'passwords must be at least [6] long' }];
    state.users[name] = {
      roles: RESERVED.includes(name) ? [name] : [],
      ...state.users[name],
      password: body.password,
    };
  } else {
    if (RESERVED.includes(name)) return [400, { error: `user [${name}] is reserved` }];
    if (!body.password && !state.users[name]) return [400, { error: 'password must be specified' }];
    state.users[name] = { password: body.password ?? state.users[name].password, roles: body.roles ?? [] };
  }
  save();
  return [200, { created: true }];
}

/** Adds one document. @returns its status */
function add(user, index, source, action) {
  const wanted = action === 'create' ? ['create_doc', 'create', 'index', 'write'] : ['index', 'write'];
  if (!mayIndex(user, index, ...wanted)) return 403;
  if (!state.indices[index]) {
    if (!mayIndex(user, index, 'auto_configure', 'create_index', 'manage')) return 403;
    state.indices[index] = {
      template: Object.keys(state.templates).find((one) =>
        state.templates[one].index_patterns.some((pattern) => matches(pattern, index)),
      ),
    };
    save();
  }
  appendFileSync(join(data, 'indices', `${index}.ndjson`), `${JSON.stringify(source)}\n`);
  return 201;
}

function bulk(user, fallback, text) {
  const lines = text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  const items = [];
  for (let at = 0; at < lines.length; at += 2) {
    const [action, { _index = fallback }] = Object.entries(lines[at])[0];
    items.push({ [action]: { _index, status: add(user, _index, lines[at + 1], action) } });
  }
  return [200, { errors: items.some((item) => Object.values(item)[0].status >= 300), items }];
}

function search(user, pattern, query) {
  const names = Object.keys(state.indices).filter(
    (name) => matches(pattern, name) && mayIndex(user, name, 'read'),
  );
  if (names.length === 0 && !mayIndex(user, pattern, 'read')) return refused(user, 'search');
  const hits = names.flatMap((index) =>
    readFileSync(join(data, 'indices', `${index}.ndjson`), 'utf8')
      .split('\n')
      .filter((line) => line?.includes(query ?? ''))
      .map((line) => ({ _index: index, _source: JSON.parse(line) })),
  );
  return [200, { hits: { total: { value: hits.length }, hits: hits.slice(-100) } }];
}

const health = {
  cluster_name: settings['cluster.name'],
  status: 'green',
  number_of_nodes: 1,
  timed_out: false,
};

function answer(method, url, user, text) {
  const parts = url.pathname.split('/').filter(Boolean);
  const body = () => JSON.parse(text || '{}');
  if (url.pathname === '/_security/_authenticate') return [200, { username: user.name, roles: user.roles }];
  if (parts[0] === '_security' && method === 'PUT') return secure(user, parts[1], parts[2], parts[3], body());
  if (parts[0] === '_ilm' || parts[0] === '_index_template') {
    if (!mayCluster(user, 'manage')) return refused(user, parts[0]);
    state[parts[0] === '_ilm' ? 'policies' : 'templates'][parts.at(-1)] = body();
    save();
    return [200, { acknowledged: true }];
  }
  if (parts.at(-1) === '_bulk' && method !== 'GET') return bulk(user, parts[1] && parts[0], text);
  if (['_doc', '_create'].includes(parts[1]) && method !== 'GET') {
    const status = add(user, parts[0], body(), parts[1] === '_create' ? 'create' : 'index');
    return [status, { result: status === 201 ? 'created' : 'refused' }];
  }
  if (parts[1] === '_search') return search(user, parts[0], url.searchParams.get('q'));
  if (method !== 'GET' && method !== 'HEAD')
    return [405, { error: `this stand-in does not know ${url.pathname}` }];
  if (!mayCluster(user, 'monitor')) return refused(user, 'monitor');
  if (url.pathname.startsWith('/_cluster/health')) return [200, health];
  if (url.pathname === '/')
    return [200, { cluster_name: health.cluster_name, version: { number: '8.19.20' } }];
  return [404, { error: `this stand-in does not know ${url.pathname}` }];
}

const http = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const user = login(request.headers.authorization);
    let [status, value] = [401, { error: 'missing or wrong authentication credentials' }];
    try {
      if (user)
        [status, value] = answer(
          request.method,
          new URL(request.url, 'http://es'),
          user,
          Buffer.concat(chunks).toString(),
        );
    } catch (error) {
      [status, value] = [400, { error: String(error.message) }];
    }
    if (status >= 400)
      console.log(JSON.stringify({ level: 'WARN', message: `${request.method} ${request.url} ${status}` }));
    response.writeHead(status, { 'content-type': 'application/json', 'x-elastic-product': 'Elasticsearch' });
    response.end(JSON.stringify(value));
  });
});
http.listen(settings['http.port'] ?? 9200, settings['network.host'] ?? '127.0.0.1', () => {
  console.log(JSON.stringify({ level: 'INFO', message: 'started' }));
  if (settings['readiness.port']) createServer().listen(settings['readiness.port']);
});
process.on('SIGTERM', () => process.exit(143));
