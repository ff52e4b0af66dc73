import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as yaml from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { synthesize } from '../../charts/synth';
import { run } from '../../cli/main';
import { at, type KubeObject } from '../../cli/objects';
import { renderJob, renderRestore } from '../../cli/render/restore';
import { jobOfOne, restore, type Wanted } from '../../cli/restore';
import { chosen } from '../../cli/restore/choice';
import { cronJobOf, jobOf } from '../../cli/restore/job';
import { type Scene, steps } from '../../cli/restore/steps';
import { findTarget } from '../../cli/sources';
import type { Plan, PlannedComponent } from '../../model/plan';
import { resolve } from '../../model/resolve';
import type { System } from '../../model/system';
import { environments } from '../support/dist';
import { SAVED, savedShop } from '../support/saved';
import { planOf } from '../support/systems';

const shop = savedShop();
const plan = resolve(shop, 'live');
let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'phasewise-restore-'));
  for (const [path, text] of synthesize(plan)) {
    mkdirSync(dirname(join(root, 'dist', path)), { recursive: true });
    writeFileSync(join(root, 'dist', path), text);
  }
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const asked = (wanted: Wanted, system: System = shop) =>
  restore(findTarget([system], 'shop/live'), wanted, root);

/** Every command, a line each, of a plan that is a little other than the shop's. */
function commands(
  change: (component: PlannedComponent) => Partial<PlannedComponent>,
  more: Partial<Plan> = {},
  stores: Scene['stores'] = plan.backups!.saved,
) {
  const components = plan.components.map((one) => ({ ...one, ...change(one) }));
  const scene: Scene = {
    plan: { ...plan, components, ...more },
    stores,
    whole: false,
    snapshot: 'latest',
  };
  const all = steps(scene);
  return { text: all.map(({ text }) => text).join('\n'), lines: all.flatMap((step) => step.commands) };
}

describe('what cannot be brought back is told with the reason, and nothing else is printed', () => {
  const nothing = savedShop({});
  const excepted = savedShop(undefined, {
    backups: { by: 'backups', except: { store: 'It is made again.' } },
  });
  it.each<[string, Wanted, string, System?]>([
    [
      'a store that is not there',
      { component: 'stor' },
      "shop/live has no store 'stor'. Did you mean 'store'?",
    ],
    [
      'what keeps nothing',
      { component: 'web' },
      "'web' of shop/live keeps nothing that is saved. Valid: store",
    ],
    [
      'the work itself',
      { component: 'store-restore' },
      "'store-restore' is the work on 'store'; name the store",
    ],
    [
      'a store with a reason',
      { component: 'store' },
      "'store' of shop/live is not saved. It is made again.",
      excepted,
    ],
    ['all, where none is saved', {}, 'no store of shop/live is saved:\n  store: It is made again.', excepted],
    ['an environment that saves nothing', {}, 'shop/live saves nothing, so nothing of it can', nothing],
    ['one snapshot for all', { snapshot: 'abc1' }, 'a snapshot is of one store; name that one too: store'],
    ['what is no id', { component: 'store', snapshot: '$(x)' }, "'$(x)' is not an id of a snapshot"],
    [
      'an environment that is not there',
      { to: 'liv' },
      "shop has no environment 'liv'. Did you mean 'live'?",
    ],
  ])('%s', async (_, wanted, message, system) => {
    await expect(asked(wanted, system)).rejects.toThrow(message);
  });

  it('a volume that nobody has', () => {
    const bare = { ...shop, components: { web: shop.components.web! }, flows: [], backups: undefined };
    const live = { ...shop.environments.live!, backups: undefined };
    return expect(asked({}, { ...bare, environments: { live } })).rejects.toThrow(
      'nothing of shop/live has a volume',
    );
  });

  it('people’s data in another environment', async () => {
    const two = { ...shop, environments: { ...shop.environments, trial: shop.environments.live! } };
    await expect(asked({ component: 'store', to: 'trial' }, two)).rejects.toThrow(
      /what shop\/live has saved cannot be brought to trial: [\s\S]* Nearest: trial's own snapshots, `phasewise restore shop\/trial`/,
    );
    expect((await asked({ component: 'store', to: 'live' }, two)).jobs).toHaveLength(1);
  });

  it('a Job that the files do not have, or that takes no snapshot by its id', async () => {
    const path = join(root, 'dist/shop/live/backup.k8s.yaml');
    const text = readFileSync(path, 'utf8');
    try {
      writeFileSync(path, text.replaceAll('name: SNAPSHOT', 'name: SNAPSHOTS'));
      await expect(asked({ component: 'store', snapshot: 'abc1' })).rejects.toThrow(
        "'store-restore' brings back the newest snapshot alone: none of its containers has SNAPSHOT",
      );
      expect((await asked({ component: 'store' })).notes).toEqual([
        expect.stringContaining('dist is not what the definition says now'),
      ]);
      writeFileSync(path, text.replaceAll('store-restore', 'store-back'));
      await expect(asked({})).rejects.toThrow(
        'there is no CronJob store-restore in dist/shop/live/: run `npx',
      );
    } finally {
      writeFileSync(path, text);
    }
  });
});

