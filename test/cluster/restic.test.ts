/** The real restic, by the scripts of its catalogue file: what is saved, what comes back, and who can spoil it. */
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { afterAll, describe, expect, type TestContext, test } from 'vitest';
import { resticRepository } from '../../catalogue/restic';
import type { BackupRole, Backups } from '../../model/backup';
import type { SecretKey } from '../../model/component';
import { must, run, sleep } from '../../tools/lab/exec';
import { type Minio, startMinio } from '../../tools/lab/minio';
import {
  type PlayedRepository,
  type ResticLab,
  resticLab,
  type Work,
  type Worked,
} from '../../tools/lab/restic';
import { accountOf, jobContext, keyOf, repositoryContext, saved, workOf } from '../catalogue/restic-fixture';
import { needBuilt, needInstalled } from './lab';

const HOST = `127.0.1.${process.env.VITEST_POOL_ID ?? 1}`;
const AT = { server: `${HOST}:18000`, exporter: `${HOST}:19100`, minio: `${HOST}:19000` };
const DAY = 86_400_000;

const repository = resticRepository({ volume: '1Gi' });
const offsite = {
  endpoint: 'https://s3.example.com',
  region: 'us-east-1',
  bucket: 'copies',
  days: 90,
} as const;
/** Days in the repository, and so the newest that always stay. */
const DAYS = 3;
const backups: Backups = { at: '02:00', days: DAYS, offsite };
const OFFSITE = `s3:http://${AT.minio}/copies/shop-live`;

let lab: ResticLab | undefined;
let minio: Minio | undefined;
let kept: PlayedRepository | undefined;
afterAll(async () => {
  await lab?.stop();
  await minio?.stop();
});

async function need(context: TestContext) {
  const programs = {
    restic: await needBuilt(context, 'restic'),
    restServer: await needBuilt(context, 'rest-server'),
    nodeExporter: await needBuilt(context, 'node-exporter'),
    busybox: needInstalled(context, 'busybox', 'busybox-static'),
    jq: needInstalled(context, 'jq', 'jq'),
    htpasswd: needInstalled(context, 'htpasswd', 'apache2-utils'),
  };
  const files = { minio: await needBuilt(context, 'minio'), mc: await needBuilt(context, 'mc') };
  if (!minio) {
    minio = await startMinio(files, { MINIO_ROOT_USER: 'root' }, AT.minio);
    await minio.as('root').send(new CreateBucketCommand({ Bucket: 'copies' }));
  }
  lab ??= await resticLab(programs, AT, { 'offsite/access': 'root', 'offsite/secret': 'made-for-ROOT' });
  kept ??= lab.start(
    'repository',
    repository,
    repository.configure!(repositoryContext(['db', 'files'], backups)),
    {
      OFFSITE,
      PAUSE: '1',
    },
  );
  return { lab, kept };
}

async function until(what: string, seconds: number, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + seconds * 1000; !(await holds()); await sleep(200)) {
    if (Date.now() < end) continue;
    const said = kept?.logs().trim() ?? '';
    throw new Error(
      `not within ${seconds} s: ${what}; the keeper's last: ${said.split('\n').at(-1)}\n${said}`,
    );
  }
}
const series = (name: string, store: string, place = 'local'): number | undefined =>
  kept!.told()[`${name}{store="${store}",repository="${place}"}`];

const login = (store: string): Record<string, string> => ({
  RESTIC_REPOSITORY: `rest:http://${AT.server}/${store}-backup/`,
  RESTIC_REST_USERNAME: `${store}-backup`,
  RESTIC_REST_PASSWORD: lab!.secret(accountOf(store).secret, 'password'),
});
const keyed = (store: string): Record<string, string> => ({
  RESTIC_PASSWORD: lab!.secret(keyOf(store).secret, 'password'),
});
const client = (store: string): Record<string, string> => ({ ...login(store), ...keyed(store) });

