/** Requests as people send them: to an address, for a host, with a path as it is written. */
import { request as plainly, type RequestOptions } from 'node:http';
import { Agent, request as overTls } from 'node:https';
import { connect, type PeerCertificate } from 'node:tls';
import type { Door } from './doors';
import type { Person } from './people';

export interface Question {
  readonly door: Door;
  readonly host: string;
  readonly who: Person;
  /** As it is sent. @default / */
  readonly path?: string;
  /** @default GET */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** Bytes of a body that is announced and never sent: who refuses it has no need to see it. @default none */
  readonly announced?: number;
  /** @default https */
  readonly plain?: boolean;
  /** Connections that are used again. @default a new one */
  readonly agent?: Agent;
  /** Seconds. @default 10 */
  readonly patience?: number;
}

export interface Answer {
  /** 0 where there was none. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** Asks; no answer is an answer too. @param onChunk is told of each part when it comes */
export function ask(question: Question, onChunk?: (chunk: string) => void): Promise<Answer> {
  const { body, announced, plain, patience = 10 } = question;
  return new Promise((resolve) => {
    // Of its own: a socket's time-out begins when it is connected.
    const tooLong = () => sent.destroy(new Error(`no answer in ${patience} s`));
    const timer = setTimeout(tooLong, patience * 1000);
    const none = (error: Error) => {
      clearTimeout(timer);
      resolve({ status: 0, headers: {}, text: error.message });
    };
    const sent = (plain ? plainly : overTls)(optionsOf(question), (response) => {
      clearTimeout(timer);
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => {
        parts.push(part);
        onChunk?.(part.toString());
      });
      response.on('error', none);
      response.on('end', () => {
        const { statusCode: status = 0, headers } = response;
        if (announced !== undefined) sent.destroy();
        resolve({ status, headers, text: Buffer.concat(parts).toString() });
      });
    });
    sent.on('error', none);
    sent.setTimeout(patience * 1000, tooLong);
    if (announced === undefined) sent.end(body);
    else sent.write('x');
  });
}

/** For a request or a WebSocket. Certificates are judged on their own. */
export function optionsOf(question: Question): RequestOptions & { servername?: string } {
  const { door, host, who, path = '/', method = 'GET', headers = {}, plain, agent } = question;
  const length = question.announced ?? question.body?.length;
  const typed = [80, 443].includes(door.port) ? host : `${host}:${door.port}`;
  return {
    host: door.address,
    port: door.port,
    localAddress: who.from,
    path,
    method,
    headers: {
      host: typed,
      ...who.headers,
      ...headers,
      ...(length !== undefined && { 'content-length': String(length) }),
    },
    ...(plain
      ? {}
      : { servername: host, rejectUnauthorized: false, agent: agent ?? new Agent({ keepAlive: false }) }),
  };
}

/** The certificate that a host shows, and whether one who trusts `authority` takes it for that host's. */
export function certificateOf(
  { address, port }: Door,
  host: string,
  from: string,
  authority: string,
): Promise<{ certificate?: PeerCertificate; problem?: string }> {
  return new Promise((resolve) => {
    const options = { host: address, port, servername: host, localAddress: from, ca: authority };
    const socket = connect({ ...options, rejectUnauthorized: false }, () => {
      const problem = socket.authorized ? undefined : String(socket.authorizationError);
      resolve({ certificate: socket.getPeerCertificate(), problem });
      socket.destroy();
    });
    socket.setTimeout(10_000, () => socket.destroy(new Error('no answer in 10 s')));
    socket.on('error', (error) => resolve({ problem: error.message }));
  });
}
