import * as yaml from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { container, file, pod, spec } from './kaleem';

const QUEUES = [
  'ai.reply-worker.q',
  'commerce.sync.q',
  'indexing.q',
  'telegram.out.q',
  'webchat.out.q',
  'webhook.dispatch.q',
  'whatsapp.out.q',
];
const EXCHANGES = [
  'analytics.events',
  'chat.incoming',
  'chat.reply',
  'commerce.sync',
  'knowledge.index',
  'webhook.dispatch',
];
const DAY = 24 * 60 * 60 * 1000;

interface Definitions {
  vhosts: { name: string; default_queue_type: string }[];
  exchanges: { name: string; type: string; durable: boolean }[];
  queues: { name: string; durable: boolean; arguments: Record<string, string> }[];
  bindings: { source: string; destination: string }[];
  policies: { pattern: string; 'apply-to': string; definition: Record<string, number | string> }[];
  users: { name: string; password: string }[];
}

describe('RabbitMQ', () => {
  const broker = JSON.parse(file('rabbitmq', 'definitions.json')) as Definitions;

  test('has the vhost and the exchanges that the backend publishes to', () => {
    expect(broker.vhosts.map(({ name }) => name)).toEqual(['kaleem']);
    expect(broker.exchanges.map(({ name }) => name)).toEqual(EXCHANGES);
    expect(broker.exchanges.every(({ type, durable }) => type === 'topic' && durable)).toBe(true);
  });

  test('has every queue with a dead-letter queue of its own', () => {
    const names = broker.queues.map(({ name }) => name);
    expect(names).toEqual(QUEUES.flatMap((name) => [name, `${name}.dlq`]));
    for (const name of QUEUES) {
      const { durable, arguments: its } = broker.queues.find((queue) => queue.name === name)!;
      expect(durable).toBe(true);
      const of = broker.policies.find(({ pattern }) => new RegExp(pattern).test(name))?.definition;
      expect(its['x-dead-letter-exchange'] ?? of?.['dead-letter-exchange'], name).toBe('');
      expect(its['x-dead-letter-routing-key'] ?? of?.['dead-letter-routing-key'], name).toBe(`${name}.dlq`);
    }
  });

  test('has the arguments with which the backend declares a queue, or its channel would be closed', () => {
    const dead = (name: string) => ({
      'x-dead-letter-exchange': '',
      'x-dead-letter-routing-key': `${name}.dlq`,
    });
    // By hand, from the backend: src/workers/ai-incoming.consumer.ts, src/infra/dispatchers/reply-dispatchers.ts.
    const declared = {
      'ai.reply-worker.q': dead('ai.reply-worker.q'),
      'telegram.out.q': {},
      'webchat.out.q': {},
      'whatsapp.out.q': {},
    };
    for (const [name, asked] of Object.entries(declared)) {
      // The type is the vhost's, which the broker adds to what a program declares.
      const { 'x-queue-type': type, ...its } = broker.queues.find((queue) => queue.name === name)!.arguments;
      expect(its, name).toEqual(asked);
      expect(type).toBe(broker.vhosts[0]!.default_queue_type);
    }
  });

  test('keeps dead letters for seven days, and those alone', () => {
    const [policy, ...others] = broker.policies.filter(({ definition }) => 'message-ttl' in definition);
    expect(others).toEqual([]);
    expect(policy).toMatchObject({ 'apply-to': 'queues', definition: { 'message-ttl': 7 * DAY } });
    const expires = broker.queues.filter(({ name }) => new RegExp(policy!.pattern).test(name));
    expect(expires.map(({ name }) => name)).toEqual(QUEUES.map((name) => `${name}.dlq`));
  });

  test('leads every queue what it is for', () => {
    const bound = broker.bindings.map(({ source, destination }) => `${source} → ${destination}`);
    expect([...new Set(bound)].sort()).toEqual([
      'chat.incoming → ai.reply-worker.q',
      'chat.reply → telegram.out.q',
      'chat.reply → webchat.out.q',
      'chat.reply → whatsapp.out.q',
      'commerce.sync → commerce.sync.q',
      'knowledge.index → indexing.q',
      'webhook.dispatch → webhook.dispatch.q',
    ]);
  });

  test('stops publishers at 0.6 of its memory limit, and not of the memory of the node', () => {
    expect(container('rabbitmq').resources?.limits?.memory).toBe('2Gi');
    const watermark = `vm_memory_high_watermark.absolute = ${Math.floor(2048 * 0.6)}MiB`;
    expect(file('rabbitmq', 'rabbitmq.conf').split('\n')).toContain(watermark);
  });

  test('has an account for each who connects, whose password is nowhere', () => {
    expect(broker.users.map(({ name }) => name)).toEqual([
      'admin',
      'api',
      'n8n',
      'worker-ai-reply',
      'worker-indexing',
      'worker-webhook-dispatcher',
    ]);
    expect(broker.users.every(({ password }) => /^\$\{[A-Z0-9_]+\}$/.test(password))).toBe(true);
  });
});

describe('Redis', () => {
  const conf = file('redis', 'redis.conf').split('\n');

  test('keeps 256 MB and forgets what was used longest ago', () => {
    expect(conf).toContain('maxmemory 256mb');
    expect(conf).toContain('maxmemory-policy allkeys-lru');
  });

  test('lets nobody in without a password', () => {
    const [first, ...users] = file('redis', 'users.acl').trim().split('\n');
    // As this one Redis reads its own file; nobody can be it.
    expect(first).toBe('user default off ~* &* +@all');
    expect(users.map((line) => line.split(' ').slice(0, 4).join(' '))).toEqual([
      'user monitoring on >${MONITORING_PASSWORD}',
      'user api on >${API_PASSWORD}',
    ]);
    expect(conf).toContain('aclfile /etc/redis/users.acl');
  });
});

describe('MongoDB', () => {
  test('is a replica set with a key file, and asks everybody for a password', () => {
    const conf = yaml.load(file('mongodb', 'mongod.conf'));
    expect(conf).toMatchObject({ security: { authorization: 'enabled', keyFile: '/etc/mongod/keyfile' } });
    expect(container('mongodb').args?.join(' ')).toContain('--replSet rs0');
    expect(container('mongodb').volumeMounts).toContainEqual(
      expect.objectContaining({ mountPath: '/etc/mongod/keyfile', name: 'rendered' }),
    );
  });

  test('initiates the set itself, with the one member there is today', () => {
    expect(pod('mongodb').replicas).toBe(1);
    expect(JSON.parse(file('mongodb', 'wanted.json'))).toMatchObject({
      replicaSet: 'rs0',
      hosts: ['mongodb-0.mongodb.kaleem-production.svc.cluster.local:27017'],
      users: ['monitoring', 'api', 'mongodb-backup', 'mongodb-restore', 'n8n'].map((name) => ({ name })),
    });
    expect(container('mongodb', 'setup').command?.at(-1)).toBe('/etc/setup/setup.sh');
    expect(file('mongodb', 'setup.js')).toContain('replSetInitiate');
  });

  test('is found before it is ready: members must meet first', () => {
    expect(spec<{ publishNotReadyAddresses: boolean }>('Service', 'mongodb').publishNotReadyAddresses).toBe(
      true,
    );
  });
});

test('Qdrant asks for its key', () => {
  expect(container('qdrant').env).toContainEqual({
    name: 'QDRANT__SERVICE__API_KEY',
    valueFrom: { secretKeyRef: { name: 'qdrant-api-key', key: 'password' } },
  });
});
