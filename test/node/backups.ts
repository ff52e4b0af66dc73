/** Stores are saved by the committed CronJobs, lost, and brought back by the commands that people are told to run. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { restore } from '../../cli/restore';
import { findTarget } from '../../cli/sources';
import type { Plan } from '../../model/plan';
import { loadSystems } from '../../systems';
import type { List } from '../../tools/lab/api';
import { run, sleep } from '../../tools/lab/exec';
import { type KubeObject, readUnits, type Unit } from '../../tools/lab/manifests';
import { waitUntilReady } from '../../tools/lab/workloads';
import type { Providers } from '../../tools/node/providers';
import { planStarted } from '../../tools/node/write-environments';
import { ROOT } from '../support/dist';
import { type Client, clientsOf, filled, paceOf, paceText, slowed, sumNow } from './dumped';
import { realNodes } from './lab';
import { leave, lostOf, searchFor } from './life/kept';
import { componentOfPod, lastingPods, mainContainer, processOf } from './life/pods';
import { unusable } from './reports';
import { ended, saves, savesAsNobody, tries } from './saving';
import { settled } from './watching';

/** Seconds until everybody who uses a store works again. */
const USABLE = 120;
/** Seconds that a store is asked while nothing else happens, and one look at it while it is saved. */
const QUIET = 5;
const LOOK = 2;
/** Seconds for which a store stands still, once: more than its clients would bear. */
const STILL = 4;

/** Environments that save what they have, as `dist` has them: the commands for people are about those. */
const isTried = (unit: Unit): boolean =>
  Boolean(process.env.PHASEWISE_NODE_ALL) &&
  readUnits().some(({ namespace }) => namespace === unit.namespace) &&
  unit.objects.some(({ kind, spec }) => kind === 'CronJob' && spec.suspend === true);

