import { describe, expect, test } from 'vitest';
import { answering, refusals, rulesOf } from '../support/answering';
import { committed } from './committed';

const at = committed('dokploy-saas/production');
const HOST = 's3.dokploy-saas.example.com';
const rules = rulesOf(at.objects, HOST, false);
const isRefused = refusals(at.objects);

const REFUSED = 'refused';
function leadsTo(method: string, path: string): string {
  const found = answering(rules, path, method);
  const [to] = found?.backendRefs ?? [];
  return found && to && !isRefused(found, path) ? `${to.name}:${to.port}` : REFUSED;
}

describe('"Upload directly to MinIO": objects of uploads, and nothing else', () => {
  test.each([
    ['GET', '/uploads/t1/a.pdf', 'minio:9000'],
    ['HEAD', '/uploads/t1/a.pdf', 'minio:9000'],
    ['PUT', '/uploads/t1/a%20b.pdf', 'minio:9000'],
    ['OPTIONS', '/uploads/t1/a.pdf', 'minio:9000'],
    ['POST', '/uploads/t1/a.pdf', REFUSED],
    ['DELETE', '/uploads/t1/a.pdf', REFUSED],
    ['GET', '/uploads', REFUSED],
    ['GET', '/uploads/', REFUSED],
    ['PUT', '/uploads', REFUSED],
    ['GET', '/', REFUSED],
    ['GET', '/exports/a.csv', REFUSED],
    ['GET', '/invoices/a.pdf', REFUSED],
    ['GET', '/backups/a.sql', REFUSED],
    ['GET', '/minio/admin/v3/info', REFUSED],
    ['GET', '/minio/v2/metrics/cluster', REFUSED],
    ['GET', '/uploads/..%2fexports/a.csv', REFUSED],
    ['GET', '/uploads/%2e%2e%2fminio/health/live', REFUSED],
    ['GET', '/uploads%2fa.pdf', REFUSED],
  ])('%s %s: %s', (method, path, wanted) => expect(leadsTo(method, path)).toBe(wanted));

  test('web signs for the public address, asks inside, and its pages alone may read the answers', () => {
    const { S3_ENDPOINT, S3_PUBLIC_ENDPOINT, S3_BUCKET } = at.variables('web');
    expect([S3_ENDPOINT, S3_PUBLIC_ENDPOINT, S3_BUCKET]).toEqual([
      'http://minio:9000',
      `https://${HOST}`,
      'uploads',
    ]);
    expect(at.variables('minio').MINIO_API_CORS_ALLOW_ORIGIN).toBe('https://app.dokploy-saas.example.com');
  });
});

describe('buckets, each with rights of its own', () => {
  /** Actions on objects that a client's policy allows, by bucket. */
  const allowed = (client: string): Record<string, string[]> => {
    const text = at.file('minio', `client-${client}.json`);
    const { Statement } = JSON.parse(text) as {
      Statement: { Effect: string; Action: string[]; Resource?: string[] }[];
    };
    return Object.fromEntries(
      Statement.filter(({ Effect, Resource = [] }) => Effect === 'Allow' && Resource[0]!.endsWith('/*')).map(
        ({ Action, Resource }) => [
          Resource![0]!.replace(/^arn:aws:s3:::|\/\*$/g, ''),
          Action.filter((one) => /(Get|Put|Delete)Object$/.test(one)).map((one) => one.slice(3, -6)),
        ],
      ),
    );
  };

  test('nobody who has no part in it', () => {
    expect(allowed('web')).toEqual({
      uploads: ['Get', 'Put', 'Delete'],
      exports: ['Get'],
      invoices: ['Get'],
    });
    expect(allowed('worker-pdf')).toEqual({ exports: ['Put'], invoices: ['Put'] });
    expect(allowed('worker')).toEqual({
      uploads: ['Get'],
      exports: ['Get', 'Put'],
      invoices: ['Get', 'Put'],
    });
  });

  test('exports end after a week', () => {
    expect(at.file('minio', 'expires-exports.json')).toContain('"Days": 7');
  });
});
