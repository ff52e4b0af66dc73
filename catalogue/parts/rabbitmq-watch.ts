/** What is watched of a RabbitMQ: its own Prometheus plugin, whose detailed page names each queue. */
import type { Context } from '../../model/context';
import type { AlertRule, Dashboard } from '../../model/observability';
import { jobs, panel } from '../../model/promql';
import { targetDown } from './alerts';

const READY = 'rabbitmq_detailed_queue_messages_ready';
const CONSUMERS = 'rabbitmq_detailed_queue_consumers';
const UNACKED = 'rabbitmq_detailed_queue_messages_unacked';

// Source: rabbitmq_prometheus, src/collectors: core and alarm metrics; a broker of the cluster tests serves them.
/** Of the plain page. */
export const BROKER_METRICS = [
  'rabbitmq_alarms_free_disk_space_watermark',
  'rabbitmq_alarms_memory_used_watermark',
  'rabbitmq_disk_space_available_bytes',
  'rabbitmq_disk_space_available_limit_bytes',
  'rabbitmq_process_resident_memory_bytes',
  'rabbitmq_resident_memory_limit_bytes',
];
/** Of the families `queue_coarse_metrics` and `queue_consumer_count` on the detailed page. */
export const QUEUE_METRICS = [READY, UNACKED, CONSUMERS];

/** Ready messages above which a queue is falling behind (figure of the monitoring requirements). */
const BACKLOG = 1000;
const DEAD = 'queue=~".+[.]dlq"';
const LIVE = 'queue!~".+[.]dlq"';

export const alerts = (context: Context): AlertRule[] => [
  targetDown(context, {
    alert: 'RabbitmqDown',
    summary: `${context.name} does not answer`,
    severity: 'critical',
    forMinutes: 2,
  }),
  backlog(context),
  deadLetters(context),
  noConsumers(context),
  alarm(context, 'Memory', 'memory_used_watermark', 'uses more memory than its watermark'),
  alarm(context, 'Disk', 'free_disk_space_watermark', 'has less free disk than its limit'),
];

/** A series of one queue, as the detailed page tells it. */
const ofQueue = (context: Context, metric: string, queue: string): string =>
  `${metric}{job="${context.name}-queues",queue="${queue}"}`;

function backlog(context: Context): AlertRule {
  const series = ofQueue(context, READY, 'orders');
  return {
    alert: 'QueueBacklog',
    expr: `${READY}{job="${context.name}-queues",${LIVE}} > ${BACKLOG}`,
    forMinutes: 5,
    severity: 'warning',
    summary: 'more than 1000 messages are ready in queue {{ $labels.queue }}',
    proof: {
      fires: [{ series, values: '1500x60' }],
      silent: [
        { series, values: '900x60' },
        { series: ofQueue(context, READY, 'orders.dlq'), values: '1500x60' },
      ],
    },
  };
}

function deadLetters(context: Context): AlertRule {
  const series = ofQueue(context, READY, 'orders.dlq');
  return {
    alert: 'DeadLetterQueueNotEmpty',
    expr: `${READY}{job="${context.name}-queues",${DEAD}} > 0`,
    forMinutes: 5,
    severity: 'warning',
    summary: 'messages that nobody could handle are in {{ $labels.queue }}',
    proof: {
      fires: [{ series, values: '1x60' }],
      silent: [
        { series, values: '0x60' },
        { series: ofQueue(context, READY, 'orders'), values: '5x60' },
      ],
    },
  };
}

function noConsumers(context: Context): AlertRule {
  const ready = ofQueue(context, READY, 'orders');
  const consumers = ofQueue(context, CONSUMERS, 'orders');
  return {
    alert: 'QueueWithoutConsumers',
    expr:
      `${READY}{job="${context.name}-queues",${LIVE}} > 0 ` +
      `and on (queue) ${CONSUMERS}{job="${context.name}-queues"} == 0`,
    forMinutes: 15,
    severity: 'warning',
    summary: 'messages wait in queue {{ $labels.queue }} and nobody reads them',
    proof: {
      fires: [
        { series: ready, values: '3x60' },
        { series: consumers, values: '0x60' },
      ],
      silent: [
        { series: ready, values: '3x60' },
        { series: consumers, values: '1x60' },
      ],
    },
  };
}

/** RabbitMQ stops all publishers while such an alarm is up. */
function alarm(context: Context, name: string, metric: string, what: string): AlertRule {
  const series = `rabbitmq_alarms_${metric}{job="${context.name}"}`;
  return {
    alert: `Rabbitmq${name}Alarm`,
    expr: `${series} == 1`,
    forMinutes: 1,
    severity: 'critical',
    summary: `${context.name} ${what} and accepts no messages`,
    proof: { fires: [{ series, values: '1x60' }], silent: [{ series, values: '0x60' }] },
  };
}

export function dashboard(components: readonly string[]): Dashboard {
  const job = jobs(components);
  const queues = jobs(components.map((name) => `${name}-queues`));
  return {
    id: 'rabbitmq',
    title: 'RabbitMQ',
    panels: [
      panel('Messages ready', 'short', { '{{queue}}': `${READY}{${queues},${LIVE}}` }),
      panel('Dead letters', 'short', { '{{queue}}': `${READY}{${queues},${DEAD}}` }),
      panel('Messages unacknowledged', 'short', { '{{queue}}': `${UNACKED}{${queues}}` }),
      panel('Consumers', 'short', { '{{queue}}': `${CONSUMERS}{${queues},${LIVE}}` }),
      panel('Memory against the watermark', 'bytes', {
        '{{component}} resident': `rabbitmq_process_resident_memory_bytes{${job}}`,
        '{{component}} watermark': `rabbitmq_resident_memory_limit_bytes{${job}}`,
      }),
      panel('Free disk', 'bytes', {
        '{{component}} free': `rabbitmq_disk_space_available_bytes{${job}}`,
        '{{component}} limit': `rabbitmq_disk_space_available_limit_bytes{${job}}`,
      }),
    ],
  };
}
