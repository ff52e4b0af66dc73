/**
 * Test-only pages on which a program says what has arrived at it, and how: below any path, because a way in may lead to
 * a part of them alone.
 */
import { createHash } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { hostname } from 'node:os';
import { WebSocketServer } from 'ws';

/** Longest that a stream may last, in seconds, so that a forgotten one ends. */
const LONGEST = 3600;

const PAGES: Readonly<Record<string, (request: IncomingMessage, response: ServerResponse) => unknown>> = {
  /** Who answers, and what it is told of who asks. */
  whoami: ({ headers, socket, url }, response) =>
    json(response, { host: hostname(), headers, url, sender: socket.remoteAddress }),
  /** As many bytes as it was sent, and their checksum. */
  async body(request, response) {
    let bytes = 0;
    const sum = createHash('sha256');
    for await (const chunk of request) {
      bytes += (chunk as Buffer).length;
      sum.update(chunk as Buffer);
    }
    json(response, { host: hostname(), bytes, sha256: sum.digest('hex') });
  },
  /**
   * Says the time, again and again: `?seconds=20&every=500`, in milliseconds; with `beat=15000` it sends comments
   * meanwhile, with `lose=3` it forgets the third part. Its last words are how much it has said, and the checksum.
   */
  stream({ url }, response) {
    const asked = new URL(url ?? '/', 'http://localhost').searchParams;
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    const sum = createHash('sha256');
    let [parts, bytes] = [0, 0];
    const say = (text: string) => {
      parts += 1;
      bytes += text.length;
      sum.update(text);
      if (parts !== Number(asked.get('lose'))) response.write(text);
    };
    const time = () => say(`data: ${Date.now()}\n\n`);
    const beat = Number(asked.get('beat'));
    time();
    const timers = [
      setInterval(time, Number(asked.get('every') ?? 500)),
      ...(beat ? [setInterval(() => say(': still here\n\n'), beat)] : []),
    ];
    const end = setTimeout(
      () => {
        for (const timer of timers) clearInterval(timer);
        response.end(`event: end\ndata: ${bytes} ${sum.digest('hex')}\n\n`);
      },
      Math.min(LONGEST, Number(asked.get('seconds') ?? 10)) * 1000,
    );
    response.once('close', () => {
      for (const timer of timers) clearInterval(timer);
      clearTimeout(end);
    });
  },
  /** What its browser makes of `?pages=3`. */
  print: ({ url }, response) =>
    tried(response, async () => {
      const { print } = await import('./browser.ts');
      return print(Number(new URL(url ?? '/', 'http://localhost').searchParams.get('pages')));
    }),
  /** What its browser finds at `?url=…`. */
  visit: ({ url }, response) =>
    tried(response, async () => {
      const { visit } = await import('./browser.ts');
      return visit(new URL(url ?? '/', 'http://localhost').searchParams.get('url') ?? '');
    }),
};

/** Answers with what came of it, or why nothing did: whoever asks wants to hear either. */
async function tried(response: ServerResponse, work: () => Promise<object>): Promise<void> {
  json(response, await work().catch((error: Error) => ({ failed: error.message })));
}

/** @returns whether it was for one of these pages */
export function answerAsked(path: string, request: IncomingMessage, response: ServerResponse): boolean {
  const page = PAGES[/\/lab\/(\w+)$/.exec(path)?.[1] ?? ''];
  page?.(request, response);
  return page !== undefined;
}

/** A WebSocket that says who answers, and then everything back. */
export function takeSockets(server: Server): void {
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    if (!/\/lab\/socket(\?|$)/.test(request.url ?? '')) return void socket.destroy();
    sockets.handleUpgrade(request, socket, head, (one) => {
      one.send(hostname());
      one.on('message', (message) => one.send(String(message)));
      one.on('error', () => undefined);
    });
  });
}

const json = (response: ServerResponse, body: object) =>
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
