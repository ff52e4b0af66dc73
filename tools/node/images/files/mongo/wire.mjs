// MongoDB's wire protocol: OP_MSG, and OP_QUERY, by which old clients say hello. Source: MongoDB manual, wire protocol.
import { createRequire } from 'node:module';

const { BSON } = createRequire('/opt/mongosh/')('bson');
const [OP_REPLY, OP_QUERY, OP_MSG] = [1, 2004, 2013];
const MORE_TO_COME = 2;

/** Calls `use` for each message that arrives, one after the other. */
export function frames(socket, use) {
  let buffer = Buffer.alloc(0);
  let turn = Promise.resolve();
  socket.on('data', (chunk) => {
    buffer = Buffer.concat([buffer, chunk]);
    while (buffer.length >= 16 && buffer.length >= buffer.readInt32LE(0)) {
      const length = buffer.readInt32LE(0);
      const frame = buffer.subarray(0, length);
      buffer = buffer.subarray(length);
      turn = turn.then(() => use(parse(frame))).catch(() => socket.destroy());
    }
  });
}

function parse(frame) {
  const requestId = frame.readInt32LE(4);
  const code = frame.readInt32LE(12);
  if (code === OP_QUERY) {
    const name = frame.indexOf(0, 20);
    const db = frame.toString('utf8', 20, name).split('.')[0];
    return { requestId, legacy: true, body: { ...document(frame, name + 9).value, $db: db } };
  }
  if (code === OP_REPLY) return { requestId, body: document(frame, 36).value };
  if (code !== OP_MSG) throw new Error(`opcode ${code}`);
  const flags = frame.readUInt32LE(16);
  const end = frame.length - (flags & 1 ? 4 : 0);
  let body = {};
  const sequences = {};
  for (let at = 20; at < end; ) {
    const kind = frame[at];
    if (kind === 0) {
      const { value, next } = document(frame, at + 1);
      body = value;
      at = next;
      continue;
    }
    const stop = at + 1 + frame.readInt32LE(at + 1);
    const name = frame.indexOf(0, at + 5);
    const field = frame.toString('utf8', at + 5, name);
    sequences[field] = [];
    for (let inner = name + 1; inner < stop; ) {
      const { value, next } = document(frame, inner);
      sequences[field].push(value);
      inner = next;
    }
    at = stop;
  }
  return { requestId, moreToCome: Boolean(flags & MORE_TO_COME), body: { ...body, ...sequences } };
}

function document(frame, at) {
  const next = at + frame.readInt32LE(at);
  return { value: BSON.deserialize(frame.subarray(at, next)), next };
}

let last = 0;
/** A message to be sent; an answer to `responseTo`. */
export function message(body, responseTo = 0, legacy = false) {
  const bytes = BSON.serialize(body, { ignoreUndefined: true });
  const head = Buffer.alloc(16);
  head.writeInt32LE(++last, 4);
  head.writeInt32LE(responseTo, 8);
  head.writeInt32LE(legacy ? OP_REPLY : OP_MSG, 12);
  const before = Buffer.alloc(legacy ? 20 : 5);
  // One document.
  if (legacy) before.writeInt32LE(1, 16);
  head.writeInt32LE(head.length + before.length + bytes.length, 0);
  return Buffer.concat([head, before, bytes]);
}
