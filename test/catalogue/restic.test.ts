import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SERVE } from '../../catalogue/parts/restic-streams';
import { resticRepository } from '../../catalogue/restic';
import type { Backups } from '../../model/backup';
import type { Configuration, Sidecar } from '../../model/component';
import { resolve } from '../../model/resolve';
import { run } from '../../tools/lab/exec';
import { savedShop } from '../support/saved';
import { accountOf, jobContext, keyOf, repositoryContext, saved, workOf } from './restic-fixture';

const repository = resticRepository({ volume: '10Gi' });
const OFFSITE: NonNullable<Backups['offsite']> = {
  endpoint: 'https://s3.example.com',
  region: 'eu-1',
  bucket: 'copies',
  days: 90,
  class: 'GLACIER_IR',
};
const configured = (stores: readonly string[], offsite = true): Configuration =>
  repository.configure!(
    repositoryContext(stores, { at: '02:00', days: 30, ...(offsite && { offsite: OFFSITE }) }),
  );
const sidecar = ({ sidecars = [] }: Configuration, name: string): Sidecar =>
  sidecars.find((one) => one.name === name)!;
const file = ({ files = [] }: Pick<Configuration, 'files'>, path: string): string =>
  files.find((one) => one.path === path)!.content;

describe('a repository of restic', () => {
  it('has one account for both kinds of work of a store, and tells the server no password', () => {
    const config = configured(['db', 'files']);
    const serve = file(config, '/etc/rest-server/serve.sh');
    expect(serve.match(/^account .*/gm)).toEqual([
      'account db-backup "$DB_BACKUP_PASSWORD"',
      'account files-backup "$FILES_BACKUP_PASSWORD"',
    ]);
    expect(serve).toContain('unset DB_BACKUP_PASSWORD');
    expect(serve).toMatch(/exec rest-server .*\n.* --append-only --private-repos/);
    expect(config.env).toMatchObject({ DB_BACKUP_PASSWORD: accountOf('db') });
  });

  it('leads each client to a place of its own', () => {
    const at = { host: 'repository', port: () => 8000, username: 'db-backup', password: '$(P)' };
    expect(repository.connect!(at as never)).toEqual({
      repository: 'rest:http://repository:8000/db-backup/',
      username: 'db-backup',
      password: '$(P)',
    });
  });

  it('gives keys and the other place to the keeper, and to nobody else', () => {
    const config = configured(['db']);
    expect(sidecar(config, 'keeper').env).toMatchObject({
      KEY_OF_DB: keyOf('db'),
      DAYS: '30',
      OFFSITE: 's3:https://s3.example.com/copies/shop-live',
      OFFSITE_CLASS: 'GLACIER_IR',
      AWS_DEFAULT_REGION: 'eu-1',
      AWS_SECRET_ACCESS_KEY: { secret: 'offsite', key: 'secret' },
    });
    expect(JSON.stringify([config.env, sidecar(config, 'metrics')])).not.toMatch(/KEY|offsite/);
    expect(sidecar(configured(['db'], false), 'keeper').env).toMatchObject({ OFFSITE: '' });
  });

  it('reads more than a volume in weeks, so that a check ends', () => {
    const parts = (volume: number) =>
      sidecar(repository.configure!(repositoryContext(['db'], { at: '02:00', days: 30 }, volume)), 'keeper')
        .env!.PARTS;
    expect([10, 100, 101, 500].map((gib) => parts(gib * 1024))).toEqual(['1', '1', '2', '5']);
  });

  it('is refused where nothing is said of backups', () => {
    expect(() => repository.configure!(repositoryContext(['db']))).toThrow('how long they are kept');
  });

  it('watches each store and place, and copies only where there is another place', () => {
    const alerts = (offsite: boolean) =>
      repository.alerts!(
        repositoryContext(['db', 'files'], { at: '02:00', days: 30, ...(offsite && { offsite: OFFSITE }) }),
      );
    const unknown = (offsite: boolean) =>
      alerts(offsite).find(({ alert }) => alert === 'BackupUnknown')!.expr;
    expect(unknown(false).match(/store="\w+",repository="\w+"/g)).toEqual([
      'store="db",repository="local"',
      'store="files",repository="local"',
    ]);
    expect(unknown(true).match(/absent/g)).toHaveLength(4);
    expect(alerts(false).map(({ alert }) => alert)).not.toContain('BackupNotCopied');
    expect(alerts(true).map(({ alert }) => alert)).toContain('BackupNotCopied');
  });
});

