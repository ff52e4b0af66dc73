/**
 * What CloudNativePG's own operator makes of our Cluster, on a real API server, and whether that fits all the rest. No
 * instance runs, so it stops after the first: it has made the files by its Job, and asks the pod how it is in vain.
 */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as yaml from 'js-yaml';
import { afterAll, beforeAll, describe, expect, type TestContext, test } from 'vitest';
import type { Plan } from '../../model/plan';
import { call, type List } from '../../tools/lab/api';
import { APPLY, asStdin, type BringUp, bringUp, FIELD_MANAGER, takeDown } from '../../tools/lab/bring-up';
import { type CloudNativePg, startCloudNativePg } from '../../tools/lab/cloudnative-pg';
import { instanceTemplate, isPostgresCluster } from '../../tools/lab/cnpg-pods';
import { sleep } from '../../tools/lab/exec';
import { kyvernoApply } from '../../tools/lab/kyverno';
import { hasCondition, type KubeObject, type Unit } from '../../tools/lab/manifests';
import { selects } from '../../tools/lab/pods';
import { MissingProgramError } from '../../tools/lab/programs';
import { variable } from '../catalogue/fixture';
import { ROOT } from '../support/dist';
import { environmentAt } from '../support/phases';
import { ENTERPRISE } from '../support/variants';
import { labCluster, needBuilt, needCluster } from './lab';

let operator: CloudNativePg | undefined;
let plan: Plan;
let unit: Unit;
let report: BringUp;
let ours: KubeObject;

const list = async (path: string): Promise<KubeObject[]> => {
  const { items } = await labCluster()!.get<List<KubeObject>>(path.replace('NS', unit.namespace));
  return items;
};
const made = '?labelSelector=cnpg.io/cluster';
const pods = () => list(`/api/v1/namespaces/NS/pods${made}`);
const jobs = () => list(`/apis/batch/v1/namespaces/NS/jobs${made}`);
const claims = () => list(`/api/v1/namespaces/NS/persistentvolumeclaims${made}`);
const services = () => list('/api/v1/namespaces/NS/services');
const isInstance = ({ metadata }: KubeObject): boolean => metadata.labels?.['cnpg.io/podRole'] === 'instance';

beforeAll(async () => {
  const { objects, plan: found } = await environmentAt('sentineliq', 'production', 4, ENTERPRISE);
  plan = found!;
  const { system, environment, namespace } = plan;
  unit = { system, environment, namespace, files: [], objects: objects as KubeObject[] };
  ours = unit.objects.find(isPostgresCluster)!;
  const cluster = labCluster();
  if (!cluster) return;
  try {
    operator = await startCloudNativePg(cluster);
  } catch (error) {
    if (error instanceof MissingProgramError) return;
    throw error;
  }
  report = await bringUp(cluster, unit, { served: new Set(['postgresql.cnpg.io']) });
  await until(async () => (await pods()).some(isInstance));
}, 600_000);

afterAll(async () => {
  const cluster = labCluster();
  await operator?.stop();
  if (cluster && operator) await takeDown(cluster, unit);
}, 120_000);

/** Waits a minute at most; what is missing then shows in the test that asks for it. */
async function until(done: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 60_000; Date.now() < end && !(await done()); ) await sleep(300);
}

/** The cluster for one test; without it or the operator, the test is reported as not run. */
async function needOperator(context: TestContext) {
  const cluster = needCluster(context);
  await needBuilt(context, 'cloudnative-pg');
  await needBuilt(context, 'barman-cloud');
  return cluster;
}

