/** Kaleem at a glance: what a person looks at first. */
import type { Dashboard } from '../../model/observability';

const api = 'http_request_duration_seconds';

export const dashboard: Dashboard = {
  id: 'kaleem',
  title: 'Kaleem',
  panels: [
    {
      title: 'Everything answers',
      unit: 'short',
      queries: [{ expr: 'min by (component) (up)', legend: '{{component}}' }],
    },
    {
      title: 'API requests',
      unit: 'reqps',
      queries: [
        { expr: `sum by (status_code) (rate(${api}_count{job="api"}[5m]))`, legend: '{{status_code}}' },
      ],
    },
    {
      title: 'API latency, 95 of 100 requests',
      unit: 's',
      queries: [
        {
          expr: `histogram_quantile(0.95, sum by (le) (rate(${api}_bucket{job="api"}[5m])))`,
          legend: 'p95',
        },
      ],
    },
    {
      title: 'Messages waiting',
      unit: 'short',
      queries: [{ expr: 'sum by (queue) (rabbitmq_detailed_queue_messages_ready)', legend: '{{queue}}' }],
    },
    {
      title: 'Cache hit ratio',
      unit: 'percentunit',
      queries: [
        {
          expr:
            'rate(redis_keyspace_hits_total[5m]) / ' +
            '(rate(redis_keyspace_hits_total[5m]) + rate(redis_keyspace_misses_total[5m]))',
          legend: '{{component}}',
        },
      ],
    },
    {
      title: 'Alerts',
      unit: 'short',
      queries: [{ expr: 'count by (alertname) (ALERTS{alertstate="firing"})', legend: '{{alertname}}' }],
    },
  ],
};
