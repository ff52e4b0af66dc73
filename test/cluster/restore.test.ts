import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { synthesize } from '../../charts/synth';
import { renderJob } from '../../cli/render/restore';
import { restore } from '../../cli/restore';
import { findTarget } from '../../cli/sources';
import { resolve } from '../../model/resolve';
import type { List } from '../../tools/lab/api';
import { bringUp, playOperators, takeDown, untilFree } from '../../tools/lab/bring-up';
import type { Cluster } from '../../tools/lab/cluster';
import { crdsNeededBy, loadCrds } from '../../tools/lab/crds';
import { run } from '../../tools/lab/exec';
import { type KubeObject, parse, type Unit } from '../../tools/lab/manifests';
import { savedShop } from '../support/saved';
import { withEnvironment } from '../support/system';
import { labCluster, needCluster } from './lab';

const SPACE = 'shop-live';
// Nobody comes in: no gateway has to be played. From phase 2 on there is a quota, which the Job has to fit.
const SHOP = withEnvironment({ phase: 2 }, { ...savedShop(), routes: [] });
const files = synthesize(resolve(SHOP, 'live'));
const objects = [...files.values()].flatMap(parse);
const unit: Unit = { system: 'shop', environment: 'live', namespace: SPACE, files: [], objects };
const APPLICATION: KubeObject = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: SPACE, namespace: 'argocd' },
  spec: {
    project: 'shop',
    destination: { namespace: SPACE },
    source: { repoURL: 'https://git.example', path: '.' },
  },
};
/** No container runs here, so none can be asked and none says anything. */
const MUTE = /kubectl (-n \S+ )?(exec|logs) /;

