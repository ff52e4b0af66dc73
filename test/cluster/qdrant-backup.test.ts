/**
 * What the catalogue says of saving a Qdrant, by its very programs. No Qdrant can be had here: a server of this file's own
 * answers as its OpenAPI description says, and looks at all that it is told.
 */
import { createHash, randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { qdrant } from '../../catalogue/qdrant';
import { must, type Result } from '../../tools/lab/exec';
import { type Streams, streamsOf } from '../../tools/lab/streams';

const folder = mkdtempSync(join(tmpdir(), 'phasewise-saved-'));
const file = (name: string): string => join(folder, name);
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

interface Collection {
  readonly bytes: Buffer;
  readonly points: number;
  readonly fields?: object;
}
/** What a server holds: collections by name, aliases, snapshots that lie on its disk. */
class Held {
  collections = new Map<string, Collection>();
  aliases: { alias_name: string; collection_name: string }[] = [];
  snapshots = new Map<string, Buffer>();
  /** Its next snapshot has another sum than it says. */
  isDamaged = false;
  /** Points of each page that it does not find. */
  unread = 0;
  /** What becomes of a collection that is brought into it. */
  brought = (one: Collection): Collection => one;
  key = (): string => 'the-key';
}
const held = new Held();
/** Whose server the work of a drill has of its own. */
const own = new Held();
const isOwnKey = file('own-key');
own.key = () => (existsSync(isOwnKey) ? readFileSync(isOwnKey, 'utf8') : 'nobody knows');

/** Bytes of a snapshot say how many points it has. */
const collection = (points: number, size: number, fields = {}): Collection => {
  const head = Buffer.from(`${JSON.stringify({ points, fields })}\n`);
  return { points, fields, bytes: Buffer.concat([head, randomBytes(size)]) };
};
const collectionIn = (bytes: Buffer): Collection => ({
  ...(JSON.parse(bytes.subarray(0, bytes.indexOf('\n')).toString()) as Pick<Collection, 'points' | 'fields'>),
  bytes,
});

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

async function answer(held: Held, request: IncomingMessage, body: Buffer): Promise<Buffer | object> {
  const { pathname, searchParams } = new URL(request.url!, 'http://here');
  const [, first, name = '', kind, snapshot] = pathname.split('/').map(decodeURIComponent);
  const asked = `${request.method} /${first}`;
  if (asked === 'GET /aliases') return { aliases: held.aliases };
  if (asked === 'GET /readyz') return Buffer.from('all shards are ready');
  if (asked === 'GET /collections' && !name)
    return { collections: [...held.collections.keys()].map((one) => ({ name: one })) };
  if (asked === 'POST /collections' && name === 'aliases') {
    const { actions } = JSON.parse(body.toString()) as {
      actions: { create_alias: (typeof held.aliases)[0] }[];
    };
    held.aliases.push(...actions.map(({ create_alias }) => create_alias));
    return {};
  }
  const one = held.collections.get(name);
  if (asked === 'GET /collections' && one && !kind)
    return {
      status: 'green',
      optimizer_status: 'ok',
      points_count: 0,
      config: { params: { vectors: { size: 2, distance: 'Dot' } } },
      payload_schema: one.fields,
    };
  if (asked === 'POST /collections' && one && kind === 'points') {
    const { exact, limit, offset = 0, with_vector } = JSON.parse(body.toString());
    if (snapshot === 'count') {
      expect(exact).toBe(true);
      return { count: one.points };
    }
    expect([snapshot, with_vector]).toEqual(['scroll', true]);
    const points = Array.from({ length: Math.min(limit, one.points - offset) - held.unread }, (_, n) => ({
      id: offset + n,
      vector: [1, 0],
    }));
    return { points, next_page_offset: offset + limit < one.points ? offset + limit : null };
  }
  if (asked === 'DELETE /collections' && one && !kind) {
    held.collections.delete(name);
    held.aliases = held.aliases.filter(({ collection_name: of }) => of !== name);
    return {};
  }
  if (first !== 'collections' || kind !== 'snapshots') throw new Error(`no such path: ${asked}`);
  if (request.method === 'POST' && snapshot === 'upload') {
    expect(searchParams.get('priority')).toBe('snapshot');
    held.collections.set(name, held.brought(collectionIn(fileIn(request, body))));
    return {};
  }
  expect(request.method === 'GET' || searchParams.get('wait') === 'true').toBe(true);
  if (request.method === 'POST') {
    const { bytes } = one!;
    held.snapshots.set(`${name}-1.snapshot`, bytes);
    const checksum = held.isDamaged ? sha256(Buffer.from('other')) : sha256(bytes);
    return { name: `${name}-1.snapshot`, size: bytes.length, checksum };
  }
  if (request.method === 'GET') return held.snapshots.get(snapshot!)!;
  held.snapshots.delete(snapshot!);
  return {};
}

/** Looks at the key, but for its health. @returns the port */
async function serve(held: Held): Promise<{ server: Server; port: number }> {
  const server = createServer((request, response) => {
    bytesOf(request)
      .then((body) => {
        if (request.url !== '/readyz' && request.headers['api-key'] !== held.key())
          return response.writeHead(401).end('no key');
        return answer(held, request, body).then((result) =>
          response.end(Buffer.isBuffer(result) ? result : JSON.stringify({ result, status: 'ok' })),
        );
      })
      .catch((error: Error) => response.writeHead(400).end(error.message));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return { server, port: (server.address() as AddressInfo).port };
}

const servers: Server[] = [];
let streams: Streams;
/** @param more parts of the scripts that are other ones */
let drill: (snapshot: string, more?: Readonly<Record<string, string>>) => Promise<Result>;
beforeAll(async () => {
  const [store, beside] = await Promise.all([serve(held), serve(own)]);
  servers.push(store.server, beside.server);
  const saved = {
    definition: qdrant({ storage: '1Gi' }),
    port: () => store.port,
    password: () => 'the-key',
  };
  streams = streamsOf('store', saved);
  drill = async (snapshot, more = {}) => {
    for (const one of ['door', 'run', 'run/storage', 'run/snapshots'])
      mkdirSync(file(one), { recursive: true });
    for (const one of ['here', 'door']) rmSync(join(file('door'), one), { force: true });
    Object.assign(own, { collections: new Map(), aliases: [] });
    const here = {
      '/run/door': file('door'),
      '/run/drill': file('run'),
      'cd /qdrant': `cd ${folder}`,
      // What it is started as: it hears its key, and leaves something.
      '/qdrant/qdrant >&2': `sh -c 'printf %s "$QDRANT__SERVICE__API_KEY" > ${isOwnKey}; : > ${file('run/storage/raft')}; exec sleep 60'`,
      '127.0.0.1:6333': `127.0.0.1:${beside.port}`,
    };
    const result = await streamsOf('store', { ...saved, here: { ...here, ...more } }).drill(file(snapshot));
    expect(readdirSync(file('run/storage'))).toEqual([]);
    return result;
  };
});
afterAll(() => {
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true, force: true });
});

const fill = (): void => {
  held.collections = new Map([
    ['docs', collection(150, 3_000_000, { tag: { data_type: 'keyword', points: 7 } })],
    ['a b/ü', collection(3, 700)],
    ['empty', collection(0, 0)],
  ]);
  held.aliases = [{ alias_name: 'current', collection_name: 'docs' }];
};

const sums = (of: ReadonlyMap<string, Collection>): string[] =>
  [...of].map(([name, { bytes }]) => `${name} ${sha256(bytes)}`).sort();

describe('a Qdrant', () => {
  test('comes back with each collection, byte for byte, and with aliases; no snapshot is left on its disk', async () => {
    fill();
    const { collections, aliases } = held;
    expect(await streams.dump(file('all'))).toMatchObject({
      code: 0,
      stderr: ['a b/ü', 'docs', 'empty']
        .map((one) => `${one}: ${held.collections.get(one)!.bytes.length} bytes\n`)
        .join(''),
    });
    expect(held.snapshots.size).toBe(0);
    expect((await must('tar', ['--list', '--file', file('all')])).trim().split('\n')).toHaveLength(4);
    Object.assign(held, { collections: new Map(), aliases: [] });
    expect(await streams.restore(file('all'))).toMatchObject({ code: 0 });
    expect(sums(held.collections)).toEqual(sums(collections));
    expect(held.aliases).toEqual(aliases);
  });

  test('that holds anything is not restored into', async () => {
    held.collections = new Map([['one', collection(1, 1)]]);
    const { code, stderr } = await streams.restore(file('all'));
    expect([code, stderr]).toEqual([
      1,
      'refused: it is not empty, it has the collections one. Bring it back into a new one.\n',
    ]);
    expect([...held.collections.keys()]).toEqual(['one']);
  });

  test('of whose snapshot a part is missing is told so, and no collection is there in part', async () => {
    fill();
    const sizes = [...held.collections.values()].map(({ bytes }) => bytes.length);
    const whole = readFileSync(file('all'));
    for (const length of [0, 1000, 1_000_000, whole.length - 1500]) {
      held.collections = new Map();
      writeFileSync(file('cut'), whole.subarray(0, length));
      const { code, stderr } = await streams.restore(file('cut'));
      expect([code, stderr.split('\n').at(-2)]).toEqual([
        1,
        'failed: the snapshot ends too early: what came before is there',
      ]);
      for (const { bytes } of held.collections.values()) expect(sizes).toContain(bytes.length);
    }
  });

  test('is tried out, one collection after the other: as many points as there were, and each can be read', async () => {
    fill();
    expect((await streams.dump(file('all'))).code).toBe(0);
    const { code, stderr } = await drill('all');
    expect(stderr).toBe('the same as was saved: 153 points in 3 collections; all can be read\n');
    expect(code).toBe(0);
    expect([own.collections.size, own.aliases]).toEqual([0, []]);
    // While it is saved, points come: as many as before or after, or in between.
    const { bytes } = held.collections.get('docs')!;
    const asked = [140, 160];
    held.collections.set('docs', {
      bytes,
      fields: { tag: { data_type: 'keyword' } },
      get points() {
        return asked.shift()!;
      },
    });
    expect((await streams.dump(file('moving'))).code).toBe(0);
    expect(await drill('moving')).toMatchObject({ code: 0 });
  });

  test('that comes back otherwise than it was saved is no success, and nothing is left of it', async () => {
    const changed = (change: (one: Collection) => Collection) => {
      own.brought = (one) => (one.points === 150 ? change(one) : one);
    };
    for (const [change, told] of [
      [(one) => ({ ...one, points: 149 }), /^docs: 150 points were saved, and 149 came back$/m],
      [(one) => ({ ...one, points: 151 }), /^docs: 150 points were saved, and 151 came back$/m],
      [(one) => ({ ...one, fields: {} }), /^docs: indexes was .*tag.* and is \[\]$/m],
    ] as [(one: Collection) => Collection, RegExp][]) {
      changed(change);
      const { code, stderr } = await drill('all');
      expect([code, stderr]).toEqual([1, expect.stringMatching(told)]);
      expect(stderr).toMatch(/^failed: what came back is not what was saved; 1 differences$/m);
    }
    own.brought = (one) => one;
    own.unread = 1;
    expect((await drill('all')).stderr).toMatch(/^docs: of 150 points 147 can be read$/m);
    own.unread = 0;
    for (const [by, told] of [
      [{ '"ok"': '"well"' }, /^docs is green, "ok"$/m],
      [{ 'await alias(named);': '' }, /^docs: its aliases were \["current"\] and are \[\]$/m],
      [{ 'QDRANT_API_KEY="$own"': 'QDRANT_API_KEY=other' }, /^failed: .*: 401 no key$/m],
      [{ '/readyz': '/other', 'left = 600': 'left = 3' }, /^failed: the server of this work did not start/m],
    ] as const) {
      const { code, stderr } = await drill('all', by);
      expect([code, stderr]).toEqual([1, expect.stringMatching(told)]);
    }
    const whole = readFileSync(file('all'));
    writeFileSync(file('cut'), whole.subarray(0, whole.length / 2));
    const { code, stderr } = await drill('cut');
    expect([code, stderr]).toEqual([1, 'failed: the snapshot ends too early: what came before is there\n']);
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
