/** Writes Loki's configuration for one process that keeps everything on one volume. */
import * as yaml from 'js-yaml';
import type { Context } from '../../model/context';

/** Where the volume is mounted; Loki makes its folders in it. */
export const LOKI_DATA = '/loki';

/** The whole configuration; `retention` in days. What is not said keeps its default. */
export function lokiConfig(context: Context, retention: number): string {
  const cache = { cache: { embedded_cache: { enabled: true, max_size_mb: 50 } } };
  return yaml.dump(
    {
      auth_enabled: false,
      // Only its own parts call it by gRPC. At level info it would log every request of theirs.
      server: { http_listen_port: 3100, grpc_listen_address: '127.0.0.1', log_level: 'warn' },
      common: {
        // All parts talk to each other inside the pod.
        instance_addr: '127.0.0.1',
        path_prefix: LOKI_DATA,
        replication_factor: 1,
        ring: { kvstore: { store: 'inmemory' } },
        storage: {
          filesystem: { chunks_directory: `${LOKI_DATA}/chunks`, rules_directory: `${LOKI_DATA}/rules` },
        },
      },
      schema_config: {
        configs: [
          {
            // Before any log of ours: a later date would hide older entries.
            from: '2024-04-01',
            store: 'tsdb',
            object_store: 'filesystem',
            schema: 'v13',
            index: { prefix: 'index_', period: '24h' },
          },
        ],
      },
      // The default of 4 GB is more than the pod may use.
      ingester: { wal: { replay_memory_ceiling: `${Math.floor(context.memoryLimit / 2)}MB` } },
      chunk_store_config: { chunk_cache_config: cache.cache },
      query_range: { results_cache: cache },
      compactor: { retention_enabled: true, delete_request_store: 'filesystem' },
      limits_config: {
        retention_period: `${retention * 24}h`,
        // The default of a week would refuse the older part of a log that is read for the first time.
        reject_old_samples_max_age: `${retention * 24}h`,
      },
      analytics: { reporting_enabled: false },
    },
    { noRefs: true, lineWidth: -1 },
  );
}