/** Runs the job of a store. Impatient, so that what fails does so at once. */
function work(
  store: string,
  role: BackupRole,
  script: string,
  how: Partial<Work> & { readonly key?: SecretKey } = {},
) {
  const job = workOf(repository, store, role, saved(script, script), how.key);
  const env = { PATIENCE: '0', TRY: '30', LAST: '10', START: '30', ...login(store), ...how.env };
  return lab!.work(job, job.definition.configure!(jobContext(store)), { ...how, env });
}
/** Or tells what it said. */
function endedWell({ client: own, restic }: Worked): void {
  const said = [own, restic].map(({ code, stderr }) => code === 0 || `${code}: ${stderr}`);
  expect(said).toEqual([true, true]);
}
const DUMP = 'cat /tmp/payload';
const LOAD = 'cat > /tmp/restored; : > /tmp/ended';

async function snapshots(env: Readonly<Record<string, string>>): Promise<{ id: string; time: string }[]> {
  const { code, stdout, stderr } = await lab!.restic(env, 'snapshots', '--no-lock', '--json');
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) ?? [];
}
const savedAs = (text: string): string => /snapshot (\w+) saved/.exec(text)![1]!;
const BEGUN = Date.now();
const timeOf = (milliseconds: number): string =>
  new Date(BEGUN + milliseconds).toISOString().slice(0, 19).replace('T', ' ');
/** A snapshot that says it is of another time, and holds it. */
const addedAt = async (store: string, milliseconds: number): Promise<void> => {
  const time = timeOf(milliseconds);
  const args = ['backup', '--host', store, '--time', time, '--stdin-filename', 'everything.dump'];
  const { code, stderr } = await lab!.restic(
    { ...client(store), TZ: 'UTC' },
    ...[...args, '--stdin-from-command', '--', 'echo', time],
  );
  if (code !== 0) throw new Error(stderr);
};
/** What the keeper did last is due again. */
const due = (store: string, ...notes: string[]): void => {
  for (const note of notes) rmSync(join(kept!.data, '.keeper', store, note), { force: true });
};
const packs = (store: string): string[] => {
  const folder = join(kept!.data, `${store}-backup`, 'data');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((name) => statSync(name).isFile());
};

const payloads = [randomBytes(6_000_000), randomBytes(6_000_000)];

