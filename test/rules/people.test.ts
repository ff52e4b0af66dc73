/** Rights of people at the Kubernetes API, as they are written down; a real API server judges them too. */
import { ROLE_NAMES } from '../../model/people';
import { type KubeObject, kindOf, title } from '../support/kubernetes';
import { another, inObject, type Rule, rule, without } from '../support/rule';
import { findThat, NothingToBreak, type Seed } from '../support/seeds';
import { planOf } from '../support/systems';

interface RoleRule {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
}
type Role = KubeObject & { rules: RoleRule[] };
type Binding = KubeObject & { roleRef: { name: string }; subjects: { kind: string; name: string }[] };

const rolesIn = (objects: readonly KubeObject[]) => kindOf(objects, 'Role') as Role[];
const bindings = (objects: readonly KubeObject[]) => kindOf(objects, 'RoleBinding') as Binding[];

/** What opens more than it says. */
const BOUNDLESS = ['*', 'escalate', 'bind', 'impersonate'];

const wildcards: Rule = (objects) => [
  ...rolesIn(objects).flatMap((role) =>
    role.rules.flatMap(({ apiGroups, resources, verbs }) =>
      [...apiGroups, ...resources, ...verbs]
        .filter((word) => BOUNDLESS.includes(word))
        .map((word) => `${title(role)} has '${word}'`),
    ),
  ),
  ...bindings(objects).flatMap((binding) =>
    binding.subjects
      .filter(({ kind, name }) => kind !== 'ServiceAccount' && /^system:|\*/.test(name))
      .map(({ name }) => `${title(binding)} is for ${name}`),
  ),
];

const WATCHER = 'Role/people-viewer';

rule('a right at the Kubernetes API says what it is for', wildcards, [
  ['all verbs', inObject(WATCHER, 'rules.0.verbs', ['*']), /has '\*'/],
  ['all kinds', inObject(WATCHER, 'rules.1.resources', ['*']), /has '\*'/],
  ['all groups', inObject(WATCHER, 'rules.1.apiGroups', ['*']), /has '\*'/],
  ['a right to give rights', inObject('Role/people-admin', 'rules.0.verbs', ['bind']), /has 'bind'/],
  [
    'everybody with a login',
    inObject('RoleBinding/people-viewer', 'subjects.0.name', 'system:authenticated'),
    /is for system:authenticated/,
  ],
]);

/** Who has which role, as `role: groups`. */
const held: Rule = async (objects, environment) => {
  const { people = {} } = await planOf(environment);
  const names = ROLE_NAMES.map((role) => `people-${role}`);
  const found = bindings(objects)
    .filter(({ subjects }) => subjects.some(({ kind }) => kind !== 'ServiceAccount'))
    .flatMap(({ roleRef, subjects }) => subjects.map(({ name }) => `${name} has ${roleRef.name}`));
  const wanted = ROLE_NAMES.flatMap((role, n) =>
    people[role] ? names.slice(0, n + 1).map((name) => `${people[role]} has ${name}`) : [],
  );
  const roles = rolesIn(objects).map(({ metadata }) => metadata.name);
  return [
    ...wanted.filter((one) => !found.includes(one)).map((one) => `nothing says that ${one}`),
    ...found.filter((one) => !wanted.includes(one)).map((one) => `nobody asked that ${one}`),
    ...found
      .map((one) => one.replace(/.* has /, ''))
      .filter((name) => !roles.includes(name))
      .map((name) => `there is no Role ${name}`),
  ];
};

rule('people have the roles that the environment gives their groups, and no other has one', held, [
  ['a role for nobody', without('RoleBinding/people-operator'), /nothing says that .* has people-operator/],
  [
    'a group of strangers',
    inObject('RoleBinding/people-admin', 'subjects.0.name', 'strangers'),
    /nobody asked that strangers has people-admin/,
  ],
  [
    'a role of more than was asked',
    inObject('RoleBinding/people-viewer', 'roleRef.name', 'people-admin'),
    /nobody asked that .* has people-admin/,
  ],
  ['rights that are nowhere', without('Role/people-viewer'), /there is no Role people-viewer/],
  [
    'a person by name',
    another('RoleBinding/people-viewer', 'subjects', [{ kind: 'User', name: 'eve' }]),
    /nobody asked that eve has/,
  ],
]);

