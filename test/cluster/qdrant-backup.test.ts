/**
 * What the catalogue says of saving a Qdrant, by its very programs. No Qdrant can be had here: a server of this file's own
 * answers as its OpenAPI description says, and looks at all that it is told.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { qdrant } from '../../catalogue/qdrant';
import { must } from '../../tools/lab/exec';
import { type Streams, streamsOf } from '../../tools/lab/streams';

const folder = mkdtempSync(join(tmpdir(), 'phasewise-saved-'));
const file = (name: string): string => join(folder, name);
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** What it holds: collections by name, with their bytes; aliases; snapshots that lie on its disk. */
const held = {
  collections: new Map<string, Buffer>(),
  aliases: [] as { alias_name: string; collection_name: string }[],
  snapshots: new Map<string, Buffer>(),
  /** Its next snapshot has another sum than it says. */
  isDamaged: false,
};

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** The one file of a form. @throws Error when it is no form of one file called `snapshot` */
function fileIn(request: IncomingMessage, body: Buffer): Buffer {
  const [, line] = /^multipart\/form-data; boundary=(.+)$/.exec(request.headers['content-type'] ?? '')!;
  const start = body.indexOf('\r\n\r\n') + 4;
  const head = body.subarray(0, start).toString();
  if (!head.startsWith(`--${line}\r\n`) || !/; name="snapshot"; filename="[^"]+"\r\n/.test(head))
    throw new Error(`no form: ${head}`);
  const tail = `\r\n--${line}--\r\n`;
  if (!body.subarray(-tail.length).equals(Buffer.from(tail))) throw new Error('the form does not end');
  return body.subarray(start, -tail.length);
}

async function answer(request: IncomingMessage, body: Buffer): Promise<Buffer | object> {
  const { pathname, searchParams } = new URL(request.url!, 'http://here');
  const [, first, name = '', kind, snapshot] = pathname.split('/').map(decodeURIComponent);
  const asked = `${request.method} /${first}`;
  if (asked === 'GET /aliases') return { aliases: held.aliases };
  if (asked === 'GET /collections' && !kind)
    return { collections: [...held.collections.keys()].map((one) => ({ name: one })) };
  if (asked === 'POST /collections' && name === 'aliases') {
    const { actions } = JSON.parse(body.toString()) as {
      actions: { create_alias: (typeof held.aliases)[0] }[];
    };
    held.aliases.push(...actions.map(({ create_alias }) => create_alias));
    return {};
  }
  if (first !== 'collections' || kind !== 'snapshots') throw new Error(`no such path: ${asked}`);
  if (request.method === 'POST' && snapshot === 'upload') {
    expect(searchParams.get('priority')).toBe('snapshot');
    held.collections.set(name, fileIn(request, body));
    return {};
  }
  expect(request.method === 'GET' || searchParams.get('wait') === 'true').toBe(true);
  if (request.method === 'POST') {
    const bytes = held.collections.get(name)!;
    held.snapshots.set(`${name}-1.snapshot`, bytes);
    const checksum = held.isDamaged ? sha256(Buffer.from('other')) : sha256(bytes);
    return { name: `${name}-1.snapshot`, size: bytes.length, checksum };
  }
  if (request.method === 'GET') return held.snapshots.get(snapshot!)!;
  held.snapshots.delete(snapshot!);
  return {};
}

let server: Server;
let streams: Streams;
beforeAll(async () => {
  server = createServer((request, response) => {
    bytesOf(request)
      .then((body) => {
        if (request.headers['api-key'] !== 'the-key') return response.writeHead(401).end('no key');
        return answer(request, body).then((result) =>
          response.end(Buffer.isBuffer(result) ? result : JSON.stringify({ result, status: 'ok' })),
        );
      })
      .catch((error: Error) => response.writeHead(400).end(error.message));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const definition = qdrant({ storage: '1Gi' });
  streams = streamsOf('store', { definition, port: () => port, password: () => 'the-key' });
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const fill = (): void => {
  held.collections = new Map([
    ['docs', randomBytes(3_000_000)],
    ['a b/ü', randomBytes(700)],
    ['empty', Buffer.alloc(0)],
  ]);
  held.aliases = [{ alias_name: 'current', collection_name: 'docs' }];
};

const sums = (of: ReadonlyMap<string, Buffer>): string[] =>
  [...of].map(([name, bytes]) => `${name} ${sha256(bytes)}`).sort();

describe('a Qdrant', () => {
  test('comes back with each collection, byte for byte, and with aliases; no snapshot is left on its disk', async () => {
    fill();
    const { collections, aliases } = held;
    expect(await streams.dump(file('all'))).toMatchObject({
      code: 0,
      stderr: 'a b/ü: 700 bytes\ndocs: 3000000 bytes\nempty: 0 bytes\n',
    });
    expect(held.snapshots.size).toBe(0);
    expect((await must('tar', ['--list', '--file', file('all')])).trim().split('\n')).toHaveLength(4);
    Object.assign(held, { collections: new Map(), aliases: [] });
    expect(await streams.restore(file('all'))).toMatchObject({ code: 0 });
    expect(sums(held.collections)).toEqual(sums(collections));
    expect(held.aliases).toEqual(aliases);
  });

  test('that holds anything is not restored into', async () => {
    held.collections = new Map([['one', Buffer.from('1')]]);
    const { code, stderr } = await streams.restore(file('all'));
    expect([code, stderr]).toEqual([
      1,
      'refused: it is not empty, it has the collections one. Bring it back into a new one.\n',
    ]);
    expect([...held.collections.keys()]).toEqual(['one']);
  });

  test('of whose snapshot a part is missing is told so, and no collection is there in part', async () => {
    const whole = readFileSync(file('all'));
    for (const length of [0, 1000, 1_000_000, whole.length - 1500]) {
      held.collections = new Map();
      writeFileSync(file('cut'), whole.subarray(0, length));
      const { code, stderr } = await streams.restore(file('cut'));
      expect([code, stderr.split('\n').at(-2)]).toEqual([
        1,
        'failed: the snapshot ends too early: what came before is there',
      ]);
      for (const bytes of held.collections.values()) expect([0, 700, 3_000_000]).toContain(bytes.length);
    }
  });

  test('is not saved in part: damaged on the way, or with another key', async () => {
    fill();
    held.isDamaged = true;
    const { code, stderr } = await streams.dump(file('damaged'));
    held.isDamaged = false;
    expect([code, stderr]).toEqual([1, expect.stringContaining('is damaged: another sum')]);
    expect(held.snapshots.size).toBe(0);
    expect(readFileSync(file('all')).includes('the-key')).toBe(false);
  });
});
