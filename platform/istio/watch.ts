/** What is watched of a mesh: the proxies of the nodes, the control plane, and the waypoint. */
import type { Watch } from '../../model/cluster';
import type { AlertRule } from '../../model/observability';
import { panel } from '../../model/promql';
import { gone } from '../parts/gone';

const DAY = 24 * 60 * 60;

const CLOSED = 'istio_tcp_connections_closed_total';
/** Source: ztunnel, src/proxy/metrics.rs; counters get `_total`. */
const ZTUNNEL_METRICS = [
  CLOSED,
  'istio_tcp_connections_opened_total',
  'istio_tcp_received_bytes_total',
  'istio_tcp_sent_bytes_total',
];

/** @param namespace ours; the proxies of the nodes serve everybody */
const incoming = (namespace: string): string =>
  `job="ztunnel",reporter="destination",destination_workload_namespace="${namespace}"`;

export const ztunnelWatch: Watch = {
  emits: ZTUNNEL_METRICS,
  alerts: (ours) => [
    gone({
      alert: 'MeshProxyDown',
      job: 'ztunnel',
      forMinutes: 5,
      summary: 'The proxy of a node does not answer: pods of that node reach nobody',
    }),
    denied(ours),
  ],
  dashboard: (ours) => {
    const rate = (metric: string, by: string): string =>
      `sum by (${by}) (rate(${metric}{${incoming(ours)}}[5m]))`;
    return {
      id: 'mesh',
      title: 'Mesh',
      panels: [
        panel('Connections', 'short', {
          '{{source_workload}} to {{destination_workload}}': rate(
            'istio_tcp_connections_opened_total',
            'source_workload, destination_workload',
          ),
        }),
        panel('Refused', 'short', {
          '{{source_principal}} to {{destination_workload}}': `sum by (source_principal, destination_workload) (rate(${CLOSED}{${incoming(ours)},response_flags="DENY"}[5m]))`,
        }),
        panel('Received', 'Bps', {
          '{{destination_workload}}': rate('istio_tcp_received_bytes_total', 'destination_workload'),
        }),
        panel('Sent back', 'Bps', {
          '{{destination_workload}}': rate('istio_tcp_sent_bytes_total', 'destination_workload'),
        }),
      ],
    };
  },
};

/** A connection that was refused: a flow that somebody forgot to declare, or somebody who tries doors. */
function denied(ours: string): AlertRule {
  const refused = (namespace: string, flags: string): string =>
    `${CLOSED}{${incoming(namespace)},response_flags="${flags}",destination_workload="redis"}`;
  return {
    alert: 'MeshConnectionsRefused',
    expr: `sum by (destination_workload) (increase(${CLOSED}{${incoming(ours)},response_flags="DENY"}[15m])) > 0`,
    forMinutes: 5,
    severity: 'warning',
    summary: 'The mesh refuses connections to {{ $labels.destination_workload }}: nobody declared them',
    proof: {
      fires: [{ series: refused(ours, 'DENY'), values: '0+1x60' }],
      silent: [
        { series: refused(ours, '-'), values: '0+100x60' },
        // A counter stays where it was.
        { series: refused(ours, 'DENY'), values: '7x60' },
        { series: refused('somebody-else', 'DENY'), values: '0+1x60' },
      ],
    },
  };
}

const ROOT = 'citadel_server_root_cert_expiry_seconds';
const KEYS = 'pilot_jwks_resolver_network_fetch_fail_total';
/**
 * Source: istiod, pilot/pkg/xds/monitoring.go, pkg/xds/monitoring.go, pilot/pkg/model/jwks_resolver.go and
 * security/pkg/server/ca/monitoring.go.
 */
const ISTIOD_METRICS = [
  ROOT,
  'citadel_server_success_cert_issuance_count',
  KEYS,
  'pilot_proxy_convergence_time',
  'pilot_total_xds_rejects',
  'pilot_xds',
];

const ISTIOD = 'job="istiod"';

