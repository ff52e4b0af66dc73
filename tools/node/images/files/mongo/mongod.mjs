#!/usr/bin/env node
// Stands in for mongod, which is in no package registry: options, key file, logins by SCRAM, roles, a replica set that
// has to find itself under its member's name, and documents that are added and counted. No query but by equality.
import { randomBytes } from 'node:crypto';
import { accessSync, constants, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { commands } from './commands.mjs';
import { readOptions } from './options.mjs';
import { frames, message } from './wire.mjs';

const { EJSON } = createRequire('/opt/mongosh/')('bson');
const log = (s, c, msg, attr) =>
  console.log(JSON.stringify({ t: { $date: new Date().toISOString() }, s, c, msg, attr }));
const fail = (text, code = 2) => {
  log('F', 'CONTROL', text);
  process.exit(code);
};

let options;
try {
  options = readOptions(process.argv.slice(2));
} catch (error) {
  fail(error.message);
}

const { dbPath, keyFile } = options;
try {
  accessSync(dbPath, constants.R_OK | constants.W_OK | constants.X_OK);
} catch (error) {
  fail(`Data directory ${dbPath} cannot be used: ${error.message}`, 100);
}
if (keyFile) {
  try {
    if (statSync(keyFile).mode & 0o077) fail(`permissions on ${keyFile} are too open`, 1);
    const key = readFileSync(keyFile, 'utf8').replace(/\s/g, '');
    if (!/^[A-Za-z0-9+/=]{6,1024}$/.test(key))
      fail(`key in ${keyFile} is not 6 to 1024 base64 characters`, 1);
  } catch (error) {
    fail(`error opening file: ${error.message}`, 1);
  }
}
// The socket's place is /tmp, where the real one ends too if it cannot write.
if (options.socket) writeFileSync(`/tmp/mongodb-${options.port}.sock.stand-in`, '');
writeFileSync(join(dbPath, 'mongod.lock'), `${process.pid}\n`);
// The image's entrypoint knows by this file that the folder is no new one.
writeFileSync(join(dbPath, 'WiredTiger'), 'stand-in\n');

const stored = join(dbPath, 'state.json');
const read = () => {
  try {
    return EJSON.parse(readFileSync(stored, 'utf8'));
  } catch {
    return { users: {}, collections: {}, config: null };
  }
};
const server = {
  options,
  id: randomBytes(12).toString('hex'),
  started: Date.now(),
  connections: 0,
  counts: { insert: 0, query: 0, update: 0, delete: 0, getmore: 0, command: 0 },
  state: read(),
  save: () => writeFileSync(stored, EJSON.stringify(server.state)),
  log,
  stop: () => process.exit(0),
  /** Whether the member of this name is this very process, as a set asks before it takes a configuration. */
  isSelf: (host) =>
    new Promise((resolve) => {
      const [name, port] = host.split(':');
      const socket = connect({ host: name, port: Number(port), timeout: 3000 }, () =>
        socket.write(message({ _isSelf: 1, $db: 'admin' })),
      );
      const done = (answer) => {
        socket.destroy();
        resolve(answer);
      };
      frames(socket, ({ body }) => done(body.id === server.id));
      socket.on('timeout', () => done(false));
      socket.on('error', () => done(false));
    }),
};

const net = createServer((socket) => {
  const session = { user: undefined, local: /127\.0\.0\.1$/.test(socket.remoteAddress ?? '') };
  server.connections += 1;
  socket.on('close', () => {
    server.connections -= 1;
  });
  socket.on('error', () => undefined);
  frames(socket, async ({ body, requestId, moreToCome, legacy }) => {
    let answer;
    try {
      answer = { ok: 1, ...(await commands(server, session, body)) };
    } catch (error) {
      answer = {
        ok: 0,
        errmsg: error.message,
        code: error.code ?? 8,
        codeName: error.codeName ?? 'UnknownError',
      };
      log('I', 'COMMAND', 'Command failed', {
        command: Object.keys(body)[0],
        db: body.$db,
        error: error.message,
      });
    }
    if (!moreToCome) socket.write(message(answer, requestId, legacy));
  });
});
net.on('error', (error) => fail(`Failed to set up listener: ${error.message}`, 48));
net.listen(options.port, options.address, () =>
  log('I', 'NETWORK', 'Waiting for connections', { port: options.port, address: options.address }),
);
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, server.stop);
