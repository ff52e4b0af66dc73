/**
 * Reads two archives of mongodump, one after the other, and tells whether they hold the same: the one that was saved, and one
 * of the server that it was brought into. For mongosh, which reads what is required as plain Node.js.
 *
 * Of each document there is a sum of its bytes, which come back as they were. What was written to while the dump ran is in
 * the archive's log of changes, and played back behind it; of such documents it is known whether they are there. Of a
 * collection that was itself made, changed or dropped meanwhile nothing is known but that its changes could be played back.
 *
 * Source: mongo-tools, common/archive/spec.md; bsonspec.org; MongoDB's src/mongo/db/repl/oplog_entry.idl.
 */

/** One archive after the other, from a pipe that may be larger than any memory. */
const READ = `
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const sumOf = (...parts) => {
  const sum = createHash("sha256");
  for (const part of parts) sum.update(part);
  return sum.digest().subarray(0, 16);
};

function documentsOf(path) {
  const pipe = fs.openSync(path, "r");
  let left = Buffer.alloc(0);
  const has = (size) => {
    const parts = [left];
    let length = left.length;
    while (length < size) {
      const part = Buffer.allocUnsafe(Math.max(65536, size - length));
      const read = fs.readSync(pipe, part);
      if (read === 0) break;
      parts.push(part.subarray(0, read));
      length += read;
    }
    left = Buffer.concat(parts);
    return length >= size;
  };
  const take = (size) => {
    if (left.length < size && !has(size)) throw new Error(path + " ends too early");
    const part = left.subarray(0, size);
    left = left.subarray(size);
    return part;
  };
  return {
    isOver: () => left.length === 0 && !has(1),
    number: () => take(4).readInt32LE(0),
    // Undefined for the mark that ends a row of documents.
    next: () => {
      if (left.length < 4 && !has(4)) throw new Error(path + " ends too early");
      const size = left.readInt32LE(0);
      if (size === -1) { take(4); return undefined; }
      if (size < 5) throw new Error(path + " is no archive");
      return take(size);
    },
  };
}

// Bytes of a value, by its type in BSON.
const FIXED = { 1: 8, 6: 0, 7: 12, 8: 1, 9: 8, 10: 0, 16: 4, 17: 8, 18: 8, 19: 16, 127: 0, 255: 0 };
function* fieldsOf(document) {
  for (let at = 4; at < document.length - 1; ) {
    const type = document[at];
    const end = document.indexOf(0, at + 1);
    const name = document.toString("utf8", at + 1, end);
    const start = end + 1;
    let size = FIXED[type];
    if ([2, 13, 14].includes(type)) size = 4 + document.readInt32LE(start);
    if ([3, 4, 15].includes(type)) size = document.readInt32LE(start);
    if (type === 5) size = 5 + document.readInt32LE(start);
    if (type === 12) size = 16 + document.readInt32LE(start);
    if (type === 11) size = document.indexOf(0, document.indexOf(0, start) + 1) + 1 - start;
    if (size === undefined) throw new Error("a field has the type " + type);
    at = start + size;
    yield { name, type, value: document.subarray(start, at) };
  }
}
const fieldOf = (document, wanted) => {
  for (const field of fieldsOf(document)) if (field.name === wanted) return field;
  return undefined;
};
const textIn = ({ value }) => value.toString("utf8", 4, value.length - 1);
const textOf = (document, name) => textIn(fieldOf(document, name));
const idOf = (document) => {
  const field = document && fieldOf(document, "_id");
  return field && sumOf(Buffer.from([field.type]), field.value).toString("latin1");
};
`;

/** What the log of changes says of documents and collections. */
const LOG = `
function logOf() {
  // Collection → document → whether it is there in the end.
  const written = new Map();
  const changed = new Set();
  function add(entry) {
    const kind = textOf(entry, "op");
    const place = textOf(entry, "ns");
    const { value: what } = fieldOf(entry, "o");
    if (kind === "n") return;
    if (place.endsWith(".system.views")) changed.add(place);
    if (kind === "c") {
      const [command] = fieldsOf(what);
      if (command.name === "applyOps") for (const { value } of fieldsOf(command.value)) add(value);
      else if (command.name === "dropDatabase") changed.add(place.replace(/[.].*/, ""));
      else if (command.type === 2) changed.add(place.replace(/[.][$]cmd$/, ".") + textIn(command));
      return;
    }
    if (!written.has(place)) written.set(place, new Map());
    const { value: which } = kind === "u" ? fieldOf(entry, "o2") : { value: what };
    written.get(place).set(idOf(which), kind !== "d");
  }
  return { add, written, isChanged: (place) => changed.has(place) || changed.has(place.replace(/[.].*/, "")) };
}
`;

