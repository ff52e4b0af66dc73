/**
 * Whether a MongoDB comes back, by archives as mongodump writes them. No MongoDB can be had here: programs of this file's own
 * stand in for its server and its tools, and hand on archives.
 */
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mongodb } from '../../catalogue/mongodb';
import { type Result, which } from '../../tools/lab/exec';
import { streamsOf } from '../../tools/lab/streams';

const folder = mkdtempSync(join(tmpdir(), 'phasewise-drill-'));
const place = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Value = string | number | boolean | null | bigint | Buffer | Value[] | { [name: string]: Value };
type Document = { [name: string]: Value };

const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
};
const double = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return bytes;
};
const int64 = (value: bigint): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(value);
  return bytes;
};
const text = (value: string): Buffer =>
  Buffer.concat([int32(Buffer.byteLength(value) + 1), Buffer.from(`${value}\0`)]);

/** Type and bytes, as bsonspec.org says. A Buffer of twelve bytes is an ObjectId. */
function typed(value: Value): [number, Buffer] {
  if (value === null) return [10, Buffer.alloc(0)];
  if (typeof value === 'string') return [2, text(value)];
  if (typeof value === 'boolean') return [8, Buffer.from([Number(value)])];
  if (typeof value === 'bigint') return [18, int64(value)];
  if (typeof value === 'number') return Number.isInteger(value) ? [16, int32(value)] : [1, double(value)];
  if (Buffer.isBuffer(value)) {
    if (value.length === 12) return [7, value];
    return [5, Buffer.concat([int32(value.length), Buffer.from([0]), value])];
  }
  return [Array.isArray(value) ? 4 : 3, bson(value as Document)];
}
function bson(document: Document | Value[]): Buffer {
  const fields = Object.entries(document).map(([name, value]) => {
    const [type, bytes] = typed(value);
    return Buffer.concat([Buffer.from([type]), Buffer.from(`${name}\0`), bytes]);
  });
  const body = Buffer.concat([...fields, Buffer.from([0])]);
  return Buffer.concat([int32(body.length + 4), body]);
}

interface Collection {
  readonly documents?: readonly Document[];
  readonly indexes?: readonly object[];
  readonly options?: object;
  readonly type?: string;
}
type Held = Readonly<Record<string, Collection>>;
const BY_ID = { v: 2, key: { _id: 1 }, name: '_id_' };

const END = int32(-1);
const parts = (name: string): Document => {
  const [db, ...rest] = name.split('.');
  return { db: db!, collection: rest.join('.') };
};
/** As mongodump writes it. @param batch documents in a row, before it is another collection's turn */
function archive(held: Held, log: readonly Document[] | undefined, batch = 2): Buffer {
  const prelude = Object.entries(held).map(([name, { indexes = [BY_ID], options = {}, type = '' }]) =>
    bson({
      ...parts(name),
      metadata: JSON.stringify({ options, indexes, uuid: String(Math.random()), type }),
      size: 1,
      type,
    }),
  );
  const rows = Object.entries(held).flatMap(([name, { documents = [], type }]) =>
    type === 'view' ? [] : [[name, documents] as const],
  );
  const all = log ? [...rows, ['.oplog', log] as const] : rows;
  const most = Math.max(...all.map(([, documents]) => documents.length), 0);
  const blocks: Buffer[] = [];
  for (let at = 0; at < most; at += batch)
    for (const [name, documents] of all) {
      const some = documents.slice(at, at + batch);
      if (some.length > 0) blocks.push(bson({ ...parts(name), EOF: false, CRC: 0n }), ...some.map(bson), END);
    }
  const ends = all.flatMap(([name]) => [bson({ ...parts(name), EOF: true, CRC: 5n }), END]);
  const header = bson({
    concurrent_collections: 1,
    version: '0.1',
    server_version: '8.0.32',
    tool_version: '100.13.0',
  });
  return Buffer.concat([Buffer.from('6de29981', 'hex'), header, ...prelude, END, ...blocks, ...ends]);
}

const script = (name: string, lines: string): void =>
  writeFileSync(join(place('bin'), name), `#!/bin/sh\n${lines}\n`, { mode: 0o755 });
