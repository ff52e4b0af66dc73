/** Every store says how it is saved, or why nobody has to; and who saves it may do that and nothing else. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { postgresCluster } from '../../catalogue/cloudnative-pg';
import { minio } from '../../catalogue/minio';
import { mongodb } from '../../catalogue/mongodb';
import { postgres } from '../../catalogue/postgres';
import { redis } from '../../catalogue/redis';
import { redisFailover } from '../../catalogue/redis-failover';
import type { Backup } from '../../model/backup';
import type { Definition } from '../../model/component';
import { resolve } from '../../model/resolve';
import type { External, System } from '../../model/system';
import { cloudNativePg } from '../../platform/cloudnative-pg';
import { CHOSEN } from '../random/technologies';
import { KEEPER } from '../support/saved';
import { SHOP, WORKER } from '../support/system';
import { APP, clientOf, component, configured, filesIn, plan, variable } from './fixture';

/** What is missing in what a definition says of its backup. */
function unsaid({ technology, volumes = {}, backup, ports, connect }: Definition): string[] {
  if (!backup) return Object.keys(volumes).length > 0 ? [`${technology} has a volume and no backup`] : [];
  if ('none' in backup) return [];
  const at = {
    host: 'h',
    members: ['h'],
    port: () => 1,
    tls: false,
    rights: {},
    username: 'u',
    password: 'p',
  };
  const facts = { host: 'h', port: '1', url: 'u', ...connect?.(at) };
  return [backup.dump, backup.restore].flatMap(({ facts: wanted, port }) => [
    ...Object.values(wanted)
      .filter((fact) => !(fact in facts))
      .map((fact) => `${technology} tells no '${fact}'`),
    ...(port && !(port in ports) ? [`${technology} has no port '${port}'`] : []),
  ]);
}

describe('what is saved', () => {
  it('is said by every technology with a volume, whatever its options', () => {
    const made = CHOSEN.flatMap(({ options, make }) =>
      fc.sample(options, { numRuns: 5, seed: 1 }).map((one) => make(one, (call) => call)),
    );
    const stores = made.filter(({ volumes = {} }) => Object.keys(volumes).length > 0);
    expect(stores.length).toBeGreaterThan(40);
    expect([...new Set(made.flatMap(unsaid))]).toEqual([]);
  });

  it('would be missed where nobody says it, or by what the store does not tell', () => {
    const store = postgres({ database: 'shop', volume: '10Gi' });
    const backup = store.backup as Backup;
    expect(unsaid({ ...store, backup: undefined })).toEqual(['postgres has a volume and no backup']);
    const dump = { ...backup.dump, facts: { DATABASE_URI: 'addres' }, port: 'sql' };
    expect(unsaid({ ...store, backup: { ...backup, dump } })).toEqual([
      "postgres tells no 'addres'",
      "postgres has no port 'sql'",
    ]);
  });
});

const CLIENTS = [clientOf('app'), clientOf('store-backup', 'backup'), clientOf('store-restore', 'restore')];
/** Lines of a file about one account. */
const about = (text: string, account: string): string[] =>
  text.split('\n').filter((line) => line.includes(account) && !line.startsWith('\\getenv'));