/** Registers the tests of an environment that was brought up before. @param providers are there by then */
export function everyBackup(unit: Unit, providers: () => Providers): void {
  const { cluster, nodes } = realNodes();
  const { namespace, system, environment } = unit;
  const path = mkdtempSync(join(cluster.folder, 'commands-'));
  const env = {
    PATH: `${path}:${process.env.PATH}`,
    KUBECONFIG: cluster.kubeconfig,
    KUBECACHEDIR: join(path, 'cache'),
  };
  let plan: Plan;
  let stores: string[];
  /** Of stores that somebody can fill, and the sum of what is in there. */
  let clients: Client[];
  const sums = new Map<string, string>();

  /** Of the files that were started. */
  const folder = join(dirname(unit.files[0]!), '/');

  /** Runs a command as somebody types it. */
  const typed = (command: string) => run('bash', ['-c', command], { env, cwd: ROOT, timeout: 400 });

  describe.runIf(isTried(unit))('what is saved', () => {
    beforeAll(async () => {
      symlinkSync(cluster.kubectlPath, join(path, 'kubectl'));
      plan = await planStarted(unit);
      stores = plan.backups!.saved.map(({ store }) => store);
    });

    const before = `lab-${randomBytes(6).toString('hex')}`;
    const after = `lab-${randomBytes(6).toString('hex')}`;

    test('is saved by the committed CronJobs', async () => {
      expect(stores.length).toBeGreaterThan(0);
      expect(await settled(() => leave(cluster, namespace, before), USABLE)).toEqual([]);
      clients = await clientsOf(cluster, namespace, stores);
      expect(clients.length).toBeGreaterThan(0);
      for (const client of clients) sums.set(client.store, await filled(cluster, namespace, client));
      const noticed: string[] = [];
      for (const store of stores) {
        const client = clients.find((one) => one.store === store);
        const quiet = client && (await paceOf(cluster, namespace, client, QUIET));
        const started = Date.now();
        const saved = saves(cluster, namespace, store, 'first');
        const pace = client && (await paceOf(cluster, namespace, client, LOOK, saved));
        expect(await saved).toEqual([]);
        const seconds = Math.round((Date.now() - started) / 1000);
        console.log(`${namespace}: ${store} was saved in ${seconds} s, with ${sums.get(store)}`);
        if (!quiet || !pace) continue;
        console.log(`${namespace}: meanwhile ${paceText(pace)}; before, ${paceText(quiet)}`);
        noticed.push(...slowed(quiet, pace).map((text) => `${store}: ${text}`));
      }
      expect(noticed).toEqual([]);
      // Nobody who uses them has noticed.
      expect(await unusable(cluster, namespace)).toEqual([]);
    }, 900_000);

    test('is tried out by the committed CronJobs, which find what was saved', async (context) => {
      const tried = plan.backups!.saved.filter((one) => one.tried).map(({ store }) => store);
      context.skip(tried.length === 0, 'of none of its stores it is tried whether they come back');
      for (const store of tried) {
        const started = Date.now();
        const said = await tries(cluster, namespace, store);
        expect(said).toMatch(/^the same as was saved: /m);
        const counts = /^the same as was saved: (.*)$/m.exec(said)![1];
        const seconds = Math.round((Date.now() - started) / 1000);
        console.log(`${namespace}: ${store} was tried in ${seconds} s: ${counts}`);
      }
      expect(await unusable(cluster, namespace)).toEqual([]);
    }, 600_000);

    test('is seen to stand still, where it does', async () => {
      const pods = await lastingPods(cluster, namespace);
      const isOwn = ({ store }: Client) => pods.some((pod) => componentOfPod(pod) === store);
      const client = clients.find(isOwn)!;
      const pod = pods.find((one) => componentOfPod(one) === client.store)!;
      const { machine, pid } = await processOf(nodes, pod, mainContainer(pod));
      const quiet = await paceOf(cluster, namespace, client, LOOK);
      const still = paceOf(cluster, namespace, client, 2 * STILL);
      await sleep(1000);
      await machine.must('kill', ['-STOP', String(pid)]);
      await sleep(STILL * 1000);
      await machine.must('kill', ['-CONT', String(pid)]);
      expect(slowed(quiet, await still).join()).toMatch(/one took \d{4,} ms/);
    });

    test('is not saved by whoever cannot log in, and that is told', async () => {
      const [store] = stores;
      const [told] = await savesAsNobody(cluster, namespace, store!);
      expect(told).toMatch(/failed/);
    }, 600_000);

    test('comes back, as it was then, after volumes and passwords are gone', async () => {
      expect(await settled(() => leave(cluster, namespace, after), USABLE)).toEqual([]);
      const { steps } = await restore(findTarget(await loadSystems(), `${system}/${environment}`), {}, ROOT);
      const made = plan.secrets.filter(({ kind, owner }) => kind === 'generated' && stores.includes(owner));
      const names = made.map(({ name }) => name);
      const started = Date.now();
      for (const { text, commands } of steps) {
        const begun = Date.now();
        // Nobody plays Argo CD here. A step is one shell: what one command finds the next one names.
        const ours = commands.filter((command) => !command.includes('kubectl -n argocd'));
        // What has joined a mesh was started without it: its files are others than those in dist.
        const script = ['set -e', ...ours].join('\n').replaceAll(`dist/${system}/${environment}/`, folder);
        const { code, stdout, stderr } = await typed(script);
        expect({ code, script, said: code ? stdout + stderr : '' }).toEqual({ code: 0, script, said: '' });
        const took = Math.round((Date.now() - begun) / 1000);
        if (took > 0) console.log(`${namespace}: ${took} s: ${text.replace(/[.,:(].*/s, '')}`);
        if (/have an empty one made/.test(text)) for (const { renew } of providers().databases) await renew();
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
      for (const client of clients)
        expect([client.store, await sumNow(cluster, namespace, client)]).toEqual([
          client.store,
          sums.get(client.store),
        ]);
    }, 1_800_000);

    test('is not brought back into what holds something', async () => {
      const [store] = stores;
      const command = `npm run -s phasewise -- restore ${system}/${environment} ${store} --format yaml`;
      const { stdout } = await typed(command);
      const job = (await cluster.kubectlOk(['create', '-o', 'name', '-f', '-'], { stdin: stdout })).trim();
      const [told] = await ended(cluster, namespace, job.replace(/.*\//, ''));
      expect(told).toMatch(/refused: .* not empty/);
      const { items } = await cluster.get<List<KubeObject>>(`/api/v1/namespaces/${namespace}/pods`);
      expect(items.length).toBeGreaterThan(0);
      expect(await unusable(cluster, namespace)).toEqual([]);
    }, 600_000);
  });
}
