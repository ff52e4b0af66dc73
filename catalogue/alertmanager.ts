/** Alertmanager: groups alerts and passes them on to one receiver outside. */
import * as yaml from 'js-yaml';
import type { Definition } from '../model/component';
import type { Context } from '../model/context';
import type { AlertRule, Dashboard } from '../model/observability';
import { jobs, panel } from '../model/promql';
import type { Bytes } from '../model/units';
import { counterRises, goMemoryHigh } from './parts/alerts';
import { GO_METRICS, goMemoryLimit, goPanels } from './parts/go';

const CONFIG_FILE = '/etc/alertmanager/alertmanager.yml';
/** Read at each notification, so a new address needs no restart. Source: Alertmanager 0.34, notify/webhook/webhook.go. */
const RECEIVER_FILE = '/etc/alertmanager/secrets/receiver-url';
/** Key in the secret store; the address itself holds a token, so it is a secret as a whole. */
const RECEIVER_KEY = 'receiver-url';

/** Source: Alertmanager 0.34, dispatch/metric.go, api/metrics, notify/metrics.go, silence/silence.go. */
const EMITS = [
  ...GO_METRICS,
  'alertmanager_alerts',
  'alertmanager_alerts_received_total',
  'alertmanager_notifications_failed_total',
  'alertmanager_notifications_total',
  'alertmanager_silences',
];

export interface AlertmanagerOptions {
  /** How often an alert that stays up is told again. @default critical 1h, warning 12h */
  readonly repeat?: { readonly critical: `${number}h`; readonly warning: `${number}h` };
  /** Silences and what was already sent, a few MiB; many providers sell no smaller volume. @default 1Gi */
  readonly volume?: Bytes;
}

/**
 * Sends to a webhook whose address is the key `receiver-url` in the secret store; the system declares
 * a flow from it to `internet`.
 */
export function alertmanager(options: AlertmanagerOptions = {}): Definition {
  const { repeat = { critical: '1h', warning: '12h' }, volume = '1Gi' } = options;
  return {
    technology: 'alertmanager',
    tier: 'monitoring',
    description: 'Groups alerts and sends them on',
    image: { repository: 'prom/alertmanager', tag: 'v0.34.0' },
    workload: 'StatefulSet',
    singleton: 'without a cluster of its own a second one would send every alert twice',
    identity: { user: 65534, group: 65534 },
    ports: { http: { number: 9093, purpose: 'alerts and silences' } },
    resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } },
    probes: {
      // With much else starting on its node it has taken longer than the liveness probe waits.
      startup: { check: { http: '/-/ready', port: 'http' }, period: 5, failures: 24 },
      readiness: { check: { http: '/-/ready', port: 'http' } },
      liveness: { check: { http: '/-/healthy', port: 'http' } },
    },
    shutdown: { grace: 120 },
    volumes: { data: { mountPath: '/alertmanager', size: volume } },
    backup: {
      none: 'Silences, and who was told what: without them people are told once more, and silence it again.',
    },
    storeKeys: [RECEIVER_KEY],
    // Source: httpserver/httpserver.go: reload, profiles.
    privatePaths: { http: ['/-', '/debug'] },
    metrics: [{ port: 'http', path: '/metrics', emits: EMITS }],
    alerts,
    dashboard,
    configure: (context) => ({
      args: [
        `--config.file=${CONFIG_FILE}`,
        '--storage.path=/alertmanager',
        // Empty: no peers, so no port for them either.
        '--cluster.listen-address=',
        ...context.hosts.slice(0, 1).map((host) => `--web.external-url=https://${host}`),
      ],
      env: goMemoryLimit(context),
      files: [{ path: CONFIG_FILE, content: config(repeat) }],
      secretFiles: [{ ...context.storeKey(RECEIVER_KEY), path: RECEIVER_FILE }],
    }),
  };
}

function config(repeat: NonNullable<AlertmanagerOptions['repeat']>): string {
  // Without a component two alerts would count as about the same one: the empty one.
  const known = 'component=~".+"';
  return yaml.dump(
    {
      route: {
        receiver: 'webhook',
        group_by: ['alertname', 'component'],
        group_wait: '30s',
        group_interval: '5m',
        repeat_interval: repeat.warning,
        routes: [{ matchers: ['severity="critical"'], repeat_interval: repeat.critical }],
      },
      inhibit_rules: [
        {
          source_matchers: ['severity="critical"', known],
          target_matchers: ['severity="warning"', known],
          equal: ['component'],
        },
      ],
      receivers: [{ name: 'webhook', webhook_configs: [{ url_file: RECEIVER_FILE, send_resolved: true }] }],
    },
    { noRefs: true, lineWidth: -1 },
  );
}

function alerts(context: Context): AlertRule[] {
  return [
    // The receiver may come back, or a second pair of eyes sees it in Prometheus and Grafana.
    counterRises(context, {
      alert: 'AlertmanagerNotificationsFailing',
      metric: 'alertmanager_notifications_failed_total',
      labels: { integration: 'webhook' },
      severity: 'critical',
      summary: 'Alertmanager cannot reach its receiver: nobody hears of other alerts',
    }),
    goMemoryHigh(context),
  ];
}

function dashboard(components: readonly string[]): Dashboard {
  const job = jobs(components);
  const failed = `sum by (job, reason) (rate(alertmanager_notifications_failed_total{${job}}[5m])) > 0`;
  return {
    id: 'alertmanager',
    title: 'Alertmanager',
    panels: [
      panel('Alerts', 'short', { '{{state}}': `sum by (state) (alertmanager_alerts{${job}})` }),
      panel('Alerts received', 'cps', {
        '{{status}}': `sum by (status) (rate(alertmanager_alerts_received_total{${job}}[5m]))`,
      }),
      panel('Notifications', 'cps', {
        sent: `sum by (job) (rate(alertmanager_notifications_total{${job},integration="webhook"}[5m]))`,
        'failed: {{reason}}': failed,
      }),
      panel('Silences', 'short', { '{{state}}': `sum by (state) (alertmanager_silences{${job}})` }),
      ...goPanels(components),
    ],
  };
}
