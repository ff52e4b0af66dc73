/** What an operator sends to the other place of backups is there in time, and leads back to a moment, as the page says. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { synthesize } from '../../charts/synth';
import { restore } from '../../cli/restore';
import type { Plan, SavedStore } from '../../model/plan';
import { resolve } from '../../model/resolve';
import type { System } from '../../model/system';
import { run, sleep } from '../../tools/lab/exec';
import type { Unit } from '../../tools/lab/manifests';
import { waitUntilReady } from '../../tools/lab/workloads';
import { lastWords } from '../../tools/node/pod-logs';
import type { Elsewhere, Providers } from '../../tools/node/providers';
import { OWN, planStarted } from '../../tools/node/write-environments';
import { put } from '../../write/files';
import { ROOT } from '../support/dist';
import { databaseOf } from './archived';
import { realNodes } from './lab';
import { unusable } from './reports';
import { saves } from './saving';
import { settled } from './watching';

/** Seconds until a copy of a small database is there, from the first instance on. */
const COPIED = 240;
/** Seconds until a segment is there that is sent at once, or again: a refused one is tried once a minute. */
const SENT = 150;
/** Seconds that the keeper may take to bring a snapshot away: it looks each minute. */
const BROUGHT = 180;
/** Seconds until everybody who uses a store works again. */
const USABLE = 120;
/** Seconds between a moment and what comes before and after it. */
const APART = 2;

const ownOf = (unit: Unit): System | undefined => OWN.find(({ name }) => name === unit.system);

