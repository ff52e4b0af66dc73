import { describe, expect, test } from 'vitest';
import { kindOf } from '../support/kubernetes';
import { committed } from './committed';

const NAME = 'app.kubernetes.io/name';
const WORKLOADS = ['Deployment', 'StatefulSet', 'Job'];

const waves = (environment: string): Record<string, number> =>
  Object.fromEntries(
    committed(environment)
      .objects.filter(({ kind }) => WORKLOADS.includes(kind))
      .map(({ metadata }) => [
        metadata.labels![NAME]!,
        Number(metadata.annotations!['argocd.argoproj.io/sync-wave']),
      ]),
  );

/** "Service Startup Order", and the migrations between the data and the server: earlier < later. */
const ORDER: readonly [string, string][] = [
  ['elasticsearch', 'logstash'],
  ['elasticsearch', 'kibana'],
  ['postgres', 'migrations'],
  ['migrations', 'server'],
  ['postgres', 'server'],
  ['redis', 'server'],
  ['minio', 'server'],
  ['elasticsearch', 'server'],
  ['logstash', 'server'],
  ['server', 'client'],
];

describe('the documented start order', () => {
  test.each(ORDER)('%s before %s', (earlier, later) => {
    const found = waves('sentineliq/production');
    expect(found[earlier]).toBeLessThan(found[later]!);
  });

  test('what depends on nothing starts first', () => {
    const found = waves('sentineliq/production');
    expect(['postgres', 'redis', 'minio', 'elasticsearch'].map((name) => found[name])).toEqual([1, 1, 1, 1]);
  });

  test('first data comes after the schema, in development alone', () => {
    const found = waves('sentineliq/development');
    expect(found.seed).toBeGreaterThan(found.migrations!);
    expect(waves('sentineliq/staging').seed).toBeUndefined();
    expect(waves('sentineliq/production').seed).toBeUndefined();
  });
});

describe('migrations', () => {
  const { objects, pod, container, variables } = committed('sentineliq/production');
  const [job] = kindOf(objects, 'Job');

  test("run Prisma's deploy with the server's image", () => {
    expect(container('migrations').image).toBe(container('server').image);
    expect(container('migrations').command).toEqual(['npm', 'run', 'db-migrate-prod']);
    expect(variables('migrations').DATABASE_URL).toMatch(/^postgresql:\/\/migrations:/);
  });

  test('are another Job for another image, waited for by Argo CD', () => {
    expect(job?.metadata.name).toMatch(/^migrations-1-2-0-[0-9a-f]{8}$/);
    expect(job?.metadata.annotations).toMatchObject({
      'argocd.argoproj.io/hook': 'Sync',
      'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
    });
  });

  test('hold a new server back until they are done, while the old one runs on', () => {
    const wait = pod('server').spec.initContainers?.find(({ name }) => name === 'wait-to-start');
    expect(wait?.args).toEqual(['node', '/etc/prisma/applied.cjs']);
    expect(container('server').command).toEqual(['npm', 'run', 'start']);
    const { strategy } = committed('sentineliq/production').spec<{
      strategy: { rollingUpdate: { maxUnavailable: number } };
    }>('Deployment', 'server');
    expect(strategy.rollingUpdate.maxUnavailable).toBe(0);
  });
});
