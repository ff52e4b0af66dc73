/** What is watched of a MongoDB: figures of the Percona exporter. */
import type { SecretKey } from '../../model/component';
import type { Context } from '../../model/context';
import type { AlertRule, Dashboard } from '../../model/observability';
import { jobs } from '../../model/promql';
import { memoryHigh, targetDown } from './alerts';

/**
 * Source: mongodb_exporter, exporter/metrics.go: paths in the answers of getDiagnosticData (`serverStatus`
 * becomes `ss`, `wiredTiger` `wt`) and dbStats; the flags below turn these two on. general_collector.go: whether it answers.
 */
export const EMITS = [
  'mongodb_dbstats_fsTotalSize',
  'mongodb_dbstats_fsUsedSize',
  'mongodb_ss_connections',
  'mongodb_ss_mem_resident',
  'mongodb_ss_opcounters',
  'mongodb_ss_wt_cache_bytes_currently_in_the_cache',
  'mongodb_ss_wt_cache_maximum_bytes_configured',
  'mongodb_up',
];

export const exporter = (user: string, password: SecretKey) => ({
  name: 'exporter',
  image: { repository: 'percona/mongodb_exporter', tag: '0.53.0' },
  identity: { user: 65535, group: 65535 },
  args: [
    '--mongodb.direct-connect',
    '--collector.diagnosticdata',
    '--collector.replicasetstatus',
    '--collector.dbstats',
  ],
  env: {
    MONGODB_URI: 'mongodb://127.0.0.1:27017/admin',
    MONGODB_USER: user,
    MONGODB_PASSWORD: password,
  },
  ports: { metrics: { number: 9216, purpose: 'metrics' } },
  probes: { readiness: { check: { http: '/', port: 'metrics' } } },
  resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } } as const,
});

export const alerts = (context: Context): AlertRule[] => [
  targetDown(context, {
    alert: 'MongodbDown',
    summary: `${context.name} does not answer`,
    severity: 'critical',
    forMinutes: 2,
    behind: 'mongodb_up',
  }),
  // The exporter tells MiB.
  memoryHigh(context, { metric: 'mongodb_ss_mem_resident', bytesPerUnit: 1024 * 1024 }),
  connectionsHigh(context),
  diskLow(context),
];

function connectionsHigh(context: Context): AlertRule {
  const series = (type: string): string =>
    `mongodb_ss_connections{conn_type="${type}",job="${context.name}"}`;
  const current = series('current');
  return {
    alert: 'MongodbConnectionsHigh',
    expr: `${current} / ignoring(conn_type) (${current} + ignoring(conn_type) ${series('available')}) > 0.8`,
    forMinutes: 5,
    severity: 'warning',
    summary: `${context.name} has more than 80 % of its connections in use`,
    proof: {
      fires: [
        { series: current, values: '900x60' },
        { series: series('available'), values: '100x60' },
      ],
      silent: [
        { series: current, values: '100x60' },
        { series: series('available'), values: '900x60' },
      ],
    },
  };
}

function diskLow(context: Context): AlertRule {
  const series = (metric: string): string =>
    `mongodb_dbstats_${metric}{database="admin",job="${context.name}"}`;
  return {
    alert: 'MongodbDiskLow',
    expr: `max by (job) (${series('fsUsedSize')} / ${series('fsTotalSize')}) > 0.9`,
    forMinutes: 10,
    severity: 'critical',
    summary: `the volume of ${context.name} has less than 10 % free`,
    proof: {
      fires: [
        { series: series('fsUsedSize'), values: '95x60' },
        { series: series('fsTotalSize'), values: '100x60' },
      ],
      silent: [
        { series: series('fsUsedSize'), values: '50x60' },
        { series: series('fsTotalSize'), values: '100x60' },
      ],
    },
  };
}

export function dashboard(components: readonly string[]): Dashboard {
  const job = jobs(components);
  return {
    id: 'mongodb',
    title: 'MongoDB',
    panels: [
      {
        title: 'Operations',
        unit: 'ops',
        queries: [
          { expr: `rate(mongodb_ss_opcounters{${job}}[5m])`, legend: '{{component}} {{legacy_op_type}}' },
        ],
      },
      {
        title: 'Connections',
        unit: 'short',
        queries: [{ expr: `mongodb_ss_connections{${job}}`, legend: '{{component}} {{conn_type}}' }],
      },
      {
        title: 'Resident memory',
        unit: 'decmbytes',
        queries: [{ expr: `mongodb_ss_mem_resident{${job}}`, legend: '{{component}}' }],
      },
      {
        title: 'WiredTiger cache',
        unit: 'bytes',
        queries: [
          {
            expr: `mongodb_ss_wt_cache_bytes_currently_in_the_cache{${job}}`,
            legend: '{{component}} in use',
          },
          { expr: `mongodb_ss_wt_cache_maximum_bytes_configured{${job}}`, legend: '{{component}} most' },
        ],
      },
      {
        title: 'Volume in use',
        unit: 'percentunit',
        queries: [
          {
            expr: `max by (component) (mongodb_dbstats_fsUsedSize{${job}} / mongodb_dbstats_fsTotalSize{${job}})`,
            legend: '{{component}}',
          },
        ],
      },
    ],
  };
}