describe('a store', () => {
  test('has a repository, here and in the other place, before anybody asks', async (context) => {
    await need(context);
    await until('all repositories', 60, () =>
      ['db', 'files'].every(
        (store) =>
          series('backup_check_success', store) === 1 &&
          series('backup_repository_timestamp_seconds', store, 'offsite'),
      ),
    );
  });

  test('that is saved twice at once comes back byte for byte, from either', async (context) => {
    await need(context);
    const jobs = await Promise.all(
      payloads.map((payload) => work('db', 'backup', DUMP, { files: { payload } })),
    );
    jobs.forEach(endedWell);
    const ids = jobs.map(({ restic }) => savedAs(restic.stdout));
    const restored = await Promise.all(
      ids.map((SNAPSHOT) => work('db', 'restore', LOAD, { env: { SNAPSHOT } })),
    );
    for (const [index, job] of restored.entries()) {
      endedWell(job);
      expect(job.restic.stdout).toContain(`snapshot ${ids[index]}`);
      expect(job.file('restored')!.equals(payloads[index]!)).toBe(true);
    }
    const said = [...jobs, ...restored]
      .map(({ restic, client: other }) => JSON.stringify([restic, other]))
      .join();
    for (const password of [keyOf('db'), accountOf('db')])
      expect(said + kept!.logs()).not.toContain(lab!.secret(password.secret, password.key));
  });

  test.concurrent('whose dump breaks off, is killed or is empty has no snapshot of it, and the job fails', async (context) => {
    await need(context);
    const [broken, empty, killed] = await Promise.all([
      work('files', 'backup', 'head -c 3000000 /dev/urandom; exit 3'),
      work('files', 'backup', ':'),
      work('files', 'backup', 'head -c 3000000 /dev/urandom; : > /tmp/begun; sleep 60', {
        killed: 'client',
        env: { LAST: '5' },
      }),
    ]);
    expect(broken!.client.stderr).toContain('the dump ended with status 3');
    expect(empty!.restic.stderr).toContain('the client wrote nothing');
    for (const { restic } of [broken!, empty!, killed!]) {
      expect(restic.code).not.toBe(0);
      expect(restic.stderr).toContain('nothing was kept');
    }
    expect(await snapshots(client('files'))).toEqual([]);
  });

  test.concurrent('is told of no end where a restore breaks off', async (context) => {
    await need(context);
    const [broken, refused] = await Promise.all([
      work('db', 'restore', `: > /tmp/begun; sleep 1; ${LOAD}`, { killed: 'restic', env: { LAST: '5' } }),
      work('db', 'restore', 'echo "it holds something" >&2; exit 4'),
    ]);
    expect(broken!.client.code).not.toBe(0);
    expect(broken!.client.stderr).toContain('broken off');
    expect(broken!.file('ended')).toBeUndefined();
    expect([refused!.restic.code, refused!.client.code]).not.toContain(0);
    expect(refused!.client.stderr).toMatch(/it holds something[\s\S]*ended with status 4/);
  });

  test.concurrent('says what is wrong: the key, the account, the place, the snapshot', async (context) => {
    await need(context);
    const of = (store: string, how: Parameters<typeof work>[3], role: BackupRole = 'backup') =>
      work(store, role, role === 'backup' ? 'echo never' : LOAD, how);
    const [key, account, place, snapshot] = await Promise.all([
      of('db', { key: keyOf('files'), env: { PATIENCE: '900' } }),
      of('db', { env: { RESTIC_REST_PASSWORD: 'wrong', PATIENCE: '900' } }),
      of('db', { env: { RESTIC_REPOSITORY: `rest:http://${HOST}:18001/db-backup/`, TRY: '2' } }),
      of('db', { env: { SNAPSHOT: 'dead' } }, 'restore'),
    ]);
    expect(key!.restic.stderr).toContain('the key does not open the repository');
    expect(account!.restic.stderr).toContain('the repository does not let this account in');
    expect(place!.restic.stderr).toContain('or cannot be reached');
    expect(snapshot!.restic.stderr).toContain("there is no snapshot 'dead' of db");
    for (const { restic, client: other } of [key!, account!, place!, snapshot!]) {
      expect([restic.code, other.code]).not.toContain(0);
      expect(other.stderr).toContain('the other container has failed');
    }
  });
});