export const istiodWatch: Watch = {
  emits: ISTIOD_METRICS,
  alerts: () => [
    gone({
      alert: 'MeshControlPlaneDown',
      job: 'istiod',
      forMinutes: 10,
      // Certificates of pods live for a day and are renewed at half of it.
      summary:
        'The control plane of the mesh does not answer: new pods get no identity, and others lose theirs within a day',
    }),
    {
      alert: 'MeshRootCertificateEnds',
      expr: `${ROOT}{${ISTIOD}} < ${30 * DAY}`,
      forMinutes: 60,
      severity: 'critical',
      summary: "The mesh's root certificate ends within 30 days; without it nobody trusts anybody",
      proof: {
        fires: [{ series: `${ROOT}{${ISTIOD}}`, values: `${29 * DAY}x90` }],
        silent: [{ series: `${ROOT}{${ISTIOD}}`, values: `${365 * DAY}x90` }],
      },
    },
    {
      alert: 'MeshKeysNotFetched',
      // It tries eight times in a row, and again after one minute, two, four and so on, up to an hour.
      expr: `sum by (job) (increase(${KEYS}{${ISTIOD}}[2h])) > 16`,
      forMinutes: 5,
      severity: 'critical',
      summary:
        'The control plane of the mesh cannot fetch the keys of an issuer of tokens: with none, or with new ones, everybody is refused',
      proof: {
        fires: [{ series: `${KEYS}{${ISTIOD}}`, values: '0+8x90' }],
        silent: [
          // Once, and well again.
          { series: `${KEYS}{${ISTIOD}}`, values: '0x5 8x90' },
        ],
      },
    },
  ],
  dashboard: () => ({
    id: 'mesh-control-plane',
    title: 'Mesh, control plane',
    panels: [
      panel('Connected proxies', 'short', { '{{version}}': `sum by (version) (pilot_xds{${ISTIOD}})` }),
      panel('Time until a change is everywhere, 99 of 100', 's', {
        p99: `histogram_quantile(0.99, sum by (le) (rate(pilot_proxy_convergence_time_bucket{${ISTIOD}}[5m])))`,
      }),
      panel('Settings that proxies reject', 'short', {
        '{{type}}': `sum by (type) (rate(pilot_total_xds_rejects{${ISTIOD}}[5m]))`,
      }),
      panel('Certificates made', 'short', {
        certificates: `rate(citadel_server_success_cert_issuance_count{${ISTIOD}}[5m])`,
      }),
      panel('Root certificate, time left', 's', { root: `${ROOT}{${ISTIOD}}` }),
    ],
  }),
};

const REQUESTS = 'istio_requests_total';
const DURATION = 'istio_request_duration_milliseconds';
const WAYPOINT = 'job="waypoint"';

/** Source: istio.io/latest/docs/reference/config/metrics, standard metrics of HTTP. */
export const waypointWatch: Watch = {
  emits: [DURATION, REQUESTS],
  alerts: () => [
    gone({
      alert: 'WaypointDown',
      job: 'waypoint',
      forMinutes: 5,
      summary: 'A pod of the waypoint does not answer: without any, servers behind it are out of reach',
    }),
  ],
  dashboard: () => ({
    id: 'waypoint',
    title: 'Waypoint',
    panels: [
      panel('Requests', 'reqps', {
        '{{source_workload}} to {{destination_service_name}}': `sum by (source_workload, destination_service_name) (rate(${REQUESTS}{${WAYPOINT}}[5m]))`,
      }),
      panel('Answers', 'reqps', {
        '{{destination_service_name}} {{response_code}}': `sum by (destination_service_name, response_code) (rate(${REQUESTS}{${WAYPOINT}}[5m]))`,
      }),
      panel('Latency, 95 of 100 requests', 'ms', {
        '{{destination_service_name}}': `histogram_quantile(0.95, sum by (destination_service_name, le) (rate(${DURATION}_bucket{${WAYPOINT}}[5m])))`,
      }),
      panel('Versions', 'reqps', {
        '{{destination_workload}}': `sum by (destination_workload) (rate(${REQUESTS}{${WAYPOINT}}[5m]))`,
      }),
    ],
  }),
};
