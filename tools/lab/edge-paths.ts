/** Ways to write a path that some server takes for the path itself, and a server that takes all of them so. */
import { createServer, type Server } from 'node:http';
import { createConnection, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { isPart } from '../../model/edge';
import { isWithin } from '../../model/paths';
import { METHODS } from '../../model/system';

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

/** What an answer says, which was read byte by byte. */
const inUtf8 = (text = ''): string => Buffer.from(text, 'latin1').toString('utf8');

/** What a server was asked for, also where it was asked as a proxy. */
const passedOn = (looked?: Looked): string => (looked?.target ?? '').replace(/^https?:\/\/[^/]*/i, '');

/** What a careless server answers with: the path it looked up, and what it was asked for. */
export interface Looked {
  readonly path: string;
  readonly target: string;
  /** Which of the components it was asked as. */
  readonly as?: string;
  /** What it was told of a login. */
  readonly login?: string;
}

/** @param at path of a socket, or a port of the address @param asHeader header that names the component */
export function carelessServer(
  at: string | { host: string; port: number },
  asHeader = 'x-backend',
): Promise<Server> {
  const server = createServer((request, response) => {
    const target = request.url ?? '';
    const { [asHeader]: as, authorization: login } = request.headers;
    const looked: Looked = { path: careless(target), target, as: as?.toString(), login };
    const answer = JSON.stringify(looked);
    const seconds = Number(/^\/slow\/(\d+)$/.exec(looked.path)?.[1] ?? 0);
    response.setHeader('content-type', 'application/json');
    // A stream: something every half second, and the answer at its end.
    for (let half = 0; half < 2 * seconds; half++) setTimeout(() => response.write(' '), half * 500);
    setTimeout(() => response.end(answer), seconds * 1000);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(at, () => resolve(server));
  });
}

export interface Answer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** Where a server is: a socket's path, or an address, encrypted or not. */
export type Place =
  | string
  | { readonly host: string; readonly port: number; readonly tls?: true; readonly from?: string };

export interface Question {
  readonly target: string;
  readonly host: string;
  /** @default GET */
  readonly method?: string;
  /** @default none */
  readonly headers?: Readonly<Record<string, string>>;
  /** What to send, or how many bytes of anything. @default none */
  readonly body?: number | string;
}

const open = (at: Place, servername: string): Socket => {
  if (typeof at === 'string') return createConnection(at);
  const { host, port, from: localAddress } = at;
  const socket = createConnection({ host, port, localAddress });
  return at.tls ? connectTls({ socket, servername, rejectUnauthorized: false }) : socket;
};

/** One request as it is written, without any client's tidying. @param at where; `from` is the sender's own address */
export function ask(
  at: Place,
  { target, host, method = 'GET', headers = {}, body = 0 }: Question,
): Promise<Answer> {
  const sent = typeof body === 'number' ? 'x'.repeat(body) : body;
  return new Promise((resolve, reject) => {
    const socket = open(at, host);
    let text = '';
    socket.setEncoding('latin1');
    socket.setTimeout(10_000, () => socket.destroy(new Error(`no answer to ${target}`)));
    socket.on('data', (chunk: string) => {
      text += chunk;
    });
    // An answer that came before the whole body was sent is an answer.
    socket.on('error', (error) => (text === '' ? reject(error) : undefined));
    socket.on('close', () => {
      const [head = '', ...rest] = text.split('\r\n\r\n');
      const status = Number(/^HTTP\/1\.\d (\d+)/.exec(head)?.[1] ?? 0);
      resolve({ status, head, body: rest.join('\r\n\r\n') });
    });
    const lines = [
      `${method} ${target} HTTP/1.1`,
      `Host: ${host}`,
      'Connection: close',
      ...(sent ? [`Content-Length: ${sent.length}`] : []),
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ];
    socket.write(`${lines.join('\r\n')}\r\n\r\n${sent}`);
  });
}

/** What it looked up, out of an answer that may come in chunks; undefined when the server was not asked. */
export const lookedUp = ({ status, body }: Answer): Looked | undefined =>
  status === 200
    ? (JSON.parse(body.slice(body.indexOf('{'), body.lastIndexOf('}') + 1)) as Looked)
    : undefined;

interface Shown {
  readonly host: string;
  readonly to: string;
  readonly hidden: readonly string[];
}

/**
 * What somebody outside sees and must not, or does not see and should; one line each.
 * @param headers such as a login, for routes that ask for one. @default none
 */
export async function shown(
  at: Place,
  routes: readonly Shown[],
  headers: Question['headers'] = {},
): Promise<string[]> {
  const found: string[] = [];
  for (const { host, hidden, to } of routes) {
    for (const path of hidden) {
      for (const target of formsOf(path)) {
        const looked = lookedUp(await ask(at, { target, host, headers }));
        if (looked && isWithin(looked.path, path)) found.push(`${host} shows ${target}`);
      }
      for (const target of othersThan(path)) {
        const looked = lookedUp(await ask(at, { target, host, headers }));
        if ((looked?.as ?? to) !== to || !looked?.target.endsWith(target))
          found.push(`${host} hides ${target}`);
      }
    }
  }
  return found;
}

interface Part {
  readonly host: string;
  readonly path: string;
  readonly methods?: readonly string[];
  readonly below: boolean;
}

/** What may follow a path where only what lies below it is shown. */
const BELOW = [
  '/a',
  '/a/b.pdf',
  '/a%20(1)%20%28b%29.pdf',
  '/%D8%A7%d8',
  '/a%2B%40',
  '/...',
  '/a?acl',
  '/A?x=/../b',
];
/** What else asks there. */
const ELSE = [
  '',
  '/',
  '?uploads',
  '/?list-type=2',
  '/.',
  '/./',
  '/a/',
  '/a;b',
  '/a%3bb',
  '/a%5cb',
  '/a%2fb',
  '/a%00',
];
/** What some server would read as the path, or as another one: the page of another route, where the host has one. */
const STRANGE = [
  ...[
    '//',
    '/..',
    '/../x',
    '/a//',
    '/a/.',
    '/a/..',
    '/..%2fx',
    '/%2e%2e/x',
    '/%2e%2e%2fx',
    '/..;/x',
    '/..\\x',
  ],
  ...['/..%5cx', '/a/..%2f..%2fx', '/%00', ';x', ';/a', '%2fa', '%5ca', '\\a', '/%252e%252e%252fx'],
  ...['/#a', '/%23a', '/%3fa'],
];

/**
 * What routes for some methods, or for what lies below their paths, show besides, or do not show; one line each.
 * @param all of the hosts, so that others at the same host are known
 */
export async function shownInPart(at: Place, all: readonly Part[]): Promise<string[]> {
  const found: string[] = [];
  for (const { host, path, methods = Object.keys(METHODS), below } of all.filter(isPart)) {
    const end = below ? '/a' : '';
    for (const method of Object.keys(METHODS)) {
      const { status } = await ask(at, { target: `${path}${end}?x=1`, host, method });
      const isShown = methods.includes(method);
      if ((status === 200) !== isShown)
        found.push(`${host} ${isShown ? 'hides' : 'shows'} ${method} ${path}${end}`);
    }
    if (!below) continue;
    const method = methods.find((one) => one !== 'HEAD');
    for (const target of BELOW.map((name) => `${path}${name}`)) {
      const looked = lookedUp(await ask(at, { target, host, method }));
      const isIt =
        inUtf8(looked?.path) === careless(target) && passedOn(looked).split('?')[1] === target.split('?')[1];
      if (!isIt) found.push(`${host} hides ${target}`);
    }
    const isAlone = all.every((other) => other.host !== host || other.path === path);
    const strange = [...STRANGE.map((end) => `${path}${end}`), ...formsOf(path), `/x/..${path}/a`];
    for (const target of [...ELSE.map((end) => `${path}${end}`), ...(isAlone ? strange : [])]) {
      const looked = lookedUp(await ask(at, { target, host, method }));
      if (!looked) continue;
      const isBelow = isWithin(looked.path, path) && looked.path !== path.toLowerCase();
      if (!isBelow || !passedOn(looked).startsWith(`${path}/`)) found.push(`${host} shows ${target}`);
    }
  }
  return found;
}
