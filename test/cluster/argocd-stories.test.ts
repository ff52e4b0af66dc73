import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { givenBack, pause } from '../../cli/restore/stop';
import type { Plan } from '../../model/plan';
import { type Argo, inOrder, told } from '../../tools/lab/argocd';
import { takeDown } from '../../tools/lab/bring-up';
import type { Cluster } from '../../tools/lab/cluster';
import { crdsNeededBy, loadCrds } from '../../tools/lab/crds';
import { sleep } from '../../tools/lab/exec';
import { type GitRepository, gitRepository } from '../../tools/lab/git-repository';
import { type KubeObject, readUnits } from '../../tools/lab/manifests';
import {
  changed,
  committed,
  edited,
  type Files,
  startedArgo,
  state,
  terminate,
  withoutObjects,
} from './argocd';
import { labCluster, needArgo, needCluster } from './lab';

const unit = readUnits().find(({ namespace }) => namespace === 'kaleem-development')!;
const APP = unit.namespace;
const FOLDER = 'dist/kaleem/development';
const ARGO = 'dist/argocd/kaleem-vps-2';

/** The text from a workload's head to the place, inside one document. */
const inside = (kind: string, name: string, place: string): RegExp =>
  new RegExp(`(kind: ${kind}\\nmetadata:\\n  name: ${name}\\n(?:(?!---\\n).*\\n)*?${place})`);

const image = (files: Files, name: string, tag: string): Files =>
  edited(
    files,
    `${FOLDER}/app.k8s.yaml`,
    new RegExp(`${inside('Deployment', name, ' *image: ghcr.io/kaleem-ai/[a-z]+').source}:[\\w.]+`),
    `$1:${tag}`,
  );

/** The database moves to a node that is not there, so its pod is never ready. */
const homeless = (files: Files): Files =>
  edited(
    files,
    `${FOLDER}/data.k8s.yaml`,
    inside('StatefulSet', 'mongodb', '  template:\\n(?:(?!---\\n).*\\n)*?    spec:\\n'),
    '$1      nodeSelector: { disk: replaced }\n',
  );

