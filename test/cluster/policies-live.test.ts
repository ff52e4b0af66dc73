/** Kyverno's own admission controller on a real API server: what is asked, what is refused, and what if it dies. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refusal } from '../../tools/lab/admission';
import { APPLY, asStdin, type BringUp, bringUp, FIELD_MANAGER, takeDown } from '../../tools/lab/bring-up';
import { type Kyverno, startKyverno } from '../../tools/lab/kyverno-server';
import { type KubeObject, nameOf, type Unit } from '../../tools/lab/manifests';
import { MissingProgramError } from '../../tools/lab/programs';
import { restartAll, waitUntilReady } from '../../tools/lab/workloads';
import { environmentAt } from '../support/phases';
import { labCluster, needBuilt, needCluster } from './lab';
import { badObjects, expectRefusals } from './policies-defects';
import { anotherService, anyOf, goodObjects, isPolicy, podOf } from './policies-samples';

async function unitOf(environment: string): Promise<Unit> {
  const { system, objects } = await environmentAt('kaleem', environment, 4);
  const namespace = `${system}-${environment}`;
  return { system, environment, namespace, files: [], objects: objects as KubeObject[] };
}
const policiesOf = ({ objects }: Unit): KubeObject[] => objects.filter(isPolicy);
/** The namespace, what keeps its pods apart, and its policies. */
const guardsOf = (unit: Unit): KubeObject[] => [
  ...unit.objects.filter(({ kind }) => ['Namespace', 'NetworkPolicy'].includes(kind)),
  ...policiesOf(unit),
];

