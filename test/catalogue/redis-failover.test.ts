import { describe, expect, it } from 'vitest';
import { type RedisFailoverOptions, redisFailover } from '../../catalogue/redis-failover';
import type { Definition } from '../../model/component';
import { APP, component, file, plan, variable } from './fixture';

const CACHE: RedisFailoverOptions = { maxMemory: '256Mi', eviction: 'allkeys-lru', volume: '2Gi' };
const planned = (options: RedisFailoverOptions = CACHE, patch: Partial<Definition> = {}) =>
  plan(
    { redis: { ...redisFailover(options), ...patch }, 'my-app': APP },
    { flows: [{ from: 'my-app', to: 'redis', env: { REDIS_URL: 'uri' } }] },
  );
const redis = () => component(planned(), 'redis');
const lines = (path: string) => file(redis(), path).trim().split('\n');
const sidecar = (name: string) => redis().sidecars.find((one) => one.name === name)!;
const ofSidecar = (name: string, path: string): string =>
  sidecar(name).files!.find((one) => one.path === path)!.content;
const MEMBERS = [0, 1, 2].map((index) => `redis-${index}.redis-members.demo-test.svc.cluster.local`);

describe('redis with failover', () => {
  it('is asked as a Redis that stands alone, by a URL that leads to the proxies', () => {
    expect(variable(component(planned(), 'my-app'), 'REDIS_URL')).toBe(
      'redis://my-app:$(REDIS_PASSWORD)@redis:6379/0',
    );
    expect(sidecar('proxy').ports).toMatchObject({ redis: { number: 6379 } });
    expect(Object.keys(redis().ports)).toEqual(['server']);
  });

  it('lets clients reach the proxy alone; members meet on the other ports', () => {
    const reached = planned()
      .connections.filter(({ to }) => to.kind === 'component' && to.name === 'redis')
      .map(({ from, port, reason }) => [reason, 'name' in from ? from.name : from.kind, port]);
    expect(reached).toEqual([
      ['flow', 'my-app', 6379],
      ['peers', 'redis', 26379],
      ['peers', 'redis', 6380],
    ]);
  });

  it('has an account for each purpose, and for nobody without a password', () => {
    const acl = lines('/etc/redis/users.acl');
    expect(acl[0]).toBe('user default off ~* &* +@all');
    expect(acl.slice(1).map((line) => line.split(' ')[1])).toEqual([
      'monitoring',
      'replication',
      'sentinel',
      'my-app',
    ]);
    for (const line of acl.slice(1, 4)) expect(line).toMatch(/ on >\$\{\w+_PASSWORD\} (&\* )?-@all /);
    expect(acl[4]).toBe('user my-app on >${MY_APP_PASSWORD} ~* &* +@all -@admin');
    const sentinels = ofSidecar('sentinel', '/etc/redis/sentinel.acl').split('\n');
    expect(sentinels[0]).toBe('user default off');
    expect(sentinels[1]).toBe(
      'user monitoring on >${MONITORING_PASSWORD} -@all +ping +sentinel|get-master-addr-by-name',
    );
  });

  it('keeps every write on a volume, and takes none that no replica has', () => {
    const conf = lines('/etc/redis/redis.conf');
    expect(conf).toContain('port 6380');
    expect(conf).toContain('appendonly yes');
    expect(conf).toContain('min-replicas-to-write 1');
    expect(redis().volumes).toEqual({ data: { mountPath: '/data', size: '2Gi' } });
  });

  it('decides by a majority of Sentinels that know each other by name', () => {
    const conf = ofSidecar('sentinel', '/etc/redis/sentinel.conf');
    expect(conf).toContain('sentinel resolve-hostnames yes\nsentinel announce-hostnames yes\n');
    const start = ofSidecar('sentinel', '/etc/redis/start-sentinel.sh');
    expect(start).toMatch(/known="sentinel monitor redis .* 6380 2"/);
    expect(file(redis(), '/etc/redis/members.sh')).toContain(`members='${MEMBERS.join('\n')}'`);
    expect(redis().disruption).toEqual({ maxUnavailable: 1 });
    const five = component(planned(CACHE, { replicas: 5 }), 'redis');
    expect(file(five, '/etc/redis/members.sh')).toContain('"$votes" -ge 3');
  });

  it('leads clients to the one Redis that is master and that the Sentinels name', () => {
    const conf = ofSidecar('proxy', '/etc/haproxy/haproxy.cfg');
    const frontend = conf.slice(conf.indexOf('frontend redis'), conf.indexOf('\nbackend redis-0'));
    for (const index of [0, 1, 2]) {
      expect(frontend).toContain(
        `use_backend redis-${index} if { nbsrv(sentinels-${index}) ge 2 } { nbsrv(redis-${index}) ge 1 }`,
      );
    }
    // Two that count as master, or nobody: the connection is closed.
    expect(frontend.match(/tcp-request connection reject if/g)).toHaveLength(3);
    expect(frontend).not.toContain('default_backend');
    expect(conf.match(/on-marked-down shutdown-sessions/g)).toHaveLength(3);
    for (const member of MEMBERS) expect(conf).toContain(`string ${member}\n`);
  });

  it('has its passwords from Secrets, in variables or files in memory', () => {
    expect(sidecar('proxy').env).toEqual([
      { name: 'MONITORING_PASSWORD', from: { secret: 'redis-monitoring', key: 'password' } },
    ]);
    const withSecrets = [...redis().files, ...sidecar('sentinel').files!].filter(({ secrets }) => secrets);
    expect(withSecrets.map(({ path }) => path.split('/').at(-1)).sort()).toEqual([
      'redis.conf',
      'sentinel.acl',
      'sentinel.conf',
      'users.acl',
    ]);
    expect(redis().scratch).toContainEqual({ mountPath: '/run/redis', size: '1Mi', memory: true });
  });

  it('hands over before it stops, with time left to save', () => {
    const { shutdown } = redis();
    expect(shutdown).toEqual({ grace: 60, preStop: ['sh', '/etc/redis/hand-over.sh'] });
  });

  it('tells when there is no master, too few replicas, or one that does not follow', () => {
    const alerts = (options: RedisFailoverOptions) => planned(options).alerts.map(({ alert }) => alert);
    const always = [
      'MemoryHigh',
      'RedisDown',
      'RedisNoMaster',
      'RedisReplicaLinkDown',
      'RedisReplicasMissing',
    ];
    expect(alerts({ ...CACHE, eviction: 'noeviction' })).toEqual([...always, 'RedisMemoryFull'].sort());
    expect(alerts(CACHE)).toEqual(['CacheHitRatioLow', ...always]);
  });

  it('says what it cannot be', () => {
    for (const [replicas, instead] of [
      [1, 3],
      [2, 3],
      [4, 5],
    ] as const) {
      expect(() => planned(CACHE, { replicas })).toThrow(
        `${replicas} Sentinels cannot outvote a part of them; run ${instead} pods`,
      );
    }
    const resources = { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '300Mi' } } as const;
    expect(() => planned({ ...CACHE, resources })).toThrow(/maxMemory 256Mi is more than 50 %.*300 MiB/);
  });
});
