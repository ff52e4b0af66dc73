import { describe, expect, it } from 'vitest';
import { postgres } from '../../catalogue/postgres';
import type { External } from '../../model/system';
import { APP, component, file, plan, variable } from './fixture';

const FLOWS = [
  {
    from: 'app',
    to: 'postgres',
    env: { DATABASE_URL: 'uri', DATABASE_USER: 'username', DATABASE_PASSWORD: 'password' },
  },
];

const planned = (options: Partial<Parameters<typeof postgres>[0]> = {}, external = false) =>
  plan(
    { postgres: postgres({ database: 'shop', volume: '10Gi', ...options }), app: APP },
    { flows: FLOWS, external: external ? { postgres: { host: 'db.example.com', port: 5432 } } : undefined },
  );

/** A setting of postgresql.conf. */
const setting = (name: string, options = {}): string | undefined =>
  new RegExp(`^${name} = (.*)$`, 'm').exec(
    file(component(planned(options), 'postgres'), '/etc/postgresql/postgresql.conf'),
  )?.[1];

describe('postgres', () => {
  it('gives each client an account of its own, and a password that stands in no file', () => {
    const app = component(planned(), 'app');
    expect(variable(app, 'DATABASE_URL')).toBe('postgresql://app:$(POSTGRES_PASSWORD)@postgres:5432/shop');
    expect(variable(app, 'DATABASE_USER')).toBe('app');
    expect(app.env).toContainEqual({
      name: 'DATABASE_PASSWORD',
      from: { secret: 'postgres-app', key: 'password' },
    });
  });

  it('run by a provider, is reached encrypted, with the account from the secret store', () => {
    expect(variable(component(planned({}, true), 'app'), 'DATABASE_URL')).toBe(
      'postgresql://$(POSTGRES_USERNAME):$(POSTGRES_PASSWORD)@db.example.com:5432/shop?sslmode=require',
    );
  });

  it('bounds the pool of Prisma, which is told so in its address, and of nobody who would not know the word', () => {
    const uris = (pool?: number, external?: Parameters<typeof plan>[1]) => {
      const env = { PRISMA: 'prismaUri', READS: 'prismaReadUri', OTHERS: 'uri' };
      const flows = [{ from: 'app', to: 'postgres', env, pool }];
      const made = plan(
        { postgres: postgres({ database: 'shop', volume: '10Gi' }), app: APP },
        { flows, ...external },
      );
      return Object.keys(env).map((name) => variable(component(made, 'app'), name)?.split('/shop')[1]);
    };
    expect(uris(5)).toEqual(['?connection_limit=5', '?connection_limit=5', '']);
    expect(uris()).toEqual(['?connection_limit=10', '?connection_limit=10', '']);
    expect(uris(5, { external: { postgres: { host: 'db.example.com', port: 5432 } } })).toEqual([
      '?sslmode=require&connection_limit=5',
      '?sslmode=require&connection_limit=5',
      '?sslmode=require',
    ]);
  });

  it('has a second address at a provider, by the variables that it has in the cluster', () => {
    const env = { DATABASE_URL: 'uri', DIRECT_URL: 'directUri', PRISMA: 'prismaDirectUri', READS: 'readUri' };
    const flows = [{ from: 'app', to: 'postgres', env }];
    const made = (external?: External) =>
      plan(
        { postgres: postgres({ database: 'shop', volume: '10Gi' }), app: APP },
        { flows, ...(external && { external: { postgres: external } }) },
      );
    const uris = (external?: External) =>
      Object.keys(env).map((name) => variable(component(made(external), 'app'), name)?.split('@')[1]);
    expect(uris()).toEqual([
      'postgres:5432/shop',
      'postgres:5432/shop',
      'postgres:5432/shop?connection_limit=10',
      'postgres:5432/shop',
    ]);
    const neon = {
      host: 'pooler.example.com',
      port: 6543,
      direct: { host: 'db.example.com', port: 5432 },
      read: { host: 'read.example.com' },
      parameters: { connect_timeout: '15' },
    };
    const query = '?sslmode=require&connect_timeout=15';
    expect(uris(neon)).toEqual([
      `pooler.example.com:6543/shop${query}`,
      `db.example.com:5432/shop${query}`,
      `db.example.com:5432/shop${query}&connection_limit=10`,
      `read.example.com:6543/shop${query}`,
    ]);
  });

  it('keeps five connections for itself', () => {
    expect(postgres({ database: 'shop', volume: '10Gi', maxConnections: 40 }).connections?.most).toBe(35);
  });

  it('lets nobody in without a password, not even from the same pod', () => {
    const lines = file(component(planned(), 'postgres'), '/etc/postgresql/pg_hba.conf').trim().split('\n');
    expect(lines.slice(1)).toEqual(['local all all scram-sha-256', 'host all all all scram-sha-256']);
    expect(setting('password_encryption')).toBe("'scram-sha-256'");
  });

  it('divides its memory limit, and never promises a query more than there is', () => {
    expect(setting('shared_buffers')).toBe('512MB');
    expect(setting('effective_cache_size')).toBe('1228MB');
    expect(setting('work_mem')).toBe('4MB');
    const resources = { requests: { cpu: '1', memory: '4Gi' }, limits: { memory: '4Gi' } } as const;
    expect(setting('shared_buffers', { resources })).toBe('1024MB');
    expect(setting('work_mem', { resources, maxConnections: 25 })).toBe('20MB');
  });

  it('has shared memory for all that a parallel VACUUM takes, and for joins beside it', () => {
    const shared = (options: Parameters<typeof planned>[0] = {}): string | undefined =>
      component(planned(options), 'postgres').scratch.find(({ mountPath }) => mountPath === '/dev/shm')?.size;
    const resources = { requests: { cpu: '1', memory: '4Gi' }, limits: { memory: '4Gi' } } as const;
    // 128 for VACUUM, four joins of two workers and a leader with twice 4 MB each, and what is always there.
    expect([setting('maintenance_work_mem'), setting('work_mem'), shared()]).toEqual([
      '128MB',
      '4MB',
      '240Mi',
    ]);
    expect([setting('maintenance_work_mem', { resources }), shared({ resources })]).toEqual([
      '256MB',
      '400Mi',
    ]);
    expect(shared({ resources, maxConnections: 25 })).toBe('752Mi');
  });

  it('keeps its write-ahead log to a small part of a small volume', () => {
    expect(setting('max_wal_size')).toBe('1280MB');
    expect(setting('max_wal_size', { volume: '100Gi' })).toBe('2048MB');
    expect(setting('max_wal_size', { volume: '5Gi' })).toBe('640MB');
  });

  it('is ready only when it answers over the network, which it does not while it makes its files', () => {
    const { probes } = component(planned(), 'postgres');
    expect(probes?.readiness.check).toMatchObject({ exec: expect.arrayContaining(['-h', '127.0.0.1']) });
  });

  it('keeps data below the mount, whose top a disk may have filled already', () => {
    const { env, volumes } = component(planned(), 'postgres');
    const folder = env.find(({ name }) => name === 'PGDATA');
    expect(folder).toMatchObject({ value: `${volumes.data!.mountPath}/pgdata` });
  });

  it('asks for a database name that needs no quotes anywhere', () => {
    expect(() => planned({ database: 'my-shop' })).toThrow(/'my-shop' is no database name/);
  });
});
