import { describe, expect, it } from 'vitest';
import { type RedisOptions, redis } from '../../catalogue/redis';
import { APP, component, file, plan, variable } from './fixture';

const CACHE: RedisOptions = { maxMemory: '256Mi', eviction: 'allkeys-lru' };
const QUEUE: RedisOptions = { maxMemory: '256Mi', eviction: 'noeviction', volume: '2Gi' };
const planned = (options: RedisOptions) =>
  plan(
    { redis: redis(options), 'my-app': APP },
    { flows: [{ from: 'my-app', to: 'redis', env: { REDIS_URL: 'uri' } }] },
  );
const lines = (options: RedisOptions, path: string) =>
  file(component(planned(options), 'redis'), path)
    .trim()
    .split('\n');

describe('redis', () => {
  it('lets nobody in without a password, and clients not near the server commands', () => {
    const acl = lines(CACHE, '/etc/redis/users.acl');
    expect(acl[0]).toBe('user default off ~* &* +@all');
    expect(acl[1]).toMatch(/^user monitoring on >\$\{MONITORING_PASSWORD\} -@all /);
    expect(acl[2]).toBe('user my-app on >${MY_APP_PASSWORD} ~* &* +@all -@admin');
    expect(variable(component(planned(CACHE), 'my-app'), 'REDIS_URL')).toBe(
      'redis://my-app:$(REDIS_PASSWORD)@redis:6379/0',
    );
  });

  it('a cache evicts and writes nothing to disk', () => {
    const conf = lines(CACHE, '/etc/redis/redis.conf');
    expect(conf).toContain('maxmemory 256mb');
    expect(conf).toContain('maxmemory-policy allkeys-lru');
    expect(conf).toContain('appendonly no');
    expect(conf).toContain('save ""');
    expect(component(planned(CACHE), 'redis').volumes).toEqual({});
  });

  it('a queue store keeps every write on its volume and refuses rather than forgets', () => {
    const conf = lines(QUEUE, '/etc/redis/redis.conf');
    expect(conf).toContain('maxmemory-policy noeviction');
    expect(conf).toContain('appendonly yes');
    expect(component(planned(QUEUE), 'redis').volumes).toEqual({ data: { mountPath: '/data', size: '2Gi' } });
    const alerts = (options: RedisOptions) => planned(options).alerts.map(({ alert }) => alert);
    expect(alerts(CACHE)).toContain('CacheHitRatioLow');
    expect(alerts(QUEUE)).not.toContain('CacheHitRatioLow');
  });

  it('writes everything when it is told to, and refuses to without a place for it', () => {
    const snapshots = [
      { seconds: 60, changes: 1000 },
      { seconds: 900, changes: 1 },
    ];
    expect(lines({ ...QUEUE, snapshots }, '/etc/redis/redis.conf')).toContain('save 60 1000 900 1');
    expect(() => planned({ ...CACHE, snapshots })).toThrow(
      'snapshots need a volume to be written to; give it one',
    );
  });

  it('a queue store shows who is connected, by which BullMQ finds workers; a cache does not, and has no queues', () => {
    expect(lines(QUEUE, '/etc/redis/users.acl')[2]).toMatch(/ ~\* &\* \+@all -@admin \+client\|list$/);
    const at = { host: 'redis.shop', port: 6379, tls: false, queue: 'mail', perPod: 5 };
    expect(redis(QUEUE).queueTriggers!(at).map(({ metadata }) => metadata)).toEqual([
      { address: 'redis.shop:6379', listName: 'bull:mail:wait', listLength: '5' },
      { address: 'redis.shop:6379', listName: 'bull:mail:prioritized', listLength: '5' },
    ]);
    expect(redis(QUEUE).queueTriggers!({ ...at, tls: true })[0]!.metadata).toMatchObject({
      enableTLS: 'true',
    });
    expect(redis(CACHE).queueTriggers).toBeUndefined();
  });

  it('tells somebody before a queue store is full and refuses jobs', () => {
    const of = (options: RedisOptions) => planned(options).alerts.map(({ alert }) => alert);
    expect(of(QUEUE)).toContain('RedisMemoryFull');
    expect(of(CACHE)).not.toContain('RedisMemoryFull');
  });

  const limited = (memory: '300Mi' | '400Mi') => ({
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory } } as const,
  });

  it('leaves a quarter of its limit free, or says so', () => {
    expect(() => planned({ ...CACHE, ...limited('300Mi') })).toThrow(
      /maxMemory 256Mi is more than 75 %.*300 MiB/,
    );
    expect(() => planned({ ...CACHE, ...limited('400Mi') })).not.toThrow();
  });

  it('leaves half of it free for what is there twice while it saves, or says so', () => {
    expect(() => planned({ ...QUEUE, ...limited('400Mi') })).toThrow(
      /maxMemory 256Mi is more than 50 % of the memory limit of 400 MiB, and what is written while it saves/,
    );
  });

  it('probes with its own account: a bare PING would answer NOAUTH and exit 0', () => {
    const { probes, env } = component(planned(CACHE), 'redis');
    expect(JSON.stringify(probes?.readiness)).toContain('redis-cli --user monitoring ping');
    expect(env).toContainEqual({
      name: 'REDISCLI_AUTH',
      from: { secret: 'redis-monitoring', key: 'password' },
    });
  });
});
