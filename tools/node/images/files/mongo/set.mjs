// A replica set of one member or more names, of which this process is one: it is the primary once it is configured.
import { createRequire } from 'node:module';
import { refuse } from './errors.mjs';

const { Timestamp, Long, ObjectId } = createRequire('/opt/mongosh/')('bson');
const election = new ObjectId();

/** What every answer to hello says of the set. */
export function membership({ options, state }) {
  if (!options.replSet) return { isWritablePrimary: true };
  if (!state.config)
    return {
      isWritablePrimary: false,
      secondary: false,
      isreplicaset: true,
      info: 'Does not have a valid replica set config',
    };
  const hosts = state.config.members.map(({ host }) => host);
  return {
    setName: options.replSet,
    setVersion: state.config.version,
    isWritablePrimary: true,
    secondary: false,
    hosts,
    primary: state.self,
    me: state.self,
    electionId: election,
    lastWrite: { opTime: { ts: now(), t: Long.fromNumber(1) }, lastWriteDate: new Date() },
  };
}

const now = () => new Timestamp({ t: Math.floor(Date.now() / 1000), i: 1 });

/** @throws unless this process may write */
export function mustBePrimary({ options, state }) {
  if (options.replSet && !state.config) throw refuse(10107, 'NotWritablePrimary', 'not primary');
}

/** `replSetInitiate`, `replSetReconfig` and what tells of both. */
export async function ofSet(server, name, command) {
  const { options, state, save } = server;
  if (!options.replSet) throw refuse(76, 'NoReplicationEnabled', 'not running with --replSet');
  if (name === 'replSetInitiate') {
    const wanted = command.replSetInitiate;
    if (state.config) throw refuse(23, 'AlreadyInitialized', 'already initialized');
    if (wanted._id !== options.replSet)
      throw refuse(93, 'InvalidReplicaSetConfig', `the name ${wanted._id} does not match ${options.replSet}`);
    const found = [];
    for (const { host } of wanted.members) if (await server.isSelf(host)) found.push(host);
    if (found.length !== 1)
      throw refuse(93, 'InvalidReplicaSetConfig', `No host described in new configuration maps to this node`);
    Object.assign(state, { self: found[0], config: { ...wanted, version: 1, term: 1 } });
    save();
    return {};
  }
  if (!state.config) throw refuse(94, 'NotYetInitialized', 'no replset config has been received');
  if (name === 'replSetGetConfig') return { config: state.config };
  if (name === 'replSetReconfig') {
    const wanted = command.replSetReconfig;
    if (wanted.version !== state.config.version + 1)
      throw refuse(103, 'NewReplicaSetConfigurationIncompatible', 'the version must grow by one');
    if (Math.abs(wanted.members.length - state.config.members.length) > 1)
      throw refuse(103, 'NewReplicaSetConfigurationIncompatible', 'one member at a time');
    state.config = wanted;
    save();
    return {};
  }
  const members = state.config.members.map(({ _id, host }) => ({
    _id,
    name: host,
    health: 1,
    state: host === state.self ? 1 : 2,
    stateStr: host === state.self ? 'PRIMARY' : 'SECONDARY',
    self: host === state.self,
    uptime: Math.floor((Date.now() - server.started) / 1000),
    optime: { ts: now(), t: Long.fromNumber(1) },
    optimeDate: new Date(),
  }));
  return { set: options.replSet, date: new Date(), myState: 1, term: Long.fromNumber(1), members };
}
