import * as common from '@grafana/grafana-foundation-sdk/common';
import { DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import * as yaml from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { elasticsearch } from '../../catalogue/elasticsearch';
import { grafana } from '../../catalogue/grafana';
import { jaeger } from '../../catalogue/jaeger';
import { renderDashboard } from '../../catalogue/parts/dashboard';
import { APP, component, file, plan, variable } from './fixture';
import { monitored } from './monitoring';

const SOURCES = '/etc/grafana/provisioning/datasources/datasources.yaml';
const PROVIDERS = '/etc/grafana/provisioning/dashboards/dashboards.yaml';
const BOARD = {
  id: 'demo',
  title: 'Demo',
  panels: [
    {
      title: 'Requests',
      unit: 'reqps',
      queries: [
        { expr: 'rate(a[5m])', legend: '{{job}}' },
        { expr: 'rate(b[5m])', legend: 'b' },
      ],
    },
    { title: 'Memory', unit: 'bytes', queries: [{ expr: 'c', legend: 'c' }] },
    { title: 'More', unit: 'short', queries: [{ expr: 'd', legend: 'd' }] },
  ],
};

describe('grafana', () => {
  it('finds metrics and logs without anybody setting it up', () => {
    const text = file(component(monitored(), 'grafana'), SOURCES);
    // biome-ignore lint/suspicious/noExplicitAny: a parsed file
    const { datasources } = yaml.load(text) as any;
    expect(datasources).toMatchObject([
      { uid: 'loki', type: 'loki', url: 'http://loki:3100', editable: false },
      { uid: 'prometheus', type: 'prometheus', url: 'http://prometheus:9090', isDefault: true },
    ]);
  });

  it('finds traces and documents where it has a flow to them, and starts no other plugin', () => {
    const talks = { days: 30, write: [], read: ['grafana'] };
    const of = component(
      monitored(
        { jaeger: jaeger(), elasticsearch: elasticsearch({ indices: { talks }, volume: '1Gi' }) },
        {
          flows: [
            { from: 'grafana', to: 'jaeger', port: 'http' },
            { from: 'grafana', to: 'elasticsearch', port: 'http' },
          ],
        },
      ),
      'grafana',
    );
    // biome-ignore lint/suspicious/noExplicitAny: a parsed file
    const { datasources } = yaml.load(file(of, SOURCES)) as any;
    expect(datasources).toMatchObject([
      {
        type: 'elasticsearch',
        url: 'http://elasticsearch:9200',
        basicAuthUser: 'grafana',
        secureJsonData: { basicAuthPassword: '$ELASTICSEARCH_PASSWORD' },
        jsonData: { index: 'talks-*', timeField: '@timestamp' },
      },
      { type: 'jaeger', uid: 'jaeger', url: 'http://jaeger:16686' },
      { type: 'loki' },
      { type: 'prometheus', isDefault: true },
    ]);
    expect(of.env.find(({ name }) => name === 'ELASTICSEARCH_PASSWORD')).toMatchObject({
      from: { secret: 'elasticsearch-grafana' },
    });
    const off = variable(of, 'GF_PLUGINS_DISABLE_PLUGINS')!.split(',');
    expect(off).not.toContain('jaeger');
    expect(off).not.toContain('elasticsearch');
    expect(off).toContain('tempo');
    expect(variable(component(monitored(), 'grafana'), 'GF_PLUGINS_DISABLE_PLUGINS')).toContain('jaeger');
  });

  it('takes the way of its own traces for no source', () => {
    const flows = [{ from: 'grafana', to: 'jaeger', env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'otlp' } }];
    const of = component(monitored({ jaeger: jaeger() }, { flows }), 'grafana');
    expect(variable(of, 'OTEL_EXPORTER_OTLP_ENDPOINT')).toBe('http://jaeger:4317');
    expect(file(of, SOURCES)).not.toContain('jaeger');
  });

  it('shows one dashboard for each technology and the one of the system', () => {
    const planned = component(monitored({}, { dashboard: BOARD }), 'grafana');
    const boards = planned.files.map((one) => one.path).filter((path) => path.endsWith('.json'));
    expect(boards.map((path) => path.split('/').at(-1))).toEqual([
      'alertmanager.json',
      'alloy.json',
      'demo.json',
      'grafana.json',
      'loki.json',
      'prometheus.json',
    ]);
    expect(file(planned, PROVIDERS)).toContain('path: /etc/grafana/dashboards');
    expect(file(planned, PROVIDERS)).toContain('allowUiUpdates: false');
  });

  it('renders what the model says: titles, units, queries, and panels that do not overlap', () => {
    const board = JSON.parse(renderDashboard(BOARD));
    expect(board).toMatchObject({ uid: 'demo', title: 'Demo', editable: false });
    expect(board.panels.map((panel: { gridPos: object }) => panel.gridPos)).toEqual([
      { h: 8, w: 12, x: 0, y: 0 },
      { h: 8, w: 12, x: 12, y: 0 },
      { h: 8, w: 12, x: 0, y: 8 },
    ]);
    expect(board.panels[0]).toMatchObject({
      type: 'timeseries',
      title: 'Requests',
      datasource: { type: 'prometheus', uid: 'prometheus' },
      fieldConfig: { defaults: { unit: 'reqps' } },
      targets: [
        { refId: 'A', expr: 'rate(a[5m])', legendFormat: '{{job}}' },
        { refId: 'B', expr: 'rate(b[5m])', legendFormat: 'b' },
      ],
    });
    expect(renderDashboard(BOARD)).toBe(renderDashboard(structuredClone(BOARD)));
  });

  it("leaves nothing out that Grafana's own builders would set", () => {
    const board = new DashboardBuilder('Demo').uid('demo').readonly().timezone('browser').refresh('1m');
    board.time({ from: 'now-6h', to: 'now' });
    BOARD.panels.forEach(({ title, unit, queries }, index) => {
      const panel = new PanelBuilder()
        .id(index + 1)
        .title(title)
        .unit(unit)
        .height(8)
        .span(12);
      panel.datasource({ type: 'prometheus', uid: 'prometheus' });
      panel.axisSoftMin(0).fillOpacity(10).showPoints(common.VisibilityMode.Never);
      const legend = new common.VizLegendOptionsBuilder().placement(common.LegendPlacement.Bottom);
      panel.legend(legend.displayMode(common.LegendDisplayMode.List).showLegend(true));
      const tooltip = new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi);
      panel.tooltip(tooltip.sort(common.SortOrder.Descending));
      queries.forEach((query, place) => {
        const target = new DataqueryBuilder().refId('AB'[place]!).expr(query.expr);
        panel.withTarget(target.legendFormat(query.legend).range());
      });
      board.withPanel(panel);
    });
    expect(JSON.parse(renderDashboard(BOARD))).toEqual(JSON.parse(JSON.stringify(board.build())));
  });

  it('says that an id is too long before Grafana refuses the dashboard', () => {
    expect(() => renderDashboard({ ...BOARD, id: 'x'.repeat(41) })).toThrow('needs a shorter id');
  });

  it('lets nobody in without the generated password', () => {
    const planned = monitored();
    const found = component(planned, 'grafana');
    expect(found.env).toContainEqual({
      name: 'GF_SECURITY_ADMIN_PASSWORD',
      from: { secret: 'grafana-gf-security-admin-password', key: 'password' },
    });
    expect(variable(found, 'GF_AUTH_ANONYMOUS_ENABLED')).toBe('false');
    expect(variable(found, 'GF_USERS_ALLOW_SIGN_UP')).toBe('false');
  });

  it('asks nothing of the internet, and leaves its bundled data sources alone', () => {
    const found = component(monitored(), 'grafana');
    for (const name of [
      'GF_ANALYTICS_CHECK_FOR_UPDATES',
      'GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES',
      'GF_ANALYTICS_REPORTING_ENABLED',
      'GF_NEWS_NEWS_FEED_ENABLED',
      'GF_PLUGINS_PREINSTALL_AUTO_UPDATE',
    ]) {
      expect(variable(found, name), name).toBe('false');
    }
    expect(variable(found, 'GF_PLUGINS_PREINSTALL_DISABLED')).toBe('true');
    expect(variable(found, 'GF_SECURITY_DISABLE_GRAVATAR')).toBe('true');
    // Disabling one of the two would empty every dashboard or the log search.
    const disabled = variable(found, 'GF_PLUGINS_DISABLE_PLUGINS')?.split(',');
    expect(disabled).not.toContain('prometheus');
    expect(disabled).not.toContain('loki');
  });

  it('knows its public address when it has one', () => {
    const routes = [{ host: 'grafana', to: 'grafana' }];
    const found = component(monitored({}, { routes }), 'grafana');
    expect(variable(found, 'GF_SERVER_ROOT_URL')).toBe('https://grafana.example.com/');
    expect(variable(found, 'GF_SECURITY_COOKIE_SECURE')).toBe('true');
    expect(variable(component(monitored(), 'grafana'), 'GF_SERVER_ROOT_URL')).toBeUndefined();
  });

  it('refuses to start without metrics: every dashboard would be empty', () => {
    expect(() => plan({ grafana: grafana(), web: APP })).toThrow("'grafana' has no prometheus to read from");
  });
});
