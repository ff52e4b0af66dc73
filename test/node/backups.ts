/** Stores are saved by the committed CronJobs, lost, and brought back by the commands that people are told to run. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { restore } from '../../cli/restore';
import { findTarget } from '../../cli/sources';
import type { Plan } from '../../model/plan';
import { workName } from '../../model/resolve/backups';
import { loadSystems } from '../../systems';
import type { List } from '../../tools/lab/api';
import { run } from '../../tools/lab/exec';
import { hasCondition, type KubeObject, readUnits, type Unit } from '../../tools/lab/manifests';
import { waitUntilReady } from '../../tools/lab/workloads';
import { planStarted } from '../../tools/node/write-environments';
import { ROOT } from '../support/dist';
import { realNodes } from './lab';
import { leave, lostOf, searchFor } from './life/kept';
import { unusable } from './reports';
import { settled } from './watching';

/** Seconds that one backup may take here, and until everybody who uses a store works again. */
const SAVED = 240;
const USABLE = 120;

/** Environments that save what they have, as `dist` has them: the commands for people are about those. */
const isTried = (unit: Unit): boolean =>
  Boolean(process.env.PHASEWISE_NODE_ALL) &&
  readUnits().some(({ namespace }) => namespace === unit.namespace) &&
  unit.objects.some(({ kind, spec }) => kind === 'CronJob' && spec.suspend === true);

