// mongod's options, of its command line and of its file. Any that is not here ends it, as a wrong one ends the real one.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { load } = createRequire('/opt/mongosh/')('js-yaml');

const FILE = {
  'storage.dbPath': 'dbPath',
  'storage.wiredTiger.engineConfig.cacheSizeGB': 'cacheSizeGB',
  'net.port': 'port',
  'net.bindIp': 'bindIp',
  'net.bindIpAll': 'bindIpAll',
  'net.unixDomainSocket.enabled': 'socket',
  'security.authorization': 'authorization',
  'security.keyFile': 'keyFile',
  'replication.replSetName': 'replSet',
};
const LINE = {
  '--config': 'config',
  '--replSet': 'replSet',
  '--bind_ip': 'bindIp',
  '--port': 'port',
  '--dbpath': 'dbPath',
};
const FLAGS = { '--auth': 'auth', '--bind_ip_all': 'bindIpAll' };

/** @throws Error as the real one says it */
export function readOptions(args) {
  const given = {};
  for (let at = 0; at < args.length; at++) {
    const [name, value] = args[at].split(/=(.*)/s);
    if (FLAGS[name]) given[FLAGS[name]] = true;
    else if (LINE[name]) given[LINE[name]] = value ?? args[++at];
    else throw new Error(`Error parsing command line: unrecognised option '${args[at]}'`);
  }
  const file = given.config ? flat(load(readFileSync(given.config, 'utf8')) ?? {}) : {};
  for (const [name, value] of Object.entries(file)) {
    if (!FILE[name]) throw new Error(`Unrecognized option: ${name}`);
    given[FILE[name]] ??= value;
  }
  const { cacheSizeGB = 0.25, keyFile, authorization } = given;
  if (!(cacheSizeGB >= 0.25 && cacheSizeGB <= 10000))
    throw new Error(`cacheSizeGB out of range: ${cacheSizeGB}`);
  if (authorization !== undefined && !['enabled', 'disabled'].includes(authorization))
    throw new Error(`security.authorization: ${authorization}`);
  return {
    dbPath: given.dbPath ?? '/data/db',
    port: Number(given.port ?? 27017),
    address: given.bindIpAll ? '0.0.0.0' : (given.bindIp ?? '127.0.0.1'),
    socket: given.socket !== false,
    replSet: given.replSet,
    keyFile,
    cacheSizeGB,
    // A key file makes logins mandatory.
    auth: Boolean(given.auth || authorization === 'enabled' || keyFile),
  };
}

const flat = (value, path = '') =>
  Object.entries(value).reduce((all, [name, inner]) => {
    const full = path ? `${path}.${name}` : name;
    return Object.assign(all, inner && typeof inner === 'object' ? flat(inner, full) : { [full]: inner });
  }, {});