describe('accounts that save a PostgreSQL', () => {
  const store = postgres({ database: 'shop', volume: '10Gi' });
  const sql = (clients: typeof CLIENTS) => filesIn(configured(store, clients))['setup.sql']!;

  it('read all, and bring it back as the owner; a client has no more than before', () => {
    const rights = (account: string) =>
      about(sql(CLIENTS), `"${account}"`).filter((line) => /^(GRANT|ALTER)/.test(line));
    expect(rights('store-backup')).toEqual([
      'ALTER ROLE "store-backup" BYPASSRLS;',
      'GRANT pg_read_all_data TO "store-backup";',
      'GRANT CONNECT ON DATABASE "shop" TO "store-backup";',
    ]);
    expect(rights('store-restore')).toEqual(['GRANT "shop_owner" TO "store-restore";']);
    expect(rights('app')).toEqual([
      'GRANT "shop_owner" TO "app";',
      `ALTER ROLE "app" IN DATABASE "shop" SET role TO 'shop_owner';`,
    ]);
    expect(sql([clientOf('app')])).not.toMatch(/BYPASSRLS|pg_read_all_data/);
  });

  it('are the same where an operator makes them', () => {
    const operated = postgresCluster({ database: 'shop', volume: '10Gi' }).operated!;
    const pods = {
      name: 'store',
      image: 'example.com/postgres:16',
      labels: {},
      volumes: { data: { mountPath: '/data', size: '10Gi' } },
      resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { memory: '1Gi' } },
      grace: 60,
    };
    let roles: object[] = [];
    configured(
      {
        ...store,
        configure: (context) => {
          const { spec } = operated.resource(context, pods as never);
          roles = (spec as { managed: { roles: object[] } }).managed.roles;
          return {};
        },
      },
      CLIENTS,
    );
    const [, app, backup, restore] = roles;
    expect(app).toMatchObject({ name: 'app', inRoles: ['shop_owner'] });
    expect(app).not.toHaveProperty('bypassrls');
    expect(backup).toMatchObject({ name: 'store-backup', inRoles: ['pg_read_all_data'], bypassrls: true });
    expect(restore).toMatchObject({ name: 'store-restore', inRoles: ['shop_owner'] });
    expect(restore).not.toHaveProperty('bypassrls');
  });

  it('ask the server itself, as nobody else, and a provider’s by what it wants', () => {
    const flows = [{ from: 'app', to: 'postgres', env: { URI: 'backupUri' } }];
    const neon = {
      host: 'pooler.example.com',
      port: 5432,
      direct: { host: 'db.example.com' },
      parameters: { channel_binding: 'require' },
    };
    const uri = (definition: Definition, external?: typeof neon) =>
      variable(
        component(
          plan(
            { postgres: definition, app: APP },
            {
              flows,
              cluster: { operators: { CloudNativePG: cloudNativePg } },
              ...(external && { external: { postgres: external } }),
            },
          ),
          'app',
        ),
        'URI',
      );
    expect(uri(store)).toBe('postgresql://app@postgres:5432/shop');
    expect(uri(postgresCluster({ database: 'shop', volume: '10Gi' }))).toBe(
      'postgresql://app@postgres:5432/shop',
    );
    expect(uri(store, neon)).toBe(
      'postgresql://$(POSTGRES_USERNAME)@db.example.com:5432/shop?sslmode=require&channel_binding=require',
    );
  });

  it('come with a client as new as the server, which a provider may run newer', () => {
    const image = (client?: string) =>
      (postgres({ database: 'shop', volume: '10Gi', client }).backup as Backup).dump.image;
    expect(image()).toBeUndefined();
    expect(image('17.10-alpine')).toEqual({ repository: 'postgres', tag: '17.10-alpine' });
    const [major] = store.image.tag.split('.');
    const operated = postgresCluster({ database: 'shop', volume: '10Gi' });
    expect((operated.backup as Backup).dump.image?.tag).toMatch(new RegExp(`^${major}\\.`));
    expect(operated.image.tag).toMatch(new RegExp(`^${major}\\.`));
  });
});

describe('accounts that save a MongoDB', () => {
  it('read the database and the log of changes, and no passwords; a client has no more than before', () => {
    const store = mongodb({ database: 'shop', volume: '10Gi' });
    const { users } = JSON.parse(filesIn(configured(store, CLIENTS))['wanted.json']!) as {
      users: { name: string; roles: { role: string; db: string }[] }[];
    };
    const roles = Object.fromEntries(
      users.map(({ name, roles }) => [name, roles.map(({ role, db }) => `${role}@${db}`)]),
    );
    expect(roles).toMatchObject({
      app: ['readWrite@shop'],
      'store-backup': ['read@shop', 'read@local', 'read@config'],
      'store-restore': ['readWrite@shop', 'restore@admin'],
    });
  });

  it('ask for no database, or the tools would leave out what changes meanwhile', () => {
    const flows = [{ from: 'app', to: 'mongodb', env: { URI: 'backupUri' } }];
    const made = plan({ mongodb: mongodb({ database: 'shop', volume: '10Gi' }), app: APP }, { flows });
    expect(variable(component(made, 'app'), 'URI')).toMatch(/:27017\/\?replicaSet=rs0&authSource=admin$/);
  });
});