describe('a system that is saved by it', () => {
  const shop = savedShop();
  const system = {
    ...shop,
    components: { ...shop.components, backups: resticRepository({ volume: '2Gi' }) },
  };
  const plan = resolve(system, 'live');
  const planned = (name: string) => plan.components.find((one) => one.name === name)!;

  it('has one account for all work on a store, and one key, which the secret store has', () => {
    const keeper = planned('backups').sidecars.find(({ name }) => name === 'keeper')!;
    expect(file(planned('backups'), '/etc/rest-server/serve.sh').match(/^account .*/gm)).toHaveLength(1);
    const key = { secret: 'store-snapshots', key: 'password' };
    expect(keeper.env).toContainEqual({ name: 'KEY_OF_STORE', from: key });
    for (const work of ['store-backup', 'store-restore']) {
      const [restic] = planned(work).sidecars;
      expect(restic!.env).toContainEqual({ name: 'RESTIC_PASSWORD', from: key });
      expect(restic!.env).toContainEqual({
        name: 'RESTIC_REPOSITORY',
        value: 'rest:http://backups:8000/store-backup/',
      });
    }
  });

  it('gives the store’s password to its client alone', () => {
    const { env, sidecars } = planned('store-backup');
    expect(env.map(({ name }) => name)).toEqual(['STORE_PASSWORD', 'STORE_URL']);
    expect(JSON.stringify(sidecars)).not.toContain('store-store-backup');
  });
});

describe('the work of a store', () => {
  const backup = saved('dump-it', 'load-it');
  const job = (role: 'backup' | 'restore') => {
    const { definition } = workOf(repository, 'db', role, backup);
    const config = definition.configure!(jobContext('db'));
    return { definition, config, restic: sidecar(config, 'restic') };
  };

  it('is the store’s own client, which has nothing of restic’s, and restic beside it', () => {
    const { definition, config, restic } = job('backup');
    expect(definition).toMatchObject({ image: { repository: 'store' }, identity: { user: 1000 } });
    expect(file(config, '/etc/backup/script.sh')).toBe('dump-it');
    expect(JSON.stringify({ ...definition.env, ...config.env })).toBe('{}');
    expect(restic.env).toMatchObject({
      REPOSITORY_PASSWORD: accountOf('db'),
      RESTIC_REPOSITORY: 'rest:http://repository:8000/db-backup/',
      RESTIC_REST_USERNAME: 'db-backup',
      RESTIC_REST_PASSWORD: '$(REPOSITORY_PASSWORD)',
      RESTIC_PASSWORD: keyOf('db'),
    });
    expect(restic).toMatchObject({ ends: true, shares: ['/stream'] });
    // Both open the same pipe.
    expect(restic.identity).toBeUndefined();
  });

  it('runs the other script to bring one back, and asks which', () => {
    const { config, restic } = job('restore');
    expect(restic.env).toMatchObject({ SNAPSHOT: 'latest' });
    expect(restic.command).toEqual(['sh', '/etc/restic/restore.sh', 'db', 'everything.dump']);
    expect(file(config, '/etc/backup/script.sh')).toBe('load-it');
  });

  it('has the server of a drill beside it, which is told a password that nobody else hears', () => {
    const server = { script: 'serve-it', resources: repository.resources };
    const drilled = { ...backup, drill: { ...backup.restore, script: 'try-it', server } };
    const { definition } = workOf(repository, 'db', 'drill', drilled);
    const config = definition.configure!(jobContext('db'));
    const beside = sidecar(config, 'server');
    expect(beside).toMatchObject({
      image: { repository: 'store' },
      ends: true,
      shares: ['/run/door', '/stream'],
    });
    expect(file(beside, '/etc/server/server.sh')).toBe('serve-it');
    expect(definition.scratch).toContainEqual({ mountPath: '/run/door', size: '1Mi', memory: true });
    expect(JSON.stringify(sidecar(config, 'restic'))).not.toContain('/run/door');
    expect(
      sidecar(workOf(repository, 'db', 'restore', drilled).definition.configure!(jobContext('db')), 'server'),
    ).toBeUndefined();
  });

  it('ends the server of a drill with it, whether or not the drill ever began', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'phasewise-beside-'));
    const script = SERVE.replaceAll('/stream', folder).replaceAll('/etc/server', folder);
    const serve = async (server: string) => {
      writeFileSync(join(folder, 'server.sh'), server);
      const { code, stderr } = await run('sh', ['-c', script]);
      const isBroken = existsSync(join(folder, 'broken'));
      rmSync(join(folder, 'broken'), { force: true });
      return [code, stderr.trim(), isBroken];
    };
    try {
      expect(await serve('exit 3')).toEqual([1, 'the server ended with status 3', true]);
      // The others have failed, and nobody comes.
      const told = 'the other container has failed; its log says why';
      expect(await serve(`: > ${folder}/broken; exec sleep 60`)).toEqual([1, told, true]);
      writeFileSync(join(folder, 'done'), '');
      expect(await serve('exit 0')).toEqual([0, '', false]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('has everything between the two in memory', () => {
    const stream = { mountPath: '/stream', size: '1Mi', memory: true };
    expect(job('backup').definition.scratch).toContainEqual(stream);
  });
});
