/** Settings of a PostgreSQL server by the memory and the disk it has, wherever they are written. */
import type { Address, Connections, Facts, Place } from '../../model/component';
import type { Context } from '../../model/context';
import { type Bytes, formatMebibytes } from '../../model/units';

/** PostgreSQL's own. */
export const MAX_CONNECTIONS = 100;
/** Kept for superusers (superuser_reserved_connections), and what an exporter opens. */
const RESERVED = 3 + 2;

/** What is left for clients; 10 is the pool of node-postgres and of many others where nobody says more. */
export const connections = (maxConnections: number): Connections => ({
  most: maxConnections - RESERVED,
  each: 10,
});

/**
 * What a client is told: strings for any client, and for Prisma, whose pool is otherwise as large as the node has
 * processors, twice and one more (its documentation, "Connection pool"). Others refuse the parameter.
 * @param reads host in the cluster for queries that only read
 * @param own parameters as they stand in a query; a provider's are added
 */
export function facts(
  at: Address,
  database: string,
  reads: string,
  own: Readonly<Record<string, string>>,
): Facts {
  const port = at.port('postgres');
  const parameters = { ...own, ...at.parameters };
  const string = (place: Place, more: Readonly<Record<string, string>> = {}): string =>
    `postgresql://${at.username}:${at.password}@${place.host}:${place.port}/${database}` +
    query({ ...parameters, ...more });
  const prisma = { connection_limit: String(at.pool) };
  const all = { host: at.host, port };
  const read = at.read ?? { host: reads, port };
  // In the cluster nothing stands in front of the server.
  const direct = at.direct ?? all;
  return {
    uri: string(all),
    readUri: string(read),
    directUri: string(direct),
    prismaUri: string(all, prisma),
    prismaReadUri: string(read, prisma),
    prismaDirectUri: string(direct, prisma),
    // An argument of commands, so without a password; and who saves acts as nobody else.
    backupUri:
      `postgresql://${at.username}@${direct.host}:${direct.port}/${database}` +
      query({ ...(at.tls ? { sslmode: 'require' } : {}), ...at.parameters }),
    database,
    username: at.username,
    password: at.password,
  };
}

function query(parameters: Readonly<Record<string, string>>): string {
  const all = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
  return all.length > 0 ? `?${all.join('&')}` : '';
}

/** @throws Error when the database's name is not one that needs no quotes. */
export function checkDatabase(database: string): void {
  if (!/^[a-z_][a-z0-9_]*$/.test(database)) {
    throw new Error(`'${database}' is no database name: lower-case letters, digits and underscores only`);
  }
}

/** Account that owns the database and all in it. */
export const ownerOf = (database: string): string => `${database}_owner`;

/** In MiB: shares of the memory limit as PostgreSQL's manual advises for a server of its own. */
function memory({ memoryLimit }: Context, maxConnections: number) {
  const part = (share: number): number => Math.floor(memoryLimit * share);
  return {
    buffers: part(0.25),
    cache: part(0.6),
    // A query may take several of these at once, so all connections together get an eighth.
    work: Math.max(4, Math.floor(part(0.125) / maxConnections)),
    maintenance: Math.max(16, part(1 / 16)),
  };
}

export function memorySettings(context: Context, maxConnections: number): Record<string, string> {
  const { buffers, cache, work, maintenance } = memory(context, maxConnections);
  return {
    shared_buffers: `${buffers}MB`,
    effective_cache_size: `${cache}MB`,
    work_mem: `${work}MB`,
    maintenance_work_mem: `${maintenance}MB`,
  };
}

/** PostgreSQL's own: max_parallel_workers, max_parallel_workers_per_gather and hash_mem_multiplier. */
const PARALLEL = { workers: 8, each: 2, hashes: 2 } as const;
/** MiB that a server keeps there from its start, 1.1 of 15, and room for what shares a few KiB. */
const ALWAYS = 16;

/**
 * Size of `/dev/shm`, where parallel work shares its memory; what finds it full fails. A ceiling, taken only while it is
 * used, and part of the memory limit.
 *
 * VACUUM of a large table with several indexes takes all of maintenance_work_mem there, at once and before it begins
 * (dead_items_max_items in vacuumlazy.c, parallel_vacuum_init in vacuumparallel.c). A join takes a hash table for its
 * workers and their leader together (ExecChooseHashTableSize in nodeHash.c), and there are workers for so many joins.
 * Building an index sorts in files. Source: PostgreSQL 16, src/backend.
 */
export function sharedMemory(context: Context, maxConnections: number): Bytes {
  const { work, maintenance } = memory(context, maxConnections);
  const join = work * PARALLEL.hashes * (PARALLEL.each + 1);
  const joins = join * (PARALLEL.workers / PARALLEL.each);
  return formatMebibytes(Math.ceil((maintenance + joins + ALWAYS) / 16) * 16);
}

export function checkpointSettings(context: Context): Record<string, string> {
  // What is written between two checkpoints; at most an eighth of the volume.
  const wal = Math.min(2048, Math.floor(context.volumeSize('data') / 8));
  return {
    checkpoint_timeout: '15min',
    max_wal_size: `${wal}MB`,
    min_wal_size: `${Math.max(80, Math.floor(wal / 8))}MB`,
  };
}