describe('accounts that save object storage', () => {
  /** What each account may do, in an environment that saves the store. */
  function actions(buckets: Parameters<typeof minio>[0]['buckets'], account: string): string[] {
    const system: System = {
      ...SHOP,
      components: { store: minio({ buckets, volume: '10Gi' }), worker: WORKER, backups: KEEPER },
      routes: [],
      flows: [{ from: 'worker', to: 'store', port: 's3', rights: { uploads: ['read'] } }],
      backups: { by: 'backups' },
      environments: { live: { ...SHOP.environments.live!, backups: { at: '02:00', days: 1 } } },
    };
    const { sidecars } = component(resolve(system, 'live'), 'store');
    const files = sidecars.flatMap((one) => one.files ?? []);
    const policy = files.find(({ path }) => path.endsWith(`/client-${account}.json`))!;
    const { Statement } = JSON.parse(policy.content) as {
      Statement: { Action: string[]; Resource: string[] }[];
    };
    return Statement.map(({ Action, Resource }) => `${Resource}: ${Action}`);
  }

  it('read all buckets, or write to all, whoever else may do what', () => {
    for (const buckets of [['uploads'], { uploads: {} }] as const) {
      expect(actions(buckets, 'store-backup')).toEqual([
        'arn:aws:s3:::uploads: s3:GetBucketLocation,s3:ListBucket,s3:ListBucketMultipartUploads',
        'arn:aws:s3:::uploads/*: s3:GetObject',
      ]);
      expect(actions(buckets, 'store-restore')).toEqual([
        'arn:aws:s3:::uploads: s3:GetBucketLocation,s3:ListBucket,s3:ListBucketMultipartUploads',
        'arn:aws:s3:::uploads/*: s3:PutObject,s3:AbortMultipartUpload,s3:ListMultipartUploadParts',
      ]);
      expect(actions(buckets, 'worker')).toEqual([
        'arn:aws:s3:::uploads: s3:GetBucketLocation',
        'arn:aws:s3:::uploads/*: s3:GetObject',
      ]);
    }
  });

  it('are told what each bucket is called, here and at a provider', () => {
    const flows = [
      { from: 'app', to: 'files', port: 's3', env: { BUCKETS: 'buckets' }, rights: { uploads: ['read'] } },
    ] as const;
    const around = (external?: External) =>
      plan(
        { files: minio({ buckets: { uploads: {}, exports: {} }, volume: '10Gi' }), app: APP },
        { flows, ...(external && { external: { files: external } }) },
      );
    const told = (external?: External) => variable(component(around(external), 'app'), 'BUCKETS');
    expect(told()).toBe('exports=exports uploads=uploads');
    const provider = { host: 's3.example.com', port: 443, parameters: { uploadsBucket: 'acme-uploads' } };
    expect(told(provider)).toBe('exports=exports uploads=acme-uploads');
  });
});

describe('accounts that save a Redis', () => {
  const options = { maxMemory: '256Mi', eviction: 'noeviction', volume: '2Gi' } as const;
  const acl = (definition: Definition) => {
    const text = filesIn(configured(definition, CLIENTS))['users.acl']!;
    return CLIENTS.map(({ username }) => about(text, `user ${username} `)[0]!.split('} ')[1]);
  };

  it('replicate it, or put keys into it; a client has no more than before', () => {
    expect(acl(redis(options))).toEqual([
      '~* &* +@all -@admin +client|list',
      '-@all +sync +replconf',
      '~* -@all +select +dbsize +restore +function|restore',
    ]);
    expect(acl(redisFailover(options))[1]).toBe('-@all +sync +replconf +role');
  });

  it('are not needed by a cache, nor by one whose volume is for its failover alone', () => {
    const cache = { ...options, eviction: 'allkeys-lru' } as const;
    expect(redis({ maxMemory: '256Mi', eviction: 'allkeys-lru' }).backup).toBeUndefined();
    expect(redisFailover(cache).backup).toHaveProperty('none');
    // What has no time to live is not forgotten.
    expect(redis({ ...options, eviction: 'volatile-lru' }).backup).toHaveProperty('of');
  });

  it('have memory for the snapshot and for the data in it', () => {
    const { restore } = redis(options).backup as Backup;
    expect(restore.scratch).toEqual([{ mountPath: '/run/restore', size: '256Mi', memory: true }]);
    expect(restore.resources.limits.memory).toBe('576Mi');
  });
});
