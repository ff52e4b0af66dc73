import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../support/kubernetes';
import { kindOf, podTemplates } from '../support/kubernetes';
import { environmentAt } from '../support/phases';
import { quantity } from '../support/quantity';
import { EVERY_SWITCH, HORIZONTAL } from '../support/variants';
import { committed } from './committed';

const at = committed('dokploy-saas/production');
const GB = 1e9;

test('ports are those of the document', () => {
  const ports = ['web', 'postgres', 'redis', 'minio'].map((name) => [
    name,
    at
      .container(name)
      .ports!.map(({ containerPort }) => containerPort)
      .sort(),
  ]);
  expect(Object.fromEntries(ports)).toEqual({
    web: [3000],
    postgres: [5432],
    redis: [6379],
    minio: [9000, 9001],
  });
});

test('Redis keeps its log of changes and throws nothing out', () => {
  const conf = at.file('redis', 'redis.conf').split('\n');
  expect(conf).toContain('maxmemory-policy noeviction');
  expect(conf).toContain('appendonly yes');
});

test('each major version is the one that is named', () => {
  const image = (name: string): string => at.container(name).image!;
  expect(image('postgres')).toMatch(/:16\.\d+-alpine/);
  expect(image('redis')).toMatch(/:7\.[\d.]+-alpine/);
});

test('public hosts: the application, and the console behind a login', () => {
  const routes = kindOf(at.objects, 'HTTPRoute').map(
    ({ spec }) =>
      spec as {
        hostnames: string[];
        rules: {
          backendRefs?: { name: string; port: number }[];
          filters?: { extensionRef?: { name: string } }[];
        }[];
      },
  );
  const open = (host: string) =>
    routes
      .filter(({ hostnames }) => hostnames.includes(`${host}.dokploy-saas.example.com`))
      .flatMap(({ rules }) => rules)
      .flatMap(({ backendRefs = [], filters = [] }) =>
        backendRefs.map(({ name, port }) => ({
          to: `${name}:${port}`,
          login: filters.some(({ extensionRef }) => extensionRef?.name === 'edge-logins'),
        })),
      );
  expect(new Set(open('app').map(({ to }) => to))).toEqual(new Set(['web:3000']));
  expect(open('storage')).toEqual([{ to: 'minio:9001', login: true }]);
});

describe('the browser', () => {
  const container = at.container('worker-pdf');
  const variables = at.variables('worker-pdf');

  test('is alone with its queue: no login of the database, no way out, no token', () => {
    expect(variables).toMatchObject({
      QUEUES: 'pdf',
      HOME: '/tmp',
      PLAYWRIGHT_BROWSERS_PATH: '/ms-playwright',
    });
    expect(Object.keys(variables).filter((name) => /DATABASE|POSTGRES|SMTP|SENTRY/.test(name))).toEqual([]);
    expect(at.variables('worker').QUEUES).toBe('exports,emails,webhooks');
    expect(at.pod('worker-pdf').spec.automountServiceAccountToken).toBe(false);
  });

  test("runs as the user of Playwright's image, with room to write and memory to share", () => {
    const { volumes = [] } = at.pod('worker-pdf').spec;
    const mounted = (path: string) =>
      volumes.find(({ name }) =>
        container.volumeMounts!.some((one) => one.name === name && one.mountPath === path),
      );
    expect(container.securityContext ?? at.pod('worker-pdf').spec.securityContext).toBeDefined();
    expect(mounted('/tmp')!.emptyDir).toMatchObject({ sizeLimit: '1Gi' });
    expect(mounted('/dev/shm')!.emptyDir).toEqual({ medium: 'Memory', sizeLimit: '256Mi' });
    // What is shared, and the heap of the program beside it, leave the browser half of the limit.
    const limit = quantity(container.resources!.limits!.memory!) / 2 ** 20;
    const heap = Number(/=(\d+)/.exec(variables.NODE_OPTIONS!)![1]);
    expect(256 + heap).toBeLessThanOrEqual(limit / 2);
  });

  test('shares a pod with the rest on the smallest server', () => {
    const staging = committed('dokploy-saas/staging');
    expect(podTemplates(staging.objects).map(({ name }) => name)).not.toContain('worker-pdf');
    expect(staging.variables('worker').QUEUES).toBe('exports,emails,webhooks,pdf');
    expect(staging.variables('worker').PLAYWRIGHT_BROWSERS_PATH).toBe('/ms-playwright');
  });
});

