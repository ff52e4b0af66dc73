import { describe, expect, test } from 'vitest';
import { type KubeObject, kindOf } from '../support/kubernetes';
import { environmentAt } from '../support/phases';
import { FIRST_DATA } from '../support/variants';
import { committed } from './committed';

const NAME = 'app.kubernetes.io/name';
const WORKLOADS = ['Deployment', 'StatefulSet', 'Job'];

const wavesOf = (objects: readonly KubeObject[]): Record<string, number> =>
  Object.fromEntries(
    objects
      .filter(({ kind }) => WORKLOADS.includes(kind))
      .map(({ metadata }) => [
        metadata.labels![NAME]!,
        Number(metadata.annotations!['argocd.argoproj.io/sync-wave']),
      ]),
  );
const waves = (environment: string): Record<string, number> => wavesOf(committed(environment).objects);

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

  test('no release waits for first data, which the image has not', () => {
    for (const name of ['development', 'staging', 'production']) {
      expect(waves(`sentineliq/${name}`).seed).toBeUndefined();
    }
  });

  test('first data, once there is some, comes after the schema and before the server', async () => {
    const { objects } = await environmentAt('sentineliq', 'development', 3, FIRST_DATA);
    const found = wavesOf(objects);
    expect(found.seed).toBeGreaterThan(found.migrations!);
    expect(found.server).toBeGreaterThan(found.seed!);
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
