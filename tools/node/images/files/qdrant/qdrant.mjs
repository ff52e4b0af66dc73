#!/usr/local/bin/node
// Stands in for Qdrant, whose server is in no package registry: settings, both keys, collections with their dimensions,
// points that are kept and found again by the nearest vector. No index, no filters, and nothing answers on the gRPC port.
import { accessSync, constants, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { createServer as createTcp } from 'node:net';
import { join } from 'node:path';

const { load } = createRequire('/opt/lab/')('js-yaml');
const fail = (text) => {
  console.error(`ERROR qdrant: ${text}`);
  process.exit(1);
};

// The image's own settings, then those of production.yaml, then variables, as the real one reads them.
const settings = {
  log_level: 'INFO',
  telemetry_disabled: false,
  storage: { storage_path: './storage', snapshots_path: './snapshots', temp_path: null },
  service: { host: '0.0.0.0', http_port: 6333, grpc_port: 6334, enable_cors: true },
};
const KEYS = { service: ['api_key', 'read_only_api_key'] };
const lay = (into, from, path = '') => {
  for (const [name, value] of Object.entries(from ?? {})) {
    if (!(name in into) && !KEYS[path]?.includes(name))
      fail(`unknown field ${path ? `${path}.` : ''}${name}`);
    if (value && typeof value === 'object') lay(into[name], value, name);
    else into[name] = value;
  }
};
lay(settings, load(readFileSync('/qdrant/config/production.yaml', 'utf8')));
for (const [name, value] of Object.entries(process.env)) {
  const [, ...path] = name.toLowerCase().split('__');
  if (!name.startsWith('QDRANT__')) continue;
  lay(
    settings,
    path.reduceRight((inner, part) => ({ [part]: inner }), value),
  );
}
const { storage, service } = settings;
for (const folder of [storage.storage_path, storage.snapshots_path]) {
  try {
    accessSync(folder, constants.W_OK);
  } catch (error) {
    fail(`Can't create directory for collections: ${error.message}`);
  }
}
// Emptied at each start.
const temporary = join(storage.temp_path ?? storage.storage_path, 'tmp');
rmSync(temporary, { recursive: true, force: true });
mkdirSync(temporary, { recursive: true });

const stored = join(storage.storage_path, 'collections.json');
let collections = {};
try {
  collections = JSON.parse(readFileSync(stored, 'utf8'));
} catch {}
const save = () => writeFileSync(stored, JSON.stringify(collections));
try {
  writeFileSync(process.env.QDRANT_INIT_FILE_PATH ?? '.qdrant-initialized', '');
} catch (error) {
  fail(`failed to create init file: ${error.message}`);
}

const OPEN = ['/', '/livez', '/readyz', '/healthz'];
const READ = /^\/collections\/[^/]+\/points\/(search|query|scroll|count)$/;
const given = ({ headers }) => headers['api-key'] ?? /^Bearer (.*)$/.exec(headers.authorization ?? '')?.[1];

const distance = (a, b) => a.reduce((sum, value, at) => sum + value * b[at], 0);
let answered = 0;

function answer(request, path, text) {
  const reads = request.method === 'GET' || READ.test(path);
  if (OPEN.includes(path))
    return [200, path === '/' ? { title: 'qdrant - vector search engine', version: '1.19.2' } : 'ok'];
  if (service.api_key || service.read_only_api_key) {
    const key = given(request);
    const full = key !== undefined && key === service.api_key;
    if (!full && !(key !== undefined && key === service.read_only_api_key))
      return [401, 'Must provide an API key or an Authorization bearer token'];
    if (!full && !reads) return [403, { status: { error: 'Forbidden: Global manage access is required' } }];
  }
  if (path === '/metrics') return [200, metrics()];
  const [, kind, name, part, what] = path.split('/');
  const body = () => JSON.parse(text);
  const ok = (result) => [200, { result, status: 'ok', time: 0.001 }];
  if (kind !== 'collections') return [404, { status: { error: 'Not found' } }];
  if (!name) return ok({ collections: Object.keys(collections).map((one) => ({ name: one })) });
  if (!part && request.method === 'PUT') {
    if (collections[name]) return [409, { status: { error: `Collection \`${name}\` already exists!` } }];
    const { size, distance: metric } = body().vectors;
    if (!(size > 0) || !['Cosine', 'Dot', 'Euclid', 'Manhattan'].includes(metric))
      return [400, { status: { error: 'vectors' } }];
    collections[name] = { size, points: {} };
    save();
    return ok(true);
  }
  const collection = collections[name];
  if (!collection) return [404, { status: { error: `Not found: Collection \`${name}\` doesn't exist!` } }];
  if (!part) return ok({ status: 'green', points_count: Object.keys(collection.points).length });
  if (part === 'points' && request.method === 'PUT') {
    for (const { id, vector, payload } of body().points) {
      if (vector.length !== collection.size) return [400, { status: { error: 'Vector dimension error' } }];
      collection.points[id] = { vector, payload };
    }
    save();
    return ok({ status: 'completed' });
  }
  if (what === 'search') {
    const { vector, limit } = body();
    const points = Object.entries(collection.points).map(([id, point]) => ({
      id,
      score: distance(vector, point.vector),
    }));
    return ok(points.sort((a, b) => b.score - a.score).slice(0, limit));
  }
  return [404, { status: { error: `this stand-in does not know ${request.method} ${path}` } }];
}

const metrics = () =>
  [
    `collections_total ${Object.keys(collections).length}`,
    ...Object.entries(collections).map(
      ([name, { points }]) => `collection_points{id="${name}"} ${Object.keys(points).length}`,
    ),
    `memory_resident_bytes ${process.memoryUsage().rss}`,
    `rest_responses_total{method="GET",endpoint="/",status="200"} ${answered}`,
    'rest_responses_avg_duration_seconds{method="GET",endpoint="/",status="200"} 0.001',
    '',
  ].join('\n');

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    answered += 1;
    let [status, body] = [400, ''];
    try {
      [status, body] = answer(
        request,
        new URL(request.url, 'http://q').pathname,
        Buffer.concat(chunks).toString(),
      );
    } catch (error) {
      body = { status: { error: String(error.message) } };
    }
    const text = typeof body === 'string';
    response.writeHead(status, { 'content-type': text ? 'text/plain' : 'application/json' });
    response.end(text ? body : JSON.stringify(body));
  });
});
server.listen(service.http_port, service.host, () => console.log(`INFO listening on ${service.http_port}`));
createTcp((socket) => socket.destroy()).listen(service.grpc_port, service.host);
process.on('SIGTERM', () => process.exit(0));
