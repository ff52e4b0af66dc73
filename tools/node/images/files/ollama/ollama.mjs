#!/usr/local/bin/node
// Stands in for Ollama, whose module lacks a part of its C++ sources: the server of models that lie in its folder, and the
// commands that ask it. It answers, in parts, with words of its own.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

const { env } = process;
const fail = (text) => {
  console.error(`Error: ${text}`);
  process.exit(1);
};
// Variables of its documentation (envconfig/config.go), so that a slip in a name is told; the real one would pass over it.
const KNOWN = ['HOST', 'KEEP_ALIVE', 'MODELS', 'NOPRUNE', 'NO_CLOUD', 'NUM_PARALLEL'].map(
  (name) => `OLLAMA_${name}`,
);
for (const name of Object.keys(env))
  if (/^OLLAMA_/.test(name) && !KNOWN.includes(name)) fail(`${name} is not known to this stand-in`);
const [host = '127.0.0.1', port = '11434'] = (env.OLLAMA_HOST ?? '').split(':').filter(Boolean);
const [command, ...args] = process.argv.slice(2);

if (command === 'serve') serve();
else await client();

/** `ollama ps`, and `ollama run <model> <prompt>`. */
async function client() {
  const at = `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`;
  const ask = async (path, body) => {
    const answer = await fetch(at + path, body && { method: 'POST', body: JSON.stringify(body) }).catch(() =>
      fail('could not connect to ollama server, run ollama serve to start it'),
    );
    if (!answer.ok) fail((await answer.json()).error);
    return answer;
  };
  if (command === 'ps') {
    const { models } = await (await ask('/api/ps')).json();
    console.log('NAME    ID    SIZE    PROCESSOR    CONTEXT    UNTIL');
    for (const { name, size } of models)
      console.log(`${name}    lab    ${size} B    100% CPU    4096    Forever`);
  } else if (command === 'run') {
    const [model, prompt = ''] = args;
    const text = await (await ask('/api/generate', { model, prompt, stream: true })).text();
    for (const line of text.trim().split('\n')) process.stdout.write(JSON.parse(line).response);
    process.stdout.write('\n');
  } else fail(`unknown command "${command}" for "ollama"`);
}

function serve() {
  // Its key is made in the home of whoever runs it (cmd/cmd.go, initializeKeypair).
  const home = join(env.HOME ?? fail('$HOME is not defined'), '.ollama');
  try {
    mkdirSync(home, { recursive: true });
    if (!existsSync(join(home, 'id_ed25519'))) writeFileSync(join(home, 'id_ed25519'), 'stand-in');
  } catch (error) {
    fail(error.message);
  }
  const folder = env.OLLAMA_MODELS ?? join(home, 'models');
  /** Name of a model → bytes of its layers, as manifests and blobs say; undefined where something of it is not there. */
  const models = () => {
    const library = join(folder, 'manifests/registry.ollama.ai/library');
    if (!existsSync(library)) return new Map();
    return new Map(
      readdirSync(library).flatMap((name) =>
        readdirSync(join(library, name)).map((tag) => {
          const { layers } = JSON.parse(readFileSync(join(library, name, tag), 'utf8'));
          const isWhole = layers.every(({ digest }) =>
            existsSync(join(folder, 'blobs', digest.replace(':', '-'))),
          );
          return [`${name}:${tag}`, isWhole ? layers.reduce((sum, { size }) => sum + size, 0) : undefined];
        }),
      ),
    );
  };
  const loaded = new Map();
  const open = { now: 0, most: Number(env.OLLAMA_NUM_PARALLEL ?? 1) };
  const named = (name = '') => (name.includes(':') ? name : `${name}:latest`);

  const answer = async (request, response, text) => {
    const json = (status, body) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const { pathname } = new URL(request.url, 'http://ollama');
    const list = (all) => [...all].map(([name, size]) => ({ name, model: name, size, size_vram: 0 }));
    if (pathname === '/') return response.end('Ollama is running');
    if (pathname === '/api/version') return json(200, { version: '0.40.0' });
    if (pathname === '/api/tags') return json(200, { models: list(models()) });
    if (pathname === '/api/ps') return json(200, { models: list(loaded) });
    if (!['/api/generate', '/api/chat'].includes(pathname) || request.method !== 'POST')
      return json(404, { error: 'not found' });
    const asked = JSON.parse(text);
    const name = named(asked.model);
    if (!models().has(name)) return json(404, { error: `model '${asked.model}' not found` });
    const size = models().get(name);
    if (size === undefined) return json(500, { error: 'llama runner process has terminated' });
    loaded.set(name, size);
    const part = (words, done) => ({
      model: name,
      created_at: new Date().toISOString(),
      response: words,
      done,
    });
    if (!asked.prompt && !asked.messages) return json(200, { ...part('', true), done_reason: 'load' });
    while (open.now >= open.most) await new Promise((resolve) => setTimeout(resolve, 50));
    open.now += 1;
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    for (const word of ['I ', 'am ', 'a ', 'stand-in.']) {
      response.write(`${JSON.stringify(part(word, false))}\n`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    open.now -= 1;
    response.end(`${JSON.stringify({ ...part('', true), done_reason: 'stop' })}\n`);
  };
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () =>
      answer(request, response, Buffer.concat(chunks).toString()).catch((error) =>
        response
          .writeHead(400, { 'content-type': 'application/json' })
          .end(JSON.stringify({ error: error.message })),
      ),
    );
  });
  server.listen(Number(port), host, () => console.log(`Listening on ${host}:${port} (version 0.40.0)`));
  process.on('SIGTERM', () => server.close(() => process.exit(0)));
}
