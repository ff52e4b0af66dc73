/** A gateway of a product's own, by the real nginx: who comes in, how often, how much, and as it comes. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nginxGateway } from '../../catalogue/nginx-gateway';
import { freePorts } from '../../tools/lab/control-plane';
import { sleep, which } from '../../tools/lab/exec';
import { asHere } from '../../tools/lab/nginx-gateway';
import { APP, component, file, plan } from '../catalogue/fixture';
import { needInstalled } from './lab';

const RULES = {
  description: 'API',
  auth: { by: 'auth', path: '/verify' },
  paths: {
    '/auth': { to: 'auth', open: true },
    '/chat': { to: 'chat', streaming: true },
  },
  perAddress: { requests: 5, per: 'second', burst: 20 },
  perToken: { requests: 60, per: 'minute', burst: 5 },
  maxBody: '4k',
  origins: ['web'],
  traced: 50,
} as const;

const config = (): string => {
  const program = {
    ...APP,
    probes: { readiness: { check: { http: '/', port: 'http' } } },
    shutdown: { grace: 30, preStop: 5 },
  };
  const planned = plan(
    { gateway: nginxGateway(RULES), auth: program, chat: program, web: program },
    {
      routes: [{ host: 'app', to: 'web' }],
      flows: ['auth', 'chat'].map((to) => ({ from: 'gateway', to })),
    },
  );
  return file(component(planned, 'gateway'), '/etc/nginx/nginx.conf');
};

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
  /** Milliseconds until the first part of the body. */
  first: number;
}