beforeAll(() => {
  for (const one of ['bin', 'run']) mkdirSync(place(one));
  symlinkSync(process.execPath, join(place('bin'), 'node'));
  script(
    'mongod',
    `[ -z "$NO_SERVER" ] || { echo "no server" > log; exit 14; }
while [ "$1" != --bind_ip ]; do shift; done
exec node -e 'require("node:net").createServer().listen(process.argv[1])' "$2"`,
  );
  script('mongorestore', `cat > ${place('restored')}; exit "\${NOT_RESTORED:-0}"`);
  script('mongodump', `cat ${place('again')}`);
  script(
    'mongosh',
    `while [ "$1" != --eval ]; do shift; done
exec node -e 'const valid = process.env.DAMAGED !== "1";
global.print = console.log;
global.connect = () => ({ getSiblingDB: () => ({ runCommand: () => ({ valid, errors: ["a page"] }) }) });
eval(process.argv[1])' "$2"`,
  );
  chmodSync(folder, 0o755);
});

async function drill(
  snapshot: Buffer,
  again: Buffer,
  more: Readonly<Record<string, string>> = {},
): Promise<Result> {
  writeFileSync(place('snapshot'), snapshot);
  writeFileSync(place('again'), again);
  const socket = place('run');
  const streams = streamsOf('store', {
    definition: mongodb({ database: 'shop', volume: '1Gi' }),
    port: () => 0,
    password: () => '',
    here: { '/run/drill': socket, [encodeURIComponent('/run/drill')]: encodeURIComponent(socket) },
    env: { PATH: `${place('bin')}:${process.env.PATH}`, NO_SERVER: '', ...more },
  });
  const result = await streams.drill(place('snapshot'));
  expect(readdirSync(socket)).toEqual([]);
  return result;
}

const numbered = (count: number): Document[] =>
  Array.from({ length: count }, (_, n) => ({
    _id: n,
    name: `name ${n}`,
    deep: { list: [1.5, 'ü', null, true, { x: 1n }] },
  }));
const HELD: Held = {
  'shop.orders': {
    documents: [
      ...numbered(50),
      { _id: Buffer.from('0123456789ab'), bytes: Buffer.from([0, 1, 2]) },
      { _id: '7', name: '' },
    ],
    indexes: [BY_ID, { v: 2, key: { name: 1, at: -1 }, name: 'byName', unique: true }],
    options: { validator: { name: { $type: 'string' } } },
  },
  'shop.empty': {},
  'shop.new.est': { type: 'view', indexes: [], options: { viewOn: 'orders', pipeline: [] } },
  'admin.system.version': { documents: [{ _id: 'x', version: 1 }] },
};
const other = (name: string, change: Partial<Collection>): Held => ({
  ...HELD,
  [name]: { ...HELD[name], ...change },
});
const [first, ...rest] = HELD['shop.orders']!.documents!;
const isHere = which('mkfifo') && which('tee');

