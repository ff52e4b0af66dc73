import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { postgres } from '../../catalogue/postgres';
import { staticSite } from '../../catalogue/static-site';
import { waspMigrations, waspSeed, waspServer } from '../../catalogue/wasp';
import { component, file, plan, variable } from './fixture';

const image = { repository: 'example.com/server', tag: '1.4.2' };
const resources = { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '400Mi' } } as const;
const planned = (client = 'pages') =>
  plan(
    {
      api: waspServer({ image, resources, description: 'API', port: 3001, client }),
      migrations: waspMigrations({ image, description: 'Schema' }),
      seed: waspSeed({ image, description: 'First data', seed: 'devSeed', server: 'api', client: 'pages' }),
      pages: staticSite({ image: { ...image, repository: 'example.com/client' }, description: 'Pages' }),
      postgres: postgres({ database: 'shop', volume: '10Gi' }),
    },
    {
      routes: ['api', 'pages'].map((to) => ({ host: to, to })),
      flows: ['api', 'migrations', 'seed'].map((from) => ({
        from,
        to: 'postgres',
        env: { DATABASE_URL: 'uri' },
      })),
    },
  );

const folder = mkdtempSync(join(tmpdir(), 'phasewise-wasp-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Where the image starts: up to Wasp 0.20, and from 0.21 on. */
const STARTS_IN = ['.wasp/build/server', '.wasp/out/server'] as const;

/** What the image has at run time, as its Dockerfile copies it. @returns the folder it starts in */
function unpack(startsIn: string, files: Readonly<Record<string, string>>): string {
  const app = mkdtempSync(join(folder, 'app-'));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(app, path)), { recursive: true });
    writeFileSync(join(app, path), content);
  }
  mkdirSync(join(app, startsIn), { recursive: true });
  return join(app, startsIn);
}

/** Runs the question with a stand-in for Prisma's client that answers with these rows, or fails. */
function ask(
  wanted: readonly string[],
  done: readonly string[] | 'no table',
  startsIn: string = STARTS_IN[0],
): { status: number; said: string } {
  const db = join(dirname(startsIn), 'db/migrations');
  const answer =
    done === 'no table'
      ? `throw new Error('relation "_prisma_migrations" does not exist')`
      : `return ${JSON.stringify(done.map((migration_name) => ({ migration_name })))}`;
  const cwd = unpack(startsIn, {
    [join(db, 'migration_lock.toml')]: '',
    ...Object.fromEntries(wanted.map((name) => [join(db, name, 'migration.sql'), ''])),
    'node_modules/@prisma/client/index.js': `exports.PrismaClient = class { async $queryRawUnsafe() { ${answer}; } async $disconnect() {} };`,
  });
  const script = join(folder, 'applied.cjs');
  writeFileSync(script, file(component(planned(), 'api'), '/etc/prisma/applied.cjs'));
  const { status, stderr } = spawnSync(process.execPath, [script], { cwd, encoding: 'utf8' });
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

  it.each(STARTS_IN)('finds its migrations in an image that starts in %s', (startsIn) => {
    expect(ask(['1_init'], ['1_init'], startsIn)).toEqual({ status: 0, said: '' });
    expect(ask(['1_init'], [], startsIn)).toEqual({ status: 1, said: 'not applied: 1_init' });
  });

  it('is not restarted because a database is away: probes ask what Wasp answers by itself', () => {
    const { probes } = component(planned(), 'api');
    for (const probe of Object.values(probes!)) expect(probe.check).toEqual({ http: '/', port: 'http' });
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

describe('its first data', () => {
  /** What Wasp's code looks for in production before it does anything, and the seed by its name. */
  const BUNDLE = `
const missing = ['DATABASE_URL', 'WASP_SERVER_URL', 'WASP_WEB_CLIENT_URL', 'JWT_SECRET'].filter((name) => !process.env[name]);
if (process.env.NODE_ENV !== 'production' || missing.length > 0) throw new Error('missing ' + missing);
console.log('Running seed: ' + process.env.WASP_DB_SEED_NAME);
`;
  const run = (bundle: Record<string, string>) => {
    const { command, env } = component(planned(), 'seed');
    const cwd = unpack(STARTS_IN[0], { ...bundle, [`${STARTS_IN[0]}/node_modules/dotenv/config.js`]: '' });
    const [, ...args] = command!;
    const variables = env.map((one) => [one.name, 'value' in one ? one.value : 'made']);
    // The image's PATH, for the program alone.
    const path = { PATH: dirname(process.execPath) };
    return spawnSync(command![0]!, args, {
      cwd,
      encoding: 'utf8',
      env: { ...path, ...Object.fromEntries(variables) },
    });
  };

  it('come from what the image has, with all that it looks for', () => {
    const { status, stdout, stderr } = run({ [`${STARTS_IN[0]}/bundle/dbSeed.js`]: BUNDLE });
    expect(stderr).toBe('');
    expect([status, stdout.trim()]).toEqual([0, 'Running seed: devSeed']);
  });

  it('fail in an image that has none', () => {
    expect(run({}).status).not.toBe(0);
  });
});
