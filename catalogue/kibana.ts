/** Kibana: searches and pictures of what is in Elasticsearch, with the system's indices ready to be looked at. */
import type { ConfigFile, Definition, Resources, Sidecar } from '../model/component';
import type { Context } from '../model/context';
import { ELASTIC_USER, elasticImage, elasticsearchOf, indexPrefix } from './parts/elastic';
import { KIBANA_SERVER, kibanaSetupAccount } from './parts/elasticsearch-setup';
import { jsonEndpoint, jsonExporter } from './parts/json-exporter';
import { alerts, dashboard, PAGE } from './parts/kibana-watch';
import { heapLimit } from './parts/node';
import { ENDS_AT_ONCE, RESTS, untilDone } from './parts/setup';
import { urlOf } from './parts/url';

export interface KibanaOptions {
  /** First part of the index names that people look at; saved as a data view, the one shown first. */
  readonly index: string;
  /** @default 200m and 768Mi, at most 1Gi */
  readonly resources?: Resources;
}

const HOME = '/usr/share/kibana';

export function kibana(options: KibanaOptions): Definition {
  const status = { check: { http: '/api/status', port: 'http' }, timeout: 5 } as const;
  return {
    technology: 'kibana',
    tier: 'logging',
    description: 'Log search and dashboards',
    image: elasticImage('kibana'),
    workload: 'Deployment',
    identity: ELASTIC_USER,
    // "Rolling upgrades are unsupported in Kibana": the vendor's page "Upgrade Kibana".
    oneVersion: 'the older one could lose what the newer one stored',
    ports: { http: { number: 5601, purpose: 'pages and API' } },
    resources: options.resources ?? {
      requests: { cpu: '200m', memory: '768Mi' },
      limits: { memory: '1Gi' },
    },
    probes: {
      startup: { ...status, period: 10, failures: 60 },
      // It can show nothing without Elasticsearch and says so here: nobody but people waits for it.
      readiness: status,
      liveness: { check: { tcp: 'http' }, failures: 6 },
    },
    shutdown: { grace: 60, preStop: 10 },
    scratch: [
      { mountPath: '/tmp', size: '256Mi' },
      // Its own id, and the profile of the browser for one report at a time; reports themselves are in Elasticsearch.
      { mountPath: `${HOME}/data`, size: '512Mi' },
      // Nothing: it logs to the console.
      { mountPath: `${HOME}/logs`, size: '64Mi' },
    ],
    // 32 characters or more, as Kibana asks. The first opens what alerts and connectors have stored.
    secrets: { SAVED_OBJECTS_KEY: 'generated', SESSION_KEY: 'generated', REPORTING_KEY: 'generated' },
    metrics: [jsonEndpoint(PAGE)],
    alerts,
    dashboard,
    configure: (context) => {
      const { account, tls } = elasticsearchOf(context);
      const ours = typeof account.username === 'string';
      return {
        env: {
          KIBANA_SYSTEM_USERNAME: ours ? KIBANA_SERVER : account.username,
          KIBANA_SYSTEM_PASSWORD: account.password,
          NODE_OPTIONS: heapLimit(context.memoryLimit),
        },
        files: [kibanaYml(context)],
        // A provider's Elasticsearch has accounts of its own, none of which may set Kibana up.
        sidecars: [jsonExporter(PAGE), ...(ours && !tls ? [setup(options.index, context)] : [])],
      };
    },
  };
}

/** `${NAME}` is Kibana's own notation for a variable of its process. */
const kibanaYml = (context: Context): ConfigFile => ({
  path: `${HOME}/config/kibana.yml`,
  content: `server.host: 0.0.0.0
server.name: ${context.name}
${context.hosts[0] ? `server.publicBaseUrl: https://${context.hosts[0]}\n` : ''}elasticsearch.hosts: ["${urlOf(elasticsearchOf(context))}"]
elasticsearch.username: \${KIBANA_SYSTEM_USERNAME}
elasticsearch.password: \${KIBANA_SYSTEM_PASSWORD}
xpack.encryptedSavedObjects.encryptionKey: \${SAVED_OBJECTS_KEY}
xpack.security.encryptionKey: \${SESSION_KEY}
xpack.reporting.encryptionKey: \${REPORTING_KEY}
# The exporter beside it reads the figures of the status page without a login.
status.allowAnonymous: true

# It can reach nothing outside.
telemetry.enabled: false
newsfeed.enabled: false
map.includeElasticMapsService: false
xpack.fleet.isAirGapped: true
`,
});

/** Makes the data view where there is none, and makes it the first one shown where none was chosen; then rests. */
function setup(index: string, context: Context): Sidecar {
  const view = {
    id: index,
    title: `${indexPrefix(context, index)}-*`,
    name: `${context.title} logs`,
    timeFieldName: '@timestamp',
  };
  const file = (name: string, value: object) => ({
    path: `/etc/setup/${name}.json`,
    content: `${JSON.stringify(value, null, 2)}\n`,
  });
  return {
    name: 'setup',
    command: ['sh', '/etc/setup/setup.sh'],
    env: { HOME: '/tmp', SETUP_PASSWORD: elasticsearchOf(context).account.password },
    resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '64Mi' } },
    files: [
      { path: '/etc/setup/setup.sh', content: script(view, kibanaSetupAccount(context.name)) },
      // The account reads no logs, so Elasticsearch would refuse to tell it their fields, and Kibana to answer well.
      file('view', { data_view: view, refresh_fields: false }),
      file('default', { data_view_id: index, force: false }),
    ],
    scratch: [{ mountPath: '/tmp', size: '16Mi' }],
  };
}

/**
 * What people changed stays: a view with the same id, pattern or name is left alone. To post it again would be answered
 * with 400, as a mistake is, and to get a single one reads its fields, which this account may not; so the list of all
 * is asked.
 *
 * Source: Kibana 8.19, src/platform/plugins/shared/data_views, server/rest_api_routes/public and
 * common/data_views/data_views.ts (createSavedObject, setDefault).
 */
const script = (view: Readonly<Record<'id' | 'title' | 'name', string>>, account: string): string => `\
# Runs until Kibana has a data view of the system's logs, then rests. What people made of it stays.
${ENDS_AT_ONCE}
# Path, and the file to post. The login comes by standard input, so it is in no list of processes.
call() {
  printf 'user = "${account}:%s"\\n' "$SETUP_PASSWORD" |
    curl --config - --silent --show-error --fail --max-time 60 \\
      --header 'Content-Type: application/json' --header 'kbn-xsrf: setup' \\
      \${2:+--data "@/etc/setup/$2"} "http://127.0.0.1:5601$1"
}
view() {
  views=$(call /api/data_views) || return 1
  case $views in
    ${(['id', 'title', 'name'] as const).map((key) => `*${quoted(`"${key}":${JSON.stringify(view[key])}`)}*`).join(' | ')}) ;;
    *) call /api/data_views/data_view view.json >/dev/null ;;
  esac
}
setup() {
  view && call /api/data_views/default default.json >/dev/null
}
${untilDone('setup')}${RESTS}`;

/** A word of a shell, whatever is in it. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