/** Registers the tests of an environment that was brought up before. */
export function everyBackup(unit: Unit): void {
  const { cluster } = realNodes();
  const { namespace, system, environment } = unit;
  const path = mkdtempSync(join(tmpdir(), 'phasewise-commands-'));
  const env = {
    PATH: `${path}:${process.env.PATH}`,
    KUBECONFIG: cluster.kubeconfig,
    KUBECACHEDIR: join(path, 'cache'),
  };
  let plan: Plan;
  let stores: string[];

  /** The log of a Job's pods, where it has not ended well. */
  async function ended(job: string): Promise<string[]> {
    const until = Date.now() + SAVED * 1000;
    for (;;) {
      const one = await cluster.get<KubeObject>(`/apis/batch/v1/namespaces/${namespace}/jobs/${job}`);
      if (hasCondition(one, 'Complete')) return [];
      if (hasCondition(one, 'Failed') || Date.now() > until) {
        const logs = ['logs', `job/${job}`, '--all-containers', '--prefix', '--tail=40'];
        const said = await cluster.kubectl(['-n', namespace, ...logs]);
        return [`${job}: ${hasCondition(one, 'Failed') ? 'failed' : 'has not ended'}\n${said.stdout}`];
      }
      await new Promise((done) => setTimeout(done, 1000));
    }
  }
  const saves = async (store: string, suffix: string): Promise<string[]> => {
    const name = workName(store, 'backup');
    const job = `${name}-${suffix}`;
    await cluster.kubectlOk(['-n', namespace, 'create', 'job', job, `--from=cronjob/${name}`]);
    return ended(job);
  };
  /** Runs a command as somebody types it. */
  const typed = (command: string) => run('bash', ['-c', command], { env, cwd: ROOT, timeout: 400 });

  describe.runIf(isTried(unit))('what is saved', () => {
    beforeAll(async () => {
      symlinkSync(cluster.kubectlPath, join(path, 'kubectl'));
      plan = await planStarted(unit);
      stores = plan.backups!.saved.map(({ store }) => store);
    });
    afterAll(() => rmSync(path, { recursive: true, force: true }));

    const before = `lab-${randomBytes(6).toString('hex')}`;
    const after = `lab-${randomBytes(6).toString('hex')}`;

    test('is saved by the committed CronJobs', async () => {
      expect(stores.length).toBeGreaterThan(0);
      expect(await settled(() => leave(cluster, namespace, before), USABLE)).toEqual([]);
      for (const store of stores) {
        const started = Date.now();
        expect(await saves(store, 'first')).toEqual([]);
        console.log(`${namespace}: ${store} was saved in ${Math.round((Date.now() - started) / 1000)} s`);
      }
      // Nobody who uses them has noticed.
      expect(await unusable(cluster, namespace)).toEqual([]);
    }, 900_000);

    test('is not saved by whoever cannot log in, and that is told', async () => {
      const [store] = stores;
      const name = workName(store!, 'backup');
      const made = [
        'create',
        'job',
        `${name}-wrong`,
        `--from=cronjob/${name}`,
        '--dry-run=client',
        '-o',
        'json',
      ];
      const job = JSON.parse(await cluster.kubectlOk(['-n', namespace, ...made])) as KubeObject;
      job.spec.backoffLimit = 0;
      for (const container of job.spec.template.spec.containers as KubeObject[]) {
        for (const variable of (container.env ?? []) as { valueFrom?: object; value?: string }[]) {
          if (!variable.valueFrom) continue;
          delete variable.valueFrom;
          variable.value = 'wrong';
        }
      }
      await cluster.kubectlOk(['-n', namespace, 'create', '-f', '-'], { stdin: JSON.stringify(job) });
      const [told] = await ended(`${name}-wrong`);
      expect(told).toMatch(/failed/);
      await cluster.kubectlOk(['-n', namespace, 'delete', 'job', `${name}-wrong`]);
    }, 600_000);

    test('comes back, as it was then, after volumes and passwords are gone', async () => {
      expect(await settled(() => leave(cluster, namespace, after), USABLE)).toEqual([]);
      const { steps } = await restore(findTarget(await loadSystems(), `${system}/${environment}`), {}, ROOT);
      const made = plan.secrets.filter(({ kind, owner }) => kind === 'generated' && stores.includes(owner));
      const names = made.map(({ name }) => name);
      const started = Date.now();
      for (const { text, commands } of steps) {
        // Nobody plays Argo CD here. A step is one shell: what one command finds the next one names.
        const ours = commands.filter((command) => !command.includes('kubectl -n argocd'));
        const script = ['set -e', ...ours].join('\n');
        const { code, stdout, stderr } = await typed(script);
        expect({ code, script, said: code ? stdout + stderr : '' }).toEqual({ code: 0, script, said: '' });
        // With the volumes go the passwords.
        if (!/volumes go/.test(text)) continue;
        await cluster.kubectlOk(['-n', namespace, 'delete', 'externalsecret', ...names]);
        await cluster.kubectlOk(['-n', namespace, 'delete', 'secret', ...names, '--ignore-not-found']);
      }
      expect(await waitUntilReady(cluster, namespace, 300)).toEqual([]);
      console.log(
        `${namespace}: ${stores.join(', ')} were brought back in ${Math.round((Date.now() - started) / 1000)} s`,
      );
      expect(await settled(() => unusable(cluster, namespace), USABLE)).toEqual([]);
      expect(await settled(searchFor(cluster, namespace, before, plan), USABLE)).toEqual([]);
      expect(await lostOf(cluster, namespace, after, stores)).toEqual(stores);
    }, 1_800_000);

    test('is not brought back into what holds something', async () => {
      const [store] = stores;
      const command = `npm run -s phasewise -- restore ${system}/${environment} ${store} --format yaml`;
      const { stdout } = await typed(command);
      const job = (await cluster.kubectlOk(['create', '-o', 'name', '-f', '-'], { stdin: stdout })).trim();
      const [told] = await ended(job.replace(/.*\//, ''));
      expect(told).toMatch(/refused: .* not empty/);
      const { items } = await cluster.get<List<KubeObject>>(`/api/v1/namespaces/${namespace}/pods`);
      expect(items.length).toBeGreaterThan(0);
      expect(await unusable(cluster, namespace)).toEqual([]);
    }, 600_000);
  });
}
