import { describe, expect, it } from 'vitest';
import { n8n } from '../../catalogue/n8n';
import { nestjs } from '../../catalogue/nestjs';
import { nextjs } from '../../catalogue/nextjs';
import { prismaMigrations } from '../../catalogue/prisma';
import { queueWorker } from '../../catalogue/queue-worker';
import { staticSite } from '../../catalogue/static-site';
import { waspServer } from '../../catalogue/wasp';
import { mebibytes } from '../../model/units';
import { component, plan, variable } from './fixture';

const image = { repository: 'example.com/program', tag: '1.2.3' };
const resources = { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '400Mi' } } as const;

describe('nestjs', () => {
  const planned = plan({
    api: nestjs({ image, resources, description: 'API', port: 3000, liveness: '/live', readiness: '/ready' }),
  });

  it('keeps its heap below the memory limit, so that it collects before it is killed', () => {
    expect(variable(component(planned, 'api'), 'NODE_OPTIONS')).toBe('--max-old-space-size=300');
  });

  it('is told the public address of what it asks from outside, in this environment', () => {
    const api = nestjs({
      ...{ image, resources, description: 'API', port: 3000, liveness: '/live', readiness: '/ready' },
      addresses: { FLOWS_URL: 'n8n' },
    });
    const of = (routes: { host: string; to: string }[]) =>
      variable(
        component(plan({ api, n8n: n8n({ volume: '1Gi', owner: 'owner@example.com' }) }, { routes }), 'api'),
        'FLOWS_URL',
      );
    expect(of([{ host: 'flows', to: 'n8n' }])).toBe('https://flows.example.com');
    expect(of([])).toBeUndefined();
  });

  it('leaves the gateway time to forget a pod before it ends', () => {
    expect(component(planned, 'api').shutdown).toEqual({ grace: 45, preStop: 10 });
  });

  it('is watched for errors, slowness and silence', () => {
    expect(planned.alerts.map(({ alert, severity }) => `${alert} ${severity}`)).toEqual([
      'HttpErrorRatioHigh critical',
      'HttpLatencyHigh warning',
      'HttpLatencyVeryHigh critical',
      'MemoryHigh warning',
      'TargetDown critical',
    ]);
  });
});

describe('queue worker', () => {
  it('finishes its longest job before it is killed, and listens on nothing but its metrics port', () => {
    const worker = queueWorker({
      image,
      resources,
      description: 'Worker',
      command: ['node', 'worker'],
      queues: ['jobs.q'],
      metricsPort: 9101,
      longestJob: 300,
    });
    const planned = component(plan({ worker }), 'worker');
    expect(planned.shutdown.grace).toBe(315);
    expect(Object.values(planned.ports).map(({ number }) => number)).toEqual([9101]);
    expect(variable(planned, 'QUEUE_NAME')).toBe('jobs.q');
  });

  it('with several queues knows their names itself, and is asked at the page that its makers gave it', () => {
    const worker = queueWorker({
      image,
      resources,
      description: 'Worker',
      command: ['node', 'worker'],
      queues: ['mail', 'search'],
      metricsPort: 9101,
      metrics: '/api/metrics',
    });
    const { env, probes, metrics } = component(plan({ worker }), 'worker');
    expect(env.map(({ name }) => name)).not.toContain('QUEUE_NAME');
    expect(probes?.liveness?.check).toEqual({ http: '/api/metrics', port: 'metrics' });
    expect(metrics[0]?.path).toBe('/api/metrics');
  });
});

describe('Next.js', () => {
  const site = component(
    plan({ site: nextjs({ image, resources, description: 'Pages', port: 3000, folder: '/app/web' }) }),
    'site',
  );

  it('listens where others can reach it, tells nobody of its use, and keeps what it made in a folder of its own', () => {
    expect(variable(site, 'HOSTNAME')).toBe('0.0.0.0');
    expect(variable(site, 'NEXT_TELEMETRY_DISABLED')).toBe('1');
    expect(site.scratch.map(({ mountPath }) => mountPath)).toEqual(['/app/web/.next/cache', '/tmp']);
    expect(site.probes?.readiness.check).toEqual({ http: '/api/health', port: 'http' });
  });
});

describe("Prisma's migrations", () => {
  it('are those of the image, with nothing fetched', () => {
    const job = component(
      plan({ job: prismaMigrations({ image, description: 'Schema', schema: 'db/schema.prisma' }) }),
      'job',
    );
    expect(job.workload).toBe('Job');
    expect(job.command).toEqual([
      'npx',
      '--no-install',
      'prisma',
      'migrate',
      'deploy',
      '--schema',
      'db/schema.prisma',
    ]);
  });

  it('are waited for by a program that says where they are', () => {
    const api = nestjs({
      image,
      resources,
      description: 'API',
      port: 3000,
      liveness: '/live',
      readiness: '/ready',
      env: { DATABASE_URL: 'elsewhere' },
      migrations: { folder: 'db/migrations', database: 'DATABASE_URL' },
      emits: ['cache_hits_total'],
    });
    const planned = component(plan({ api }), 'api');
    expect(planned.wait!.env).toEqual([{ name: 'DATABASE_URL', value: 'elsewhere' }]);
    expect(planned.wait!.files[0]!.content).toContain("readdirSync('db/migrations'");
    expect(planned.metrics[0]!.emits).toContain('cache_hits_total');
  });
});

describe('programs of the product', () => {
  const writable = [{ mountPath: '/app/uploads', size: '1Gi' }] as const;
  const common = { image, resources, description: 'Program', writable };
  it.each([
    ['nestjs', nestjs({ ...common, port: 3000, liveness: '/live', readiness: '/ready' })],
    ['queue worker', queueWorker({ ...common, command: ['node'], queues: ['jobs.q'], metricsPort: 9101 })],
    ['wasp', waspServer({ ...common, port: 3001, client: 'program', env: { DATABASE_URL: 'elsewhere' } })],
  ])('%s is not evicted by ten uploads of 25 MB at once, and writes where its makers say', (_, program) => {
    const { scratch } = component(plan({ program }), 'program');
    expect(scratch.map(({ mountPath }) => mountPath)).toEqual(['/app/uploads', '/tmp']);
    expect(mebibytes(scratch[1]!.size)).toBeGreaterThan(250);
  });
});

describe('static site', () => {
  it('runs as the unprivileged nginx user and writes only to /tmp', () => {
    const site = component(plan({ site: staticSite({ image, description: 'Pages' }) }), 'site');
    expect(site.identity).toEqual({ user: 101, group: 101 });
    expect(site.scratch.map(({ mountPath }) => mountPath)).toEqual(['/tmp']);
  });
});
