import { ownDataPlane } from '../../model/edge';
import { eachContainer, type KubeObject, podTemplates, title } from '../support/kubernetes';
import { inObject, inPod, type Rule, rule, without } from '../support/rule';
import { NothingToBreak, type SimpleSeed } from '../support/seeds';
import { planOf } from '../support/systems';

const GROUP = 'policies.kyverno.io/';
const WAVE = 'argocd.argoproj.io/sync-wave';
/** What a phase-4 environment must have, whatever its system. */
const WANTED = [
  'default-deny',
  'image-repositories',
  'image-tags',
  'labels',
  'network-isolation',
  'resources',
  'security-context',
  'service-accounts',
  'services',
];
/** Those that may hold something up while Kyverno is away: nobody waits for it. */
const FAIL_CLOSED = ['default-deny', 'services'];

interface Spec {
  validationActions: string[];
  failurePolicy: string;
  variables?: { name: string; expression: string }[];
  matchConstraints: { resourceRules: { resources: string[]; operations: string[] }[] };
  evaluation?: { admission?: { enabled: boolean } };
}

const of = (objects: readonly KubeObject[]) =>
  objects
    .filter(({ apiVersion }) => apiVersion.startsWith(GROUP))
    .map((object) => ({ object, name: object.metadata.name, spec: object.spec as Spec }));
const waveOf = ({ metadata }: KubeObject): number => Number(metadata.annotations?.[WAVE]);

const there: Rule = async (objects, environment) => {
  const { phase } = await planOf(environment);
  const names = of(objects).map(({ name }) => name);
  if (phase < 4) return names.map((name) => `${name} is there at phase ${phase}`);
  const first = Math.min(...objects.filter((object) => podTemplates([object]).length > 0).map(waveOf));
  const closed = Math.max(...objects.filter(({ kind }) => kind === 'NetworkPolicy').map(waveOf));
  return [
    ...WANTED.filter((name) => !names.includes(name)).map((name) => `there is no policy ${name}`),
    ...of(objects).flatMap(({ object, name, spec }) => {
      const [action] = spec.validationActions;
      const silent = spec.evaluation?.admission?.enabled === false;
      return [
        ...(object.kind.startsWith('Namespaced') ? [] : [`${title(object)} is about the whole cluster`]),
        ...(action === 'Deny' || silent ? [] : [`${name} lets through what it finds`]),
        ...(spec.failurePolicy === 'Ignore' || FAIL_CLOSED.includes(name)
          ? []
          : [`${name} stops pods while Kyverno is away`]),
        ...(waveOf(object) < first ? [] : [`${name} comes after the first pods`]),
        // Things are deleted in the reverse order, and a policy keeps default-deny as long as it is there.
        ...(waveOf(object) > closed ? [] : [`${name} would outlive the network policies it keeps`]),
      ];
    }),
  ];
};

rule('at phase 4 the namespace refuses what must not run, and nothing stands still without Kyverno', there, [
  ['one policy less', without('NamespacedValidatingPolicy/image-tags'), /there is no policy image-tags/],
  [
    'the whole cluster',
    inObject('NamespacedValidatingPolicy/labels', 'kind', 'ValidatingPolicy'),
    /ValidatingPolicy\/labels is about the whole cluster/,
  ],
  [
    'no teeth',
    inObject('NamespacedValidatingPolicy/resources', 'spec.validationActions', ['Audit']),
    /resources lets through/,
  ],
  [
    'pods held up',
    inObject('NamespacedValidatingPolicy/image-tags', 'spec.failurePolicy', 'Fail'),
    /image-tags stops pods/,
  ],
  [
    'too late',
    inObject(
      'NamespacedValidatingPolicy/labels',
      'metadata.annotations.argocd\\.argoproj\\.io/sync-wave',
      '9',
    ),
    /labels comes after the first pods/,
  ],
  [
    'too long',
    inObject(
      'NamespacedValidatingPolicy/default-deny',
      'metadata.annotations.argocd\\.argoproj\\.io/sync-wave',
      '-4',
    ),
    /default-deny would outlive/,
  ],
]);

/** The list of repositories as it stands in the policy. */
function allowed(objects: readonly KubeObject[]): string[] | undefined {
  const policy = of(objects).find(({ name }) => name === 'image-repositories');
  const list = policy?.spec.variables?.find(({ name }) => name === 'repositories')?.expression;
  return list === undefined
    ? undefined
    : [...list.matchAll(/'([^']+)'/g)].map(([, repository]) => repository!);
}

const images: Rule = async (objects, environment) => {
  const list = allowed(objects);
  if (!list) return [];
  const plan = await planOf(environment);
  const run = eachContainer(objects, ({ image }) => [image]).map((line) => line.replace(/^.*: /, ''));
  const used = new Set(run.map((image) => image.replace(/[:@][^/]*$/, '')));
  // Of a controller elsewhere nothing runs here.
  const edge = ownDataPlane(plan)?.images ?? [];
  const platform = [...edge, ...(plan.waypoint ? [plan.cluster.mesh!.waypointImage] : [])];
  return [
    ...[...used].filter((one) => !list.includes(one)).map((one) => `${one} would be refused`),
    ...list.filter((one) => !used.has(one) && !platform.includes(one)).map((one) => `${one} runs nowhere`),
    ...platform.filter((one) => !list.includes(one)).map((one) => `${one} of the platform would be refused`),
  ];
};

const repositoriesOf = (objects: readonly KubeObject[]): string[] =>
  eachContainer(objects, ({ image }) => [image]).map((line) =>
    line.replace(/^.*: /, '').replace(/[:@][^/]*$/, ''),
  );
/** Whether it runs an image that nothing else does. */
const isAlone = (object: KubeObject, objects: readonly KubeObject[]): boolean => {
  const others = repositoriesOf(objects.filter((other) => other !== object));
  return repositoriesOf([object]).some((one) => !others.includes(one));
};

/** Where there is such a list. */
const listed =
  (seed: SimpleSeed): SimpleSeed =>
  (objects) => {
    if (!allowed(objects)) throw new NothingToBreak('nothing is refused yet');
    seed(objects);
  };

rule('the list of repositories is what runs, and no more', images, [
  [
    'an image that is not on it',
    listed(inPod('containers.0.image', 'other/web:1.0.0')),
    /other\/web would be refused/,
  ],
  [
    'an image that has gone',
    listed((objects) => {
      const [workload] = objects.filter((object) => isAlone(object, objects));
      if (!workload) throw new NothingToBreak('several run each image');
      objects.splice(objects.indexOf(workload), 1);
    }),
    / runs nowhere/,
  ],
  [
    'a gateway that cannot start',
    // Waypoints have another image.
    inObject('NamespacedValidatingPolicy/image-repositories', 'spec.variables.2.expression', (list: string) =>
      list.replaceAll(/nginx-gateway-fabric/g, 'another'),
    ),
    /nginx-gateway-fabric of the platform would be refused/,
  ],
]);
