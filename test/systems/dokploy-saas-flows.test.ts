import { describe, expect, test } from 'vitest';
import { environmentAt } from '../support/phases';
import { HORIZONTAL } from '../support/variants';
import { committed } from './committed';
import { backupArrows, lines, open } from './open';

/** The high-level overview and the three flows, by hand; what prints PDFs has no arrow to the database. */
const FLOWS = `
web → postgres 5432
web → redis 6379
web → minio 9000
worker → postgres 5432
worker → redis 6379
worker → minio 9000
worker-pdf → redis 6379
worker-pdf → minio 9000
migrations → postgres 5432
`;
/** What the observability tools need. */
const TOOLS = `
grafana → prometheus 9090
grafana → loki 3100
prometheus → alertmanager 9093
alloy → loki 3100
prometheus → alloy 12345
prometheus → grafana 3000
prometheus → loki 3100
prometheus → minio 9000
prometheus → postgres 9187
prometheus → redis 9121
prometheus → worker 3001
prometheus → worker-pdf 3001
`;

test('in production every pod reaches what the pictures draw, and no other', () => {
  const { inside, outside } = open('dokploy-saas/production');
  const saved = backupArrows({ postgres: 5432, redis: 6379 });
  expect(inside).toEqual([...lines(FLOWS), ...lines(TOOLS), ...saved].sort());
  expect(outside).toEqual(['alertmanager 443', 'backups 443', 'web 443', 'worker 443', 'worker 587']);
});

test('the smallest server has one worker for all queues, and nobody watches', () => {
  const { inside, outside } = open('dokploy-saas/staging');
  expect(inside).toEqual(
    [
      ...lines(FLOWS).filter((flow) => !flow.startsWith('worker-pdf')),
      ...backupArrows({ postgres: 5432, redis: 6379 }, { watched: false }),
    ].sort(),
  );
  expect(outside).toEqual(['web 443', 'worker 443', 'worker 587']);
});

describe('horizontal: stores at providers', () => {
  const large = environmentAt('dokploy-saas', 'production', 3, HORIZONTAL);

  test('the same programs reach them, and nothing of the cluster any more', async () => {
    const { inside, outside } = open('dokploy-saas/production', (await large).objects, [12345]);
    const watched = lines(TOOLS).filter((flow) => !/→ (minio|postgres|redis)/.test(flow));
    expect(inside).toEqual([...watched, ...backupArrows({ postgres: undefined })].sort());
    expect(outside.filter((way) => !/ (443|587)$/.test(way))).toEqual([
      'migrations 5432',
      'postgres-backup 5432',
      'postgres-restore 5432',
      'web 12345',
      'web 5432',
      'worker 12345',
      'worker 5432',
      'worker-pdf 12345',
    ]);
  });

  test('under the variables that they have in the cluster, with a replica for reading', async () => {
    const { plan } = await large;
    const variables = (name: string): Record<string, string> =>
      Object.fromEntries(
        plan!.components
          .find((one) => one.name === name)!
          .env.map((one) => [one.name, 'value' in one ? one.value : one.from.secret]),
      );
    const { DATABASE_URL, DATABASE_READ_URL, REDIS_URL, S3_ENDPOINT } = variables('web');
    expect(DATABASE_URL).toContain('@ep-dokploy-saas-pooler.');
    expect(DATABASE_READ_URL).toContain('@ep-dokploy-saas-read-pooler.');
    expect(variables('migrations').DATABASE_URL).toContain('@ep-dokploy-saas.');
    expect(REDIS_URL).toMatch(/^rediss:.*:12345/);
    expect(S3_ENDPOINT).toMatch(/^https:.*r2/);
    const own = Object.keys(variables('web')).filter((name) => !/_USERNAME$/.test(name));
    const here = Object.keys(committed('dokploy-saas/production').variables('web'));
    expect(here.filter((name) => !own.includes(name))).toEqual([]);
  });
});
