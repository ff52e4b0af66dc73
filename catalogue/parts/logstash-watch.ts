/** What is watched of a Logstash: figures of its own API, by the exporter for JSON. */
import type { Context } from '../../model/context';
import type { AlertRule, Dashboard } from '../../model/observability';
import { jobs, panel } from '../../model/promql';
import { counterRises, targetDown } from './alerts';
import { heapHigh } from './elastic';
import type { JsonPage } from './json-exporter';

const QUEUE = '.pipelines.main.queue';
const OUTPUT = '.pipelines.main.plugins.outputs[?(@.id=="elasticsearch")].documents';

/**
 * Source: the vendor's description of the node stats API, 8.19, and logstash-output-elasticsearch 11.22,
 * plugin_mixins/elasticsearch/common.rb (submit). A counter is not on the page before it has counted once.
 */
export const PAGE: JsonPage = {
  url: 'http://127.0.0.1:9600/_node/stats',
  metrics: {
    logstash_events_in_total: { path: '.events.in', type: 'counter', help: 'Lines received' },
    logstash_events_out_total: { path: '.events.out', type: 'counter', help: 'Lines written' },
    logstash_jvm_heap_used_bytes: { path: '.jvm.mem.heap_used_in_bytes', help: 'Heap in use' },
    logstash_jvm_heap_max_bytes: { path: '.jvm.mem.heap_max_in_bytes', help: 'Heap at most' },
    logstash_output_lost_total: {
      path: `${OUTPUT}.non_retryable_failures`,
      type: 'counter',
      help: 'Lines that could not be written and are gone',
    },
    // Counted with and without a dead letter queue: every 400 and 404.
    logstash_output_refused_total: {
      path: `${OUTPUT}.dlq_routed`,
      type: 'counter',
      help: 'Lines that Elasticsearch refused for good',
    },
    logstash_queue_bytes: { path: `${QUEUE}.queue_size_in_bytes`, help: 'Queue on disk' },
    logstash_queue_events: { path: `${QUEUE}.events_count`, help: 'Lines in the queue' },
    logstash_queue_max_bytes: { path: `${QUEUE}.max_queue_size_in_bytes`, help: 'Queue at most' },
  },
};

/** Share of the queue from which somebody must look: soon after it senders wait, and UDP is lost. */
const QUEUE_FULL = 0.8;

export const alerts = (context: Context): AlertRule[] => [
  targetDown(context, {
    alert: 'LogstashDown',
    summary: `${context.name} takes no log lines`,
    severity: 'critical',
    forMinutes: 5,
  }),
  queueFills(context),
  counterRises(context, {
    alert: 'LogstashLosesLines',
    metric: 'logstash_output_lost_total',
    startsLate: true,
    summary: `${context.name} could not write lines and gave them up`,
    severity: 'warning',
  }),
  counterRises(context, {
    alert: 'LogstashLinesRefused',
    metric: 'logstash_output_refused_total',
    startsLate: true,
    summary: `Elasticsearch refuses lines of ${context.name}: its log says why, and they wait in its dead letter queue`,
    severity: 'warning',
  }),
  heapHigh(context, {
    alert: 'LogstashHeapHigh',
    used: `logstash_jvm_heap_used_bytes{job="${context.name}"}`,
    most: `logstash_jvm_heap_max_bytes{job="${context.name}"}`,
  }),
];

function queueFills({ name }: Context): AlertRule {
  const used = `logstash_queue_bytes{job="${name}"}`;
  const most = `logstash_queue_max_bytes{job="${name}"}`;
  const story = (share: number) => [
    { series: used, values: `${share}x60` },
    { series: most, values: '100x60' },
  ];
  return {
    alert: 'LogstashQueueFills',
    expr: `${used} / ${most} > ${QUEUE_FULL}`,
    forMinutes: 5,
    severity: 'critical',
    summary: `the queue of ${name} is more than 80 % full: Elasticsearch takes lines too slowly, or none`,
    proof: { fires: story(90), silent: story(50) },
  };
}

export function dashboard(components: readonly string[]): Dashboard {
  const job = jobs(components);
  const rate = (metric: string): string => `rate(logstash_${metric}_total{${job}}[5m])`;
  return {
    id: 'logstash',
    title: 'Logstash',
    panels: [
      panel('Lines', 'cps', {
        '{{component}} received': rate('events_in'),
        '{{component}} written': rate('events_out'),
      }),
      panel('Lines in the queue', 'short', { '{{component}}': `logstash_queue_events{${job}}` }),
      panel('Queue on disk', 'bytes', {
        '{{component}}': `logstash_queue_bytes{${job}}`,
        '{{component}} most': `logstash_queue_max_bytes{${job}}`,
      }),
      panel('Lines lost', 'cps', {
        '{{component}} given up': rate('output_lost'),
        '{{component}} refused': rate('output_refused'),
      }),
      panel('Heap', 'bytes', {
        '{{component}}': `logstash_jvm_heap_used_bytes{${job}}`,
        '{{component}} most': `logstash_jvm_heap_max_bytes{${job}}`,
      }),
    ],
  };
}
