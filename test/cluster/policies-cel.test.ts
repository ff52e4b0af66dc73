/**
 * The API server itself judges the expressions that have no word of Kyverno's in them: each such policy becomes a
 * ValidatingAdmissionPolicy with the same conditions, variables and validations.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refusal } from '../../tools/lab/admission';
import { asStdin, untilFree } from '../../tools/lab/bring-up';
import { sleep } from '../../tools/lab/exec';
import { dataPlanes } from '../../tools/lab/gateway';
import { type KubeObject, nameOf } from '../../tools/lab/manifests';
import { environmentAt } from '../support/phases';
import { labCluster, needCluster } from './lab';
import { badObjects } from './policies-defects';
import { goodObjects } from './policies-samples';

const NAMESPACE = 'kaleem-production';
const SELECTOR = { matchLabels: { 'kubernetes.io/metadata.name': NAMESPACE } };
/** What pods name, and the API server looks for before it asks a policy. */
const NAMED = ['PriorityClass', 'ServiceAccount'];
const KYVERNO_ONLY = /\bresource\.\w+\(/;

const load = async () => (await environmentAt('kaleem', 'production', 4)).objects as KubeObject[];
const isPlain = ({ kind, spec }: KubeObject): boolean =>
  kind === 'NamespacedValidatingPolicy' && !KYVERNO_ONLY.test(JSON.stringify(spec));

/** The policy in Kubernetes' own words, which are the same but for the binding. */
function native({ metadata, spec }: KubeObject): KubeObject[] {
  const apiVersion = 'admissionregistration.k8s.io/v1';
  const { matchConstraints, matchConditions, variables, validations, validationActions } = spec;
  return [
    {
      apiVersion,
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name: metadata.name },
      // An expression that cannot be evaluated shows as a refusal.
      spec: { failurePolicy: 'Fail', matchConstraints, matchConditions, variables, validations },
    },
    {
      apiVersion,
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name: metadata.name },
      spec: {
        policyName: metadata.name,
        validationActions,
        matchResources: { namespaceSelector: SELECTOR },
      },
    },
  ];
}

/** Pod Security would refuse some of the defects first, so the namespace has no level here. */
const namespace: KubeObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } };

describe('the API server, asked with the expressions of the policies', () => {
  let policies: KubeObject[] = [];
  let good: KubeObject[] = [];

  beforeAll(async () => {
    const cluster = labCluster();
    if (!cluster) return;
    const objects = await load();
    policies = objects.filter(isPlain);
    good = goodObjects(objects);
    const named = [...objects, ...dataPlanes(objects)].filter(({ kind }) => NAMED.includes(kind));
    await untilFree(cluster, NAMESPACE);
    await cluster.kubectlOk(['apply', '--server-side', '-f', '-'], {
      stdin: asStdin([namespace, ...named, ...policies.flatMap(native)]),
    });
    // It takes each of them into account a moment after it has it.
    const until = Date.now() + 30_000;
    for (const { metadata } of policies) {
      const { object } = badObjects(objects).find(({ policy }) => policy === metadata.name)!;
      while (!(await refusal(cluster, object)) && Date.now() < until) await sleep(200);
    }
  });
  afterAll(async () => {
    const cluster = labCluster();
    if (!cluster) return;
    const classes = (await load()).filter(({ kind }) => kind === 'PriorityClass');
    const stdin = asStdin([namespace, ...classes, ...policies.flatMap(native)]);
    await cluster.kubectl(['delete', '--ignore-not-found', '--wait=false', '-f', '-'], { stdin });
  });

  test('all but the one that asks for another object are judged', async (context) => {
    needCluster(context);
    const all = (await load()).filter(({ kind }) => kind === 'NamespacedValidatingPolicy');
    const left = all.filter((one) => !policies.includes(one)).map(nameOf);
    expect(left).toEqual(['NamespacedValidatingPolicy/network-isolation']);
  });

  test('lets in everything of ours, and what the platform makes beside it', async (context) => {
    const cluster = needCluster(context);
    for (const object of good) expect(await refusal(cluster, object), nameOf(object)).toBeUndefined();
  });

  test('refuses each defect by the policy that is meant for it', async (context) => {
    const cluster = needCluster(context);
    for (const { title, policy, object } of badObjects(await load())) {
      // A running pod is the only one that can be given a debugger.
      if (object.spec.ephemeralContainers) continue;
      expect((await refusal(cluster, object)) ?? 'let in', title).toContain(
        `ValidatingAdmissionPolicy '${policy}'`,
      );
    }
  });
});