/** What is looked at, and what both of them hold. */
const COMPARE = `
const OTHERS = ["", "admin", "config", "local"];
// What mongorestore leaves to the server, here and when people bring it back.
const indexOf = ({ name, key, v, ns, background, ...rest }) =>
  [name, JSON.stringify(key), ...Object.entries(rest).sort().map((one) => JSON.stringify(one))].join(" ");

// What each collection is made of; each of its documents is told, with its sums.
function read(path, log, told) {
  const input = documentsOf(path);
  if (input.number() !== 0x8199e26d - 2 ** 32) throw new Error(path + " is no archive");
  input.next();
  const collections = new Map();
  for (let one = input.next(); one; one = input.next()) {
    const database = textOf(one, "db");
    if (OTHERS.includes(database)) continue;
    const { type = "", options = {}, indexes = [] } = JSON.parse(textOf(one, "metadata") || "{}");
    delete options.recordIdsReplicated;
    delete options.autoIndexId;
    const made = { type, options: JSON.stringify(options), indexes: indexes.map(indexOf).sort(), isWhole: false };
    collections.set(database + "." + textOf(one, "collection"), made);
  }
  while (!input.isOver()) {
    const header = input.next();
    const database = textOf(header, "db");
    const place = database + "." + textOf(header, "collection");
    const isLog = place === ".oplog";
    const of = collections.get(place);
    if (fieldOf(header, "EOF").value[0] === 1 && of) of.isWhole = true;
    for (let one = input.next(); one; one = input.next()) {
      if (isLog && log) log.add(one);
      if (!OTHERS.includes(database)) told(place, idOf(one), one);
    }
  }
  for (const [place, { type, isWhole }] of collections)
    if (type !== "view" && !isWhole) throw new Error(path + " ends before " + place + " does");
  return collections;
}

// Number and sum of documents, in whatever order they come; of those that were written to, which are there.
function sums(log) {
  const found = new Map();
  return {
    of: (place) => found.get(place) || { count: 0, sum: Buffer.alloc(16), there: new Set() },
    add(place, id, sum) {
      if (!found.has(place)) found.set(place, { count: 0, sum: Buffer.alloc(16), there: new Set() });
      const one = found.get(place);
      const written = log.written.get(place);
      if (written && written.has(id)) return one.there.add(id);
      one.count += 1;
      for (let at = 0; at < 16; at += 1) one.sum[at] ^= sum[at];
    },
  };
}

module.exports = (saved, brought, notes) => {
  const log = logOf();
  // Which documents were written to is known at the end: until then each has a line of 34 bytes on the disk.
  const places = [];
  const numbers = new Map();
  const file = fs.openSync(notes, "w+");
  let lines = [];
  const flush = () => { fs.writeSync(file, Buffer.concat(lines)); lines = []; };
  const was = read(saved, log, (place, id, document) => {
    if (!numbers.has(place)) numbers.set(place, places.push(place) - 1);
    const number = Buffer.alloc(2);
    number.writeUInt16LE(numbers.get(place));
    lines.push(number, Buffer.from(id, "latin1"), sumOf(document));
    if (lines.length > 3000) flush();
  });
  flush();
  const before = sums(log);
  const line = Buffer.alloc(34);
  for (let at = 0; fs.readSync(file, line, 0, 34, at) === 34; at += 34)
    before.add(places[line.readUInt16LE(0)], line.toString("latin1", 2, 18), line.subarray(18));
  const after = sums(log);
  // Whoever writes the other one would wait for a reader that has failed.
  fs.writeFileSync(notes + ".ended", "");
  const is = read(brought, undefined, (place, id, document) => after.add(place, id, sumOf(document)));

  const differs = [];
  const same = { collections: 0, documents: 0, indexes: 0, written: 0, changed: 0 };
  for (const place of [...new Set([...was.keys(), ...is.keys()])].sort()) {
    const [old, now] = [was.get(place), is.get(place)];
    if (log.isChanged(place) || ((old || now).type === "view" && log.isChanged(place.replace(/[.].*/, "") + ".system.views"))) {
      same.changed += 1;
      continue;
    }
    // The first document of a collection may have made it.
    if (!old && !log.written.has(place)) { differs.push(place + " came back, and was not saved"); continue; }
    if (!now) { differs.push(place + " did not come back"); continue; }
    if (old && (old.type !== now.type || old.options !== now.options))
      differs.push(place + " is made otherwise: " + old.type + " " + old.options + " was saved, " + now.type + " " + now.options + " came back");
    const [gone, come] = [old ? old.indexes : now.indexes, now.indexes].map((list, at, both) => list.filter((one) => !both[1 - at].includes(one)));
    for (const one of gone) differs.push(place + ": index " + one + " did not come back");
    for (const one of come) differs.push(place + ": index " + one + " came back, and was not saved");
    const [a, b] = [before.of(place), after.of(place)];
    if (a.count !== b.count) differs.push(place + ": " + a.count + " documents were saved, " + b.count + " came back");
    else if (!a.sum.equals(b.sum)) differs.push(place + ": of " + a.count + " documents some came back otherwise than they were saved");
    for (const [id, isThere] of log.written.get(place) || []) {
      same.written += 1;
      if (isThere !== b.there.has(id))
        differs.push(place + ": a document that was " + (isThere ? "written" : "deleted") + " during the dump is " + (isThere ? "not there" : "there"));
    }
    same.collections += now.type === "view" ? 0 : 1;
    same.documents += b.count;
    same.indexes += now.indexes.length;
  }
  return { differs, same, collections: [...is].filter(([, { type }]) => type === "").map(([place]) => place) };
};
`;

/** A module with one function of three paths: the archive that was saved, that of what came back, and a file for notes. */
export const ARCHIVES = `"use strict";${READ}${LOG}${COMPARE}`;
