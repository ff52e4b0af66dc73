/** A PostgreSQL that CloudNativePG runs, asked in its primary by who runs it. */
import type { Cluster } from '../../tools/lab/cluster';

export interface Database {
  /** @returns what it answers, a line for each row */
  sql(text: string): Promise<string>;
  /** @returns the segment of the log that the change is in, which is sent when it is full or old enough */
  changes(text: string): Promise<string>;
  /** The same, and the segment is sent at once. */
  writes(text: string): Promise<string>;
  /** The last segment that was sent, and how often one was not. */
  archiver(): Promise<{ last: string; failed: number }>;
  /** What it and the containers beside it tell of themselves, as Prometheus reads it. */
  metrics(): Promise<string>;
  /** The last lines of its log, and of the container beside it. */
  said(): Promise<string[]>;
}

/** @param name of its Cluster */
export function databaseOf(cluster: Cluster, namespace: string, name: string): Database {
  const primary = async (): Promise<string> => {
    const labels = `cnpg.io/cluster=${name},cnpg.io/instanceRole=primary`;
    const names = ['-n', namespace, 'get', 'pods', '--selector', labels, '-o', 'name'];
    return (await cluster.kubectlOk(names)).trim();
  };
  const inside = async (...command: string[]): Promise<string> =>
    cluster.kubectlOk(['-n', namespace, 'exec', await primary(), '-c', 'postgres', '--', ...command]);
  const sql = async (text: string): Promise<string> =>
    (await inside('psql', '--no-psqlrc', '-qAt', '-v', 'ON_ERROR_STOP=1', '-d', 'facts', '-c', text)).trim();
  const changes = async (text: string): Promise<string> => {
    await sql(text);
    return sql('SELECT pg_walfile_name(pg_current_wal_insert_lsn())');
  };
  return {
    sql,
    changes,
    async writes(text) {
      const segment = await changes(text);
      await sql('SELECT pg_switch_wal()');
      return segment;
    },
    async archiver() {
      const answer = await sql(`SELECT coalesce(last_archived_wal, ''), failed_count FROM pg_stat_archiver`);
      const [last = '', failed] = answer.split('|');
      return { last, failed: Number(failed) };
    },
    metrics: () => inside('wget', '-qO-', 'http://127.0.0.1:9187/metrics'),
    async said() {
      const log = ['-n', namespace, 'logs', await primary(), '-c', 'plugin-barman-cloud', '--tail=10'];
      return [(await cluster.kubectl(log)).stdout];
    },
  };
}
