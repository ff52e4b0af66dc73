/** Ways to write a path that some server takes for the path itself, and a server that takes all of them so. */
import { createServer, type Server } from 'node:http';
import { createConnection } from 'node:net';

const hex = (text: string): string =>
  [...text].map((one) => `%${one.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');

/** @param path such as `/metrics` @returns request targets, the plain path first */
export function formsOf(path: string): string[] {
  const [, first = '', ...rest] = path.split('/');
  const below = rest.map((segment) => `/${segment}`).join('');
  const shouted = path.toUpperCase();
  return [
    path,
    ...[
      '/',
      '//',
      '/x',
      '?x=1',
      '/?x',
      ';x=1',
      '/;x',
      '\\',
      '%5c',
      '%2f',
      '%3bx',
      '#',
      '\\#x',
      '%23',
      '%20',
      '%00',
    ].map((end) => `${path}${end}`),
    shouted,
    `${shouted}/`,
    `/${first[0]?.toUpperCase()}${first.slice(1)}${below}`,
    ...['/', '//', '/.', '/./', '/x/..', '/x/y/../..', '/%2e', '/x/%2e%2e', '/x/%2E%2e'].map(
      (start) => `${start}${path}`,
    ),
    path.replaceAll('/', '//'),
    `/%2f${first}${below}`,
    `/x/..%2f${first}${below}`,
    `/x%2f..%2f${first}${below}`,
    `/x/y/..%2f..%2F${first}${below}`,
    `/.%2f${first}${below}`,
    `/${hex(first)}${below}`,
    `/${hex(first).toUpperCase()}${below}`,
    `/${hex(first.toUpperCase())}${below}`,
    `/${hex(first[0] ?? '')}${first.slice(1)}${below}/`,
    `//${hex(first)}${below}//`,
    ...(below
      ? [`/${first}${below.replace('/', '%2f')}`, `/${first}/${below}`, `/${first}/./x/..${below}`]
      : []),
  ];
}

/** Targets that look like the path and are something else, in the eyes of every server. */
export const othersThan = (path: string): string[] => [
  '/',
  `${path}-of-mine`,
  `${path}2`,
  `${path}.html`,
  `/x${path}`,
  `/my${path.slice(1)}`,
  `/?next=${path}`,
  `/x?${path}`,
];

/** The path that the most careless of servers would look up: decoded, without parameters, dots, doubles and case. */
export function careless(target: string): string {
  const path = target.replace(/^https?:\/\/[^/]*/i, '').split(/[?#]/)[0]!;
  const decoded = path.replaceAll(/%([0-9a-f]{2})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  const segments: string[] = [];
  for (const segment of decoded.replaceAll('\\', '/').split('/')) {
    const name = segment
      .split(/[;?#\0]/)[0]!
      .trim()
      .toLowerCase();
    if (name === '..') segments.pop();
    else if (name !== '' && name !== '.') segments.push(name);
  }
  return `/${segments.join('/')}`;
}

/** What a careless server answers with: the path it looked up, and what it was asked for. */
export interface Looked {
  readonly path: string;
  readonly target: string;
  /** Which of the components it was asked as. */
  readonly as?: string;
}

/** @param at path of a socket, or a port of the address @param asHeader header that names the component */
export function carelessServer(
  at: string | { host: string; port: number },
  asHeader = 'x-backend',
): Promise<Server> {
  const server = createServer((request, response) => {
    const target = request.url ?? '';
    const looked: Looked = {
      path: careless(target),
      target,
      as: request.headers[asHeader] as string | undefined,
    };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(looked));
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(at, () => resolve(server));
  });
}

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** One request as it is written, without any client's tidying. @param at path of a socket, or a port */
export function ask(
  at: string | { host: string; port: number },
  { target, host, method = 'GET' }: { target: string; host: string; method?: string },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const socket = typeof at === 'string' ? createConnection(at) : createConnection(at);
    let text = '';
    socket.setEncoding('latin1');
    socket.setTimeout(10_000, () => socket.destroy(new Error(`no answer to ${target}`)));
    socket.on('data', (chunk: string) => {
      text += chunk;
    });
    socket.on('error', reject);
    socket.on('close', () => {
      const [head = '', ...body] = text.split('\r\n\r\n');
      resolve({ status: Number(/^HTTP\/1\.\d (\d+)/.exec(head)?.[1] ?? 0), body: body.join('\r\n\r\n') });
    });
    socket.write(`${method} ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  });
}

/** What it looked up, out of an answer that may come in chunks; undefined when the server was not asked. */
export const lookedUp = ({ status, body }: Answer): Looked | undefined =>
  status === 200
    ? (JSON.parse(body.slice(body.indexOf('{'), body.lastIndexOf('}') + 1)) as Looked)
    : undefined;
