/**
 * Copies of n8n's database, by a second container of its own image: it is asked for one while n8n runs, and for the way
 * back. Plain Node.js, as n8n itself runs it: n8n 2.41 wants 24 or newer (package.json, `engines`), where `node:sqlite`
 * needs no flag (since 22.13) and knows SQLite's online backup (since 22.16).
 */
import type { Sidecar } from '../../model/component';
import type { Client, Context } from '../../model/context';
import { formatMebibytes } from '../../model/units';
import { passwordVariable } from './passwords';

export const COPIES = 'copies';
export const COPIES_PORT = 5690;
export const COPIES_SCRIPT = '/etc/n8n/copies.js';

const ACCOUNTS_FILE = '/etc/n8n/copies.json';
const SCRATCH = '/copies';
/** MiB. Its heap holds no data: those pass, and SQLite has 2 MB of its pages in memory. */
const HEAP = 48;

/** What a client of the port may ask for; nothing where it neither saves nor brings back. */
const METHODS = { backup: 'GET', restore: 'PUT', drill: undefined } as const;

/**
 * `serve` answers on its port. `take` puts a restored database in its place, before n8n starts. Behind that stand the
 * names of credentials that n8n is given at each start, which therefore say nothing of whether it is empty.
 */
const SCRIPT = String.raw`"use strict";
const { createHash, timingSafeEqual } = require("node:crypto");
const fs = require("node:fs");
const http = require("node:http");
const { dirname } = require("node:path");
const { Transform } = require("node:stream");
const { pipeline } = require("node:stream/promises");

const [what, ...given] = process.argv.slice(2);
const { DATABASE, SCRATCH, LIMIT, PORT, ACCOUNTS } = process.env;
// Beside the database, because a rename stays within a volume: as it comes, whole, and on its way into its place.
const COMING = DATABASE + ".coming";
const RESTORED = DATABASE + ".restored";
const TAKING = DATABASE + ".taking";
const COPY = SCRATCH + "/copy";
// Milliseconds without a byte after which a client is gone.
const IDLE = 300_000;

process.umask(0o077);
const say = (text) => process.stderr.write(text + "\n");
const gone = (...files) => files.forEach((file) => fs.rmSync(file, { force: true }));
const sync = (path) => {
  const open = fs.openSync(path, "r");
  try { fs.fsyncSync(open); } finally { fs.closeSync(open); }
};
const refuse = (status, text) => { throw Object.assign(new Error(text), { status }); };

// Where bytes pass; while they are looked at none does.
const heard = (response, milliseconds) => response.setTimeout(milliseconds, () => response.destroy());

// Read alone: whoever only reads never writes back, or takes away, the log that n8n's changes are in.
function opened(file) {
  // When it is needed: in a Node.js without it, n8n itself goes on as it did.
  const { DatabaseSync } = require("node:sqlite");
  return new DatabaseSync(file, { readOnly: true, timeout: 10_000 });
}
function reading(file, use) {
  const database = opened(file);
  try { return use(database); } finally { database.close(); }
}
// A file that nobody writes to. Its header says that there is a log beside it, and there is none.
const still = (file) => new URL("file://" + file + "?immutable=1");
const has = (database, table) =>
  database.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(table) !== undefined;

function check(file) {
  reading(still(file), (database) => {
    const found = database.prepare("PRAGMA integrity_check(1)").all().map((row) => row.integrity_check).join();
    if (found !== "ok") refuse(422, "the database is damaged: " + found);
    for (const table of ["migrations", "workflow_entity", "credentials_entity"])
      if (!has(database, table)) refuse(422, "this is no database of an n8n: it has no " + table);
  });
}

// What people have made, a few words each.
const made = (database) => [
  ...["workflow_entity", "data_table", "folder", "variables", "tag_entity", "agents", "installed_packages"].map(
    (table) => [table, "SELECT count(*) AS n FROM " + table]),
  ["user", "SELECT max(count(*) - 1, 0) AS n FROM user"],
  ["credentials_entity", "SELECT count(*) AS n FROM credentials_entity WHERE id NOT IN (SELECT value FROM json_each(?))", JSON.stringify(given)],
].flatMap(([table, query, ...values]) => {
  const n = has(database, table) ? database.prepare(query).get(...values).n : 0;
  return n > 0 ? [n + " of " + table] : [];
}).join(", ");

const migrations = (database) => database.prepare("SELECT name FROM migrations").all().map((row) => row.name);

function checkEmpty() {
  if ([RESTORED, TAKING].some(fs.existsSync)) refuse(409, "a restored database waits already: start n8n again");
  if (!fs.existsSync(DATABASE)) refuse(503, "n8n has made no database yet");
  const found = reading(DATABASE, made);
  if (found) refuse(409, "it is not empty, it has " + found + ". Bring it back into a new one.");
}

async function copy(response) {
  if ([RESTORED, TAKING].some(fs.existsSync)) refuse(409, "a restored database waits: start n8n again");
  if (!fs.existsSync(DATABASE)) refuse(503, "n8n has made no database yet");
  const pages = reading(DATABASE, (database) =>
    database.prepare("SELECT page_count * page_size AS n FROM pragma_page_count, pragma_page_size").get().n);
  // A pod with more on the disk than it said would be taken from its node.
  if (pages > Number(LIMIT)) refuse(507, "it is larger than its volume was said to be: " + pages + " bytes");
  let open;
  try {
    const database = opened(DATABASE);
    // In one step: n8n writes on, into its log, and between two steps that would make it begin again.
    try { await require("node:sqlite").backup(database, COPY, { rate: 2 ** 31 - 1 }); } finally { database.close(); }
    check(COPY);
    open = fs.openSync(COPY, "r");
  } finally {
    // Whoever has opened it reads on. When that one ends, however it ends, nothing is left on the disk.
    gone(COPY, COPY + "-journal");
  }
  const { size } = fs.fstatSync(open);
  const body = fs.createReadStream("", { fd: open });
  heard(response, IDLE);
  response.writeHead(200, { "content-type": "application/vnd.sqlite3", "content-length": size });
  await pipeline(body, response);
  say("copied: " + size + " bytes");
}

async function restore(request, response) {
  checkEmpty();
  heard(response, IDLE);
  response.writeContinue();
  let size = 0;
  const bounded = new Transform({
    transform(part, _, done) {
      size += part.length;
      done(size > Number(LIMIT) ? Object.assign(new Error("it is larger than the volume"), { status: 413 }) : null, part);
    },
  });
  try {
    await pipeline(request, bounded, fs.createWriteStream(COMING, { flags: "wx" }));
    heard(response, 0);
    check(COMING);
    const known = reading(DATABASE, migrations);
    const unknown = reading(still(COMING), migrations).filter((name) => !known.includes(name));
    if (unknown.length > 0) refuse(409, "it was saved by a newer n8n, which knows " + unknown[0] + ". Start that one first.");
    checkEmpty();
    sync(COMING);
    fs.renameSync(COMING, RESTORED);
    sync(dirname(RESTORED));
  } finally {
    gone(COMING);
  }
  say("restored: " + size + " bytes, which n8n takes when it starts again");
  response.writeHead(204).end();
}

function serve() {
  gone(COMING, COPY, COPY + "-journal");
  const sum = (text) => createHash("sha256").update(text).digest();
  const accounts = JSON.parse(fs.readFileSync(ACCOUNTS, "utf8"));
  const may = ({ method, headers }) =>
    Object.hasOwn(accounts, method) &&
    timingSafeEqual(sum(headers.authorization ?? ""), sum("Bearer " + accounts[method]));
  let busy = false;
  async function answer(request, response) {
    if (!may(request)) refuse(401, "this password does not open this");
    if (request.url !== "/") refuse(404, "there is nothing here");
    if (busy) refuse(429, "somebody else is here already; one at a time");
    busy = true;
    try { await (request.method === "GET" ? copy(response) : restore(request, response)); } finally { busy = false; }
  }
  const handle = (request, response) => {
    answer(request, response).catch((error) => {
      say("failed: " + error.message);
      if (response.headersSent || response.destroyed) return response.destroy();
      // Of what was not asked for nothing is read.
      response.writeHead(error.status ?? 500, { connection: "close" }).end(error.message, () => request.destroy());
    });
  };
  const server = http.createServer({ requestTimeout: 0, keepAliveTimeout: 1 }, handle);
  server.on("checkContinue", handle);
  server.maxConnections = 8;
  server.listen(Number(PORT), () => say("ready"));
  process.on("SIGTERM", () => { gone(COMING, COPY, COPY + "-journal"); process.exit(0); });
}

// It may be cut off anywhere, and goes on where it was the next time.
function take() {
  if (fs.existsSync(RESTORED)) {
    const found = fs.existsSync(DATABASE) ? reading(DATABASE, made) : "";
    if (found) {
      gone(RESTORED);
      say("the restored database is not taken: meanwhile there are " + found);
    } else fs.renameSync(RESTORED, TAKING);
    sync(dirname(DATABASE));
  }
  if (!fs.existsSync(TAKING)) return;
  // The log of another database would be played into this one.
  gone(DATABASE + "-wal", DATABASE + "-shm");
  sync(dirname(DATABASE));
  fs.renameSync(TAKING, DATABASE);
  sync(dirname(DATABASE));
  say("the restored database is in its place");
}

({ serve, take })[what]();
`;

