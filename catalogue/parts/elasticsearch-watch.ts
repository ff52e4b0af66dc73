/** What is watched of an Elasticsearch: figures of the Prometheus community's exporter. */
import type { SecretKey, Sidecar } from '../../model/component';
import type { Context } from '../../model/context';
import type { AlertRule, Dashboard } from '../../model/observability';
import { jobs, panel } from '../../model/promql';
import { counterRises, targetDown } from './alerts';
import { heapHigh } from './elastic';
import { MONITORING } from './elasticsearch-setup';

/** Source: elasticsearch_exporter 1.11, collector/cluster_health.go, nodes.go and breaker figures in it. */
export const EMITS = [
  'elasticsearch_breakers_tripped',
  'elasticsearch_cluster_health_status',
  'elasticsearch_cluster_health_unassigned_shards',
  'elasticsearch_filesystem_data_available_bytes',
  'elasticsearch_filesystem_data_size_bytes',
  'elasticsearch_indices_docs',
  'elasticsearch_indices_indexing_index_total',
  'elasticsearch_indices_search_query_total',
  'elasticsearch_indices_store_size_bytes',
  'elasticsearch_jvm_gc_collection_seconds_sum',
  'elasticsearch_jvm_memory_max_bytes',
  'elasticsearch_jvm_memory_used_bytes',
  'elasticsearch_thread_pool_rejected_count',
];

/** Above these shares of its disk Elasticsearch stops to place shards (85 %) and to write at all (95 %). */
const DISK_FULL = 0.8;

export const exporter = (password: SecretKey): Sidecar => ({
  name: 'exporter',
  image: { repository: 'quay.io/prometheuscommunity/elasticsearch-exporter', tag: 'v1.11.0' },
  identity: { user: 65534, group: 65534 },
  // Names of aliases need a right to look at every index.
  args: ['--es.uri=http://127.0.0.1:9200', '--no-es.aliases'],
  env: { ES_USERNAME: MONITORING, ES_PASSWORD: password },
  ports: { metrics: { number: 9114, purpose: 'metrics' } },
  probes: { readiness: { check: { http: '/', port: 'metrics' } } },
  resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } },
});

export const alerts = (context: Context): AlertRule[] => [
  targetDown(context, {
    alert: 'ElasticsearchExporterDown',
    summary: `the exporter of ${context.name} does not answer, so nobody watches it`,
    severity: 'warning',
    forMinutes: 10,
  }),
  down(context),
  red(context),
  diskLow(context),
  heapHigh(context, {
    alert: 'ElasticsearchHeapHigh',
    used: `elasticsearch_jvm_memory_used_bytes{job="${context.name}",area="heap"}`,
    most: `elasticsearch_jvm_memory_max_bytes{job="${context.name}",area="heap"}`,
  }),
  counterRises(context, {
    alert: 'ElasticsearchRejectsWrites',
    metric: 'elasticsearch_thread_pool_rejected_count',
    labels: { type: 'write' },
    summary: `${context.name} refuses lines because too many wait`,
    severity: 'warning',
  }),
];

/** The exporter answers also while Elasticsearch does not; its figures are then missing. */
function down({ name }: Context): AlertRule {
  const series = `elasticsearch_cluster_health_status{job="${name}",color="green"}`;
  return {
    alert: 'ElasticsearchDown',
    expr: `absent(${series})`,
    forMinutes: 5,
    severity: 'critical',
    summary: `${name} does not answer: lines wait in the queues of those who write`,
    proof: { fires: [{ series, values: '1x2 _x60' }], silent: [{ series, values: '1x60' }] },
  };
}

function red({ name }: Context): AlertRule {
  const series = `elasticsearch_cluster_health_status{job="${name}",color="red"}`;
  return {
    alert: 'ElasticsearchRed',
    expr: `${series} == 1`,
    forMinutes: 5,
    severity: 'critical',
    summary: `${name} has an index that can be neither read nor written`,
    proof: { fires: [{ series, values: '1x60' }], silent: [{ series, values: '0x60' }] },
  };
}

function diskLow({ name }: Context): AlertRule {
  const free = `elasticsearch_filesystem_data_available_bytes{job="${name}"}`;
  const size = `elasticsearch_filesystem_data_size_bytes{job="${name}"}`;
  const story = (left: number) => [
    { series: free, values: `${left}x60` },
    { series: size, values: '100x60' },
  ];
  return {
    alert: 'ElasticsearchDiskLow',
    expr: `1 - min by (component, job) (${free} / ${size}) > ${DISK_FULL}`,
    forMinutes: 10,
    severity: 'critical',
    summary: `the volume of ${name} is more than 80 % full; at 95 % it takes no line`,
    proof: { fires: story(15), silent: story(40) },
  };
}

export function dashboard(components: readonly string[]): Dashboard {
  const job = jobs(components);
  const rate = (metric: string): string => `sum by (component) (rate(elasticsearch_${metric}{${job}}[5m]))`;
  return {
    id: 'elasticsearch',
    title: 'Elasticsearch',
    panels: [
      panel('State', 'short', {
        '{{component}} {{color}}': `elasticsearch_cluster_health_status{${job}} == 1`,
        '{{component}} shards without a place': `elasticsearch_cluster_health_unassigned_shards{${job}}`,
      }),
      panel('Lines written', 'ops', { '{{component}}': rate('indices_indexing_index_total') }),
      panel('Searches', 'ops', { '{{component}}': rate('indices_search_query_total') }),
      panel('Lines held', 'short', { '{{component}}': `elasticsearch_indices_docs{${job}}` }),
      panel('Disk', 'bytes', {
        '{{component}} indices': `elasticsearch_indices_store_size_bytes{${job}}`,
        '{{component}} free': `elasticsearch_filesystem_data_available_bytes{${job}}`,
      }),
      panel('Memory', 'bytes', {
        '{{component}} {{area}}': `elasticsearch_jvm_memory_used_bytes{${job}}`,
        '{{component}} {{area}} most': `elasticsearch_jvm_memory_max_bytes{${job}}`,
      }),
      panel('Time in garbage collection', 'percentunit', {
        '{{component}} {{gc}}': `rate(elasticsearch_jvm_gc_collection_seconds_sum{${job}}[5m])`,
      }),
      panel('Refused', 'ops', {
        '{{component}} {{breaker}}': `rate(elasticsearch_breakers_tripped{${job}}[5m])`,
        '{{component}} {{type}}': `rate(elasticsearch_thread_pool_rejected_count{${job}}[5m]) > 0`,
      }),
    ],
  };
}