const LOOK = ['get', 'list', 'watch'];
/** By each of these a Secret of the namespace is read, at once or by a pod that has it. */
const OPENS: readonly (readonly [resource: RegExp, verbs: readonly string[]])[] = [
  [/^secrets$/, LOOK],
  [/^pods\/(exec|attach)$/, ['get', 'create']],
  [/^pods\/ephemeralcontainers$/, ['patch', 'update']],
  [/^(pods|deployments|statefulsets|replicasets|daemonsets|jobs|cronjobs)$/, ['create', 'patch', 'update']],
  [/^serviceaccounts\/token$/, ['create']],
  [/^externalsecrets$/, ['create', 'patch', 'update']],
];

const secretly: Rule = (objects) =>
  rolesIn(objects)
    .filter(({ metadata }) => /^people-(viewer|operator)$/.test(metadata.name))
    .flatMap((role) =>
      role.rules.flatMap(({ resources, verbs }) =>
        resources.flatMap((resource) =>
          OPENS.filter(([open, by]) => open.test(resource) && by.some((verb) => verbs.includes(verb))).map(
            () => `${title(role)} comes to Secrets by ${verbs} of ${resource}`,
          ),
        ),
      ),
    );

const more =
  (role: string, rule: RoleRule): Seed =>
  (objects) =>
    void (findThat(objects, `Role/people-${role}`) as Role).rules.push(rule);
const core = { apiGroups: [''] };

rule('who looks, and who helps at night, comes to no Secret', secretly, [
  ['Secrets', more('viewer', { ...core, resources: ['secrets'], verbs: ['list'] }), /list of secrets/],
  ['a shell', more('operator', { ...core, resources: ['pods/exec'], verbs: ['create'] }), /pods\/exec/],
  [
    'another pod of a workload',
    more('operator', { apiGroups: ['apps'], resources: ['deployments'], verbs: ['patch'] }),
    /patch of deployments/,
  ],
]);

/** Both that it can be. */
const pluralsOf = (kind: string): string[] => {
  const name = kind.toLowerCase();
  return [`${name}s`, name.replace(/y$/, 'ies')];
};

/** Kinds of an environment that its viewers cannot look at, and what they can change. */
const seen: Rule = (objects) => {
  const viewer = rolesIn(objects).find(({ metadata }) => metadata.name === 'people-viewer');
  if (!viewer) return [];
  const may = ({ apiVersion, kind }: KubeObject): boolean =>
    viewer.rules.some(
      ({ apiGroups, resources, verbs }) =>
        apiGroups.includes(apiVersion.includes('/') ? apiVersion.split('/')[0]! : '') &&
        pluralsOf(kind).some((name) => resources.includes(name)) &&
        LOOK.every((verb) => verbs.includes(verb)),
    );
  const hidden = objects.filter((object) => object.metadata.namespace && !may(object));
  return [
    ...new Set(hidden.map(({ apiVersion, kind }) => `viewers do not see ${kind} of ${apiVersion}`)),
    ...viewer.rules
      .flatMap(({ verbs }) => verbs)
      .filter((verb) => !LOOK.includes(verb))
      .map((verb) => `viewers may ${verb}`),
  ];
};

/** The kind that stands alone in its rule. */
const lessOf =
  (group: string): Seed =>
  (objects) => {
    const role = findThat(objects, WATCHER) as Role;
    const at = role.rules.findIndex(({ apiGroups }) => apiGroups.includes(group));
    if (at < 0) throw new NothingToBreak(`no right for ${group}`);
    role.rules.splice(at, 1);
  };

rule('a viewer sees everything that Git has, and changes nothing', seen, [
  ['no workloads', lessOf('apps'), /do not see Deployment of apps/],
  ["the gateway's own kinds", lessOf('gateway.nginx.org'), /do not see \w+ of gateway\.nginx\.org/],
  ['a change', inObject(WATCHER, 'rules.1.verbs', [...LOOK, 'delete']), /viewers may delete/],
]);
