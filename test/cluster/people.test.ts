/** What people may do, asked of the real API server: role × verb × kind. */
import { describe, expect, test } from 'vitest';
import { type People, type PeopleRole, ROLE_NAMES } from '../../model/people';
import { call } from '../../tools/lab/api';
import { APPLY, asStdin, untilFree } from '../../tools/lab/bring-up';
import type { Cluster } from '../../tools/lab/cluster';
import { crdsNeededBy, loadCrds } from '../../tools/lab/crds';
import type { KubeObject } from '../../tools/lab/manifests';
import { systemOf } from '../random/data';
import { wholeSystem, world } from '../random/whole';
import { environmentOf, planAt } from '../support/phases';
import { planOf } from '../support/systems';
import { committedAndLast, needCluster } from './lab';

const LOOK = ['get', 'list', 'watch'];
const VERBS = [...LOOK, 'create', 'update', 'patch', 'delete', 'deletecollection'];

/** `group/resource verb`: who may first; those after them may too. All that looking does not need. */
const BEYOND: Readonly<Record<string, PeopleRole>> = {
  '/pods delete': 'operator',
  '/pods/eviction create': 'operator',
  '/pods/portforward create': 'operator',
  '/pods/portforward get': 'operator',
  'apps/deployments/scale get': 'operator',
  'apps/deployments/scale patch': 'operator',
  'apps/deployments/scale update': 'operator',
  'apps/statefulsets/scale get': 'operator',
  'apps/statefulsets/scale patch': 'operator',
  'apps/statefulsets/scale update': 'operator',
  '/secrets get': 'admin',
  '/secrets list': 'admin',
  '/secrets watch': 'admin',
  '/secrets create': 'admin',
  '/secrets delete': 'admin',
  '/pods/exec create': 'admin',
  '/pods/exec get': 'admin',
  '/pods/attach create': 'admin',
  '/pods/attach get': 'admin',
  '/pods/ephemeralcontainers patch': 'admin',
  '/pods/ephemeralcontainers update': 'admin',
  'apps/deployments patch': 'admin',
  'apps/deployments update': 'admin',
  'apps/deployments delete': 'admin',
  'apps/statefulsets patch': 'admin',
  'apps/statefulsets update': 'admin',
  'apps/statefulsets delete': 'admin',
  'batch/jobs delete': 'admin',
  '/persistentvolumeclaims patch': 'admin',
  '/persistentvolumeclaims update': 'admin',
  'external-secrets.io/externalsecrets delete': 'admin',
  'external-secrets.io/externalsecrets patch': 'admin',
  'external-secrets.io/externalsecrets update': 'admin',
};
const SUBRESOURCES = ['exec', 'attach', 'portforward', 'eviction', 'ephemeralcontainers', 'proxy'];
/** Kinds that no file of ours has, and everybody asks about. */
const OTHERS: readonly [group: string, resource: string][] = [
  ['', 'secrets'],
  ['', 'pods'],
  ['', 'events'],
  ['', 'persistentvolumeclaims'],
  ['apps', 'replicasets'],
  ['batch', 'cronjobs'],
  ['batch', 'jobs'],
];
/** What Kubernetes makes of it, and a viewer looks at, too. */
const NEVER: readonly [group: string, resource: string, verb: string, name?: string][] = [
  ['', 'serviceaccounts', 'impersonate', 'api'],
  ['', 'serviceaccounts/token', 'create', 'api'],
  ['rbac.authorization.k8s.io', 'roles', 'escalate'],
  ['rbac.authorization.k8s.io', 'roles', 'bind'],
  ['', 'services/proxy', 'get'],
  ['*', '*', '*'],
];

interface Resources {
  resources: { name: string; kind: string; namespaced: boolean }[];
}

/** Group and resource of each kind of the objects, as the API server calls them. */
async function resourcesOf(cluster: Cluster, objects: readonly KubeObject[]): Promise<[string, string][]> {
  const found = new Map<string, [string, string]>();
  for (const version of new Set(objects.map(({ apiVersion }) => apiVersion))) {
    const path = version.includes('/') ? `/apis/${version}` : `/api/${version}`;
    const { resources } = await cluster.get<Resources>(path);
    for (const { kind } of objects.filter(({ apiVersion }) => apiVersion === version)) {
      const one = resources.find((other) => other.kind === kind && !other.name.includes('/'));
      if (!one) throw new Error(`the API server knows no ${kind} of ${version}`);
      const group = version.includes('/') ? version.split('/')[0]! : '';
      if (one.namespaced) found.set(`${group}/${one.name}`, [group, one.name]);
    }
  }
  return [...found.values()];
}

async function may(cluster: Cluster, groups: readonly string[], attributes: object): Promise<boolean> {
  const answer = await call<{ status: { allowed: boolean } }>(
    cluster,
    'POST',
    '/apis/authorization.k8s.io/v1/subjectaccessreviews',
    {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SubjectAccessReview',
      spec: {
        user: 'somebody',
        groups: [...groups, 'system:authenticated'],
        resourceAttributes: attributes,
      },
    },
  );
  return answer.status.allowed;
}

