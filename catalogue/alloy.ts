/** Alloy: reads the logs of all pods of the namespace through the Kubernetes API and writes them to Loki. */
import type { Definition } from '../model/component';
import type { Context } from '../model/context';
import type { AlertRule, Dashboard } from '../model/observability';
import { jobs, panel } from '../model/promql';
import type { Bytes } from '../model/units';
import { counterRises, goMemoryHigh, targetDown } from './parts/alerts';
import { alloyConfig } from './parts/alloy-config';
import { GO_METRICS, goMemoryLimit, goPanels } from './parts/go';

const CONFIG_FILE = '/etc/alloy/config.alloy';
const DATA = '/var/lib/alloy/data';

/** Source: Alloy 1.19, controller/metrics.go and component/common/loki/client/metrics.go. */
const EMITS = [
  ...GO_METRICS,
  'alloy_component_controller_running_components',
  'loki_write_batch_retries_total',
  'loki_write_dropped_entries_total',
  'loki_write_sent_bytes_total',
  'loki_write_sent_entries_total',
];

export interface AlloyOptions {
  /** How far each log was read, a few MiB; many providers sell no smaller volume. @default 1Gi */
  readonly volume?: Bytes;
}

/**
 * Reads through the API server rather than from the nodes' disks, so it needs no host mount and runs
 * under Pod Security `restricted`. Its volume keeps how far it has read: without it every new pod
 * would send all logs again.
 */
export function alloy(options: AlloyOptions = {}): Definition {
  const { volume = '1Gi' } = options;
  return {
    technology: 'alloy',
    tier: 'logging',
    description: 'Collects the logs of all pods',
    image: { repository: 'grafana/alloy', tag: 'v1.19.2' },
    workload: 'StatefulSet',
    singleton: 'a second one would send every line twice',
    // The image starts as root; this user is made in it, though upstream calls that experimental.
    identity: { user: 473, group: 473 },
    ports: { http: { number: 12345, purpose: 'state and metrics' } },
    resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '384Mi' } },
    probes: {
      startup: { check: { http: '/-/ready', port: 'http' }, period: 5, failures: 24 },
      readiness: { check: { http: '/-/ready', port: 'http' } },
      liveness: { check: { http: '/-/healthy', port: 'http' } },
    },
    shutdown: { grace: 30 },
    volumes: { data: { mountPath: DATA, size: volume } },
    backup: {
      none: 'How far it has read each log: without it some lines come twice, or not at all.',
    },
    scratch: [{ mountPath: '/tmp', size: '64Mi' }],
    collects: 'logs',
    // Finds the pods, and follows their logs; nothing beyond its namespace.
    api: [
      { groups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] },
      { groups: [''], resources: ['pods/log'], verbs: ['get'] },
    ],
    // Source: grafana.com/docs/alloy, HTTP endpoints: reload, support bundle, profiles.
    privatePaths: { http: ['/-', '/debug'] },
    metrics: [{ port: 'http', path: '/metrics', emits: EMITS }],
    alerts,
    dashboard,
    configure: (context) => ({
      args: [
        'run',
        CONFIG_FILE,
        '--server.http.listen-addr=0.0.0.0:12345',
        `--storage.path=${DATA}`,
        '--disable-reporting',
      ],
      env: goMemoryLimit(context),
      files: [{ path: CONFIG_FILE, content: alloyConfig(context) }],
    }),
  };
}

function alerts(context: Context): AlertRule[] {
  const job = `job="${context.name}"`;
  const unhealthy = `alloy_component_controller_running_components{${job},health_type="unhealthy"}`;
  return [
    targetDown(context, {
      alert: 'AlloyDown',
      severity: 'warning',
      forMinutes: 10,
      summary: 'Alloy does not answer: no logs are collected',
    }),
    {
      alert: 'AlloyUnhealthy',
      expr: `sum by (component, job) (alloy_component_controller_running_components{${job},health_type!="healthy"}) > 0`,
      forMinutes: 10,
      severity: 'warning',
      summary: 'A part of Alloy is not healthy: some logs may be missing',
      proof: {
        fires: [{ series: unhealthy, values: '1x60' }],
        silent: [{ series: unhealthy.replace('"unhealthy"', '"healthy"'), values: '4x60' }],
      },
    },
    counterRises(context, {
      alert: 'AlloyDropsLogs',
      metric: 'loki_write_dropped_entries_total',
      severity: 'warning',
      summary: 'Alloy gave up on log lines that Loki did not take',
    }),
    goMemoryHigh(context),
  ];
}

function dashboard(components: readonly string[]): Dashboard {
  const job = jobs(components);
  return {
    id: 'alloy',
    title: 'Alloy',
    panels: [
      panel('Lines sent', 'cps', {
        '{{job}}': `sum by (job) (rate(loki_write_sent_entries_total{${job}}[5m]))`,
      }),
      panel('Bytes sent', 'Bps', {
        '{{job}}': `sum by (job) (rate(loki_write_sent_bytes_total{${job}}[5m]))`,
      }),
      panel('Lines lost', 'cps', {
        '{{reason}}': `sum by (reason) (rate(loki_write_dropped_entries_total{${job}}[5m]))`,
      }),
      panel('Batches sent again', 'cps', {
        '{{job}}': `sum by (job) (rate(loki_write_batch_retries_total{${job}}[5m]))`,
      }),
      panel('Parts by health', 'short', {
        '{{health_type}}': `sum by (health_type) (alloy_component_controller_running_components{${job}})`,
      }),
      ...goPanels(components),
    ],
  };
}
