import * as yaml from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { file, object } from './kaleem';

interface Alert {
  alert: string;
  expr: string;
  for?: string;
  labels: { severity: string };
  annotations: { summary: string; runbook_url: string };
}
const { groups } = yaml.load(file('prometheus', 'rules.yml')) as { groups: { rules: Alert[] }[] };
const alerts = groups.flatMap(({ rules }) => rules);

/** What the issue asks to be told about: alert → severity and what stands in its expression. */
const WANTED: Record<string, [severity: string, ...parts: string[]]> = {
  HttpErrorRatioHigh: ['critical', '5..', '> 0.01', 'job="api"'],
  HttpLatencyHigh: ['warning', 'histogram_quantile(0.95', '> 0.5'],
  HttpLatencyVeryHigh: ['critical', 'histogram_quantile(0.95', '> 2'],
  QueueBacklog: ['warning', 'messages_ready', '> 1000'],
  CacheHitRatioLow: ['warning', 'keyspace_hits', '< 0.7'],
  MongodbConnectionsHigh: ['warning', 'connections', '> 0.8'],
  DiskSpaceLow: ['critical', 'avail_bytes', '< 0.1'],
  ApiDown: ['critical', 'up{', '== 0'],
  WorkerDown: ['critical', 'up{', '== 0'],
  RedisDown: ['critical', 'up{', 'redis_up', '== 0'],
  DeadLetterQueueNotEmpty: ['warning', '[.]dlq', '> 0'],
  CertificateExpiresSoon: ['warning', 'time() < 1209600'],
};

describe.each(Object.entries(WANTED))('somebody is told of %s', (name, [severity, ...parts]) => {
  const found = alerts.filter(({ alert }) => alert === name);

  test('as it was asked', () => {
    expect(found.length).toBeGreaterThan(0);
    for (const { expr, labels } of found) {
      expect(labels.severity).toBe(severity);
      for (const part of parts) expect(expr).toContain(part);
    }
  });
});

test('an error ratio is told of after five minutes', () => {
  expect(alerts.find(({ alert }) => alert === 'HttpErrorRatioHigh')!.for).toBe('5m');
});

test('somebody is told before anything is killed for its memory: at 90 % of its limit', () => {
  const limit = (name: string) =>
    alerts.find(({ alert, expr }) => alert === 'MemoryHigh' && expr.includes(`job="${name}"`));
  const bytes = Number(/> (\d+)$/.exec(limit('api')!.expr)![1]);
  expect(bytes / (512 * 2 ** 20)).toBeCloseTo(0.9, 6);
  for (const name of ['api', 'redis', 'mongodb', 'qdrant', 'n8n', 'prometheus', 'loki'])
    expect(limit(name)).toBeDefined();
});

test('each of the workers has an alert of its own', () => {
  const jobs = alerts
    .filter(({ alert }) => alert === 'WorkerDown')
    .map(({ expr }) => /job="([^"]+)"/.exec(expr)![1]);
  expect(jobs.sort()).toEqual(['worker-ai-reply', 'worker-indexing', 'worker-webhook-dispatcher']);
});

describe('every alert', () => {
  test('says how bad, what, and where to read what to do', () => {
    for (const { alert, labels, annotations } of alerts) {
      expect(['warning', 'critical'], alert).toContain(labels.severity);
      expect(annotations.summary, alert).toMatch(/\S/);
      expect(annotations.runbook_url).toBe(`https://kb.kaleem-ai.com/runbooks/${alert}`);
    }
  });

  test('is one of its kind', () => {
    const keys = alerts.map(({ alert, expr }) => `${alert} ${expr}`);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

interface Scrape {
  job_name: string;
  metrics_path: string;
  dns_sd_configs: { names: string[]; port: number }[];
}

test('Prometheus asks everything that has metrics', () => {
  const { scrape_configs: scrapes } = yaml.load(file('prometheus', 'prometheus.yml')) as {
    scrape_configs: Scrape[];
  };
  const asked = Object.fromEntries(scrapes.map((one) => [one.job_name, one.dns_sd_configs?.[0]?.port]));
  expect(asked).toMatchObject({
    api: 3000,
    'worker-ai-reply': 9101,
    'worker-indexing': 9103,
    'worker-webhook-dispatcher': 9102,
    n8n: 5678,
    mongodb: 9216,
    redis: 9121,
    qdrant: 6333,
    minio: 9000,
    rabbitmq: 15692,
    'rabbitmq-queues': 15692,
    alertmanager: 9093,
    grafana: 3000,
    loki: 3100,
    alloy: 12345,
    edge: 9113,
    'cert-manager': 9402,
  });
});

test('every technology with metrics has a dashboard, and Kaleem one for the whole', () => {
  const names = Object.keys(object('ConfigMap', 'grafana-config').data!).filter((name) =>
    name.endsWith('.json'),
  );
  const technologies = [
    'alertmanager',
    'alloy',
    'grafana',
    'loki',
    'minio',
    'mongodb',
    'n8n',
    'nestjs',
    'prometheus',
  ];
  const wanted = [...technologies, 'qdrant', 'queue-worker', 'rabbitmq', 'redis', 'kaleem'];
  expect(names).toEqual(expect.arrayContaining(wanted.map((name) => `${name}.json`)));
  for (const name of names) {
    const { panels, uid } = JSON.parse(file('grafana', name)) as { panels: unknown[]; uid: string };
    expect(`${uid}.json`).toBe(name);
    expect(panels.length).toBeGreaterThan(0);
  }
});

test('Grafana finds both its sources, and Alertmanager its receiver without its address in Git', () => {
  const { datasources } = yaml.load(file('grafana', 'datasources.yaml')) as {
    datasources: { type: string; url: string }[];
  };
  expect(datasources.map(({ type, url }) => `${type} ${url}`).sort()).toEqual([
    'loki http://loki:3100',
    'prometheus http://prometheus:9090',
  ]);
  const { receivers } = yaml.load(file('alertmanager', 'alertmanager.yml')) as { receivers: object[] };
  expect(JSON.stringify(receivers)).toContain('"url_file":"/etc/alertmanager/secrets/receiver-url"');
});
