import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { postgres } from '../../catalogue/postgres';
import { staticSite } from '../../catalogue/static-site';
import { waspMigrations, waspServer } from '../../catalogue/wasp';
import { component, file, plan, variable } from './fixture';

const image = { repository: 'example.com/server', tag: '1.4.2' };
const resources = { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '400Mi' } } as const;
const planned = (client = 'pages') =>
  plan(
    {
      api: waspServer({ image, resources, description: 'API', port: 3001, health: '/health', client }),
      migrations: waspMigrations({ image, description: 'Schema' }),
      pages: staticSite({ image: { ...image, repository: 'example.com/client' }, description: 'Pages' }),
      postgres: postgres({ database: 'shop', volume: '10Gi' }),
    },
    {
      routes: ['api', 'pages'].map((to) => ({ host: to, to })),
      flows: ['api', 'migrations'].map((from) => ({ from, to: 'postgres', env: { DATABASE_URL: 'uri' } })),
    },
  );

const folder = mkdtempSync(join(tmpdir(), 'phasewise-wasp-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the question with a stand-in for Prisma's client that answers with these rows, or fails. */
function ask(
  wanted: readonly string[],
  done: readonly string[] | 'no table',
): { status: number; said: string } {
  const app = mkdtempSync(join(folder, 'app-'));
  const packages = join(app, 'node_modules/@prisma/client');
  mkdirSync(packages, { recursive: true });
  for (const name of wanted) mkdirSync(join(app, 'migrations', name), { recursive: true });
  mkdirSync(join(app, 'migrations'), { recursive: true });
  writeFileSync(join(app, 'migrations/migration_lock.toml'), '');
  const answer =
    done === 'no table'
      ? `throw new Error('relation "_prisma_migrations" does not exist')`
      : `return ${JSON.stringify(done.map((migration_name) => ({ migration_name })))}`;
  writeFileSync(
    join(packages, 'index.js'),
    `exports.PrismaClient = class { async $queryRawUnsafe() { ${answer}; } async $disconnect() {} };`,
  );
  const script = file(component(planned(), 'api'), '/etc/prisma/applied.cjs').replace(
    '/app/.wasp/build/db/migrations',
    join(app, 'migrations'),
  );
  writeFileSync(join(folder, 'applied.cjs'), script);
  const { status, stderr } = spawnSync(process.execPath, [join(folder, 'applied.cjs')], {
    cwd: app,
    encoding: 'utf8',
  });
  return { status: status!, said: stderr.trim() };
}

describe('a Wasp server', () => {
  it('does not migrate by itself, each pod for itself', () => {
    expect(component(planned(), 'api').command).toEqual(['npm', 'run', 'start']);
    expect(component(planned(), 'api').wait?.command).toEqual(['node', '/etc/prisma/applied.cjs']);
  });

  it('asks the database with the key of the database alone', () => {
    const { env, files } = component(planned(), 'api').wait!;
    expect(env.map(({ name }) => name)).toEqual(['POSTGRES_PASSWORD', 'DATABASE_URL']);
    expect(files.map(({ path }) => path)).toEqual(['/etc/prisma/applied.cjs']);
  });

  it('knows its address and that of its pages, and tells Sentry its version', () => {
    const api = component(planned(), 'api');
    expect(variable(api, 'WASP_SERVER_URL')).toBe('https://api.example.com');
    expect(variable(api, 'WASP_WEB_CLIENT_URL')).toBe('https://pages.example.com');
    expect(variable(api, 'SENTRY_RELEASE')).toBe('1.4.2');
    expect(variable(api, 'SENTRY_ENVIRONMENT')).toBe('test');
  });

  it('asks for pages that are there', () => {
    expect(() => planned('page')).toThrow(/there is no component 'page'. Did you mean 'pages'?/);
  });

  it('starts when each migration of its image is finished in the database', () => {
    expect(ask(['1_init', '2_users'], ['1_init', '2_users'])).toEqual({ status: 0, said: '' });
  });

  it('starts at a database that is ahead: an old version that comes back must not wait for ever', () => {
    expect(ask(['1_init'], ['1_init', '2_users']).status).toBe(0);
  });

  it('waits for a migration that is missing, and for a database that has none yet', () => {
    expect(ask(['1_init', '2_users'], ['1_init'])).toEqual({ status: 1, said: 'not applied: 2_users' });
    expect(ask(['1_init'], 'no table').status).toBe(1);
  });
});

describe('its migrations', () => {
  it("are a Job with the image's own script, and nothing else", () => {
    const { workload, command, ports, env } = component(planned(), 'migrations');
    expect({ workload, command, ports }).toEqual({
      workload: 'Job',
      command: ['npm', 'run', 'db-migrate-prod'],
      ports: {},
    });
    expect(env).toContainEqual({ name: 'HOME', value: '/tmp' });
  });
});
