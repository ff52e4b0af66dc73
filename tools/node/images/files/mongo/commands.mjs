// What clients, mongosh and the exporter ask of a server.
import { createRequire } from 'node:module';
import { hostname } from 'node:os';
import { checkRoles, keep, MECHANISM_NAMES, mayRun, sasl } from './accounts.mjs';
import { documents } from './documents.mjs';
import { refuse } from './errors.mjs';
import { membership, mustBePrimary, ofSet } from './set.mjs';

const { Long } = createRequire('/opt/mongosh/')('bson');
const VERSION = '8.0.0';

const hello = (server, { saslSupportedMechs }) => ({
  helloOk: true,
  ismaster: membership(server).isWritablePrimary,
  ...membership(server),
  maxBsonObjectSize: 16 * 2 ** 20,
  maxMessageSizeBytes: 48_000_000,
  maxWriteBatchSize: 100_000,
  localTime: new Date(),
  logicalSessionTimeoutMinutes: 30,
  connectionId: 1,
  minWireVersion: 0,
  maxWireVersion: 25,
  readOnly: false,
  ...(server.state.users[saslSupportedMechs] && { saslSupportedMechs: MECHANISM_NAMES }),
});

const status = (server) => ({
  host: hostname(),
  version: VERSION,
  process: 'mongod',
  pid: Long.fromNumber(process.pid),
  uptime: (Date.now() - server.started) / 1000,
  localTime: new Date(),
  connections: { current: server.connections, available: 50_000 - server.connections, active: 1 },
  mem: { bits: 64, resident: Math.round(process.memoryUsage().rss / 2 ** 20), virtual: 1000 },
  opcounters: server.counts,
  wiredTiger: {
    cache: {
      'bytes currently in the cache': 2 ** 20,
      'maximum bytes configured': server.options.cacheSizeGB * 2 ** 30,
    },
  },
});

const shown = ({ user, db, roles }) => ({
  _id: `${db}.${user}`,
  user,
  db,
  roles,
  mechanisms: MECHANISM_NAMES,
});

function account(server, name, command) {
  const { state, save } = server;
  if (name === 'usersInfo') {
    const asked = command.usersInfo;
    const wanted = [asked]
      .flat()
      .map((one) => (typeof one === 'string' ? `${command.$db}.${one}` : `${one.db}.${one.user}`));
    const users = Object.values(state.users).filter(({ db, user }) =>
      asked === 1 ? db === command.$db : wanted.includes(`${db}.${user}`),
    );
    return { users: users.map(shown) };
  }
  mustBePrimary(server);
  const user = command[name];
  const id = `${command.$db}.${user}`;
  if (name === 'createUser') {
    if (state.users[id]) throw refuse(51003, 'Location51003', `User "${user}@${command.$db}" already exists`);
    const credentials = keep(user, command.pwd);
    state.users[id] = { user, db: command.$db, roles: checkRoles(command.roles), credentials };
  } else {
    if (!state.users[id]) throw refuse(11, 'UserNotFound', `User ${user}@${command.$db} not found`);
    if (command.pwd !== undefined) state.users[id].credentials = keep(user, command.pwd);
    if (command.roles) state.users[id].roles = checkRoles(command.roles);
  }
  save();
  return {};
}

/** Runs one command. @throws what a client reads */
export async function commands(server, session, command) {
  const name = Object.keys(command)[0];
  const db = command.$db;
  mayRun(server, session, name, db);
  server.counts.command += 1;
  switch (name) {
    case 'hello':
    case 'isMaster':
    case 'ismaster':
      return hello(server, command);
    case 'ping':
    case 'endSessions':
    case 'killCursors':
      return {};
    case '_isSelf':
      return { id: server.id };
    case 'logout':
      session.user = undefined;
      return {};
    case 'saslStart':
    case 'saslContinue':
      return sasl(server, session, command);
    case 'buildInfo':
    case 'buildinfo':
      return {
        version: VERSION,
        versionArray: [8, 0, 0, 0],
        gitVersion: 'stand-in',
        modules: [],
        maxBsonObjectSize: 16 * 2 ** 20,
      };
    case 'connectionStatus': {
      const user = server.state.users[session.user ?? ''];
      const authenticatedUsers = user ? [{ user: user.user, db: user.db }] : [];
      return { authInfo: { authenticatedUsers, authenticatedUserRoles: user?.roles ?? [] } };
    }
    case 'getParameter':
      return { featureCompatibilityVersion: { version: '8.0' } };
    case 'getCmdLineOpts':
      return { argv: process.argv.slice(1), parsed: { replication: { replSet: server.options.replSet } } };
    case 'hostInfo':
      return { system: { hostname: hostname() }, os: { type: 'Linux' }, extra: {} };
    case 'serverStatus':
      return status(server);
    case 'getDiagnosticData':
      return { data: { start: new Date(), serverStatus: status(server), end: new Date() } };
    case 'dbStats':
      return {
        db,
        collections: 1,
        objects: 1,
        dataSize: 1,
        storageSize: 1,
        indexes: 1,
        fsUsedSize: 2 ** 20,
        fsTotalSize: 2 ** 30,
      };
    case 'listDatabases': {
      const names = [
        'admin',
        'config',
        'local',
        ...Object.keys(server.state.collections).map((ns) => ns.split('.')[0]),
      ];
      return {
        databases: [...new Set(names)].map((one) => ({ name: one, sizeOnDisk: 1, empty: false })),
        totalSize: 1,
      };
    }
    case 'listCollections': {
      const names = Object.keys(server.state.collections).filter((ns) => ns.startsWith(`${db}.`));
      const firstBatch = names.map((ns) => ({
        name: ns.slice(db.length + 1),
        type: 'collection',
        options: {},
        info: {},
      }));
      return { cursor: { id: Long.ZERO, ns: `${db}.$cmd.listCollections`, firstBatch } };
    }
    case 'shutdown':
      setTimeout(server.stop, 100);
      return {};
    case 'createUser':
    case 'updateUser':
    case 'usersInfo':
      return account(server, name, command);
    case 'insert':
    case 'find':
    case 'count':
    case 'aggregate':
    case 'delete':
      return documents(server, name, command);
    default:
      if (name.startsWith('replSet')) return ofSet(server, name, command);
      throw refuse(59, 'CommandNotFound', `no such command: '${name}'`);
  }
}
