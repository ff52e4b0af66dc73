// Accounts, logins by SCRAM (RFC 5802), and what each role may do.
import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto';
import { refuse } from './errors.mjs';

const MECHANISMS = {
  'SCRAM-SHA-256': { digest: 'sha256', size: 32, rounds: 15000, prepare: (_user, password) => password },
  'SCRAM-SHA-1': {
    digest: 'sha1',
    size: 20,
    rounds: 10000,
    prepare: (user, password) => createHash('md5').update(`${user}:mongo:${password}`).digest('hex'),
  },
};
export const MECHANISM_NAMES = Object.keys(MECHANISMS);

const hmac = (digest, key, text) => createHmac(digest, key).update(text).digest();
const hash = (digest, value) => createHash(digest).update(value).digest();

/** What is kept of a password. */
export function keep(user, password) {
  if (typeof password !== 'string' || password === '')
    throw refuse(2, 'BadValue', 'Password cannot be empty');
  return Object.fromEntries(
    Object.entries(MECHANISMS).map(([name, { digest, size, rounds, prepare }]) => {
      const salt = randomBytes(size - 4);
      const salted = pbkdf2Sync(prepare(user, password), salt, rounds, size, digest);
      const stored = hash(digest, hmac(digest, salted, 'Client Key')).toString('base64');
      const server = hmac(digest, salted, 'Server Key').toString('base64');
      return [name, { salt: salt.toString('base64'), stored, server }];
    }),
  );
}

const failed = () => refuse(18, 'AuthenticationFailed', 'Authentication failed.');
const fields = (text) => Object.fromEntries(text.split(',').map((part) => [part[0], part.slice(2)]));

/** The two steps of a login; `session.user` is set after the second. */
export function sasl(server, session, command) {
  const said = Buffer.from(command.payload.buffer ?? command.payload).toString();
  if ('saslStart' in command) {
    const { digest, rounds } = MECHANISMS[command.mechanism] ?? {};
    if (!digest) throw refuse(334, 'MechanismUnavailable', `no mechanism ${command.mechanism}`);
    const bare = said.replace(/^n,.*?,/, '');
    const { n: name, r: nonce } = fields(bare);
    const user = server.state.users[`${command.$db}.${name}`];
    if (!user) {
      server.log('I', 'ACCESS', 'Authentication failed', {
        user: name,
        db: command.$db,
        error: 'UserNotFound',
      });
      throw failed();
    }
    const kept = user.credentials[command.mechanism];
    const first = `r=${nonce}${randomBytes(18).toString('base64')},s=${kept.salt},i=${rounds}`;
    session.login = { user, kept, digest, messages: `${bare},${first}` };
    return { conversationId: 1, done: false, payload: Buffer.from(first) };
  }
  const { login } = session;
  if (!login) throw failed();
  if (said === '') return { conversationId: 1, done: true, payload: Buffer.alloc(0) };
  const { user, kept, digest, messages } = login;
  const text = `${messages},${said.replace(/,p=.*$/, '')}`;
  const proof = Buffer.from(/,p=(.*)$/.exec(said)?.[1] ?? '', 'base64');
  const signature = hmac(digest, Buffer.from(kept.stored, 'base64'), text);
  const key = Buffer.from(signature.map((byte, at) => byte ^ (proof[at] ?? 0)));
  if (!timingSafeEqual(hash(digest, key), Buffer.from(kept.stored, 'base64'))) {
    server.log('I', 'ACCESS', 'Authentication failed', { user: user.user, db: user.db });
    throw failed();
  }
  session.user = `${user.db}.${user.user}`;
  server.log('I', 'ACCESS', 'Successfully authenticated', { user: user.user, db: user.db });
  const verifier = hmac(digest, Buffer.from(kept.server, 'base64'), text).toString('base64');
  return { conversationId: 1, done: true, payload: Buffer.from(`v=${verifier}`) };
}

const READ = ['find', 'count', 'aggregate', 'listCollections', 'dbStats', 'collStats', 'listIndexes'];
const WRITE = ['insert', 'update', 'delete', 'create', 'drop', 'createIndexes'];
const WATCH = [
  'serverStatus',
  'replSetGetStatus',
  'replSetGetConfig',
  'getDiagnosticData',
  'dbStats',
  'collStats',
  'listDatabases',
  'getCmdLineOpts',
  'getParameter',
  'getLog',
  'hostInfo',
  'top',
];
/** Role → commands, on its own database; those of `admin` below on all. */
const ROLES = { read: READ, readWrite: [...READ, ...WRITE], clusterMonitor: WATCH };
const EVERYWHERE = ['root', 'clusterMonitor'];
/** What nobody logs in for. */
const OPEN =
  /^(hello|ismaster|isMaster|ping|buildInfo|buildinfo|sasl(Start|Continue)|connectionStatus|logout|endSessions|_isSelf|whatsmyuri)$/;

/** @throws what the real one answers who may not */
export function mayRun(server, session, name, db) {
  if (!server.options.auth || OPEN.test(name)) return;
  const user = server.state.users[session.user ?? ''];
  if (!user) throw refuse(13, 'Unauthorized', `Command ${name} requires authentication`);
  // What every account may ask.
  if (['getParameter', 'listDatabases', 'killCursors', 'getMore', 'listCommands'].includes(name)) return;
  const allowed = user.roles.some(
    ({ role, db: own }) =>
      (EVERYWHERE.includes(role) ? own === 'admin' : own === db) &&
      (role === 'root' || ROLES[role]?.includes(name)),
  );
  // To watch a cluster is to read what it is configured by.
  const configuration =
    db === 'config' && READ.includes(name) && user.roles.some(({ role }) => role === 'clusterMonitor');
  if (!allowed && !configuration)
    throw refuse(13, 'Unauthorized', `not authorized on ${db} to execute command ${name}`);
}

/** @throws where a role does not exist */
export function checkRoles(roles = []) {
  for (const { role, db } of roles)
    if (!(role in ROLES || role === 'root') || !db)
      throw refuse(31, 'RoleNotFound', `Could not find role: ${role}@${db}`);
  return roles;
}
