import * as vm from 'node:vm';
import * as yaml from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { cacheSizeGb, mongodb } from '../../catalogue/mongodb';
import { APP, component, file, plan, variable } from './fixture';

const planned = (members = 1) =>
  plan(
    { mongodb: mongodb({ database: 'shop', volume: '10Gi', members }), app: APP },
    { flows: [{ from: 'app', to: 'mongodb', env: { MONGODB_URI: 'uri' } }] },
  );

const setupFiles = (members: number): Record<string, string> => {
  const [setup] = component(planned(members), 'mongodb').sidecars.filter(({ name }) => name === 'setup');
  return Object.fromEntries((setup?.files ?? []).map(({ path, content }) => [path, content]));
};

interface Member {
  readonly _id: number;
  readonly host: string;
}

/** Answers as a mongod does: one member at a time, accounts that cannot be made twice. */
class FakeMongod {
  members: Member[] = [];
  version = 1;
  users = new Map<string, { pwd: string; roles: unknown }>();
  readonly log: string[] = [];

  hello = () => (this.members.length ? { setName: 'rs0', isWritablePrimary: true } : {});
  getUser = (name: string) => this.users.get(name) ?? null;
  updateUser = (name: string, user: { pwd: string; roles: unknown }) => this.users.set(name, user);
  createUser({ user, ...rest }: { user: string; pwd: string; roles: unknown }): void {
    if (this.users.has(user)) throw new Error(`user ${user} exists`);
    this.users.set(user, rest);
  }
  adminCommand(command: Record<string, { members: Member[]; version: number }>): object {
    const { replSetInitiate, replSetReconfig, replSetGetConfig } = command;
    if (replSetInitiate) {
      if (this.members.length) throw new Error('already initialized');
      this.members = replSetInitiate.members;
    }
    if (replSetReconfig) {
      const added = replSetReconfig.members.length - this.members.length;
      if (added > 1 || replSetReconfig.version !== this.version + 1) return { ok: 0, errmsg: 'refused' };
      this.members = replSetReconfig.members;
      this.version += 1;
    }
    return replSetGetConfig
      ? { config: structuredClone({ members: this.members, version: this.version }) }
      : { ok: 1 };
  }
}

function runSetup(mongod: FakeMongod, members: number): void {
  const files = setupFiles(members);
  const passwords = { ROOT_PASSWORD: 'r', MONITORING_PASSWORD: 'm', APP_PASSWORD: 'a' };
  const uris: string[] = [];
  vm.runInNewContext(files['/etc/setup/setup.js']!, {
    require: () => ({ readFileSync: (path: string) => files[path] }),
    process: { env: passwords },
    Mongo: class {
      constructor(uri: string) {
        uris.push(uri);
      }
      getDB = () => mongod;
    },
    print: (line: string) => mongod.log.push(line),
    sleep: () => {},
    quit: (code: number) => {
      throw new Error(`quit ${code}`);
    },
  });
  expect(uris).toEqual(['mongodb://root:r@127.0.0.1:27017/admin?directConnection=true']);
}

describe('mongodb', () => {
  it('is found by its members, so that a driver follows the primary', () => {
    expect(variable(component(planned(), 'app'), 'MONGODB_URI')).toBe(
      'mongodb://app:$(MONGODB_PASSWORD)@mongodb-0.mongodb.demo-test.svc.cluster.local:27017/shop' +
        '?replicaSet=rs0&authSource=admin',
    );
    expect(variable(component(planned(3), 'app'), 'MONGODB_URI')).toContain(
      'mongodb-1.mongodb.demo-test.svc.cluster.local:27017,mongodb-2.mongodb',
    );
  });

  it('asks for a login, and members know each other by a key file', () => {
    const mongod = component(planned(), 'mongodb');
    expect(yaml.load(file(mongod, '/etc/mongod/mongod.conf'))).toMatchObject({
      security: { authorization: 'enabled', keyFile: '/etc/mongod/keyfile' },
      storage: { dbPath: '/data/db' },
    });
    // The entrypoint makes the first account with this argument taken out, which it could not in a file.
    expect(mongod.args).toEqual(['mongod', '--config', '/etc/mongod/mongod.conf', '--replSet', 'rs0']);
    expect(mongod.files.find(({ path }) => path === '/etc/mongod/keyfile')?.secrets).toEqual({
      KEYFILE: { secret: 'mongodb-keyfile', key: 'password' },
    });
  });

  it('sizes its cache from the memory limit, as MongoDB would for that much memory', () => {
    expect([512, 1024, 2048, 4096].map(cacheSizeGb)).toEqual([0.25, 0.25, 0.5, 1.5]);
  });

  it.each([1, 3])('sets up a set of %i members and its accounts; a second run changes nothing', (members) => {
    const mongod = new FakeMongod();
    runSetup(mongod, members);
    expect(mongod.members.map(({ host }) => host)).toEqual(
      Array.from({ length: members }, (_, n) => `mongodb-${n}.mongodb.demo-test.svc.cluster.local:27017`),
    );
    expect(new Set(mongod.members.map(({ _id }) => _id)).size).toBe(members);
    expect(Object.fromEntries(mongod.users)).toEqual({
      app: { pwd: 'a', roles: [{ role: 'readWrite', db: 'shop' }] },
      monitoring: {
        pwd: 'm',
        roles: [
          { role: 'clusterMonitor', db: 'admin' },
          { role: 'read', db: 'local' },
        ],
      },
    });
    const before = structuredClone({ members: mongod.members, version: mongod.version });
    runSetup(mongod, members);
    expect({ members: mongod.members, version: mongod.version }).toEqual(before);
    expect(mongod.log.filter((line) => line.startsWith('initiating'))).toHaveLength(1);
  });

  it('adds members to a set that had one', () => {
    const mongod = new FakeMongod();
    runSetup(mongod, 1);
    runSetup(mongod, 3);
    expect(mongod.members).toHaveLength(3);
  });
});