describe('PostgreSQL by CloudNativePG, at enterprise size and phase 4', () => {
  test('its webhook takes our Cluster, and all the rest comes up beside it', async (context) => {
    await needOperator(context);
    expect(report).toEqual({ messages: [], dangling: [], refused: [], notReady: [] });
  });

  test.for([
    ['an image without a version', { imageName: 'ghcr.io/cloudnative-pg/postgresql:latest' }, /imageName/],
    ['a Service of a name it has itself', { managed: withService('another-rw') }, /reserved/],
    ['a memory request above the limit', { resources: { requests: { memory: '9Gi' } } }, /greater than/],
  ] as const)('its webhook refuses %s', async ([, change, message], context) => {
    const cluster = await needOperator(context);
    const wrong = structuredClone(ours);
    wrong.metadata.name = 'another';
    for (const [field, value] of Object.entries(change)) {
      const before = wrong.spec[field];
      wrong.spec[field] = typeof value === 'string' ? value : { ...before, ...value };
    }
    if ('resources' in change) wrong.spec.resources.limits = ours.spec.resources.limits;
    const path = `/apis/postgresql.cnpg.io/v1/namespaces/${unit.namespace}/clusters?dryRun=All`;
    await expect(call(cluster, 'POST', path, wrong)).rejects.toThrow(message);
  });

  test('its webhook takes the way back to a moment, as the page has it, and refuses a moment that is none', async (context) => {
    const cluster = await needOperator(context);
    const page = readFileSync(join(ROOT, 'docs/disaster-recovery.md'), 'utf8');
    const text = /kustomization\.yaml <<'EOF'\n([\s\S]*?)\nEOF\n/.exec(page)![1]!;
    const folder = join(cluster.folder, 'moment');
    mkdirSync(folder, { recursive: true });
    copyFileSync(join(ROOT, 'dist/org-chatbot/production/data.k8s.yaml'), join(folder, 'data.k8s.yaml'));
    writeFileSync(join(folder, 'kustomization.yaml'), text);
    const made = await cluster.kubectlOk(['kustomize', folder]);
    const moment = (yaml.loadAll(made) as KubeObject[]).find(isPostgresCluster)!;
    expect(moment.spec.bootstrap).toEqual({ recovery: expect.anything() });
    moment.metadata = { ...moment.metadata, name: 'another', namespace: unit.namespace };
    const path = `/apis/postgresql.cnpg.io/v1/namespaces/${unit.namespace}/clusters?dryRun=All&fieldValidation=Strict`;
    await call(cluster, 'POST', path, moment);
    moment.spec.bootstrap.recovery.recoveryTarget.targetTime = 'yesterday';
    await expect(call(cluster, 'POST', path, moment)).rejects.toThrow(/TargetTime/);
  });

  test('its webhook takes when copies are made, and refuses a time that is none', async (context) => {
    const cluster = await needOperator(context);
    const copies = structuredClone(unit.objects.find(({ kind }) => kind === 'ScheduledBackup')!);
    copies.metadata.name = 'another';
    copies.spec.schedule = 'on Sundays';
    const path = `/apis/postgresql.cnpg.io/v1/namespaces/${unit.namespace}/scheduledbackups?dryRun=All`;
    await expect(call(cluster, 'POST', path, copies)).rejects.toThrow(/schedule/);
  });

  test('a second apply of the Cluster and what stands beside it would change nothing', async (context) => {
    const cluster = await needOperator(context);
    const all = unit.objects.filter(({ apiVersion }) =>
      /^(postgresql|barmancloud)\.cnpg\.io\//.test(apiVersion),
    );
    expect(all.map(({ kind }) => kind).sort()).toEqual(['Cluster', 'ObjectStore', 'ScheduledBackup']);
    const diff = ['diff', '--server-side', `--field-manager=${FIELD_MANAGER}`, '-f', '-'];
    const { stdout, stderr } = await cluster.kubectl(diff, { stdin: asStdin(all) });
    expect(stderr + stdout).toBe('');
    const again = await cluster.kubectl([...APPLY, '-f', '-'], { stdin: asStdin(all) });
    expect(again).toMatchObject({ code: 0, stderr: '' });
  });

  test('its plugin lets the instances read the key of the log, and no other', async (context) => {
    await needOperator(context);
    const roles = await list('/apis/rbac.authorization.k8s.io/v1/namespaces/NS/roles');
    const role = roles.find(
      ({ metadata }) => metadata.name === 'postgres-cluster-barman-cloud',
    ) as unknown as {
      rules: { resources: string[]; resourceNames?: string[] }[];
    };
    const named = (resource: string) =>
      role.rules
        .filter(({ resources }) => resources.includes(resource))
        .flatMap(({ resourceNames }) => resourceNames ?? ['every one']);
    expect([named('secrets'), named('objectstores')]).toEqual([['postgres-offsite'], ['postgres-cluster']]);
    const log = plan.backups!.saved.find(({ store }) => store === 'postgres')!.log;
    expect(log).toMatchObject({ folder: `${unit.namespace}/postgres.log` });
  });

  test('its plugin puts the container beside an instance that the budget counts', async (context) => {
    await needOperator(context);
    const [instance] = (await pods()).filter(isInstance);
    const { sidecars } = plan.components.find(({ name }) => name === 'postgres')!.operated!;
    const added = (
      instance!.spec.initContainers as { name: string; resources: object; restartPolicy?: string }[]
    )
      .filter(({ restartPolicy }) => restartPolicy === 'Always')
      .map(({ name, resources }) => [name, resources]);
    expect(Object.fromEntries(added)).toEqual(sidecars);
  });

  test('the Job of the first instance ends, within quota and Pod Security', async (context) => {
    await needOperator(context);
    expect((await jobs()).map((job) => hasCondition(job, 'Complete'))).toEqual([true]);
    expect((await pods()).filter(isInstance).map(({ status }) => status?.phase)).toEqual(['Running']);
  });

  test('an instance is what everybody who judges without a cluster takes it for', async (context) => {
    await needOperator(context);
    const [instance] = (await pods()).filter(isInstance);
    const { metadata, spec } = instanceTemplate(ours, unit.objects);
    expect(instance!.metadata.labels).toMatchObject(metadata!.labels!);
    expect(withoutMounts(instance!.spec)).toMatchObject(withoutMounts(spec));
    expect(names(instance!.spec.volumes)).toEqual(expect.arrayContaining([...names(spec.volumes), 'pgdata']));
  });

  test('all instances together fit the quota', async (context) => {
    const cluster = await needOperator(context);
    // It would take them for its own and remove what it did not make.
    await operator!.stop();
    const [instance] = (await pods()).filter(isInstance);
    const [claim] = await claims();
    for (let number = 2; number <= ours.spec.instances; number += 1) {
      const name = `${ours.metadata.name}-${number}`;
      for (const [one, resource] of [
        [claim!, 'persistentvolumeclaims'],
        [instance!, 'pods'],
      ] as const) {
        const { labels, namespace } = one.metadata;
        const copy = structuredClone({ spec: one.spec, metadata: { name, namespace, labels } });
        for (const field of ['nodeName', 'volumeName', 'hostname']) delete copy.spec[field];
        for (const volume of copy.spec.volumes ?? []) {
          if (volume.name === 'pgdata') volume.persistentVolumeClaim.claimName = name;
        }
        await call(cluster, 'POST', `/api/v1/namespaces/${namespace}/${resource}`, copy);
      }
    }
    const running = async () => (await pods()).filter(({ status }) => status?.phase === 'Running');
    await until(async () => (await running()).length === ours.spec.instances);
    expect((await running()).length).toBe(ours.spec.instances);
    expect((await claims()).map(({ metadata }) => metadata.name).sort()).toEqual([
      ...plan.components.find(({ name }) => name === 'postgres')!.operated!.claims,
    ]);
  });

  test('every pod of it is chosen by the policies of postgres, in the network and in the mesh', async (context) => {
    await needOperator(context);
    const found = await pods();
    expect(found.length).toBeGreaterThan(1);
    for (const kind of ['NetworkPolicy', 'AuthorizationPolicy']) {
      const choosing = unit.objects.filter((one) => one.kind === kind && !one.spec.targetRefs);
      for (const { metadata } of found) {
        const by = choosing
          .filter(({ spec }) => selects(spec.podSelector ?? spec.selector ?? {}, metadata.labels))
          .map((one) => one.metadata.name);
        expect(by.sort(), `${kind} of ${metadata.name}`).toEqual(['default-deny', 'postgres']);
      }
    }
    const accounts = new Set(found.map(({ spec }) => spec.serviceAccountName));
    expect([...accounts]).toEqual(['postgres-cluster']);
  });

  test('the hosts of the connection strings are Services: of the primary, and of the standbys', async (context) => {
    await needOperator(context);
    const server = plan.components.find(({ name }) => name === 'server')!;
    const host = (name: string): string => /@([^:]+):5432\//.exec(variable(server, name)!)![1]!;
    const selector = async (name: string) =>
      (await services()).find(({ metadata }) => metadata.name === name)?.spec;
    expect(await selector(host('DATABASE_URL'))).toMatchObject({
      ports: [{ port: 5432 }],
      selector: { 'cnpg.io/cluster': 'postgres-cluster', 'cnpg.io/instanceRole': 'primary' },
    });
    expect(await selector(host('READ_REPLICA_URL'))).toMatchObject({
      ports: [{ port: 5432 }],
      selector: { 'cnpg.io/cluster': 'postgres-cluster', 'cnpg.io/instanceRole': 'replica' },
    });
  });

  test('each account has its Secret, with its name in it, which the instances may read', async (context) => {
    await needOperator(context);
    const secrets = await list('/api/v1/namespaces/NS/secrets');
    const roles = await list('/apis/rbac.authorization.k8s.io/v1/namespaces/NS/roles');
    const role = roles.find(({ metadata }) => metadata.name === 'postgres-cluster') as unknown as {
      rules: { resources: string[]; resourceNames?: string[] }[];
    };
    const readable = role.rules
      .filter(({ resources }) => resources.includes('secrets'))
      .flatMap(({ resourceNames = [] }) => resourceNames);
    const accounts = (
      ours.spec.managed.roles as { name: string; passwordSecret?: { name: string } }[]
    ).filter(({ passwordSecret }) => passwordSecret);
    expect(accounts.map(({ name }) => name)).toEqual([
      'migrations',
      'postgres-backup',
      'postgres-restore',
      'server',
    ]);
    for (const { name, passwordSecret } of accounts) {
      const secret = secrets.find(({ metadata }) => metadata.name === passwordSecret!.name);
      const text = (key: string) => Buffer.from(secret?.data?.[key] ?? '', 'base64').toString();
      expect(text('username')).toBe(name);
      expect(text('password')).not.toBe('');
      expect(secret!.metadata.labels).toMatchObject({ 'cnpg.io/reload': 'true' });
      expect(readable).toContain(passwordSecret!.name);
    }
  });

  test('a drain leaves a standby, and the primary moves first', async (context) => {
    await needOperator(context);
    const budgets = await list('/apis/policy/v1/namespaces/NS/poddisruptionbudgets');
    const of = (name: string) => budgets.find(({ metadata }) => metadata.name === name)?.spec.minAvailable;
    expect([of('postgres-cluster'), of('postgres-cluster-primary')]).toEqual([1, 1]);
  });

  test("Kyverno's policies admit its pods and its Job", async (context) => {
    await needOperator(context);
    const command = await needBuilt(context, 'kyverno');
    const policies = unit.objects.filter(({ kind }) => kind === 'NamespacedValidatingPolicy');
    const deny = unit.objects.filter(
      ({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === 'default-deny',
    );
    const objects = [
      ...(await pods()).map((one) => ({ ...one, apiVersion: 'v1', kind: 'Pod' })),
      ...(await jobs()).map((one) => ({ ...one, apiVersion: 'batch/v1', kind: 'Job' })),
    ];
    const verdicts = await kyvernoApply(command, policies, objects, { cluster: deny });
    const refused = verdicts.filter(({ result }) => result === 'fail' || result === 'error');
    expect(refused).toEqual([]);
    expect(verdicts.some(({ result }) => result === 'pass')).toBe(true);
  });
});

function withService(name: string) {
  return {
    services: { additional: [{ selectorType: 'rw', serviceTemplate: { metadata: { name }, spec: {} } }] },
  };
}

const names = (volumes: readonly { name: string }[]): string[] => volumes.map(({ name }) => name);

/** A pod's specification without what the API server adds to it: the token's volume. */
function withoutMounts(spec: object): object {
  const { volumes: _, ...rest } = structuredClone(spec) as Record<string, unknown>;
  for (const list of ['containers', 'initContainers'] as const) {
    for (const one of (rest[list] ?? []) as Record<string, unknown>[]) delete one.volumeMounts;
  }
  return rest;
}
