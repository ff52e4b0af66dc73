/** MongoDB: a replica set, with one member or more, that initiates itself and keeps its accounts. */
import type { Definition, Resources } from '../model/component';
import type { Context } from '../model/context';
import type { Bytes } from '../model/units';
import { mongodbBackup } from './parts/mongodb-backup';
import { MONITORING, REPLICA_SET, ROOT, setup } from './parts/mongodb-setup';
import { alerts, dashboard, EMITS, exporter } from './parts/mongodb-watch';

export interface MongodbOptions {
  /** Database in which clients may read and write. */
  readonly database: string;
  /** Size of each member's volume. */
  readonly volume: Bytes;
  /** An odd number, so that a majority can be had. @default 1 */
  readonly members?: number;
  /** @default 500m and 1Gi, at most 2Gi */
  readonly resources?: Resources;
}

export function mongodb(options: MongodbOptions): Definition {
  const members = options.members ?? 1;
  return {
    technology: 'mongodb',
    tier: 'data',
    description: 'Document database, replica set',
    // Source: MongoDB manual, production notes, "Platform Support Notes".
    caveats: [
      'Needs a processor with AVX (on ARM: ARMv8.2-A), which some virtual machines hide: without it the server ends at ' +
        'once, by an illegal instruction. Ask each node: `grep --count avx /proc/cpuinfo`.',
    ],
    // 8.0 is the supported line; 6.0, still found in Compose files, reached its end in July 2025.
    image: { repository: 'mongo', tag: '8.0.32-noble' },
    workload: 'StatefulSet',
    identity: { user: 999, group: 999 },
    replicas: members,
    ports: { mongodb: { number: 27017, purpose: 'MongoDB protocol' } },
    peers: ['mongodb'],
    // Members and the one that initiates the set meet before any of them is ready.
    publishNotReady: true,
    resources: options.resources ?? {
      requests: { cpu: '500m', memory: '1Gi' },
      limits: { memory: '2Gi' },
    },
    probes: {
      startup: { check: { tcp: 'mongodb' }, period: 10, failures: 60 },
      // mongosh takes a second or two to start, so it is asked seldom and given time.
      readiness: {
        check: {
          exec: [
            'mongosh',
            '--quiet',
            '--norc',
            '--eval',
            'const hello = db.hello(); if (!(hello.isWritablePrimary || hello.secondary)) quit(1)',
          ],
        },
        period: 20,
        timeout: 15,
      },
      liveness: { check: { tcp: 'mongodb' }, period: 10, failures: 6 },
    },
    // A primary steps down first, then closes its files.
    shutdown: { grace: 120 },
    // The set's name is an argument and not in the file: the image's entrypoint takes it out again while
    // it makes the first account, which an uninitiated set would refuse.
    args: ['mongod', '--config', '/etc/mongod/mongod.conf', '--replSet', REPLICA_SET],
    env: { HOME: '/tmp', MONGO_INITDB_ROOT_USERNAME: ROOT },
    volumes: { data: { mountPath: '/data/db', size: options.volume } },
    scratch: [
      { mountPath: '/data/configdb', size: '16Mi' },
      // Each mongosh of the readiness probe leaves a log of 2 KB and keeps the last hundred (logMaxFileCount).
      { mountPath: '/tmp', size: '64Mi' },
    ],
    accounts: { each: 'client' },
    credentials: { [ROOT]: { length: 32 }, [MONITORING]: { length: 32 }, keyfile: { length: 128 } },
    backup: mongodbBackup(options.volume),
    connect: (at) => {
      const uri = (path: string): string =>
        `mongodb://${at.username}:${at.password}@` +
        `${at.members.map((member) => `${member}:${at.port('mongodb')}`).join(',')}/${path}` +
        `?replicaSet=${REPLICA_SET}&authSource=admin${at.tls ? '&tls=true' : ''}`;
      return {
        uri: uri(options.database),
        // Names no database: with one, the tools would leave out the changes during a dump.
        backupUri: uri(''),
        database: options.database,
        username: at.username,
        password: at.password,
      };
    },
    metrics: [{ port: 'metrics', path: '/metrics', emits: EMITS }],
    alerts,
    dashboard,
    configure: (context) => ({
      env: { MONGO_INITDB_ROOT_PASSWORD: context.credential(ROOT) },
      files: [
        { path: '/etc/mongod/mongod.conf', content: mongodConf(context) },
        {
          // One key for all members; by it they trust each other, and logins become mandatory.
          path: '/etc/mongod/keyfile',
          content: '${KEYFILE}\n',
          secrets: { KEYFILE: context.credential('keyfile') },
        },
      ],
      sidecars: [setup(options.database, context), exporter(MONITORING, context.credential(MONITORING))],
    }),
  };
}

/** Half of what the limit leaves above 1 GiB, as MongoDB itself would choose for that much memory; at least 0.25. */
export function cacheSizeGb(memoryLimit: number): number {
  return Math.max(0.25, Math.round((0.5 * (memoryLimit - 1024) * 100) / 1024) / 100);
}

function mongodConf(context: Context): string {
  return `storage:
  dbPath: /data/db
  wiredTiger:
    engineConfig:
      cacheSizeGB: ${cacheSizeGb(context.memoryLimit)}
net:
  port: 27017
  bindIpAll: true
  # Sockets would need a writable folder; everybody comes over the network.
  unixDomainSocket:
    enabled: false
security:
  authorization: enabled
  keyFile: /etc/mongod/keyfile
`;
}