/** Registers the tests of an environment that was brought up before. @param providers are there by then */
export function everyArchive(unit: Unit, providers: () => Providers): void {
  const { cluster } = realNodes();
  const { namespace, environment } = unit;
  const system = ownOf(unit);
  const isTried = Boolean(process.env.PHASEWISE_NODE_ALL && system?.environments[environment]?.backups);
  const root = mkdtempSync(join(cluster.folder, 'moment-'));
  const env = {
    PATH: `${root}/bin:${process.env.PATH}`,
    KUBECONFIG: cluster.kubeconfig,
    KUBECACHEDIR: join(root, 'cache'),
  };
  let plan: Plan;
  let saved: SavedStore;
  let place: Elsewhere;
  /** Name of the operator's resource, and of its first log. */
  let log: string;

  const database = () => databaseOf(cluster, namespace, log);
  /** Names of objects below a folder of the bucket. */
  const there = async (folder: string): Promise<string[]> => {
    const { code, stdout, stderr } = await place.mc(
      'ls',
      '--recursive',
      '--json',
      `at/${place.bucket}/${folder}/`,
    );
    if (code !== 0) throw new Error(stderr);
    return stdout
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line).key);
  };
  const copied = async (name: string) => {
    const names = await there(`${saved.log!.folder}/${name}`);
    const missing = ['backup.info', 'data.tar.lz4'].filter((end) =>
      names.every((one) => !one.endsWith(`/${end}`)),
    );
    return missing.length > 0 ? [...missing, ...(await database().said())] : [];
  };
  const sent = (segment: string) => async () => {
    const { last, failed } = await database().archiver();
    return last >= segment ? [] : [`${segment} has not been sent, ${last} has; failed: ${failed}`];
  };
  /** As somebody types it. */
  const typed = (command: string) => run('bash', ['-c', command], { env, cwd: root, timeout: 900 });

  describe.runIf(isTried)('the log in the other place', () => {
    beforeAll(async () => {
      const dist = dirname(dirname(dirname(unit.files[0]!)));
      await run('mkdir', ['-p', join(root, 'bin')]);
      symlinkSync(cluster.kubectlPath, join(root, 'bin/kubectl'));
      symlinkSync(dist, join(root, 'dist'));
      plan = await planStarted(unit);
      saved = plan.backups!.saved.find(({ log }) => log)!;
      log = plan.components.find(({ name }) => name === saved.store)!.operated!.name;
      place = providers().elsewhere!;
    });

    test('begins with a copy of all files, which the provider encrypts', async () => {
      expect(await settled(() => copied(log), COPIED)).toEqual([]);
      const [name] = (await there(saved.log!.folder)).filter((one) => one.endsWith('data.tar.lz4'));
      const path = `at/${place.bucket}/${saved.log!.folder}/${name}`;
      expect((await place.mc('stat', '--json', path)).stdout).toMatch(/AES256|SSE-S3/i);
    }, 600_000);

    test('is told of by each series that its alerts ask for', async () => {
      const { emits } = plan.components.find(({ name }) => name === saved.store)!.metrics![0]!;
      const missing = async () => {
        const text = await database().metrics();
        return emits.filter((name) => /archiv|barman/.test(name) && !text.includes(`\n${name}`));
      };
      expect(await settled(missing, 60)).toEqual([]);
    }, 120_000);

    test('goes on while the place is away, whose clients notice nothing', async () => {
      await place.goAway();
      const { failed } = await database().archiver();
      const segment = await database().writes('CREATE TABLE meanwhile AS SELECT generate_series(1, 1000)');
      const refused = async () =>
        (await database().archiver()).failed > failed ? [] : ['nothing is said to have failed'];
      try {
        expect(await settled(refused, SENT)).toEqual([]);
        expect(await unusable(cluster, namespace)).toEqual([]);
      } finally {
        await place.comeBack();
      }
      expect(await settled(sent(segment), SENT)).toEqual([]);
    }, 600_000);

    test('has each change in the time that the page says, and snapshots are brought there too', async () => {
      const { minutes } = saved.log!;
      const started = Date.now();
      const segment = await database().changes('CREATE TABLE soon AS SELECT 1');
      expect(await saves(cluster, namespace, saved.store, 'elsewhere')).toEqual([]);
      const snapshot = async () =>
        (await there(`${namespace}/${saved.store}`)).some((name) => name.startsWith('snapshots/'))
          ? []
          : ['no snapshot is there'];
      expect(await settled(snapshot, BROUGHT)).toEqual([]);
      const left = minutes * 60 + SENT - (Date.now() - started) / 1000;
      expect(await settled(sent(segment), left)).toEqual([]);
      const seconds = Math.round((Date.now() - started) / 1000);
      console.log(`${namespace}: a change was in the other place after ${seconds} s`);
      expect(seconds).toBeLessThan(minutes * 60 + 60);
    }, 900_000);

    test('leads back to a moment, as the page says, after volumes and passwords are gone', async () => {
      const rows = 'SELECT count(*), md5(string_agg(t::text, chr(10) ORDER BY id)) FROM t';
      await database().writes(
        'CREATE TABLE t AS SELECT id, md5(id::text) AS text FROM generate_series(1, 100000) AS id',
      );
      const before = await database().sql(rows);
      await sleep(APART * 1000);
      const moment = await database().sql(
        `SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`,
      );
      await sleep(APART * 1000);
      const segment = await database().writes('DELETE FROM t WHERE id > 10; DROP TABLE soon');
      expect(await database().sql(rows)).not.toBe(before);
      expect(await settled(sent(segment), SENT)).toEqual([]);

      const target = { system: system!, name: environment, environment: system!.environments[environment]! };
      const { steps } = await restore(target, { component: saved.store }, root);
      const made = plan.secrets.filter(({ kind, owner }) => kind === 'generated' && owner === saved.store);
      const names = made.map(({ name }) => name);
      const started = Date.now();
      for (const { text, commands } of steps) {
        if (/^Begin another log/.test(text)) {
          const next = { ...target.environment.backups!, logs: { [saved.store]: 2 } };
          const environments = { [environment]: { ...target.environment, backups: next } };
          for (const [path, content] of synthesize(resolve({ ...system!, environments }, environment)))
            put(join(root, 'dist', path), content);
          continue;
        }
        const isStart = new RegExp(`^Start ${saved.store}`).test(text);
        const script = isStart
          ? page(namespace, `dist/${unit.system}/${environment}/`, moment)
          : commands.filter((command) => !command.includes('kubectl -n argocd')).join('\n');
        const { code, stdout, stderr } = await typed(`set -e\n${script}`);
        const said = code ? [stdout, stderr, ...(await lastWords(cluster, namespace))].join('\n') : '';
        expect({ code, script, said }).toEqual({ code: 0, script, said: '' });
        // With the volumes go the passwords.
        if (!/volumes go/.test(text)) continue;
        await cluster.kubectlOk(['-n', namespace, 'delete', 'externalsecret', ...names]);
        await cluster.kubectlOk(['-n', namespace, 'delete', 'secret', ...names, '--ignore-not-found']);
        const secrets = join(root, `dist/${unit.system}/${environment}/secrets.k8s.yaml`);
        await cluster.kubectlOk(['apply', '--server-side', '--force-conflicts', '-f', secrets]);
      }
      expect(await waitUntilReady(cluster, namespace, 300)).toEqual([]);
      const seconds = Math.round((Date.now() - started) / 1000);
      console.log(`${namespace}: ${saved.store} was brought back to a moment in ${seconds} s`);
      expect(await database().sql(rows)).toBe(before);
      expect(await database().sql("SELECT to_regclass('soon') IS NOT NULL")).toBe('t');
      expect(await settled(() => unusable(cluster, namespace), USABLE)).toEqual([]);
    }, 1_800_000);

    test('goes on in another one then, which begins with a copy of its own', async () => {
      expect(await settled(() => copied(`${log}-2`), COPIED)).toEqual([]);
      const segment = await database().writes(`CREATE TABLE again_${randomBytes(3).toString('hex')} ()`);
      expect(await settled(sent(segment), SENT)).toEqual([]);
      const names = await there(`${saved.log!.folder}/${log}-2`);
      expect(names.some((name) => name.includes(segment))).toBe(true);
    }, 600_000);
  });
}

/** The commands of the page, for this environment and this moment. */
function page(namespace: string, folder: string, moment: string): string {
  const text = readFileSync(join(ROOT, 'docs/disaster-recovery.md'), 'utf8');
  const script = /```sh\n(mkdir moment[\s\S]*?)```/.exec(text)![1]!;
  return script
    .replaceAll('dist/org-chatbot/production/', folder)
    .replaceAll('org-chatbot-production', namespace)
    .replace(/targetTime: ".*"/, `targetTime: "${moment}"`);
}