// The tests of one cluster build on each other in this order.
describe('Kyverno', () => {
  let kyverno: Kyverno | undefined;
  let unit: Unit;
  let other: Unit;
  let report: BringUp;

  beforeAll(async () => {
    const cluster = labCluster();
    if (!cluster) return;
    [unit, other] = [await unitOf('production'), await unitOf('development')];
    kyverno = await startKyverno(cluster).catch((error) => {
      if (error instanceof MissingProgramError) return undefined;
      throw error;
    });
    if (kyverno) report = await bringUp(cluster, unit);
  });
  afterAll(async () => {
    const cluster = labCluster();
    if (!cluster || !kyverno) return;
    await kyverno.stop();
    await takeDown(cluster, unit);
    await takeDown(cluster, other);
  });

  const needKyverno = async (context: Parameters<typeof needBuilt>[0]) => {
    await needBuilt(context, 'kyverno-admission');
    return { cluster: needCluster(context), kyverno: kyverno! };
  };

  test('knows every policy, and is asked', async (context) => {
    await (await needKyverno(context)).kyverno.knows(policiesOf(unit));
  });

  test('lets everything start in the order of a first sync', async (context) => {
    await needKyverno(context);
    expect(report).toEqual({ messages: [], dangling: [], refused: [], notReady: [] });
  });

  test('leaves the policies as they were applied', async (context) => {
    const { cluster } = await needKyverno(context);
    const diff = ['diff', '--server-side', `--field-manager=${FIELD_MANAGER}`, '-f', '-'];
    const { stdout } = await cluster.kubectl(diff, { stdin: asStdin(policiesOf(unit)) });
    expect(stdout).toBe('');
  });

  test('lets in everything of ours, and what the platform makes beside it', async (context) => {
    const { cluster } = await needKyverno(context);
    for (const object of goodObjects(unit.objects)) {
      expect(await refusal(cluster, object), nameOf(object)).toBeUndefined();
    }
  });

  test('refuses each defect by the policy that is meant for it', async (context) => {
    const { cluster } = await needKyverno(context);
    await expectRefusals(cluster, unit.objects);
  });

  test('lets a new version of everything roll out', async (context) => {
    const { cluster } = await needKyverno(context);
    await restartAll(cluster, unit.namespace);
    expect(await waitUntilReady(cluster, unit.namespace, 120)).toEqual([]);
  });

  test('judges what changes in a running pod, and nothing else about it', async (context) => {
    const { cluster } = await needKyverno(context);
    const { metadata, spec } = anyOf(unit.objects, 'Deployment');
    const own = `app.kubernetes.io/name=${metadata.name}`;
    const pods = await cluster.kubectlOk(['-n', unit.namespace, 'get', 'pods', '-l', own, '-o', 'name']);
    const pod = pods.split('\n')[0]!;
    const on = (...args: string[]) => cluster.kubectl(['-n', unit.namespace, ...args]);
    expect((await on('label', pod, 'looked-at=yes')).stderr).toBe('');
    const other = await on('set', 'image', pod, `${metadata.name}=evil.example/x:1.0.0`);
    expect(other.stderr).toContain('Policy image-repositories failed: evil.example/x:1.0.0');
    const debug = (image: string) => on('debug', pod, `--image=${image}`, '--profile=restricted', '--', 'sh');
    expect((await debug('busybox:1.36.1')).stderr).toContain('Policy image-repositories failed');
    expect((await debug(spec.template.spec.containers[0].image)).code).toBe(0);
  });

  test('keeps default-deny, however it is to be deleted or opened', async (context) => {
    const { cluster } = await needKyverno(context);
    const on = async (...args: string[]) =>
      (await cluster.kubectl(['-n', unit.namespace, ...args, '--dry-run=server'])).stderr;
    const refused = 'Policy default-deny failed';
    expect(await on('delete', 'networkpolicy', 'default-deny')).toContain(refused);
    expect(await on('delete', 'networkpolicy', '--all')).toContain(refused);
    const open = JSON.stringify({ spec: { egress: [{}] } });
    expect(await on('patch', 'networkpolicy', 'default-deny', '--type=merge', '-p', open)).toContain(refused);
    expect(await on('label', 'networkpolicy', 'default-deny', 'looked-at=yes')).toBe('');
    const all = `/apis/networking.k8s.io/v1/namespaces/${unit.namespace}/networkpolicies?dryRun=All`;
    expect((await cluster.kubectl(['delete', '--raw', all])).stderr).toContain(refused);
  });

  test('lets no pod start without it', async (context) => {
    const { cluster } = await needKyverno(context);
    const policy = policiesOf(unit).find(({ metadata }) => metadata.name === 'default-deny')!;
    const deny = anyOf(unit.objects, 'NetworkPolicy', 'default-deny');
    const pod = podOf(anyOf(unit.objects, 'Deployment'));
    for (const one of [policy, deny]) {
      const gone = async () =>
        (await cluster.kubectl(['delete', '-f', '-'], { stdin: asStdin([one]) })).code === 0;
      await expect.poll(gone, { timeout: 20_000 }).toBe(true);
    }
    expect(await refusal(cluster, pod)).toContain('Policy network-isolation failed');
    await cluster.kubectlOk([...APPLY, '-f', '-'], { stdin: asStdin([deny, policy]) });
    expect(await refusal(cluster, pod)).toBeUndefined();
  });

  test('reads network policies with no more than its chart gives it', async (context) => {
    const { cluster } = await needKyverno(context);
    const account = 'system:serviceaccount:kyverno:kyverno-admission-controller';
    const bind = ['create', 'clusterrolebinding', 'kyverno-view', '--clusterrole=view', `--user=${account}`];
    await cluster.kubectlOk(bind);
    const ask = ['auth', 'can-i', 'get', 'networkpolicies.networking.k8s.io', `--as=${account}`];
    expect((await cluster.kubectl([...ask, '-n', unit.namespace])).stdout.trim()).toBe('yes');
    await cluster.kubectlOk(['delete', 'clusterrolebinding', 'kyverno-view']);
  });

  test('has no say in other namespaces, and lets go of one that is deleted', async (context) => {
    const { cluster, kyverno } = await needKyverno(context);
    const elsewhere = anyOf(
      badObjects(unit.objects).map(({ object }) => object),
      'Service',
    );
    const inDefault = { ...elsewhere, metadata: { ...elsewhere.metadata, namespace: 'default' } };
    expect(await refusal(cluster, inDefault)).toBeUndefined();
    await cluster.kubectlOk([...APPLY, '-f', '-'], { stdin: asStdin(guardsOf(other)) });
    await kyverno.knows(policiesOf(other));
    await cluster.kubectlOk(['delete', 'namespace', other.namespace, '--timeout=60s']);
  });

  test('stops no pod and no deletion when it dies, only what nobody needs then', async (context) => {
    const { cluster, kyverno } = await needKyverno(context);
    await kyverno.kill();
    await cluster.kubectlOk(['-n', unit.namespace, 'delete', 'pods', '--all', '--wait=false']);
    expect(await waitUntilReady(cluster, unit.namespace, 120)).toEqual([]);
    expect(await refusal(cluster, anotherService(unit.objects))).toContain('failed calling webhook');
    await cluster.kubectlOk(['delete', 'namespace', unit.namespace, '--timeout=90s']);
  });
});
