/** What lasts: streams, uploads and WebSockets, by routes behind which is a program that tells. */
import { createHash } from 'node:crypto';
import type { ClientRequest } from 'node:http';
import { request as overTls } from 'node:https';
import WebSocket from 'ws';
import type { PlannedRoute } from '../../../model/plan';
import { sleep } from '../../lab/exec';
import { ask, optionsOf } from './ask';
import { below, to, toldBy, type WayIn } from './way';

/** Milliseconds that a part may take from the program to the client, on a machine with much else to do. */
const LATE = 3000;
const EVERY = 500;

export const streamingRoutes = async (way: WayIn): Promise<PlannedRoute[]> =>
  (await toldBy(way)).filter(({ streaming }) => streaming);

/** How a stream is, where it is not one that always says something. */
export interface Streaming {
  /** Milliseconds between two parts. @default 500 */
  readonly every?: number;
  /** Milliseconds between two comments that only show that somebody is there. @default none */
  readonly beat?: number;
  /** The n-th part is not sent. @default all are */
  readonly lose?: number;
}

/** The first part comes at once, and each other one when it is sent, until the program ends; and not a byte is lost. */
export async function streamed(
  way: WayIn,
  route: PlannedRoute,
  seconds: number,
  { every = EVERY, ...more }: Streaming = {},
): Promise<string[]> {
  const query = Object.entries({ seconds, every, ...more }).map(([name, value]) => `${name}=${value}`);
  const path = below(route, `lab/stream?${query.join('&')}`);
  const silence = (more.beat ?? every) / 1000;
  let parts = 0;
  let latest = 0;
  const started = Date.now();
  const { status, text } = await ask(to(way, route, { path, patience: 30 + silence }), (chunk) => {
    for (const [, sent] of chunk.matchAll(/data: (\d+)\n/g)) {
      parts += 1;
      latest = Math.max(latest, Date.now() - Number(sent));
    }
  });
  const lasted = (Date.now() - started) / 1000;
  const name = `${route.host}${path}`;
  const wanted = (seconds * 1000) / every;
  if (status !== 200) return [`${name}: ${status} after ${lasted} s, ${parts} parts: ${text.slice(-200)}`];
  return [
    ...(latest > LATE ? [`${name}: a part came ${latest} ms after it was sent`] : []),
    ...(lasted < seconds - 1 || parts < wanted * 0.7
      ? [`${name}: ended after ${lasted} s and ${parts} parts`]
      : []),
    ...lostIn(text).map((what) => `${name}: ${what}`),
  ];
}

/** Whether what came is what its last words say was sent. */
function lostIn(text: string): string[] {
  const [said = '', last] = text.split('event: end\n');
  const [, bytes, sum] = /^data: (\d+) (\w+)\n\n$/.exec(last ?? '') ?? [];
  if (!sum) return ['its end did not come'];
  const came = createHash('sha256').update(said).digest('hex');
  return came === sum ? [] : [`of ${bytes} bytes ${said.length} came, or others than were sent`];
}

/** A body that comes byte by byte. @returns what is wrong with the answer */
export function slowUpload(way: WayIn, route: PlannedRoute, seconds: number): Promise<string[]> {
  const path = below(route, 'lab/body');
  const question = to(way, route, { path, method: 'POST', headers: { 'content-length': String(seconds) } });
  const name = `${route.host}${path}`;
  return new Promise((resolve) => {
    const started = Date.now();
    const after = () => `after ${Math.round((Date.now() - started) / 1000)} s`;
    const sent: ClientRequest = overTls(optionsOf(question), (response) => {
      response.resume();
      response.on('end', () =>
        resolve(response.statusCode === 200 ? [] : [`${name}: ${response.statusCode} ${after()}`]),
      );
    });
    let left = seconds;
    // As many bytes as are announced, however late a busy machine lets each of them go.
    const trickle = setInterval(() => {
      sent.write('x');
      left -= 1;
      if (left > 0) return;
      clearInterval(trickle);
      sent.end();
    }, 1000);
    sent.on('error', (error) => {
      clearInterval(trickle);
      resolve([`${name}: ${error.message} ${after()}`]);
    });
  });
}

/** An open WebSocket, and the pod that took it. */
export interface Held {
  readonly pod: string;
  /** Sends a text and waits for it. @returns whether it came back in time */
  echoes(): Promise<boolean>;
  close(): void;
}

/** @throws Error where none is opened */
export function openSocket(way: WayIn, route: PlannedRoute): Promise<Held> {
  const { host, port, ...options } = optionsOf(to(way, route));
  const socket = new WebSocket(`wss://${host}:${port}${below(route, 'lab/socket')}`, {
    ...options,
    handshakeTimeout: 10_000,
  } as WebSocket.ClientOptions);
  const text = () =>
    new Promise<string>((resolve) => socket.once('message', (data) => resolve(String(data))));
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    void text().then((pod) =>
      resolve({
        pod,
        async echoes() {
          if (socket.readyState !== WebSocket.OPEN) return false;
          const said = `${Math.random()}`;
          const answer = text();
          socket.send(said);
          return (await Promise.race([answer, sleep(LATE)])) === said;
        },
        close: () => socket.terminate(),
      }),
    );
  });
}

/** Opens some, and says how many each pod took. */
export async function openSockets(way: WayIn, route: PlannedRoute, count: number): Promise<Held[]> {
  const held: Held[] = [];
  for (let opened = 0; opened < count; opened++) held.push(await openSocket(way, route));
  return held;
}