// One environment, in this order: each story begins where the one before ends, with everything in order.
describe('a day with Argo CD', () => {
  let argo: Argo | undefined;
  let cluster: Cluster;
  let repository: GitRepository;
  let files: Files;
  let missing = '';

  beforeAll(async () => {
    const lab = labCluster();
    if (!lab) return;
    cluster = lab;
    await loadCrds(cluster, crdsNeededBy(unit.objects));
    ({ argo, missing } = await startedArgo(cluster));
    if (!argo) return;
    repository = await gitRepository(join(cluster.folder, 'repository-stories'));
    files = committed(repository.address);
    const first = await repository.commit('everything', files);
    for (const part of ['configuration', 'projects']) await apply(files.get(`${ARGO}/${part}.k8s.yaml`)!);
    const [ours] = files
      .get(`${ARGO}/applications.k8s.yaml`)!
      .split(/^---$/m)
      .filter((document) => document.includes(`name: ${APP}\n`));
    await apply(ours!);
    await argo.until(APP, inOrder(first), 240);
  });
  afterAll(async () => {
    if (!argo) return;
    await argo.stop();
    await takeDown(cluster, unit);
  });

  const apply = (stdin: string) =>
    cluster.kubectlOk(['apply', '--server-side', '--force-conflicts', '-f', '-'], { stdin });

  /** Commits, and lets Argo CD look. */
  const push = async (message: string, next: Files): Promise<string> => {
    const hash = await repository.commit(message, next);
    await argo!.refresh(APP);
    return hash;
  };

  const imageOf = async (name: string): Promise<string> => {
    const path = `/apis/apps/v1/namespaces/${APP}/deployments/${name}`;
    return (await cluster.get<KubeObject>(path)).spec.template.spec.containers[0].image.split(':')[1];
  };

  const exists = async (kind: string, name: string): Promise<boolean> =>
    (await cluster.kubectlOk(['-n', APP, 'get', kind, name, '--ignore-not-found', '-o', 'name'])) !== '';

  test('a commit that changes one image touches that and nothing else', async (context) => {
    const { until } = needArgo(context, argo, missing);
    const before = await state(cluster, unit);
    files = image(files, 'api', '1.0.1');
    await until(APP, inOrder(await push('a new api', files)));
    expect(changed(before, await state(cluster, unit))).toEqual(['Deployment/api']);
    expect(await imageOf('api')).toBe('1.0.1');
  });

  test('a commit that breaks a manifest changes nothing, says why, and its revert heals', async (context) => {
    const { until } = needArgo(context, argo, missing);
    const before = await state(cluster, unit);
    const broken = edited(
      image(files, 'frontend', '6.6.6'),
      `${FOLDER}/app.k8s.yaml`,
      inside('Service', 'api', '      port: '),
      '$1777',
    );
    await push('a port that is none, and a new frontend', broken);
    // Told where the two sides are compared, or where it is applied: whichever the API server refuses first.
    const told = ({ status }: KubeObject) => JSON.stringify([status.conditions, status.operationState]);
    await until(APP, (application) =>
      /api.*is invalid.*must be between 1 and 65535/s.test(told(application)),
    );
    expect(changed(before, await state(cluster, unit))).toEqual([]);
    // Nobody presses a button: the retry takes the newest commit.
    await until(APP, inOrder(await push('revert', files)), 300);
    expect(changed(before, await state(cluster, unit))).toEqual([]);
  });

  test('what somebody changes or deletes by hand is put back', async (context) => {
    const { until } = needArgo(context, argo, missing);
    await cluster.kubectlOk(['-n', APP, 'set', 'image', 'deployment/frontend', '*=nginx:evil']);
    await cluster.kubectlOk(['-n', APP, 'delete', 'service', 'frontend']);
    await until(APP, ({ status }) => status.sync.status === 'OutOfSync');
    await until(APP, inOrder());
    expect(await imageOf('frontend')).not.toBe('evil');
    expect(await exists('service', 'frontend')).toBe(true);
  });

  test('an environment that is left alone stays as a hand has made it, until it is given back', async (context) => {
    const { until } = needArgo(context, argo, missing);
    const scene = {
      plan: { namespace: APP, local: [] } as unknown as Plan,
      stores: [],
      whole: false,
      snapshot: '',
    };
    const words = (line: string): string[] => line.split(' ').slice(1);
    const path = `/apis/apps/v1/namespaces/${APP}/statefulsets/qdrant`;
    const pods = async () => (await cluster.get<KubeObject>(path)).spec.replicas;
    const before = await pods();
    await cluster.kubectlOk(words(pause(scene).commands[0]!));
    await cluster.kubectlOk(['-n', APP, 'scale', 'statefulset', 'qdrant', '--replicas=0']);
    await sleep(8000);
    expect(await pods()).toBe(0);
    await cluster.kubectlOk(words(givenBack(scene)));
    await expect.poll(pods, { timeout: 60_000 }).toBe(before);
    await until(APP, inOrder());
  });

  test('a component that leaves goes; its data and its password stay, and serve it when it returns', async (context) => {
    const { until } = needArgo(context, argo, missing);
    const claims = async () =>
      (await cluster.get<{ items: KubeObject[] }>(`/api/v1/namespaces/${APP}/persistentvolumeclaims`)).items
        .filter(({ metadata }) => /qdrant/.test(metadata.name))
        .map(({ metadata }) => `${metadata.name} ${metadata.uid}`);
    const made = unit.objects.find(
      ({ kind, metadata, spec }) =>
        kind === 'ExternalSecret' && /^qdrant/.test(metadata.name) && spec.refreshPolicy === 'CreatedOnce',
    )!;
    const before = await claims();
    expect(before.length).toBeGreaterThan(0);
    const gone = withoutObjects(files, FOLDER, /^ {4}app\.kubernetes\.io\/name: qdrant$/m);
    await until(APP, inOrder(await push('without qdrant', gone)));
    expect(await exists('statefulset', 'qdrant')).toBe(false);
    expect(await claims()).toEqual(before);
    expect(await exists('externalsecret', made.metadata.name)).toBe(true);
    expect(await exists('secret', made.spec.target.name)).toBe(true);
    await until(APP, inOrder(await push('with qdrant again', files)));
    expect(await exists('statefulset', 'qdrant')).toBe(true);
    expect(await claims()).toEqual(before);
  });

  test('what needs the database waits while that is not ready, and goes on by itself', async (context) => {
    const { until } = needArgo(context, argo, missing);
    files = image(homeless(files), 'api', '1.0.2');
    const hash = await push('the database moves, and a new api', files);
    await until(APP, ({ status }) =>
      /waiting for healthy state of .*mongodb/.test(status.operationState?.message),
    );
    await sleep(3000);
    expect(await imageOf('api')).toBe('1.0.1');
    await cluster.kubectlOk(['label', 'node', 'node-1', 'disk=replaced']);
    await until(APP, inOrder(hash));
    expect(await imageOf('api')).toBe('1.0.2');
    await cluster.kubectlOk(['label', 'node', 'node-1', 'disk-']);
  });

  test('a commit that waits for ever is ended by hand, and the one that mends it is taken', async (context) => {
    const { until, application } = needArgo(context, argo, missing);
    const sound = files;
    const worse = edited(
      image(files, 'api', '1.0.3'),
      `${FOLDER}/data.k8s.yaml`,
      /disk: replaced/,
      'disk: lost',
    );
    await push('the database moves to nowhere, and a new api', worse);
    const waits = /waiting for healthy state of .*mongodb/;
    await until(APP, ({ status }) => waits.test(status.operationState?.message));
    const mended = await push('revert', sound);
    await sleep(3000);
    expect(told(await application(APP)), 'nothing is taken while a sync waits').toMatch(waits);
    await terminate(cluster, APP);
    // Its disk is back; a pod that never ran does not stand in the way of the next.
    await cluster.kubectlOk(['label', 'node', 'node-1', 'disk=replaced']);
    await until(APP, inOrder(mended));
    expect(await imageOf('api')).toBe('1.0.2');
  });

  test('in quiet times nothing goes by itself; when they are over, it goes', async (context) => {
    const { until, application } = needArgo(context, argo, missing);
    const window = {
      kind: 'deny',
      schedule: '* * * * *',
      duration: '1h',
      namespaces: [APP],
      manualSync: true,
    };
    const project = async (windows: object[]) =>
      cluster.kubectlOk([
        ...['-n', 'argocd', 'patch', 'appproject', 'kaleem', '--type=merge', '-p'],
        JSON.stringify({ spec: { syncWindows: windows } }),
      ]);
    await project([window]);
    // The controller looks at its projects every few seconds.
    await sleep(8000);
    files = image(files, 'frontend', '1.0.9');
    const hash = await push('a new frontend on a Saturday', files);
    await until(APP, ({ status }) => status.sync.status === 'OutOfSync' && status.sync.revision === hash);
    await sleep(4000);
    expect((await application(APP)).status.sync.status).toBe('OutOfSync');
    expect(await imageOf('frontend')).not.toBe('1.0.9');
    await project([]);
    await until(APP, inOrder(hash));
    expect(await imageOf('frontend')).toBe('1.0.9');
  });

  describe('the project refuses', () => {
    const object = (apiVersion: string, kind: string, rest: string): string =>
      `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: intruder\n${rest}`;
    const stranger = (name: string, change: (text: string) => string): string =>
      change(
        files
          .get(`${ARGO}/applications.k8s.yaml`)!
          .split(/^---$/m)
          .find((document) => document.includes(`name: ${APP}\n`))!
          .replace(`name: ${APP}\n`, `name: ${name}\n`)
          .replace(`path: ${FOLDER}`, `path: trial/${name}`),
      );

    const cases: Record<string, { manifest: string; change?: (text: string) => string; said: RegExp }> = {
      'foreign-namespace': {
        manifest: object('v1', 'ConfigMap', '  namespace: kube-system\n'),
        said: /namespace kube-system is not permitted in project 'kaleem'/,
      },
      'cluster-role': {
        manifest: object('rbac.authorization.k8s.io/v1', 'ClusterRole', 'rules: []\n'),
        said: /rbac\.authorization\.k8s\.io:ClusterRole is not permitted in project kaleem/,
      },
      'secret-in-git': {
        manifest: object('v1', 'Secret', 'stringData: {}\n'),
        said: /:Secret is not permitted in project kaleem/,
      },
      'other-repository': {
        manifest: object('v1', 'ConfigMap', ''),
        change: (text) =>
          text.replace(/repoURL: .*/, 'repoURL: https://git.example.com/other/repository.git'),
        said: /repo https:\/\/git\.example\.com\/other\/repository\.git is not permitted in project 'kaleem'/,
      },
      'other-destination': {
        manifest: object('v1', 'ConfigMap', ''),
        change: (text) => text.replace(`namespace: ${APP}`, 'namespace: default'),
        said: /destination .* do not match any of the allowed destinations in project 'kaleem'/,
      },
    };

    test('a foreign namespace, a ClusterRole, a Secret, another repository and another destination', async (context) => {
      needCluster(context);
      const { until } = needArgo(context, argo, missing);
      const trial = new Map(
        Object.entries(cases).map(([name, { manifest }]) => [`trial/${name}/object.yaml`, manifest]),
      );
      await repository.commit('intruders', new Map([...files, ...trial]));
      for (const [name, { change = (text: string) => text }] of Object.entries(cases))
        await apply(stranger(name, change));
      await Promise.all(
        Object.entries(cases).map(([name, { said }]) =>
          until(name, ({ status }) => said.test(JSON.stringify(status ?? {}).replaceAll('\\"', '"')), 60),
        ),
      );
      for (const kind of ['configmaps', 'clusterroles', 'secrets']) {
        const all = await cluster.kubectlOk(['get', kind, '--all-namespaces', '-o', 'name']);
        expect(all).not.toContain('intruder');
      }
    });
  });
});
