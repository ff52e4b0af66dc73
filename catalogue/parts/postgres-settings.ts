/** Settings of a PostgreSQL server by the memory and the disk it has, wherever they are written. */
import type { Context } from '../../model/context';

/** PostgreSQL's own. */
export const MAX_CONNECTIONS = 100;

/** @throws Error when the database's name is not one that needs no quotes. */
export function checkDatabase(database: string): void {
  if (!/^[a-z_][a-z0-9_]*$/.test(database)) {
    throw new Error(`'${database}' is no database name: lower-case letters, digits and underscores only`);
  }
}

/** Account that owns the database and all in it. */
export const ownerOf = (database: string): string => `${database}_owner`;

/** Shares of the memory limit as PostgreSQL's manual advises for a server of its own. */
export function memorySettings(context: Context, maxConnections: number): Record<string, string> {
  const part = (share: number): number => Math.floor(context.memoryLimit * share);
  return {
    shared_buffers: `${part(0.25)}MB`,
    effective_cache_size: `${part(0.6)}MB`,
    // A query may take several of these at once, so all connections together get an eighth.
    work_mem: `${Math.max(4, Math.floor(part(0.125) / maxConnections))}MB`,
    maintenance_work_mem: `${Math.max(16, part(1 / 16))}MB`,
  };
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
