import { describe, expect, it } from 'vitest';
import { n8n } from '../../catalogue/n8n';
import { nestjs } from '../../catalogue/nestjs';
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
