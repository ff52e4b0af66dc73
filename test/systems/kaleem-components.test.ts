import { describe, expect, test } from 'vitest';
import { podTemplates } from '../support/kubernetes';
import { committed } from './committed';
import { container, file, OBJECTS, pod, variables } from './kaleem';

/** Name → [image without its version, ports, volumes]. */
const COMPONENTS: Record<string, [image: string, ports: number[], volumes: string[]]> = {
  api: ['ghcr.io/kaleem-ai/backend', [3000], []],
  frontend: ['ghcr.io/kaleem-ai/frontend', [8080], []],
  n8n: ['docker.n8n.io/n8nio/n8n', [5678], ['/home/node/.n8n']],
  'worker-ai-reply': ['ghcr.io/kaleem-ai/backend', [9101], []],
  'worker-indexing': ['ghcr.io/kaleem-ai/backend', [9103], []],
  'worker-webhook-dispatcher': ['ghcr.io/kaleem-ai/backend', [9102], []],
  mongodb: ['mongo', [27017], ['/data/db']],
  redis: ['redis', [6379], []],
  qdrant: ['qdrant/qdrant', [6333, 6334], ['/qdrant/snapshots', '/qdrant/storage']],
  minio: ['quay.io/minio/minio', [9000, 9001], ['/data']],
  rabbitmq: ['rabbitmq', [5672, 15672, 15692], ['/var/lib/rabbitmq/mnesia']],
  prometheus: ['prom/prometheus', [9090], ['/prometheus']],
  alertmanager: ['prom/alertmanager', [9093], ['/alertmanager']],
  grafana: ['grafana/grafana', [3000], []],
  loki: ['grafana/loki', [3100], ['/loki']],
  alloy: ['grafana/alloy', [12345], ['/var/lib/alloy/data']],
};

test('Kaleem is these components, by these names, and no others', () => {
  const names = podTemplates(OBJECTS).map(({ name }) => name);
  const roles = (store: string) => (store === 'n8n' ? ['backup', 'restore'] : ['backup', 'drill', 'restore']);
  const saved = ['minio', 'mongodb', 'n8n', 'qdrant'].flatMap((store) =>
    roles(store).map((role) => `${store}-${role}`),
  );
  expect(names.sort()).toEqual([...Object.keys(COMPONENTS), 'backups', ...saved].sort());
});

describe.each(Object.entries(COMPONENTS))('%s', (name, [image, ports, volumes]) => {
  test('runs its image', () => expect(container(name).image).toMatch(new RegExp(`^${image}:`)));

  test('serves its ports', () => {
    expect((container(name).ports ?? []).map(({ containerPort }) => containerPort)).toEqual(ports);
  });

  test('keeps its data', () => {
    const { claims } = pod(name);
    const mounts = (container(name).volumeMounts ?? []).filter((mount) => claims.includes(mount.name));
    expect(mounts.map(({ mountPath }) => mountPath).sort()).toEqual(volumes);
  });
});

describe('the API', () => {
  test('is asked for its health on its own pages', () => {
    const { livenessProbe, readinessProbe } = container('api');
    expect(livenessProbe?.httpGet).toEqual({ path: '/api/health', port: 'http' });
    expect(readinessProbe?.httpGet).toEqual({ path: '/api/health/readiness', port: 'http' });
  });

  test('has the size that was measured', () => {
    expect(container('api').resources).toEqual({
      requests: { cpu: '200m', memory: '256Mi' },
      limits: { cpu: '500m', memory: '512Mi' },
    });
  });

  test('runs as user 1000', () => expect(pod('api').spec.securityContext?.runAsUser).toBe(1000));

  test('finds everything by the variables it reads', () => {
    const { MONGODB_URI, REDIS_URL, QDRANT_URL, MINIO_ENDPOINT, RABBITMQ_URL, ...rest } = variables('api');
    const member = 'mongodb-0.mongodb.kaleem-production.svc.cluster.local:27017';
    expect(MONGODB_URI).toBe(
      `mongodb://api:$(MONGODB_PASSWORD)@${member}/kaleem?replicaSet=rs0&authSource=admin`,
    );
    expect(REDIS_URL).toBe('redis://api:$(REDIS_PASSWORD)@redis:6379/0');
    expect(QDRANT_URL).toBe('http://qdrant:6333');
    expect(MINIO_ENDPOINT).toBe('http://minio:9000');
    expect(RABBITMQ_URL).toBe('amqp://api:$(RABBITMQ_PASSWORD)@rabbitmq:5672/kaleem');
    expect(rest).toMatchObject({
      MONGODB_PASSWORD: 'mongodb-api:password',
      REDIS_PASSWORD: 'redis-api:password',
      RABBITMQ_PASSWORD: 'rabbitmq-api:password',
      QDRANT_API_KEY: 'qdrant-api-key:password',
      MINIO_ACCESS_KEY: 'api',
      MINIO_SECRET_KEY: 'minio-api:password',
      MINIO_BUCKET: 'kaleem',
      PORT: '3000',
    });
  });

  test("calls workflows of its own environment, and never production's from elsewhere", () => {
    expect(variables('api').N8N_BASE_URL).toBe('https://n8n.kaleem-ai.com');
    const staging = committed('kaleem/staging').variables('api');
    expect(staging.N8N_BASE_URL).toBe('https://n8n.staging.kaleem-ai.com');
  });
});

describe.each([
  ['worker-ai-reply', 'ai-reply', 'ai.reply-worker.q', '9101'],
  ['worker-indexing', 'indexing', 'indexing.q', '9103'],
  ['worker-webhook-dispatcher', 'webhook-dispatcher', 'webhook.dispatch.q', '9102'],
])('%s', (name, program, queue, metrics) => {
  test('is the backend with another command', () => {
    expect(container(name).image).toBe(container('api').image);
    expect(container(name).command).toEqual(['node', `dist/src/workers/${program}`]);
    expect(pod(name).spec.securityContext?.runAsUser).toBe(1000);
  });

  test('reads its own queue and asks the API', () => {
    expect(variables(name)).toMatchObject({
      QUEUE_NAME: queue,
      METRICS_PORT: metrics,
      RABBITMQ_URL: `amqp://${name}:$(RABBITMQ_PASSWORD)@rabbitmq:5672/kaleem`,
      API_URL: 'http://api:3000',
    });
  });
});

describe('n8n', () => {
  test('has one writer of its volume', () => expect(pod('n8n').replicas).toBe(1));

  test('gives out the address that the world knows', () => {
    expect(variables('n8n')).toMatchObject({
      N8N_HOST: 'n8n.kaleem-ai.com',
      WEBHOOK_URL: 'https://n8n.kaleem-ai.com/',
    });
  });

  test('logs in to the database and the broker by credentials that nobody reads', () => {
    const credentials = JSON.parse(file('n8n', 'credentials.json')) as { id: string; data: object }[];
    expect(Object.fromEntries(credentials.map(({ id, data }) => [id, data]))).toMatchObject({
      mongodb: { connectionString: expect.stringMatching(/^mongodb:\/\/n8n:\$\{MONGODB_PASSWORD\}@/) },
      rabbitmq: { hostname: 'rabbitmq', vhost: 'kaleem', password: '${RABBITMQ_PASSWORD}' },
    });
    expect(variables('n8n')).toMatchObject({ N8N_BLOCK_ENV_ACCESS_IN_NODE: 'true' });
    expect(Object.keys(variables('n8n')).join()).not.toMatch(/MONGODB|RABBITMQ|ENCRYPTION_KEY(?!_FILE)/);
  });
});
