/**
 * MinIO: S3 storage in the cluster, one bucket user per client.
 *
 * Its upstream has ended: the last image is of September 2025 and misses later security fixes. It is here
 * because the documents run it. `external` in an environment moves the same flows to S3 or R2.
 */
import type { Definition, Resources } from '../model/component';
import type { Context } from '../model/context';
import type { Bytes } from '../model/units';
import { alerts, dashboard, EMITS } from './parts/minio-watch';
import { accountPasswords, passwordVariable } from './parts/passwords';
import { ENDS_AT_ONCE, RESTS, untilDone } from './parts/setup';

export interface MinioOptions {
  readonly buckets: readonly string[];
  readonly volume: Bytes;
  /** @default 100m and 256Mi, at most 1Gi */
  readonly resources?: Resources;
}

const ROOT = 'root';

export function minio(options: MinioOptions): Definition {
  return {
    technology: 'minio',
    tier: 'data',
    description: 'S3 object storage',
    // Source: github.com/minio/minio, README and issue 21647.
    caveats: [
      'Its makers gave it up: images end with this one of September 2025, which lacks all later corrections, among them ' +
        'that of CVE-2025-62506 (a restricted account can make itself one that is not). Let no public route lead to it, ' +
        'and plan to leave it: clients speak S3, and `external` in the environment leads them to a provider.',
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
    credentials: { [ROOT]: { length: 32 } },
    connect: (at) => ({
      endpoint: `${at.tls ? 'https' : 'http'}://${at.host}:${at.port('s3')}`,
      bucket: options.buckets[0] ?? '',
      accessKey: at.username,
      secretKey: at.password,
    }),
    // A name that no bucket can have: metrics of every version, administration, keys, health. S3 needs none of it.
    // Source: cmd/generic-handlers.go (minioReservedBucket), cmd/metrics-router.go, cmd/admin-router.go.
    privatePaths: { s3: ['/minio'] },
    metrics: [{ port: 's3', path: '/minio/v2/metrics/cluster', emits: EMITS }],
    alerts,
    dashboard,
    configure: (context) => ({
      env: { MINIO_ROOT_PASSWORD: context.credential(ROOT) },
      sidecars: [setup(options, context)],
    }),
  };
}

/** Makes buckets and users until all are there, then rests. Every step may be repeated. */
function setup(options: MinioOptions, context: Context) {
  const policy = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['s3:*'],
        Resource: options.buckets.flatMap((bucket) => [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`]),
      },
    ],
  };
  const steps = [
    ...options.buckets.map((bucket) => `mc mb --ignore-existing local/${bucket}`),
    'mc admin policy create local clients /etc/setup/policy.json',
    ...context.clients.flatMap(({ username }) => [
      `mc admin user add local ${username} "$${passwordVariable(username)}"`,
      // Attaching twice is an error, so what counts is whether it is attached.
      `{ mc admin policy attach local clients --user ${username} || true; }`,
      // No grep in the image.
      `case "$(mc admin user info local ${username} --json)" in *'"clients"'*) ;; *) false ;; esac`,
    ]),
  ];
  return {
    name: 'setup',
    command: ['sh', '/etc/setup/setup.sh'],
    env: {
      HOME: '/tmp',
      MC_CONFIG_DIR: '/tmp/.mc',
      MC_HOST_local: `http://${ROOT}:$(${passwordVariable(ROOT)})@127.0.0.1:9000`,
      ...accountPasswords(context, [ROOT]),
    },
    // To attach a policy, mc makes two keys, each with 64 MiB of memory (minio/madmin-go, encrypt.go: argon2idMemory).
    resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '256Mi' } } as const,
    files: [
      {
        path: '/etc/setup/setup.sh',
        content: `# Runs until buckets and users are there, then rests.
${ENDS_AT_ONCE}setup() {
  ${steps.join(' &&\n  ')}
}
${untilDone('setup')}${RESTS}`,
      },
      { path: '/etc/setup/policy.json', content: `${JSON.stringify(policy, null, 2)}\n` },
    ],
    scratch: [{ mountPath: '/tmp', size: '16Mi' } as const],
  };
}
