/**
 * MinIO: S3 storage in the cluster, an account for each client, with rights of its own.
 *
 * Its upstream has ended: the last image is of September 2025 and misses later security fixes. It is here
 * because the documents run it. `external` in an environment moves the same flows to S3 or R2.
 */
import type { Definition, Resources } from '../model/component';
import type { Context } from '../model/context';
import { compare } from '../model/problems';
import type { Bytes } from '../model/units';
import { minioBackup } from './parts/minio-backup';
import { type Buckets, checkBuckets, ROOT, setup } from './parts/minio-setup';
import { alerts, dashboard, EMITS } from './parts/minio-watch';
import { urlOf } from './parts/url';

export interface MinioOptions {
  /**
   * Names, of whose objects every client may do all; or what each bucket is for, of which a client may do what its flows
   * say, and nothing else: `{ uploads: { quota: '10Gi' }, exports: { expires: 7 } }`.
   */
  readonly buckets: readonly string[] | Buckets;
  readonly volume: Bytes;
  /**
   * Components whose pages ask it from the browser, by the S3 port's public address. Browsers keep its answers from all
   * other pages; it can say so of the whole server alone (minio/minio, issue 21332: no CORS of a bucket). Where none of
   * them has a public address, nothing is said. @default any page may read its answers, which is MinIO's own
   */
  readonly pages?: readonly string[];
  /** @default 100m and 256Mi, at most 1Gi */
  readonly resources?: Resources;
}

/** Everything of objects, where the product has one kind of them and nobody says more. */
const UNSAID = ['list', 'read', 'write', 'delete'] as const;

export function minio(options: MinioOptions): Definition {
  const isList = Array.isArray(options.buckets);
  const buckets: Buckets = isList
    ? Object.fromEntries(options.buckets.map((name: string) => [name, {}]))
    : Object.fromEntries(Object.entries(options.buckets).sort(([a], [b]) => compare(a, b)));
  const names = Object.keys(buckets);
  return {
    technology: 'minio',
    tier: 'data',
    description: 'S3 object storage',
    // Source: github.com/minio/minio, README and issue 21647.
    caveats: [
      'Its makers gave it up: images end with this one of September 2025, which lacks all later corrections, among them ' +
        'that of CVE-2025-62506 (a restricted account can make itself one that is not). Let a public route show no more ' +
        'of it than the objects of one bucket (`methods`, `below`), and plan to leave it: clients speak S3, and `external` in the environment leads them to a provider.',
    ],
    // The last release with an official image.
    image: { repository: 'quay.io/minio/minio', tag: 'RELEASE.2025-09-07T16-13-09Z' },
    workload: 'StatefulSet',
    identity: { user: 1000, group: 1000 },
    singleton: 'one volume, one server; more need its distributed mode',
    ports: {
      s3: { number: 9000, purpose: 'S3 API and metrics' },
      console: { number: 9001, purpose: 'console' },
    },
    resources: options.resources ?? {
      requests: { cpu: '100m', memory: '256Mi' },
      limits: { memory: '1Gi' },
    },
    probes: {
      startup: { check: { http: '/minio/health/live', port: 's3' }, period: 5, failures: 60 },
      readiness: { check: { http: '/minio/health/ready', port: 's3' } },
      liveness: { check: { http: '/minio/health/live', port: 's3' } },
    },
    shutdown: { grace: 60 },
    args: ['server', '/data', '--console-address', ':9001'],
    env: {
      MINIO_ROOT_USER: ROOT,
      // Metrics without a token: the network policy lets Prometheus alone ask.
      MINIO_PROMETHEUS_AUTH_TYPE: 'public',
      // No look for updates: there are none.
      MINIO_UPDATE: 'off',
    },
    volumes: { data: { mountPath: '/data', size: options.volume } },
    scratch: [{ mountPath: '/tmp', size: '64Mi' }],
    accounts: { each: 'client' },
    rights: { of: names, ...(isList && { unsaid: UNSAID }) },
    backup: minioBackup(names, options.volume),
    credentials: { [ROOT]: { length: 32 } },
    // What a provider calls otherwise is said by `parameters` of it: `{ region: 'auto', uploadsBucket: 'acme-uploads' }`.
    connect: ({ parameters = {}, ...at }) => ({
      endpoint: urlOf({ ...at, port: at.port('s3') }),
      // The first that the client may use; each by its own fact where there are kinds of them.
      bucket: named(Object.keys(at.rights)[0] ?? names[0] ?? '', parameters),
      ...(!isList && Object.fromEntries(names.map((name) => [factOf(name), named(name, parameters)]))),
      // For who saves all of them: what they are called here, and there.
      buckets: names.map((name) => `${name}=${named(name, parameters)}`).join(' '),
      // MinIO's own, and its only way: buckets are paths, not hosts.
      region: parameters.region ?? 'us-east-1',
      pathStyle: parameters.pathStyle ?? 'true',
      accessKey: at.username,
      secretKey: at.password,
    }),
    // A name that no bucket can have: metrics of every version, administration, keys, health. S3 needs none of it.
    // Source: cmd/generic-handlers.go (minioReservedBucket), cmd/metrics-router.go, cmd/admin-router.go.
    privatePaths: { s3: ['/minio'] },
    // Whoever may upload one object by a signed address could copy any other into it that its signer may read, and read
    // it there: MinIO asks for a signature of no header but x-amz-meta-*. Source: cmd/signature-v4-utils.go
    // (checkMetaHeaders), cmd/api-router.go (CopyObject, CopyObjectPart).
    privateHeaders: { s3: ['x-amz-copy-source'] },
    metrics: [{ port: 's3', path: '/minio/v2/metrics/cluster', emits: EMITS }],
    alerts,
    dashboard,
    configure: (context) => {
      checkBuckets(buckets, context.volumeSize('data'));
      return {
        env: { MINIO_ROOT_PASSWORD: context.credential(ROOT), ...origins(options, context) },
        sidecars: [setup(buckets, context)],
      };
    },
  };
}

/** Without a scheme or a port it is no origin. */
function origins({ pages = [] }: MinioOptions, context: Context): Record<string, string> {
  const hosts = [...new Set(pages.flatMap((page) => context.hostsOf(page)))].sort(compare);
  return hosts.length > 0
    ? { MINIO_API_CORS_ALLOW_ORIGIN: hosts.map((host) => `https://${host}`).join(',') }
    : {};
}

/** `tenant-uploads` → `tenantUploadsBucket`: fact with the name of a bucket, and parameter of a provider that has another. */
const factOf = (bucket: string): string =>
  `${bucket.replaceAll(/-+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())}Bucket`;

const named = (bucket: string, parameters: Readonly<Record<string, string>>): string =>
  parameters[factOf(bucket)] ?? bucket;