describe('a store comes back by the commands that are printed', () => {
  let cluster: Cluster;
  let folder: string;

  beforeAll(async () => {
    const lab = labCluster();
    if (!lab) return;
    cluster = lab;
    folder = mkdtempSync(join(tmpdir(), 'phasewise-restore-'));
    for (const [path, text] of files) {
      mkdirSync(dirname(join(folder, 'dist', path)), { recursive: true });
      writeFileSync(join(folder, 'dist', path), text);
    }
    symlinkSync(cluster.kubectlPath, join(folder, 'kubectl'));
    await loadCrds(cluster, crdsNeededBy([...objects, APPLICATION]));
    await cluster.kubectl(['create', 'namespace', 'argocd']);
    await cluster.kubectlOk(['apply', '-f', '-'], { stdin: JSON.stringify(APPLICATION) });
  });
  afterAll(async () => {
    if (!cluster) return;
    rmSync(folder, { recursive: true, force: true });
    await cluster.kubectl(['-n', 'argocd', 'delete', 'application', SPACE]);
    await takeDown(cluster, unit);
  });

  /** Steps as they are printed; what they ask of `phasewise` itself is in a file. */
  async function asked(wanted: { component?: string; snapshot?: string }) {
    const found = await restore(findTarget([SHOP], 'shop/live'), wanted, folder);
    writeFileSync(join(folder, 'job.yaml'), renderJob(found.jobs[0]!, found.environment));
    writeFileSync(join(folder, 'npm'), `#!/bin/sh\ncat ${folder}/job.yaml\n`, { mode: 0o755 });
    return found.steps;
  }

  let variables: Record<string, string> = {};
  /** One line after the other, as a person types them; operators do their part as soon as something is there. */
  async function follow(commands: readonly string[]): Promise<void> {
    for (const command of commands.filter((line) => !MUTE.test(line))) {
      await playOperators(cluster, await there('externalsecrets.external-secrets.io'), objects);
      await saidReady();
      const env = {
        ...variables,
        KUBECONFIG: cluster.kubeconfig,
        PATH: `${folder}${delimiter}${process.env.PATH}`,
      };
      const words = ['-c', `cd ${folder} && ${command}; status=$?; echo "job=$job"; exit $status`];
      const { code, stdout, stderr } = await run('sh', words, { env, timeout: 180 });
      expect(code, `${command}:\n${stderr}${stdout}`).toBe(0);
      variables = { job: /^job=(.*)$/m.exec(stdout)![1]! };
    }
  }

  const there = async (resource: string): Promise<KubeObject[]> => {
    const { code, stdout } = await cluster.kubectl(['-n', SPACE, 'get', resource, '-o', 'json']);
    return code === 0 ? (JSON.parse(stdout) as List<KubeObject>).items : [];
  };

  async function saidReady(): Promise<void> {
    for (const { metadata, status } of await there('externalsecrets.external-secrets.io')) {
      if (status?.conditions) continue;
      const body = JSON.stringify({ status: { conditions: [{ type: 'Ready', status: 'True' }] } });
      const what = ['-n', SPACE, 'patch', 'externalsecret', metadata.name, '--subresource=status'];
      await cluster.kubectlOk([...what, '--type=merge', '--patch', body]);
    }
  }

  const replicas = async () =>
    Object.fromEntries(
      [...(await there('deployments')), ...(await there('statefulsets'))].map(
        ({ metadata, spec, status }) => [metadata.name, [spec.replicas, status.readyReplicas ?? 0]],
      ),
    );
  const suspended = async () =>
    Object.fromEntries((await there('cronjobs')).map(({ metadata, spec }) => [metadata.name, spec.suspend]));
  const held = async () =>
    (await cluster.get<KubeObject>(`/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/${SPACE}`))
      .metadata.annotations?.['argocd.argoproj.io/skip-reconcile'];
  const claim = async () =>
    (await there('persistentvolumeclaims')).find(({ metadata }) => metadata.name === 'data-store-0')!;
  const jobs = async () =>
    (await there('jobs')).filter(
      ({ metadata }) => metadata.labels?.['app.kubernetes.io/name'] === 'store-restore',
    );

  const ALL = { backups: [1, 1], store: [1, 1], web: [1, 1], worker: [1, 1] };

  test('one, into a cluster that runs: on a new volume, while nobody writes, and the old disk stays', async (context) => {
    needCluster(context);
    expect(await bringUp(cluster, unit)).toEqual({ messages: [], dangling: [], refused: [], notReady: [] });
    const before = await claim();
    const steps = await asked({ component: 'store', snapshot: 'abc1' });
    const at = steps.findIndex(({ commands }) => commands.some((line) => line.startsWith('job=')));
    await follow(steps.slice(0, at + 1).flatMap(({ commands }) => commands));

    expect(await replicas()).toEqual({ ...ALL, web: [0, 0], worker: [0, 0] });
    expect(await suspended()).toEqual({ 'store-backup': true, 'store-drill': false, 'store-restore': true });
    expect(await held()).toBe('true');
    expect((await claim()).metadata.uid).not.toBe(before.metadata.uid);
    const disk = await cluster.get<KubeObject>(`/api/v1/persistentvolumes/${before.spec.volumeName}`);
    expect(disk.spec.persistentVolumeReclaimPolicy).toBe('Retain');
    const [job] = await jobs();
    expect(job!.status.succeeded).toBe(1);
    expect(JSON.stringify(job!.spec.template)).toContain('"name":"SNAPSHOT","value":"abc1"');

    await follow(steps.slice(at + 1).flatMap(({ commands }) => commands));
    await follow(['web', 'worker'].map((name) => `kubectl -n ${SPACE} rollout status deployment/${name}`));
    expect(await replicas()).toEqual(ALL);
    expect(await suspended()).toEqual({ 'store-backup': false, 'store-drill': false, 'store-restore': true });
    expect(await held()).toBeUndefined();
  });

  test('all, into a namespace that is gone: from Secrets to clients, with nobody before the Job', async (context) => {
    needCluster(context);
    await takeDown(cluster, unit);
    await untilFree(cluster, SPACE);
    const steps = await asked({});
    const begin = steps.findIndex(({ text }) => text.startsWith('What must be there before any store'));
    const at = steps.findIndex(({ commands }) => commands.some((line) => line.startsWith('job=')));
    await follow(steps.slice(begin, at + 1).flatMap(({ commands }) => commands));
    expect(await replicas()).toEqual({ backups: [1, 1], store: [1, 1] });
    expect((await jobs()).map(({ status }) => status.succeeded)).toEqual([1]);

    await follow(steps.slice(at + 1).flatMap(({ commands }) => commands));
    await follow(['web', 'worker'].map((name) => `kubectl -n ${SPACE} rollout status deployment/${name}`));
    expect(await replicas()).toEqual(ALL);
  });
});