describe.runIf(isHere)('a MongoDB that is tried out', () => {
  it('holds the same, in whatever order it comes, and the server has nothing against it', async () => {
    const again = archive(
      {
        'shop.empty': {},
        'admin.system.version': { documents: [{ _id: 'x', version: 2 }] },
        ...other('shop.orders', {
          documents: [...rest, first!].reverse(),
          indexes: HELD['shop.orders']!.indexes!.toReversed(),
        }),
      },
      undefined,
      7,
    );
    const { code, stderr } = await drill(archive(HELD, []), again);
    expect(stderr).toBe('the same as was saved: 52 documents in 2 collections with 3 indexes\n');
    expect(code).toBe(0);
  });

  it('is no success where anything is missing, another, or more', async () => {
    const again: Held = {
      ...other('shop.orders', {
        documents: rest,
        indexes: [BY_ID, { v: 2, key: { name: 1, at: -1 }, name: 'byName' }],
        options: {},
      }),
      'shop.people': { documents: [{ _id: 1, name: 'b' }], indexes: [BY_ID] },
      'shop.new.est': { type: 'view', indexes: [], options: { viewOn: 'empty', pipeline: [] } },
      'shop.more': {},
    };
    const held = Object.entries(again).filter(([name]) => name !== 'shop.empty');
    const people = {
      documents: [{ _id: 1, name: 'a' }],
      indexes: [BY_ID, { v: 2, key: { a: 1 }, name: 'gone' }],
    };
    const { code, stderr } = await drill(
      archive({ ...HELD, 'shop.people': people }, []),
      archive(Object.fromEntries(held), undefined),
    );
    for (const told of [
      /^shop.orders: 52 documents were saved, 51 came back$/m,
      /^shop.orders: index byName .*"unique",true.* did not come back$/m,
      /^shop.orders: index byName .* came back, and was not saved$/m,
      /^shop.orders is made otherwise: .*validator.* was saved/m,
      /^shop.people: of 1 documents some came back otherwise than they were saved$/m,
      /^shop.people: index gone .* did not come back$/m,
      /^shop.new.est is made otherwise/m,
      /^shop.empty did not come back$/m,
      /^shop.more came back, and was not saved$/m,
      /what came back is not what was saved; 9 differences$/m,
      /^failed: what came back is not what was saved$/m,
    ])
      expect(stderr).toMatch(told);
    expect(stderr).not.toContain('the same');
    expect(code).toBe(1);
  });

  it('is no success by half a snapshot, without a server, or with one that finds damage', async () => {
    const whole = archive(HELD, []);
    for (const length of [0, Math.floor(whole.length / 2), whole.length - 4]) {
      const { code, stderr } = await drill(whole.subarray(0, length), whole);
      expect([code, stderr]).toEqual([1, expect.stringMatching(/^failed: /m)]);
    }
    for (const [more, told] of [
      [{ NO_SERVER: '1' }, /^failed: the server of this work did not start$/m],
      [{ NOT_RESTORED: '1' }, /^failed: the snapshot could not be restored$/m],
      [{ DAMAGED: '1' }, /^shop.orders is damaged: a page$/m],
    ] as const) {
      const { code, stderr } = await drill(whole, whole, more);
      expect([code, stderr]).toEqual([1, expect.stringMatching(told)]);
    }
  });

  const at = 'shop.orders';
  const log: Document[] = [
    { op: 'n', ns: '', o: { msg: 'periodic' } },
    { op: 'i', ns: at, o: { _id: 100, name: 'new' } },
    { op: 'u', ns: at, o: { diff: {} }, o2: { _id: 3 } },
    {
      op: 'c',
      ns: 'admin.$cmd',
      o: {
        applyOps: [
          { op: 'd', ns: at, o: { _id: 4 } },
          { op: 'i', ns: 'shop.late', o: { _id: 1 } },
        ],
      },
    },
    { op: 'c', ns: 'shop.$cmd', o: { createIndexes: 'empty', v: 2, key: { a: 1 }, name: 'a_1' } },
  ];
  const after = (change: (documents: Document[]) => Document[]): Held => ({
    ...other(at, {
      documents: change(
        HELD[at]!.documents!.filter(({ _id }) => _id !== 4).map((one) =>
          one._id === 3 ? { ...one, name: 'later' } : one,
        ),
      ),
    }),
    'shop.late': { documents: [{ _id: 1 }] },
    'shop.empty': { indexes: [BY_ID, { v: 2, key: { a: 1 }, name: 'a_1' }] },
  });
  const made = { _id: 100, name: 'new' };

  it('may hold what was written while it was saved, and must hold that', async () => {
    // The dump may have met it before or after.
    for (const held of [HELD, other(at, { documents: [...HELD[at]!.documents!, made] })]) {
      const { code, stderr } = await drill(
        archive(held, log),
        archive(
          after((all) => [...all, made]),
          undefined,
        ),
      );
      expect(stderr.split('\n')).toEqual([
        'the same as was saved: 50 documents in 2 collections with 3 indexes',
        'of 4 documents, written to during the dump, it is known that they are there or not',
        'of 1 collections, changed during the dump, nothing more is known',
        '',
      ]);
      expect(code).toBe(0);
    }
    for (const [change, told] of [
      [(all) => all, /^shop.orders: a document that was written during the dump is not there$/m],
      [
        (all) => [...all, made, { _id: 4 }],
        /^shop.orders: a document that was deleted during the dump is there$/m,
      ],
      [(all) => [...all.slice(1), made], /^shop.orders: 50 documents were saved, 49 came back$/m],
    ] as readonly [(all: Document[]) => Document[], RegExp][]) {
      const { code, stderr } = await drill(archive(HELD, log), archive(after(change), undefined));
      expect([code, stderr]).toEqual([1, expect.stringMatching(told)]);
    }
  });
});