test('"Security Zones": who is in which', () => {
  const zones = podTemplates(at.objects).map(({ name, labels }) => `${labels['phasewise/zone']}: ${name}`);
  const drawn = ['application: web', 'application: worker', 'data: minio', 'data: postgres', 'data: redis'];
  expect(zones).toEqual(expect.arrayContaining(drawn));
  // With each store the work on it, and who keeps what is saved.
  const data = zones.filter((zone) => zone.startsWith('data'));
  expect(data.filter((zone) => !/backup|drill|restore/.test(zone))).toHaveLength(3);
  expect(data).toContain('data: postgres-backup');
});

test('migrations come before what needs the schema', () => {
  const wave = (object: KubeObject): number =>
    Number(object.metadata.annotations!['argocd.argoproj.io/sync-wave']);
  const [job] = kindOf(at.objects, 'Job');
  for (const name of ['web', 'worker']) expect(wave(job!)).toBeLessThan(wave(at.object('Deployment', name)));
});

/** Of all pods at their most, by this resource; and of their volumes. */
const requests = (objects: readonly KubeObject[], name: string): number =>
  podTemplates(objects).reduce(
    (all, { most, spec }) =>
      all +
      most *
        spec.containers.reduce((sum, { resources }) => sum + quantity(resources?.requests?.[name] ?? '0'), 0),
    0,
  );
const disk = (objects: readonly KubeObject[]): number =>
  kindOf(objects, 'StatefulSet').reduce((all, { spec }) => {
    const { volumeClaimTemplates = [] } = spec as {
      volumeClaimTemplates?: { spec: { resources: { requests: { storage: string } } } }[];
    };
    return (
      all +
      volumeClaimTemplates.reduce((sum, claim) => sum + quantity(claim.spec.resources.requests.storage), 0)
    );
  }, 0);

describe('"Vertical Scaling": each size leaves room on its server for what everything runs on', () => {
  test.each([
    ['4 GB', () => committed('dokploy-saas/staging').objects, 2, 4, 50],
    ['8 GB', () => at.objects, 4, 8, 100],
    [
      '16 GB, all that is optional',
      async () => (await environmentAt('dokploy-saas', 'production', 3, EVERY_SWITCH)).objects,
      8,
      16,
      200,
    ],
  ] as const)('%s', async (_, objects, cpu, memory, storage) => {
    const found = await objects();
    expect(requests(found, 'cpu')).toBeLessThanOrEqual(cpu - 0.5);
    expect(requests(found, 'memory')).toBeLessThanOrEqual((memory - 1.5) * GB);
    expect(disk(found)).toBeLessThanOrEqual(0.9 * storage * GB);
    // Nor so little that the size means nothing.
    expect(disk(found)).toBeGreaterThan(0.6 * storage * GB);
  });
});

test('"Horizontal Scaling": several web programs, up to three workers, no store of our own', async () => {
  const { objects } = await environmentAt('dokploy-saas', 'production', 3, HORIZONTAL);
  const most = Object.fromEntries(podTemplates(objects).map((one) => [one.name, one.most]));
  expect(most.web).toBeGreaterThanOrEqual(2);
  expect([most.worker, most['worker-pdf']]).toEqual([3, 3]);
  expect(Object.keys(most).filter((name) => ['minio', 'postgres', 'redis'].includes(name))).toEqual([]);
});

test("Cloudflare in front: clients are told apart by its word, and by nobody else's", async () => {
  const counted = (objects: readonly KubeObject[]) =>
    kindOf(objects, 'Middleware').flatMap(({ spec }) => {
      const { rateLimit } = spec as { rateLimit?: { sourceCriterion?: unknown } };
      return rateLimit ? [rateLimit.sourceCriterion] : [];
    });
  const { objects } = await environmentAt('dokploy-saas', 'production', 3, EVERY_SWITCH);
  expect(new Set(counted(objects).map((one) => JSON.stringify(one)))).toEqual(
    new Set(['{"ipStrategy":{"depth":1}}']),
  );
  expect(new Set(counted(at.objects))).toEqual(new Set([undefined]));
});