describe('the steps', () => {
  it('tell what comes, what does not, what goes, and what opens the snapshots', async () => {
    const text = renderRestore(await asked({ component: 'store', snapshot: 'abc1' }), false);
    expect(text).toContain('shop/live: bring back store from snapshot abc1\nNothing is done by this command');
    expect(text).toContain('What comes back\n  store: All that it keeps, as of the moment');
    expect(text).toContain('What does not\n  store: Nobody keeps sessions.\n  All that was written after');
    expect(text).toContain('store: what it holds now. Its claims go, the disks stay: data-store-0.');
    expect(text).toContain(
      'entry shop/live/store-snapshots (Secret store-snapshots), with the value by which the snapshots were made',
    );
    expect(text).not.toContain('Note:');
  });

  it('stop clients and store, empty it, and let nobody in before its Job has ended', async () => {
    const lines = (await asked({ component: 'store', snapshot: 'abc1' })).steps.flatMap(
      (step) => step.commands,
    );
    const order = [
      'kubectl -n shop-live exec statefulset/backups -- keeper list store',
      'kubectl -n argocd annotate application shop-live argocd.argoproj.io/skip-reconcile=true --overwrite',
      `kubectl -n shop-live patch cronjob store-backup --type=merge --patch '{"spec":{"suspend":true}}'`,
      'kubectl -n shop-live scale statefulset/store deployment/web deployment/worker --replicas=0',
      'kubectl -n shop-live delete pvc data-store-0',
      'kubectl -n shop-live wait --for=condition=Ready --timeout=5m externalsecret/backups-store-backup externalsecret/store-snapshots externalsecret/store-store-restore',
      'kubectl -n shop-live scale statefulset/store --replicas=1',
      'job=$(npm run -s phasewise -- restore shop/live store --snapshot abc1 --format yaml | kubectl create -o name -f -)',
      'kubectl -n shop-live wait --for=condition=Complete --timeout=60s "$job"',
      'kubectl -n shop-live scale deployment/web deployment/worker --replicas=1',
      `kubectl -n shop-live patch cronjob store-backup --type=merge --patch '{"spec":{"suspend":false}}'`,
      'kubectl -n argocd annotate application shop-live argocd.argoproj.io/skip-reconcile- argocd.argoproj.io/refresh=normal --overwrite',
      'kubectl -n shop-live create job --from=cronjob/store-backup store-backup-$(date +%s)',
    ];
    expect(lines.filter((line) => order.includes(line))).toEqual(order);
    // Before its claim is deleted, the disk is kept.
    const kept = lines.findIndex((line) => line.includes('persistentVolumeReclaimPolicy":"Retain"'));
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(lines.indexOf('kubectl -n shop-live delete pvc data-store-0'));
  });

  it('start a store once more that takes what came back at its start, and name what else opens that', () => {
    const { saved } = plan.backups!;
    const secret = {
      kind: 'store',
      name: 'store-seal',
      keys: {},
      remoteKey: 'shop/live/store-seal',
    } as const;
    const secrets = [...plan.secrets, { ...secret, owner: 'store-seal', opens: 'store' }];
    const { text, lines } = commands(() => ({}), { secrets }, [{ ...saved[0]!, startsAgain: true }]);
    const last = lines.findIndex((line) => line.includes('--for=condition=Complete'));
    expect(lines.slice(last + 1, last + 5)).toEqual([
      'kubectl -n shop-live scale statefulset/store --replicas=0',
      'kubectl -n shop-live wait --for=delete pod --selector app.kubernetes.io/name=store --timeout=90s',
      'kubectl -n shop-live scale statefulset/store --replicas=1',
      'kubectl -n shop-live rollout status statefulset/store --timeout=900s',
    ]);
    expect(text).toContain('`Complete` means that store has all of it, which it takes when it starts again.');
    expect(lines.join('\n')).toContain('externalsecret/store-seal ');
    const other = commands(() => ({}), { secrets: [...plan.secrets] });
    expect(other.text).toContain('`Complete` means that store has taken all of it.');
    expect(other.lines.join('\n')).not.toContain('store-seal');
  });

  it('of a whole environment begin where nothing is: Secrets, the keeper, then store after store', () => {
    const second = { ...SAVED, description: 'A store that asks the other' };
    const two = {
      ...shop,
      components: { ...shop.components, archive: second },
      flows: [...shop.flows, { from: 'archive', to: 'store' }],
    };
    const scene: Scene = {
      plan: resolve(two, 'live'),
      stores: [],
      whole: true,
      snapshot: 'latest',
    };
    const stores = chosen(scene.plan, {});
    // It asks the other, so it comes after it.
    expect(stores.map(({ store }) => store)).toEqual(['store', 'archive']);
    const lines = steps({ ...scene, stores }).flatMap((step) => step.commands);
    const apply = 'kubectl apply --server-side --force-conflicts --field-manager=argocd-controller';
    const order = [
      'kubectl -n shop-live scale statefulset/archive statefulset/store deployment/web deployment/worker --replicas=0',
      `${apply} -f dist/shop/live/namespace.k8s.yaml`,
      `${apply} -f dist/shop/live/network-policies.k8s.yaml -f dist/shop/live/secrets.k8s.yaml`,
      `${apply} -f dist/shop/live/ --selector 'app.kubernetes.io/name in (backups, store-restore, archive-restore)'`,
      'kubectl -n shop-live exec statefulset/backups -- keeper list store',
      `${apply} -f dist/shop/live/ --selector app.kubernetes.io/name=store`,
      'job=$(npm run -s phasewise -- restore shop/live store --format yaml | kubectl create -o name -f -)',
      `${apply} -f dist/shop/live/ --selector app.kubernetes.io/name=archive`,
      'job=$(npm run -s phasewise -- restore shop/live archive --format yaml | kubectl create -o name -f -)',
      `${apply} -f dist/shop/live/`,
    ];
    expect(lines.filter((line) => order.includes(line))).toEqual(order);
  });

  it('keep autoscalers from starting a client, and ask for the first pods of one that has none', () => {
    const scaled = { min: 2, max: 4, patience: 300 };
    const trigger = { type: 'prometheus', metadata: {} };
    const { lines } = commands(({ name }) =>
      name === 'web'
        ? { scaling: { ...scaled, on: 'cpu', target: 70 } }
        : name === 'worker'
          ? { scaling: { ...scaled, on: 'query', trigger, idle: { after: 300, meanwhile: 'It waits.' } } }
          : {},
    );
    const woken = 'kubectl -n shop-live annotate scaledobject worker autoscaling.keda.sh/paused';
    expect(lines.filter((line) => line.startsWith(woken))).toEqual([
      `${woken}=true --overwrite`,
      `${woken}-`,
    ]);
    expect(lines).toContain('kubectl -n shop-live scale deployment/web --replicas=2');
  });

  it('suspend a client that comes by the clock, and never start what people alone begin', () => {
    const { lines } = commands(({ name }) =>
      name === 'worker' ? { workload: 'CronJob', schedule: { cron: '0 3 * * *' } } : {},
    );
    expect(lines).toContain(
      `kubectl -n shop-live patch cronjob worker --type=merge --patch '{"spec":{"suspend":true}}'`,
    );
    expect(lines.join('\n')).not.toMatch(/cronjob store-restore|cronjob\/worker/);
  });

  it('take a store of an operator by its own resource, and its claims by their labels', () => {
    const operated = {
      ...{ apiVersion: 'store.example/v1', kind: 'Store', spec: {}, operator: 'It', images: [] },
      ...{
        name: 'store-cluster',
        podLabels: { cluster: 'store' },
        servingLabels: { cluster: 'store', serves: 'yes' },
      },
      ...{ serviceAccount: 'store', claims: ['store-1'], sidecars: {} },
    };
    const { lines } = commands(({ name }) => (name === 'store' ? { workload: 'Operated', operated } : {}));
    const all = lines.join('\n');
    expect(all).toContain("get pvc --selector 'cluster=store' -o jsonpath");
    expect(all).toContain('kubectl -n shop-live delete store.store.example/store-cluster');
    expect(all).toContain('-f dist/shop/live/data.k8s.yaml --selector app.kubernetes.io/name=store');
    expect(all).toContain("wait --for=condition=Ready pod --selector 'cluster=store,serves=yes'");
    expect(all).not.toMatch(/scale [^\n]*store/);
  });

  it('begin another log where an operator keeps one elsewhere, once the old one has stopped', () => {
    const [store] = plan.backups!.saved;
    const log = { of: '', lacks: [], minutes: 5, folder: 'shop-live/store.log', days: 30, number: 3 };
    const { text, lines } = commands(() => ({}), {}, [{ ...store!, log }]);
    expect(text).toContain("Begin another log: write `logs: { 'store': 4 }` to 'backups' of live");
    const at = (command: RegExp) => lines.findIndex((line) => command.test(line));
    expect(at(/--replicas=0/)).toBeLessThan(at(/cdk8s synth/));
    expect(at(/cdk8s synth/)).toBeLessThan(at(/delete pvc/));
    expect(commands(() => ({})).lines.join('\n')).not.toContain('cdk8s synth');
  });

  it('leave a store at a provider to the provider, and name its address', () => {
    const external = { store: { host: 'db.example', port: 7000 } };
    const components = plan.components.filter(({ name }) => name !== 'store');
    const { text, lines } = commands(() => ({}), { components, external });
    expect(text).toContain('store is at a provider (db.example): look first');
    expect(lines.join('\n')).not.toMatch(/pvc|statefulset\/store|Released/);
  });

  it('name who asks from outside, and on whose machine a client runs', () => {
    const [route] = plan.routes;
    const local = { name: 'ui', description: '', ports: {}, asks: ['store'], variables: [] };
    const { text } = commands(() => ({}), { routes: [{ ...route!, to: 'store' }], local: [local] });
    expect(text).toContain("ui, which runs on somebody's own machine, has to be stopped there.");
    expect(text).toContain('store is asked from outside too, by www.shop.example:');
  });

  it('print a command of the keeper as a shell reads it', () => {
    const listing = { container: 'keeper', command: ['sh', '-c', "echo 'a b'"] };
    const backups = { ...plan.backups!, saved: [{ ...plan.backups!.saved[0]!, listing }] };
    const scene: Scene = {
      plan: { ...plan, backups },
      stores: backups.saved,
      whole: false,
      snapshot: 'latest',
    };
    expect(steps(scene)[0]!.commands).toEqual([
      "kubectl -n shop-live exec statefulset/backups -c keeper -- sh -c 'echo '\\''a b'\\'''",
    ]);
  });
});

