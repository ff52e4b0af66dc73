import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../support/kubernetes';
import { kindOf, podTemplates } from '../support/kubernetes';
import { quantity } from '../support/quantity';
import { committed } from './committed';

const at = committed('whalli/production');
const OWN = ['admin', 'api', 'web', 'workers'];

describe('Redis, which is cache, session store and queue', () => {
  const conf = at.file('redis', 'redis.conf').split('\n');

  test('throws nothing out, and keeps AOF and RDB as documented', () => {
    expect(conf).toContain('maxmemory-policy noeviction');
    expect(conf).toContain('appendonly yes');
    expect(conf).toContain('save 60 1000');
  });

  test('tells before it is full', () => {
    expect(at.file('prometheus', 'rules.yml')).toContain('RedisMemoryFull');
  });
});

test('up to five workers follow three queues', () => {
  const { maxReplicaCount, triggers } = at.spec<{
    maxReplicaCount: number;
    triggers: { metadata: { listName: string } }[];
  }>('ScaledObject', 'workers');
  expect(maxReplicaCount).toBe(5);
  expect(triggers.map(({ metadata }) => metadata.listName)).toEqual(
    ['file-extraction', 'recurring-search', 'voice-transcription'].flatMap((queue) => [
      `bull:${queue}:wait`,
      `bull:${queue}:prioritized`,
    ]),
  );
});

test('the dashboard has exactly the six documented panels, in their order', () => {
  const [file] = Object.entries(at.object('ConfigMap', 'grafana-config').data ?? {}).filter(
    ([name]) => name === 'whalli.json',
  );
  const { panels } = JSON.parse(file![1]) as { panels: { title: string; targets: unknown[] }[] };
  expect(panels.map(({ title }) => title)).toEqual([
    'HTTP Request Rate',
    'API Latency (p50, p95, p99)',
    'Cache Hit Rate',
    'AI Model Usage',
    'Active WebSocket Connections',
    'Error Rate',
  ]);
  expect(panels[1]!.targets).toHaveLength(3);
});

test('Prometheus scrapes API and workers at /api/metrics every 15 s', () => {
  const text = at.file('prometheus', 'prometheus.yml');
  expect(text).toContain('scrape_interval: 15s');
  for (const job of ['api', 'workers']) {
    const block = text.slice(text.indexOf(`job_name: ${job}\n`)).split('job_name:')[1]!;
    expect(block).toContain('metrics_path: /api/metrics');
  }
});

test('what the programs write to combined.log is shown', () => {
  for (const name of ['api', 'workers']) {
    const mounts = at.container(name, 'logs').volumeMounts!.map(({ mountPath }) => mountPath);
    expect(mounts).toContain('/app/logs');
    expect(at.file(name, 'follow.sh')).toContain('tail -n +1 -F combined.log');
  }
});

test('ports are those of the port mapping', () => {
  const ports = Object.fromEntries(
    ['web', 'api', 'admin', 'redis', 'minio', 'prometheus', 'grafana'].map((name) => [
      name,
      at
        .container(name)
        .ports!.map(({ containerPort }) => containerPort)
        .sort(),
    ]),
  );
  expect(ports).toEqual({
    web: [3000],
    api: [3001],
    admin: [3002],
    redis: [6379],
    minio: [9000, 9001],
    prometheus: [9090],
    grafana: [3000],
  });
});

/** Requests of all pods at their most, of this resource. */
const sum = (objects: readonly KubeObject[], name: string): number =>
  podTemplates(objects).reduce(
    (all, { most, spec }) =>
      all +
      most *
        spec.containers.reduce((one, { resources }) => one + quantity(resources?.requests?.[name] ?? '0'), 0),
    0,
  );
const GB = 1e9;

test.each([
  ['production', ['production'], 8, 32],
  ['development and staging together', ['development', 'staging'], 4, 16],
] as const)('%s fits the machines, with all pods that autoscalers may add', (_, names, cpu, memory) => {
  const all = names.map((name) => committed(`whalli/${name}`).objects);
  expect(all.reduce((found, objects) => found + sum(objects, 'cpu'), 0)).toBeLessThanOrEqual(cpu);
  expect(all.reduce((found, objects) => found + sum(objects, 'memory'), 0)).toBeLessThanOrEqual(memory * GB);
});

describe('development and production differ only where the document says so', () => {
  const development = committed('whalli/development');
  const workloads = (objects: readonly KubeObject[]): string[] =>
    podTemplates(objects).map(({ name }) => name);

  test('a database of its own in place of Neon, and no observability', () => {
    const here = workloads(development.objects);
    const there = workloads(at.objects);
    expect(here.filter((name) => !there.includes(name))).toEqual(['postgres']);
    const isSaving = (name: string): boolean => /^backups$|-(backup|drill|restore)$/.test(name);
    expect(there.filter((name) => !here.includes(name) && !isSaving(name)).sort()).toEqual([
      'alertmanager',
      'alloy',
      'grafana',
      'loki',
      'prometheus',
    ]);
  });

  test.each(OWN)('%s runs the same way', (name) => {
    const shape = (one: typeof at) => {
      const { command, args, ports, volumeMounts, image } = one.container(name);
      return { command, args, ports, volumeMounts, image };
    };
    expect(shape(development)).toEqual(shape(at));
  });

  test('the same files configure Redis', () => {
    expect(development.file('redis', 'redis.conf')).toBe(at.file('redis', 'redis.conf'));
  });
});

test('programs of a new version wait for the schema, and the schema for nobody', () => {
  const wave = (kind: string, name: string): number =>
    Number(at.object(kind, name).metadata.annotations!['argocd.argoproj.io/sync-wave']);
  for (const name of OWN) expect(wave('Job', jobName())).toBeLessThan(wave('Deployment', name));
});
const jobName = (): string => kindOf(at.objects, 'Job')[0]!.metadata.name;