const command = (what: string, given: readonly string[]): string[] => [
  'node',
  // That SQLite may still change how it is called.
  '--disable-warning=ExperimentalWarning',
  COPIES_SCRIPT,
  what,
  ...given,
];

/** Who asks for copies: their passwords, which open nothing else. */
const asking = ({ clients }: Context): Client[] => clients.filter(({ password }) => password);

/** Whether anybody asks for copies here: else nobody has to answer. */
export const hasCopies = (context: Context): boolean => asking(context).length > 0;

/**
 * Words of a shell that put a restored database in its place, where one waits.
 * @param given ids of credentials that n8n is given at each start
 */
export const takeRestored = (database: string, given: readonly string[]): string =>
  `if [ -e ${database}.restored ] || [ -e ${database}.taking ]; then ` +
  `DATABASE=${database} ${command('take', given).join(' ')}; fi`;

/** Of both containers. */
export const copiesScript = { path: COPIES_SCRIPT, content: SCRIPT } as const;

export function copiesSidecar(
  context: Context,
  {
    volume,
    database,
    given,
  }: { readonly volume: string; readonly database: string; readonly given: readonly string[] },
): Sidecar {
  const size = context.volumeSize(volume);
  const accounts = asking(context).flatMap(({ username, password, backup }) => {
    const method = backup && METHODS[backup.role];
    return method && password ? [{ method, variable: passwordVariable(username), password }] : [];
  });
  return {
    name: COPIES,
    command: command('serve', given),
    env: {
      NODE_OPTIONS: `--max-old-space-size=${HEAP}`,
      DATABASE: database,
      SCRATCH,
      LIMIT: String(size * 1024 * 1024),
      PORT: String(COPIES_PORT),
      ACCOUNTS: ACCOUNTS_FILE,
    },
    resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '192Mi' } },
    files: [
      copiesScript,
      {
        path: ACCOUNTS_FILE,
        content: `${JSON.stringify(Object.fromEntries(accounts.map(({ method, variable }) => [method, `\${${variable}}`])))}\n`,
        secrets: Object.fromEntries(accounts.map(({ variable, password }) => [variable, password])),
      },
    ],
    // One copy, for as long as it is sent: as large as the database may become, and what the copy is written with.
    scratch: [{ mountPath: SCRATCH, size: formatMebibytes(size + 64) }],
    shares: [volume],
  };
}