describe('whoever has the account of one store', () => {
  test('reads nothing of another, and deletes nothing of its own', async (context) => {
    await need(context);
    const [first] = await snapshots(client('db'));
    const others = { ...client('files'), RESTIC_REPOSITORY: login('db').RESTIC_REPOSITORY! };
    expect(
      (await lab!.restic({ ...others, ...keyed('db') }, 'cat', 'config', '--retry-lock', '1s')).code,
    ).not.toBe(0);
    const ask = async (store: string, method: string, path: string): Promise<number> => {
      const { RESTIC_REST_USERNAME: user, RESTIC_REST_PASSWORD: password } = login(store);
      const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
      return (await fetch(`http://${AT.server}/${path}`, { method, headers: { authorization } })).status;
    };
    expect(await ask('files', 'GET', 'db-backup/config')).toBe(401);
    expect(await ask('files', 'GET', 'files-backup/../db-backup/config')).toBe(401);
    expect(await ask('files', 'GET', 'files-backup/..%2fdb-backup/config')).not.toBe(200);
    expect(await ask('files', 'GET', '.keeper/db/local-checked')).toBe(401);
    // So it would be noticed.
    expect(await ask('db', 'GET', 'db-backup/config')).toBe(200);
    expect((await lab!.restic(client('db'), 'forget', first!.id, '--retry-lock', '1s')).code).not.toBe(0);
    const [key] = readdirSync(join(kept!.data, 'db-backup/keys'));
    const pack = packs('db')[0]!.split('/').at(-1);
    for (const path of ['config', `keys/${key}`, `data/${pack}`, `snapshots/${first!.id}`]) {
      expect([path, await ask('db', 'DELETE', `db-backup/${path}`)]).toEqual([path, 403]);
      expect([path, await ask('db', 'POST', `db-backup/${path}`)]).toEqual([path, 403]);
    }
    expect((await snapshots(client('db'))).map(({ id }) => id)).toContain(first!.id);
  });

  test('cannot make good snapshots go by others of tomorrow, and what is old goes', async (context) => {
    await need(context);
    const ages = [100, 50, 5, 4, 2];
    // Nothing is due to go before it has been copied: of those of other times one may come while others are copied.
    const forgot = join(kept!.data, '.keeper/files/local-forgot');
    writeFileSync(forgot, '');
    await Promise.all([1, 400].map((days) => addedAt('files', days * DAY)));
    await Promise.all(ages.map((days) => addedAt('files', -days * DAY)));
    const there = async () => (await snapshots(client('files'))).length;
    const seen = () => series('backup_snapshots', 'files')! + series('backup_snapshots_refused', 'files')!;
    await until('all have been looked at', 120, async () => seen() === (await there()));
    expect([seen(), series('backup_snapshots_refused', 'files')]).toEqual([7, 2]);
    await until(
      'those young enough have been copied',
      240,
      () => series('backup_snapshots', 'files', 'offsite') === 4,
    );
    await until('the old ones have gone', 120, async () => {
      // Each time: it may have been at it, with less to see.
      due('files', 'local-forgot');
      return series('backup_snapshots', 'files') === DAYS && (await there()) === DAYS + 2;
    });
    const left = (await snapshots(client('files'))).map(({ time }) =>
      Math.round((Date.now() - Date.parse(time)) / DAY),
    );
    expect(left.sort((a, b) => b - a)).toEqual([5, 4, 2, -1, -400]);
    expect(
      Math.round((Date.now() / 1000 - series('backup_snapshot_timestamp_seconds', 'files')!) / 86_400),
    ).toBe(2);
    const newest = await work('files', 'restore', LOAD);
    expect(newest.file('restored')!.toString()).toBe(`${timeOf(-2 * DAY)}\n`);
  });
});

