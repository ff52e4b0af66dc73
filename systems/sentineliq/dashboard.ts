/** SentinelIQ at a glance: what a person looks at first. */
import type { Dashboard } from '../../model/observability';

export const dashboard: Dashboard = {
  id: 'sentineliq',
  title: 'SentinelIQ',
  panels: [
    {
      title: 'Everything answers',
      unit: 'short',
      queries: [{ expr: 'min by (component) (up)', legend: '{{component}}' }],
    },
    {
      title: 'Requests by answer',
      unit: 'reqps',
      queries: [
        {
          expr: 'sum by (code) (rate(traefik_service_requests_total{job="traefik"}[5m]))',
          legend: '{{code}}',
        },
      ],
    },
    {
      title: 'Log lines received and waiting',
      unit: 'short',
      queries: [
        { expr: 'rate(logstash_events_in_total{job="logstash"}[5m])', legend: 'received a second' },
        { expr: 'logstash_queue_events{job="logstash"}', legend: 'waiting' },
      ],
    },
    {
      title: 'Space of the log store',
      unit: 'bytes',
      queries: [
        {
          expr: 'elasticsearch_filesystem_data_available_bytes{job="elasticsearch"}',
          legend: 'free',
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