/** What the API server lets each role do that it should not, or the other way round. */
async function differences(
  cluster: Cluster,
  namespace: string,
  people: People,
  resources: readonly (readonly [string, string])[],
): Promise<string[]> {
  const questions: [sentence: string, groups: string[], attributes: object, expected: boolean][] = [];
  const ask = (who: string, groups: string[], attributes: Record<string, string>, expected: boolean) => {
    const sentence = `${who} ${expected ? 'cannot' : 'can'} ${Object.values(attributes).join(' ')}`;
    questions.push([sentence, groups, { namespace, ...attributes }, expected]);
  };
  const subresources = [
    ...SUBRESOURCES.map((name) => ['', 'pods', name] as const),
    ...['deployments', 'statefulsets'].map((name) => ['apps', name, 'scale'] as const),
  ];
  for (const role of [...ROLE_NAMES.filter((one) => people[one]), undefined]) {
    const groups = role ? [people[role]!] : ['strangers'];
    const rank = (one: PeopleRole): number => ROLE_NAMES.indexOf(one);
    const beyond = (key: string): boolean => !!role && !!BEYOND[key] && rank(BEYOND[key]) <= rank(role);
    for (const verb of VERBS) {
      for (const [group, resource] of resources) {
        const looks = !!role && LOOK.includes(verb) && resource !== 'secrets';
        const expected = looks || beyond(`${group}/${resource} ${verb}`);
        ask(role ?? 'a stranger', groups, { verb, group, resource }, expected);
        const elsewhere = { verb, group, resource, namespace: 'default' };
        if (verb === 'list') ask(role ?? 'a stranger', groups, elsewhere, false);
      }
      for (const [group, resource, subresource] of subresources) {
        const expected = beyond(`${group}/${resource}/${subresource} ${verb}`);
        ask(role ?? 'a stranger', groups, { verb, group, resource, subresource }, expected);
      }
    }
    const log = { verb: 'get', group: '', resource: 'pods', subresource: 'log' };
    ask(role ?? 'a stranger', groups, log, !!role);
    for (const [group, full, verb, name = ''] of NEVER) {
      const [resource = '', subresource = ''] = full.split('/');
      ask(role ?? 'a stranger', groups, { verb, group, resource, subresource, name }, false);
    }
  }
  const wrong: string[] = [];
  // So many at once that the API server is never idle.
  while (questions.length > 0) {
    const some = questions.splice(0, 32);
    const answers = await Promise.all(some.map(([, groups, attributes]) => may(cluster, groups, attributes)));
    wrong.push(...some.flatMap(([sentence, , , expected], n) => (answers[n] === expected ? [] : [sentence])));
  }
  return wrong;
}

const rights = (objects: readonly KubeObject[]): KubeObject[] =>
  objects.filter(
    ({ kind, metadata }) =>
      kind === 'Namespace' || (/^Role/.test(kind) && metadata.name.startsWith('people-')),
  );

describe('what people may do in a namespace, as the API server answers', async () => {
  const environments = await Promise.all((await committedAndLast()).map(({ load }) => load()));
  const committed = environments.filter(({ objects }) => rights(objects as KubeObject[]).length > 1);
  test('every environment that names groups is among them', async () => {
    const plans = await Promise.all(environments.map(planOf));
    const naming = environments.filter((_, n) => plans[n]!.people);
    expect(naming.length).toBeGreaterThan(0);
    expect(committed.map(({ name }) => name)).toEqual(naming.map(({ name }) => name));
  });
  const system = systemOf(await world(), await wholeSystem());
  const whole = Object.keys(system.environments).map((name) => environmentOf(planAt(system, name, 4)!));
  const all = [...whole, ...committed];
  test.for(all)('of $name', { timeout: 180_000 }, async ({ system, environment, ...given }, context) => {
    const cluster = needCluster(context);
    const objects = given.objects as KubeObject[];
    const namespace = `${system}-${environment}`;
    await untilFree(cluster, namespace);
    await loadCrds(cluster, crdsNeededBy(objects));
    const [space, ...others] = rights(objects);
    for (const some of [[space!], others])
      await cluster.kubectlOk([...APPLY, '-f', '-'], { stdin: asStdin(some) });
    const people: Record<string, string> = {};
    for (const { kind, metadata, subjects } of others.toReversed()) {
      // The least of those who have a role is whose it is.
      if (kind === 'RoleBinding') people[metadata.name.replace('people-', '')] = subjects[0].name;
    }
    const resources = [...(await resourcesOf(cluster, objects)), ...OTHERS];
    expect(await differences(cluster, namespace, people, resources)).toEqual([]);
    // One right too many, and one too few, are seen.
    const seed = ['--namespace', namespace, 'patch', 'role', 'people-viewer', '--type=json', '--patch'];
    const secrets = { apiGroups: [''], resources: ['secrets'], verbs: ['get'] };
    await cluster.kubectlOk([...seed, JSON.stringify([{ op: 'add', path: '/rules/-', value: secrets }])]);
    await cluster.kubectlOk([...seed, JSON.stringify([{ op: 'remove', path: '/rules/1' }])]);
    const found = await differences(cluster, namespace, people, [
      ['', 'secrets'],
      ['apps', 'deployments'],
    ]);
    expect(found).toContain('viewer can get  secrets');
    expect(found).toContain('viewer cannot list apps deployments');
    await cluster.kubectlOk(['delete', 'namespace', namespace, '--wait=true']);
  });
});
