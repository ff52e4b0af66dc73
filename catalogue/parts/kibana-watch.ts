/** What is watched of a Kibana: its own status page, by the exporter for JSON. */
import type { Context } from '../../model/context';
import type { AlertRule, Dashboard } from '../../model/observability';
import { jobs, panel } from '../../model/promql';
import { memoryHigh, targetDown } from './alerts';
import type { JsonPage } from './json-exporter';

/** Source: Kibana 8, core-status-server-internal/src/routes/status.ts, and the metrics it returns. */
export const PAGE: JsonPage = {
  url: 'http://127.0.0.1:5601/api/status',
  // The same page, when something is missing.
  statusCodes: [200, 503],
  metrics: {
    kibana_concurrent_connections: { path: '.metrics.concurrent_connections', help: 'Open connections' },
    kibana_heap_used_bytes: { path: '.metrics.process.memory.heap.used_in_bytes', help: 'Heap in use' },
    kibana_requests: { path: '.metrics.requests.total', help: 'Requests in the last interval' },
    kibana_resident_memory_bytes: {
      path: '.metrics.process.memory.resident_set_size_in_bytes',
      help: 'Memory of the process',
    },
    kibana_response_time_milliseconds: {
      path: '.metrics.response_times.max_in_millis',
      help: 'Longest answer in the last interval',
    },
    kibana_status: { path: '.status.overall', label: { level: '.level' }, help: 'The level it is at' },
  },
};

export const alerts = (context: Context): AlertRule[] => [
  targetDown(context, {
    alert: 'KibanaDown',
    summary: `${context.name} does not answer: nobody can search the logs`,
    severity: 'warning',
    forMinutes: 10,
  }),
  notAvailable(context),
  memoryHigh(context, { metric: 'kibana_resident_memory_bytes' }),
];

function notAvailable({ name }: Context): AlertRule {
  const series = (level: string): string => `kibana_status{job="${name}",level="${level}"}`;
  return {
    alert: 'KibanaNotAvailable',
    expr: `kibana_status{job="${name}",level!="available"} == 1`,
    forMinutes: 10,
    severity: 'warning',
    summary: `${name} says of itself that it is {{ $labels.level }}`,
    proof: {
      fires: [{ series: series('critical'), values: '1x60' }],
      silent: [
        { series: series('available'), values: '1x60' },
        // A start, which is over after some minutes.
        { series: series('degraded'), values: '1x4 _x56' },
      ],
    },
  };
}

export function dashboard(components: readonly string[]): Dashboard {
  const job = jobs(components);
  return {
    id: 'kibana',
    title: 'Kibana',
    panels: [
      panel('Level', 'short', { '{{component}} {{level}}': `kibana_status{${job}}` }),
      panel('Requests in five seconds', 'short', { '{{component}}': `kibana_requests{${job}}` }),
      panel('Longest answer', 'ms', { '{{component}}': `kibana_response_time_milliseconds{${job}}` }),
      panel('Connections', 'short', { '{{component}}': `kibana_concurrent_connections{${job}}` }),
      panel('Memory', 'bytes', {
        '{{component}} process': `kibana_resident_memory_bytes{${job}}`,
        '{{component}} heap': `kibana_heap_used_bytes{${job}}`,
      }),
    ],
  };
}