describe('the keeper', () => {
  test('has brought to the other place what is good, and young enough for it', async (context) => {
    await need(context);
    const elsewhere = {
      ...keyed('files'),
      RESTIC_REPOSITORY: `${OFFSITE}/files`,
      AWS_ACCESS_KEY_ID: 'root',
      AWS_SECRET_ACCESS_KEY: 'made-for-ROOT',
    };
    expect(series('backup_copy_success', 'files', 'offsite')).toBe(1);
    const ages = (await snapshots(elsewhere)).map(({ time }) =>
      Math.round((Date.now() - Date.parse(time)) / DAY),
    );
    expect(ages.sort((a, b) => b - a)).toEqual([50, 5, 4, 2]);
  });

  test('tells in words that Prometheus reads, and how much room there is', async (context) => {
    const promtool = await needBuilt(context, 'promtool');
    await need(context);
    const text = await (await fetch(`http://${AT.exporter}/metrics`)).text();
    const { code, stdout, stderr } = await run(promtool, ['check', 'metrics'], { stdin: text });
    expect([code, stdout, stderr]).toEqual([0, '', '']);
    expect(text).toContain('node_textfile_scrape_error 0');
    expect(text).toMatch(/node_filesystem_avail_bytes{.*mountpoint="\/data"/);
    const emitted = repository.metrics!.flatMap(({ name, emits }) => (name === 'keeper' ? emits : []));
    for (const name of emitted) expect(text).toContain(`# TYPE ${name} gauge`);
    const server = await (await fetch(`http://${AT.server}/metrics`)).text();
    expect(server).toMatch(
      /rest_server_blob_write_bytes_total{repo="db-backup",type="data",user="db-backup"}/,
    );
  });

  test('finds damage, says so, and deletes nothing of it', async (context) => {
    await need(context);
    for (const pack of packs('db')) {
      const content = readFileSync(pack);
      content[Math.floor(content.length / 3)]! ^= 1;
      chmodSync(pack, 0o600);
      writeFileSync(pack, content);
    }
    due('db', 'local-checked', 'local-passed', 'local-forgot');
    // What somebody is at work on is not damaged.
    const slow = lab!.restic(
      client('files'),
      'backup',
      '--stdin-from-command',
      '--',
      'sh',
      '-c',
      'sleep 8; echo it',
    );
    due('files', 'local-checked', 'local-passed');
    await until('it is found', 60, () => series('backup_check_success', 'db') === 0);
    await until('the other is in use', 30, () => kept!.logs().includes('files: in use (local): later'));
    expect((await slow).code).toBe(0);
    await until('it is looked at', 60, () => {
      const said = kept!.logs();
      return said.lastIndexOf('files: is whole (local') > said.indexOf('files: in use (local)');
    });
    expect(kept!.logs()).toContain('db: IS DAMAGED');
    expect(series('backup_check_success', 'files')).toBe(1);
    const { restic, client: loaded, file } = await work('db', 'restore', LOAD);
    expect([restic.code, loaded.code]).not.toContain(0);
    expect(file('ended')).toBeUndefined();
    expect(await snapshots(client('db'))).toHaveLength(2);
  });

  test('brings the newest back from the other place to a new volume', async (context) => {
    await need(context);
    await until('both are copied', 60, () => series('backup_snapshots', 'db', 'offsite') === 2);
    const [first, second] = (await snapshots(client('db'))).sort((a, b) => (a.time < b.time ? -1 : 1));
    expect(first && second).toBeTruthy();
    renameSync(join(kept!.data, 'db-backup'), join(kept!.data, 'lost'));
    await until(
      'it is there again',
      60,
      () => series('backup_check_success', 'db') === 1 && series('backup_snapshots', 'db') === 1,
    );
    const [back] = await snapshots(client('db'));
    expect(back!.time).toBe(second!.time);
    const restored = await work('db', 'restore', LOAD);
    endedWell(restored);
    expect(payloads.some((payload) => restored.file('restored')!.equals(payload))).toBe(true);
  });

  test('has earlier snapshots on a full disk, and the job that finds it full fails', async (context) => {
    await need(context);
    if (process.getuid?.() !== 0) context.skip('not run: only root can make a small disk');
    await kept!.stop();
    const disk = join(lab!.folder, 'small/volumes/data');
    mkdirSync(disk, { recursive: true });
    await must('mount', ['-t', 'tmpfs', '-o', 'size=36m', 'tmpfs', disk]);
    try {
      const small = lab!.start(
        'small',
        repository,
        repository.configure!(repositoryContext(['db'], { at: '02:00', days: 30 })),
        { PAUSE: '1' },
      );
      kept = small;
      await until('a repository', 30, () => series('backup_check_success', 'db') === 1);
      const [payload] = payloads;
      expect(
        (await work('db', 'backup', DUMP, { files: { payload: payload!.subarray(0, 2_000_000) } })).restic
          .code,
      ).toBe(0);
      const full = await work('db', 'backup', 'head -c 60000000 /dev/urandom');
      // The client may have handed over all of it before restic found no room.
      expect(full.restic.code).not.toBe(0);
      expect(full.restic.stderr).toContain('507');
      const back = await work('db', 'restore', LOAD);
      endedWell(back);
      expect(back.file('restored')!.equals(payload!.subarray(0, 2_000_000))).toBe(true);
      // The keeper goes on.
      due('db', 'local-checked', 'local-passed');
      await until('it is whole', 30, () => existsSync(join(disk, '.keeper/db/local-passed')));
      await small.stop();
    } finally {
      await run('umount', ['--lazy', disk]);
    }
  });
});
