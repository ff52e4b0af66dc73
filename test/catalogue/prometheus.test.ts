import * as yaml from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { prometheus } from '../../catalogue/prometheus';
import type { AlertRule } from '../../model/observability';
import { certManager } from '../../platform/cert-manager';
import { APP, component, file, plan } from './fixture';
import { monitored } from './monitoring';

const CONFIG = '/etc/prometheus/prometheus.yml';
const RULES = '/etc/prometheus/rules.yml';

// biome-ignore lint/suspicious/noExplicitAny: a parsed file, of which each test knows its part
const parse = (text: string): any => yaml.load(text);

const rule = (alert: string, expr: string, severity: AlertRule['severity']): AlertRule => ({
  alert,
  expr,
  severity,
  forMinutes: 7,
  summary: `{{ $labels.job }}: ${alert}`,
  proof: { fires: [], silent: [] },
});

describe('prometheus', () => {
  it('reads every component that has metrics, the platform and itself, by DNS', () => {
    const config = parse(
      file(component(monitored({}, { cluster: { platformTargets: [certManager()] } }), 'prometheus'), CONFIG),
    );
    const jobs = config.scrape_configs;
    expect(jobs.map((job: { job_name: string }) => job.job_name)).toEqual([
      'alertmanager',
      'alloy',
      'cert-manager',
      'grafana',
      'loki',
      'prometheus',
      'web',
    ]);
    expect(jobs.at(-1)).toMatchObject({
      metrics_path: '/metrics',
      dns_sd_configs: [
        {
          names: ['web-metrics.demo-test.svc.cluster.local'],
          type: 'A',
          port: 8080,
          refresh_interval: '30s',
        },
      ],
    });
    // Without this label no alert says which component it is about.
    expect(jobs.at(-1).relabel_configs).toContainEqual({ target_label: 'component', replacement: 'web' });
  });

  it('shows its secret and its parameters only to the endpoint that asks for them', () => {
    const shop = {
      ...APP,
      accounts: { shared: 'api-key' },
      metrics: [
        { port: 'http', path: '/detailed', params: { family: ['a', 'b'] }, bearer: 'api-key', emits: [] },
      ],
    };
    const planned = component(monitored({ shop }), 'prometheus');
    const path = '/etc/prometheus/secrets/shop-api-key/password';
    expect(planned.secretFiles).toEqual([{ secret: 'shop-api-key', key: 'password', path }]);
    const jobs = parse(file(planned, CONFIG)).scrape_configs;
    const find = (name: string) => jobs.find((job: { job_name: string }) => job.job_name === name);
    expect(find('shop')).toMatchObject({
      metrics_path: '/detailed',
      params: { family: ['a', 'b'] },
      authorization: { credentials_file: path },
    });
    expect(find('web')).not.toHaveProperty('authorization');
    expect(find('web')).not.toHaveProperty('params');
  });

  it('gives every alert its severity, its component and the page that explains it', () => {
    const alerts = [
      rule('WebSlow', 'sum(rate(x{job="web"}[5m])) > 1', 'warning'),
      rule('AllSlow', 'sum(rate(x{job=~".+"}[5m])) > 1', 'warning'),
      rule('WebGone', 'up{job="web"} == 0', 'critical'),
    ];
    const { groups } = parse(file(component(monitored({}, { alerts }), 'prometheus'), RULES));
    const rules = Object.fromEntries(
      groups.flatMap((group: { rules: { alert: string }[] }) => group.rules.map((one) => [one.alert, one])),
    );
    expect(groups.map((group: { name: string }) => group.name)).toEqual(['critical', 'warning']);
    expect(rules.WebSlow).toEqual({
      alert: 'WebSlow',
      expr: 'sum(rate(x{job="web"}[5m])) > 1',
      for: '7m',
      labels: { severity: 'warning', component: 'web' },
      annotations: {
        summary: '{{ $labels.job }}: WebSlow',
        runbook_url: 'https://kb.example.com/WebSlow',
      },
    });
    expect(rules.WebGone.labels.severity).toBe('critical');
    // About several components, so none of them.
    expect(rules.AllSlow.labels).toEqual({ severity: 'warning' });
  });

  it('sends alerts to the alertmanager it has a flow to, and says where they come from', () => {
    const config = parse(file(component(monitored(), 'prometheus'), CONFIG));
    expect(config.alerting.alertmanagers).toEqual([{ static_configs: [{ targets: ['alertmanager:9093'] }] }]);
    expect(config.global.external_labels).toEqual({ system: 'demo', environment: 'test' });
  });

  it('refuses to run when nobody would hear its alerts', () => {
    expect(() => plan({ prometheus: prometheus(), web: APP })).toThrow(
      "[demo/components/prometheus] 'prometheus' has no alertmanager to send alerts to",
    );
  });

  it('refuses two scrape jobs of one name, which Prometheus would not start with', () => {
    const platformTargets = [{ ...certManager(), name: 'web' }];
    expect(() => monitored({}, { cluster: { platformTargets } })).toThrow("two scrape jobs are called 'web'");
  });

  it('never fills its volume: retention by size follows the volume of the environment', () => {
    const retention = (around: Parameters<typeof monitored>[1], options = {}) =>
      parse(file(component(monitored({ prometheus: prometheus(options) }, around), 'prometheus'), CONFIG))
        .storage.tsdb.retention;
    expect(retention({})).toEqual({ time: '15d', size: '16384MB' });
    expect(retention({}, { retention: 30, volume: '10Gi' })).toEqual({ time: '30d', size: '8192MB' });
    const overrides = { prometheus: { volumes: { data: '100Gi' } } } as const;
    expect(retention({ overrides })).toEqual({ time: '15d', size: '81920MB' });
  });

  it('links in alerts lead to its public address when it has one', () => {
    const routes = [{ host: 'metrics', to: 'prometheus' }];
    expect(component(monitored({}, { routes }), 'prometheus').args).toContain(
      '--web.external-url=https://metrics.example.com',
    );
    expect(component(monitored(), 'prometheus').args?.join(' ')).not.toContain('external-url');
  });

  it('cannot be changed or emptied over its own interface', () => {
    const args = component(monitored(), 'prometheus').args?.join(' ');
    expect(args).not.toMatch(/admin-api|enable-lifecycle|remote-write-receiver/);
  });

  it('writes the same bytes whatever the order of the definition', () => {
    const one = component(monitored({ a: APP, b: APP }), 'prometheus').files;
    const other = component(monitored({ b: APP, a: APP }), 'prometheus').files;
    expect(other).toEqual(one);
  });
});