describe('the Job', () => {
  it('is what the CronJob of the files makes, of one snapshot, under a name that nobody has', async () => {
    const { jobs, environment } = await asked({ component: 'store', snapshot: 'abc1' });
    const text = renderJob(jobs[0]!, environment);
    expect(text).toMatch(
      /^# For `kubectl create -f -`\. Made of CronJob store-restore in dist\/shop\/live\/backup\.k8s\.yaml/,
    );
    const job = yaml.load(text) as KubeObject;
    const cron = [...yaml.loadAll(readFileSync(join(root, 'dist/shop/live/backup.k8s.yaml'), 'utf8'))].find(
      (one) => at(one, 'kind') === 'CronJob' && at(one, 'metadata', 'name') === 'store-restore',
    );
    const written = JSON.stringify(at(cron, 'spec', 'jobTemplate', 'spec'));
    expect(written).toContain('"name":"SNAPSHOT","value":"latest"');
    expect(JSON.stringify(job.spec)).toBe(written.replace('"value":"latest"', '"value":"abc1"'));
    expect(job).toMatchObject({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: {
        generateName: 'store-restore-',
        namespace: 'shop-live',
        labels: { 'app.kubernetes.io/name': 'store-restore' },
        annotations: { 'cronjob.kubernetes.io/instantiate': 'manual' },
      },
    });
    expect(job.metadata).not.toHaveProperty('name');
  });

  it('is of one store, because the next one waits until that is whole', async () => {
    const all = await asked({});
    expect(() => jobOfOne(all, undefined)).toThrow('name one for its Job, in this order: store');
    expect(jobOfOne(all, 'store').from).toBe('CronJob store-restore');
  });

  it('is YAML as kubectl reads it, in which a bare no would not be a word', () => {
    const container = { name: 'a', env: [{ name: 'ANSWER', value: 'no' }] };
    const object = {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'a', namespace: 'b' },
      spec: { jobTemplate: { spec: { template: { spec: { containers: [container] } } } } },
    };
    expect(renderJob(jobOf({ tier: 'backup', object }, 'latest'), 'shop/live')).toContain('value: "no"');
  });
});

test('every Job of dist takes a snapshot by its id', async () => {
  for (const one of environments()) {
    const { backups, ...found } = await planOf(one);
    const objects = one.files.flatMap((file) =>
      file.objects.map((object) => ({ tier: file.tier, object: { ...object } })),
    );
    for (const { store } of backups?.saved ?? []) {
      const job = jobOf(cronJobOf(objects, { backups, ...found }, store), 'abc1');
      expect(JSON.stringify(job.object), `${one.name}: ${store}`).toContain('"value":"abc1"');
    }
  }
});

describe('the command', () => {
  const call = async (...words: string[]) => {
    let [out, error] = ['', ''];
    const terminal = {
      out: (text: string) => (out += text),
      error: (text: string) => (error += text),
      color: false,
    };
    return { status: await run(['restore', ...words], terminal), out, error };
  };
  const { name } = environments()[0]!;

  it('ends with 2 and one sentence where it is called wrongly', async () => {
    expect(await call(name, 'nothing')).toMatchObject({ status: 2, out: '' });
    expect((await call(`${name}x`)).error).toContain('Did you mean');
    expect((await call(name, '--format', 'html')).error).toContain('Allowed choices are text, yaml');
  });
});
