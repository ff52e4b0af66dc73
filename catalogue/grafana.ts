/** Grafana: shows metrics and logs. All it shows is provisioned from the system's definition. */
import type { Definition } from '../model/component';
import type { Context } from '../model/context';
import type { AlertRule, Dashboard } from '../model/observability';
import { jobs, panel } from '../model/promql';
import { goMemoryHigh, targetDown } from './parts/alerts';
import { GO_METRICS, goMemoryLimit, goPanels } from './parts/go';
import { PROVISIONING, provisioningFiles } from './parts/grafana-provisioning';
import { sourcePasswords, typesOf } from './parts/grafana-sources';

/** What Grafana would otherwise fetch from or tell the outside, which it cannot reach here. */
const OFFLINE = {
  GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: 'false',
  GF_ANALYTICS_CHECK_FOR_UPDATES: 'false',
  GF_ANALYTICS_FEEDBACK_LINKS_ENABLED: 'false',
  GF_ANALYTICS_REPORTING_ENABLED: 'false',
  GF_NEWS_NEWS_FEED_ENABLED: 'false',
  GF_PLUGINS_PLUGIN_ADMIN_ENABLED: 'false',
  // Since 13 the Prometheus and Loki plugins are bundled files: replacing them fails on a read-only
  // root file system and takes the data source away.
  GF_PLUGINS_PREINSTALL_AUTO_UPDATE: 'false',
  GF_PLUGINS_PREINSTALL_DISABLED: 'true',
  GF_SECURITY_DISABLE_GRAVATAR: 'true',
  GF_SNAPSHOTS_EXTERNAL_ENABLED: 'false',
};

/** Every bundled data source is a process of its own since 13; of these it has those that it reads from. */
const SOURCES = [
  'cloudwatch',
  'elasticsearch',
  'grafana-postgresql-datasource',
  'grafana-pyroscope-datasource',
  'influxdb',
  'jaeger',
  'mssql',
  'mysql',
  'opentsdb',
  'stackdriver',
  'tempo',
  'zipkin',
];

/** Source: Grafana, pkg/middleware/request_metrics.go and pkg/infra/metrics/metrics.go. */
const EMITS = [...GO_METRICS, 'grafana_http_request_duration_seconds', 'grafana_stat_totals_dashboard'];

/**
 * Has no volume: data sources and dashboards come from files, so its database is made anew with each
 * pod and always knows the admin password of the Secret. What somebody saves by hand is lost with the
 * pod; a dashboard that should stay belongs into the definition.
 */
export function grafana(): Definition {
  return {
    technology: 'grafana',
    tier: 'monitoring',
    description: 'Dashboards and log search',
    image: { repository: 'grafana/grafana', tag: '13.2.3' },
    workload: 'Deployment',
    singleton: 'its sessions live in a database file of the pod',
    identity: { user: 472, group: 472 },
    ports: { http: { number: 3000, purpose: 'web pages and metrics' } },
    resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '512Mi' } },
    probes: {
      // Every start creates the database, half a minute or more on a small processor share.
      startup: { check: { http: '/api/health', port: 'http' }, failures: 30 },
      readiness: { check: { http: '/api/health', port: 'http' } },
      liveness: { check: { http: '/api/health', port: 'http' } },
    },
    shutdown: { grace: 30 },
    scratch: [
      { mountPath: '/tmp', size: '64Mi' },
      // Its database: what the files say, sessions, and what people saved.
      { mountPath: '/var/lib/grafana', size: '512Mi' },
      // Nothing: it logs to the console.
      { mountPath: '/var/log/grafana', size: '64Mi' },
    ],
    // The secret key encrypts what the database holds; the default one is known to everybody.
    secrets: { GF_SECURITY_ADMIN_PASSWORD: 'generated', GF_SECURITY_SECRET_KEY: 'generated' },
    metrics: [{ port: 'http', path: '/metrics', emits: EMITS }],
    alerts,
    dashboard,
    configure: (context) => ({
      env: {
        ...OFFLINE,
        // The data source plugins are processes of their own and need the rest.
        ...goMemoryLimit(context, 0.6),
        ...publicAddress(context.hosts[0]),
        ...sourcePasswords(context),
        GF_AUTH_ANONYMOUS_ENABLED: 'false',
        GF_LOG_MODE: 'console',
        GF_PLUGINS_DISABLE_PLUGINS: SOURCES.filter((one) => !typesOf(context).includes(one)).join(),
        GF_PATHS_PROVISIONING: PROVISIONING,
        // On by default since 13, and its memory grows without end (grafana/grafana#123017).
        GF_SERVER_ENABLE_GZIP: 'false',
        GF_USERS_ALLOW_SIGN_UP: 'false',
      },
      files: provisioningFiles(context),
    }),
  };
}

function publicAddress(host: string | undefined): Record<string, string> {
  if (host === undefined) return {};
  return { GF_SECURITY_COOKIE_SECURE: 'true', GF_SERVER_ROOT_URL: `https://${host}/` };
}

function alerts(context: Context): AlertRule[] {
  return [
    targetDown(context, {
      alert: 'GrafanaDown',
      severity: 'warning',
      forMinutes: 10,
      summary: 'Grafana does not answer: no dashboards and no log search',
    }),
    goMemoryHigh(context),
  ];
}

function dashboard(components: readonly string[]): Dashboard {
  const job = jobs(components);
  const requests = `grafana_http_request_duration_seconds`;
  return {
    id: 'grafana',
    title: 'Grafana',
    panels: [
      panel('Requests', 'reqps', {
        '{{status_code}}': `sum by (status_code) (rate(${requests}_count{${job}}[5m]))`,
      }),
      panel('Request duration, 95th percentile', 's', {
        '{{job}}': `histogram_quantile(0.95, sum by (job, le) (rate(${requests}_bucket{${job}}[5m])))`,
      }),
      panel('Dashboards', 'short', { '{{job}}': `grafana_stat_totals_dashboard{${job}}` }),
      ...goPanels(components),
    ],
  };
}
