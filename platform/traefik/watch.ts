/** What is watched of Traefik. */
import type { PlatformTarget } from '../../model/cluster';
import type { AlertRule } from '../../model/observability';
import { panel } from '../../model/promql';
import { gatewayGone } from '../parts/gone';
import { POD_LABELS, PODS_SERVICE } from './pods';

/** Of the release, the account, and the job. */
const NAME = 'traefik';
const REQUESTS = 'traefik_service_requests_total';
const DURATION = 'traefik_service_request_duration_seconds';

/**
 * Its metrics, of which each environment hears its own: the label `service` of a route of the Gateway API begins with
 * `httproute-<namespace>-`. Source: Traefik 3.7, pkg/observability/metrics and pkg/provider/kubernetes/gateway.
 */
export function traefikMetrics(namespace: string): PlatformTarget {
  const job = `job="${NAME}"`;
  const ours = (of: string): string => `${job},service=~"httproute-${of}-.+"`;
  return {
    name: NAME,
    namespace,
    podLabels: POD_LABELS,
    // Each pod: the chart's own Service of metrics has one address for all of them.
    dnsName: `${NAME}-${PODS_SERVICE}.${namespace}.svc`,
    port: 9100,
    path: '/metrics',
    emits: ['traefik_config_last_reload_success', REQUESTS, DURATION],
    alerts: (of) => [...gatewayGone(NAME), errors(ours(of), of)],
    dashboard: (of) => ({
      id: 'traefik',
      title: 'Traefik',
      panels: [
        panel('Requests', 'reqps', {
          '{{code}}': `sum by (code) (rate(${REQUESTS}{${ours(of)}}[5m]))`,
        }),
        panel('Answers, 95 of 100', 's', {
          '{{service}}': `histogram_quantile(0.95, sum by (service, le) (rate(${DURATION}_bucket{${ours(of)}}[5m])))`,
        }),
        panel('Seconds since it read its routes', 's', {
          '{{instance}}': `time() - traefik_config_last_reload_success{${job}}`,
        }),
      ],
    }),
  };
}

function errors(selector: string, namespace: string): AlertRule {
  const series = (code: string): string =>
    `${REQUESTS}{job="traefik",service="httproute-${namespace}-web-gw-edge",code="${code}"}`;
  const story = (failed: number) => [
    { series: series('200'), values: `0+${100 - failed}x60` },
    { series: series('502'), values: `0+${failed}x60` },
  ];
  return {
    alert: 'GatewayErrors',
    expr:
      `sum(rate(${REQUESTS}{${selector},code=~"5.."}[5m])) / ` +
      `sum(rate(${REQUESTS}{${selector}}[5m])) > 0.05`,
    forMinutes: 5,
    severity: 'critical',
    summary: 'more than 5 % of the answers to people are server errors',
    proof: { fires: story(10), silent: story(1) },
  };
}
