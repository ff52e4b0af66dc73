import { describe, expect, test } from 'vitest';
import { committed } from './committed';

const { container, pod, spec, variables } = committed('sentineliq/production');

/** "Container Services (8 Total)", by hand: component, image, ports, folder of its volume. Versions as raised. */
const SERVICES: readonly [string, RegExp, readonly number[], string | undefined][] = [
  ['postgres', /^postgres:16\.\d+-alpine$/, [5432], '/var/lib/postgresql/data'],
  ['redis', /^redis:7\.\d+\.\d+-alpine$/, [6379], '/data'],
  ['minio', /\/minio\/minio:RELEASE\.2025/, [9000, 9001], '/data'],
  [
    'elasticsearch',
    /^docker\.elastic\.co\/elasticsearch\/elasticsearch:8\.19\.\d+$/,
    [9200, 9399],
    '/usr/share/elasticsearch/data',
  ],
  [
    'logstash',
    /^docker\.elastic\.co\/logstash\/logstash:8\.19\.\d+$/,
    [5000, 5000, 9600],
    '/usr/share/logstash/data',
  ],
  ['kibana', /^docker\.elastic\.co\/kibana\/kibana:8\.19\.\d+$/, [5601], undefined],
  ['server', /^ghcr\.io\/killsearch\/saas-server:1\.2\.0$/, [3001], undefined],
  ['client', /^ghcr\.io\/killsearch\/saas-client:1\.2\.0$/, [3000], undefined],
];

describe('the eight services of the document', () => {
  test.each(SERVICES)('%s', (name, image, ports, folder) => {
    expect(container(name).image).toMatch(image);
    expect(
      (container(name).ports ?? []).map(({ containerPort }) => containerPort).sort((a, b) => a - b),
    ).toEqual(ports);
    const claims = (container(name).volumeMounts ?? []).filter((mount) =>
      pod(name).claims.includes(mount.name),
    );
    expect(claims.map(({ mountPath }) => mountPath)).toEqual(folder ? [folder] : []);
  });

  test('Kibana never runs in two versions, which its vendor does not support', () => {
    expect(spec<{ strategy: object }>('Deployment', 'kibana').strategy).toEqual({ type: 'Recreate' });
  });

  test('the three of the log stack have one version', () => {
    const tags = ['elasticsearch', 'logstash', 'kibana'].map((name) => container(name).image.split(':')[1]);
    expect(new Set(tags).size).toBe(1);
  });
});

describe('"Container Health", as the technology has it', () => {
  test('postgres: pg_isready', () => {
    expect(container('postgres').readinessProbe?.exec?.command[0]).toBe('pg_isready');
  });
  test('redis: redis-cli ping', () => {
    expect(container('redis').readinessProbe?.exec?.command.join(' ')).toMatch(/redis-cli .*ping/);
  });
  test('elasticsearch: not its health page, which asks for a login, but the port that opens with it', () => {
    expect(container('elasticsearch').readinessProbe?.tcpSocket).toEqual({ port: 'ready' });
  });
  test('server: not its health page, which its public source has not, but what Wasp answers; client: an answer', () => {
    expect(container('server').readinessProbe?.httpGet).toEqual({ path: '/', port: 'http' });
    expect(container('client').readinessProbe?.httpGet).toEqual({ path: '/', port: 'http' });
  });
});

describe('variables as the product uses them', () => {
  test('of the server', () => {
    expect(variables('server')).toMatchObject({
      // Without a limit, Prisma's pool grows with the processors of the node.
      DATABASE_URL: 'postgresql://server:$(POSTGRES_PASSWORD)@postgres:5432/sentineliq?connection_limit=5',
      READ_REPLICA_URL:
        'postgresql://server:$(POSTGRES_PASSWORD)@postgres:5432/sentineliq?connection_limit=5',
      REDIS_URL: 'redis://server:$(REDIS_PASSWORD)@redis:6379/0',
      LOGSTASH_HOST: 'logstash:5000',
      S3_ENDPOINT: 'http://minio:9000',
      S3_BUCKET_PROD: 'sentineliq',
      S3_ACCESS_KEY: 'server',
      S3_SECRET_KEY: 'minio-server:password',
      JWT_SECRET: 'server-jwt-secret:password',
      SENTRY_DSN_SERVER: 'server-optional:SENTRY_DSN_SERVER',
      SENTRY_RELEASE: '1.2.0',
      SENTRY_ENVIRONMENT: 'production',
      STRIPE_API_KEY: 'server-optional:STRIPE_API_KEY',
      STRIPE_WEBHOOK_SECRET: 'server-optional:STRIPE_WEBHOOK_SECRET',
      SENDGRID_API_KEY: 'server-optional:SENDGRID_API_KEY',
      GOOGLE_CLIENT_ID: 'server-optional:GOOGLE_CLIENT_ID',
      GOOGLE_CLIENT_SECRET: 'server-optional:GOOGLE_CLIENT_SECRET',
      VAPID_PUBLIC_KEY: 'server-optional:VAPID_PUBLIC_KEY',
      VAPID_PRIVATE_KEY: 'server-optional:VAPID_PRIVATE_KEY',
      PORT: '3001',
    });
  });
  test('of the others', () => {
    expect(variables('client')).toEqual({
      LOGSTASH_HOST: 'logstash:5000',
      REACT_APP_API_BASE_URL: 'http://server:3001',
    });
    expect(variables('logstash')).toMatchObject({ ELASTICSEARCH_HOSTS: 'http://elasticsearch:9200' });
    expect(variables('kibana')).toMatchObject({ ELASTICSEARCH_HOSTS: 'http://elasticsearch:9200' });
  });
  test('third-party keys are read from the secret store, and what only the system uses is made in the cluster', () => {
    expect(spec('ExternalSecret', 'server-optional')).toMatchObject({
      dataFrom: [{ extract: { key: 'sentineliq/production/server' } }],
    });
    expect(spec('ExternalSecret', 'server-jwt-secret')).toMatchObject({ refreshPolicy: 'CreatedOnce' });
  });
  test('the server waits for no key that the document does not name', () => {
    const waits = (container('server').env ?? []).flatMap(({ name, valueFrom }) =>
      valueFrom?.secretKeyRef && !valueFrom.secretKeyRef.optional ? name : [],
    );
    // Its own session key, and the accounts at what the document has it use.
    expect(waits.sort()).toEqual(['JWT_SECRET', 'POSTGRES_PASSWORD', 'REDIS_PASSWORD', 'S3_SECRET_KEY']);
  });
});

describe('data security', () => {
  test('volumes are of an encrypted class, Redis asks for a password', () => {
    for (const name of ['postgres', 'redis', 'minio', 'elasticsearch', 'logstash']) {
      const { volumeClaimTemplates } = spec<{
        volumeClaimTemplates: { spec: { storageClassName: string } }[];
      }>('StatefulSet', name);
      expect(volumeClaimTemplates.map((claim) => claim.spec.storageClassName)).toEqual(['encrypted']);
    }
    expect(committed('sentineliq/production').file('redis', 'users.acl')).toContain('user default off');
  });
});
