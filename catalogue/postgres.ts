/** PostgreSQL: one server, whose database, accounts and rights are kept by a setup container. */
import type { Definition, Resources } from '../model/component';
import type { Context } from '../model/context';
import type { Bytes } from '../model/units';
import { type ClientOptions, postgresBackup } from './parts/postgres-backup';
import {
  checkDatabase,
  checkpointSettings,
  connections,
  facts,
  MAX_CONNECTIONS,
  memorySettings,
  sharedMemory,
} from './parts/postgres-settings';
import { MONITORING, ROOT, setup } from './parts/postgres-setup';
import { alerts, dashboard, EMITS, exporter } from './parts/postgres-watch';

export interface PostgresOptions extends ClientOptions {
  /** Database that clients share; they all own what is in it. Letters, digits and underscores. */
  readonly database: string;
  readonly volume: Bytes;
  /** Connections that it takes, five of them for itself; clients' pools must fit. @default 100, PostgreSQL's own */
  readonly maxConnections?: number;
  /** @default 500m and 1Gi, at most 2Gi */
  readonly resources?: Resources;
}

const CONFIG = '/etc/postgresql/postgresql.conf';
const ACCESS = '/etc/postgresql/pg_hba.conf';

/** @throws Error when the database's name is not one that needs no quotes. */
export function postgres(options: PostgresOptions): Definition {
  const { database, maxConnections = MAX_CONNECTIONS } = options;
  checkDatabase(database);
  const ready = { exec: ['pg_isready', '-q', '-h', '127.0.0.1', '-U', ROOT, '-d', ROOT] };
  return {
    technology: 'postgres',
    tier: 'data',
    description: 'Relational database',
    // 16 has fixes until November 2028. Another major cannot read this one's files: dump, then restore; from 18 on
    // the image also keeps its data in another folder.
    image: { repository: 'postgres', tag: '16.15-alpine' },
    workload: 'StatefulSet',
    identity: { user: 70, group: 70 },
    singleton:
      'a second pod would be a second, empty database; with standbys it is catalogue/cloudnative-pg.ts',
    ports: { postgres: { number: 5432, purpose: 'PostgreSQL protocol' } },
    resources: options.resources ?? {
      requests: { cpu: '500m', memory: '1Gi' },
      limits: { memory: '2Gi' },
    },
    probes: {
      // Over the network, because the server of the first start, which makes the files, has a socket alone. After a
      // crash it first replays what it had written.
      startup: { check: ready, period: 10, timeout: 5, failures: 60 },
      readiness: { check: ready, timeout: 5 },
      liveness: { check: { tcp: 'postgres' }, failures: 6 },
    },
    // The image's stop signal ends sessions and writes all to disk.
    shutdown: { grace: 120 },
    args: ['postgres', '-c', `config_file=${CONFIG}`],
    env: {
      // A folder below the mount, whose top belongs to the disk.
      PGDATA: '/var/lib/postgresql/data/pgdata',
      POSTGRES_USER: ROOT,
      // Finds a disk that returns something else than was written.
      POSTGRES_INITDB_ARGS: '--data-checksums --auth=scram-sha-256 --encoding=UTF8',
    },
    volumes: { data: { mountPath: '/var/lib/postgresql/data', size: options.volume } },
    scratch: [
      { mountPath: '/tmp', size: '64Mi' },
      { mountPath: '/var/run/postgresql', size: '16Mi' },
    ],
    accounts: { each: 'client' },
    backup: postgresBackup(options),
    credentials: { [ROOT]: { length: 32 }, [MONITORING]: { length: 32 } },
    connections: connections(maxConnections),
    // Queries that only read have an address of their own where there are standbys; here one server does all.
    connect: (at) => facts(at, database, at.host, at.tls ? { sslmode: 'require' } : {}),
    metrics: [{ port: 'metrics', path: '/metrics', emits: EMITS }],
    alerts,
    dashboard,
    configure: (context) => ({
      env: { POSTGRES_PASSWORD: context.credential(ROOT) },
      files: [
        { path: CONFIG, content: postgresqlConf(context, maxConnections) },
        { path: ACCESS, content: PG_HBA },
      ],
      // A container has 64 MiB of its own.
      scratch: [{ mountPath: '/dev/shm', size: sharedMemory(context, maxConnections), memory: true }],
      sidecars: [setup(database, context), exporter(context.credential(MONITORING))],
    }),
  };
}

function postgresqlConf(context: Context, maxConnections: number): string {
  const lines = (settings: Readonly<Record<string, string>>): string =>
    Object.entries(settings)
      .map(([name, value]) => `${name} = ${value}`)
      .join('\n');
  return `listen_addresses = '*'
unix_socket_directories = '/var/run/postgresql'
hba_file = '${ACCESS}'
password_encryption = 'scram-sha-256'
max_connections = ${maxConnections}

# In MiB of this container's limit.
${lines(memorySettings(context, maxConnections))}

${lines(checkpointSettings(context))}

log_destination = 'stderr'
logging_collector = off
log_line_prefix = '%m [%p] %q%u@%d '
log_timezone = 'UTC'
timezone = 'UTC'
log_lock_waits = on
log_min_duration_statement = 1s
# The statement, but not the values in it: those are people's data.
log_parameter_max_length = 0
`;
}

/** Nobody gets in without a password, the containers of the same pod included. */
const PG_HBA = `# type database user address method
local all all scram-sha-256
host all all all scram-sha-256
`;