describe('the gateway', () => {
  const folder = mkdtempSync(join(tmpdir(), 'phasewise-gateway-'));
  const seen: IncomingHttpHeaders[] = [];
  const verified: IncomingHttpHeaders[] = [];
  const servers: Server[] = [];
  let nginx: ChildProcess | undefined;
  let port = 0;

  const serve = async (answer: Parameters<typeof createServer>[1]): Promise<string> => {
    const server = createServer(answer as never);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  };

  const ask = (
    path: string,
    headers: Record<string, string> = {},
    method = 'GET',
    body = '',
  ): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const began = Date.now();
      const sent = request({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
        let text = '';
        let first = 0;
        answer.on('data', (part) => {
          first ||= Date.now() - began;
          text += part;
        });
        answer.on('end', () =>
          resolve({ status: answer.statusCode!, headers: answer.headers, body: text, first }),
        );
      });
      sent.on('error', reject);
      sent.end(body);
    });
  const as = (token: string, client = '203.0.113.7') => ({
    Authorization: `Bearer ${token}`,
    'X-Forwarded-For': client,
  });

  beforeAll(async () => {
    const program = which('nginx');
    if (!program) return;
    const auth = await serve((asked, answer) => {
      verified.push(asked.headers);
      const [, token] = (asked.headers.authorization ?? '').split(' ');
      const isOpen = asked.url === '/auth/login';
      answer
        .writeHead(isOpen || token?.startsWith('good') ? 200 : 401, { 'X-User': token ?? '' })
        .end(asked.url);
    });
    const chat = await serve((asked, answer) => {
      seen.push(asked.headers);
      answer.writeHead(200, { 'Content-Type': 'text/event-stream' });
      answer.write('one ');
      setTimeout(() => answer.end('two'), 700);
    });
    const [own = 0, status = 0] = await freePorts(2);
    port = own;
    const here = {
      folder,
      ports: { http: port, status },
      upstreams: { 'auth:8080': auth, 'chat:8080': chat },
    };
    const path = join(folder, 'nginx.conf');
    writeFileSync(path, asHere(config(), here));
    nginx = spawn(program, ['-c', path, '-e', join(folder, 'error.log'), '-g', 'daemon off;'], {
      stdio: 'inherit',
    });
    for (let tries = 0; tries < 50; tries++) {
      if (
        await ask('/healthz').then(
          ({ status: code }) => code === 200,
          () => false,
        )
      )
        return;
      await sleep(100);
    }
    throw new Error(readFileSync(join(folder, 'error.log'), 'utf8'));
  });
  afterAll(async () => {
    nginx?.kill('SIGTERM');
    for (const server of servers) server.close();
    await sleep(200);
    rmSync(folder, { recursive: true, force: true });
  });
  const need = (context: Parameters<typeof needInstalled>[0]) =>
    needInstalled(context, 'nginx', 'nginx-light');

  test('asks who somebody is, and tells the service; what a client says of itself counts for nothing', async (context) => {
    need(context);
    expect((await ask('/chat')).status).toBe(401);
    expect((await ask('/chat', as('bad'))).status).toBe(401);
    seen.length = 0;
    const { status } = await ask('/chat', { ...as('good-a'), 'X-User': 'root', 'X-Request-Id': 'r-1' });
    expect(status).toBe(200);
    expect(seen).toMatchObject([
      { 'x-user': 'good-a', 'x-forwarded-for': '203.0.113.7', 'x-request-id': 'r-1' },
    ]);
  });

  test('lets everybody sign in, and shows nothing else', async (context) => {
    need(context);
    expect((await ask('/auth/login', as('', '203.0.113.8'))).status).toBe(200);
    for (const path of ['/', '/chatter', '/verify', '/_auth', '/stub_status', '/metrics'])
      expect((await ask(path, as('good-b', '203.0.113.9'))).status, path).toBe(404);
  });

  test('passes a stream on as it comes', async (context) => {
    need(context);
    const { body, first } = await ask('/chat/stream', as('good-c', '203.0.113.10'));
    expect(body).toBe('one two');
    expect(first).toBeLessThan(500);
  });

  test('answers a browser of our own pages, and of no others', async (context) => {
    need(context);
    const from = (origin: string) =>
      ask('/chat', { Origin: origin, 'X-Forwarded-For': '203.0.113.11' }, 'OPTIONS');
    expect(await from('https://app.example.com')).toMatchObject({
      status: 204,
      headers: { 'access-control-allow-origin': 'https://app.example.com' },
    });
    expect((await from('https://evil.example')).headers['access-control-allow-origin']).toBeUndefined();
    const { headers } = await ask('/chat', {
      Origin: 'https://app.example.com',
      'X-Forwarded-For': '203.0.113.11',
    });
    expect(headers['access-control-allow-origin'], 'also of what is refused').toBe('https://app.example.com');
  });

  test('refuses a body above its limit', async (context) => {
    need(context);
    const post = (length: number) =>
      ask('/auth/login', { 'X-Forwarded-For': '203.0.113.12' }, 'POST', 'x'.repeat(length));
    expect((await post(4096)).status).toBe(200);
    expect((await post(4097)).status).toBe(413);
  });

  test('counts by address, and by token from wherever it comes', async (context) => {
    need(context);
    const statuses = async (one: (n: number) => Promise<Answer>, count: number) =>
      (await Promise.all(Array.from({ length: count }, (_, n) => one(n)))).map(({ status }) => status);
    const flood = await statuses(() => ask('/auth/login', { 'X-Forwarded-For': '203.0.113.20' }), 40);
    expect(flood.filter((one) => one === 429).length).toBeGreaterThan(10);
    expect((await ask('/auth/login', { 'X-Forwarded-For': '203.0.113.21' })).status, 'another client').toBe(
      200,
    );
    const shared = await statuses((n) => ask('/auth/login', as('good-z', `203.0.113.${100 + n}`)), 12);
    expect(shared.filter((one) => one === 429).length).toBeGreaterThan(3);
  });

  test('begins a trace with each request, and says itself which are kept', async (context) => {
    need(context);
    seen.length = 0;
    verified.length = 0;
    const theirs = `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`;
    const asked = Array.from({ length: 20 }, (_, n) =>
      ask('/chat', { ...as(`good-t${n}`, `203.0.113.${40 + n}`), traceparent: theirs, tracestate: 'x=1' }),
    );
    await Promise.all(asked);
    const traces = seen.map(({ traceparent }) => String(traceparent));
    expect(traces.filter((one) => /^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$/.test(one))).toHaveLength(20);
    expect(new Set(traces).size, 'each is another').toBe(20);
    expect(new Set(traces.map((one) => one.slice(-2))), 'some are kept').toEqual(new Set(['00', '01']));
    expect(traces).not.toContain(theirs);
    expect(seen.some(({ tracestate }) => tracestate)).toBe(false);
    expect(verified.map(({ traceparent }) => traceparent).sort(), 'auth is in it').toEqual(traces.sort());
    const log = readFileSync(join(folder, 'access.log'), 'utf8');
    expect(log).toContain(`"trace":"${traces[0]!.split('-')[1]}"`);
  });

  test('writes down neither tokens nor questions', async (context) => {
    need(context);
    await ask('/auth/login?secret=abc', as('good-log', '203.0.113.30'));
    await sleep(100);
    const log = readFileSync(join(folder, 'access.log'), 'utf8');
    expect(log).toContain('203.0.113.30');
    expect(log).not.toMatch(/good-|secret=/);
  });
});
