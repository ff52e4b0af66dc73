/** The six dashboards of the document, as panels in its order. What `OWN_METRICS` names the API itself counts. */
import type { Dashboard } from '../../model/observability';

const http = 'http_request_duration_seconds';
const quantile = (q: number): string =>
  `histogram_quantile(${q}, sum by (le) (rate(${http}_bucket{job="api"}[5m])))`;
const hits = 'sum(rate(cache_hits_total{job="api"}[5m]))';
const misses = 'sum(rate(cache_misses_total{job="api"}[5m]))';

/** What the API counts of its own: names are assumed, the metrics follow from the panels. */
export const OWN_METRICS = [
  'ai_requests_total',
  'cache_hits_total',
  'cache_misses_total',
  'websocket_connections_active',
];

export const dashboard: Dashboard = {
  id: 'whalli',
  title: 'Whalli',
  panels: [
    {
      title: 'HTTP Request Rate',
      unit: 'reqps',
      queries: [
        {
          expr: `sum by (status_code) (rate(${http}_count{job="api"}[5m]))`,
          legend: '{{status_code}}',
        },
      ],
    },
    {
      title: 'API Latency (p50, p95, p99)',
      unit: 's',
      queries: [0.5, 0.95, 0.99].map((q) => ({ expr: quantile(q), legend: `p${q * 100}` })),
    },
    {
      title: 'Cache Hit Rate',
      unit: 'percentunit',
      // The program's own counters: what BullMQ looks up would drown those of Redis.
      queries: [{ expr: `${hits} / (${hits} + ${misses})`, legend: 'hits' }],
    },
    {
      title: 'AI Model Usage',
      unit: 'reqps',
      queries: [{ expr: 'sum by (model) (rate(ai_requests_total{job="api"}[5m]))', legend: '{{model}}' }],
    },
    {
      title: 'Active WebSocket Connections',
      unit: 'short',
      queries: [{ expr: 'sum(websocket_connections_active{job="api"})', legend: 'open' }],
    },
    {
      title: 'Error Rate',
      unit: 'percentunit',
      queries: [
        {
          expr:
            `sum(rate(${http}_count{job="api",status_code=~"5.."}[5m])) / ` +
            `sum(rate(${http}_count{job="api"}[5m]))`,
          legend: 'server errors',
        },
      ],
    },
  ],
};
