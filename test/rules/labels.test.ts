import { type KubeObject, type Labels, podTemplates, title } from '../support/kubernetes';
import { another, inObject, type Rule, rule, those } from '../support/rule';

const NAME = 'app.kubernetes.io/name';
const INSTANCE = 'app.kubernetes.io/instance';
const OF_A_COMPONENT = [NAME, INSTANCE, 'app.kubernetes.io/component'];
const OF_ALL = ['app.kubernetes.io/part-of', 'app.kubernetes.io/managed-by'];
const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'Cluster'];
/** Tiers whose objects each belong to one component. */
const SHARED_TIERS = [
  'namespace',
  'people',
  'network-policies',
  'secrets',
  'ingress',
  'service-mesh',
  'policies',
];
/** Kinds that live in no namespace. */
const CLUSTER_WIDE = ['Namespace', 'PriorityClass'];

const labels: Rule = (objects, { files }) => {
  const shared = new Set(
    files.filter(({ tier }) => SHARED_TIERS.includes(tier)).flatMap((file) => file.objects.map(title)),
  );
  return objects.flatMap((object) => {
    const wanted = [
      ...OF_ALL,
      ...(shared.has(title(object)) ? [] : OF_A_COMPONENT),
      ...(WORKLOADS.includes(object.kind) ? ['app.kubernetes.io/version'] : []),
    ];
    const lost = (has: Labels | undefined, where: string): string[] =>
      wanted.filter((label) => !has?.[label]).map((label) => `${where} has no label ${label}`);
    const [pod] = podTemplates([object]);
    return [
      ...lost(object.metadata.labels, title(object)),
      ...(pod ? lost(pod.labels, `a pod of ${title(object)}`) : []),
    ];
  });
};

const LABEL = (name: string): string => `labels.app\\.kubernetes\\.io/${name}`;

/** A component's, and not the environment's. */
const isOwned = (_: unknown, { metadata }: KubeObject): boolean => metadata.labels?.[NAME] !== undefined;

rule('everything of a component, or of a system, is found by label', labels, [
  [
    'no owner',
    inObject(those('ConfigMap', isOwned), `metadata.${LABEL('name')}`, undefined),
    /ConfigMap\/.* has no label .*name/,
  ],
  ['no system', inObject('Namespace', `metadata.${LABEL('part-of')}`, undefined), /no label .*part-of/],
  [
    'no version',
    inObject('Deployment', `spec.template.metadata.${LABEL('version')}`, ''),
    /pod of .*version/,
  ],
]);

const selectors: Rule = (objects, { system, environment }) =>
  objects.flatMap((object) => {
    const spec = object.spec as {
      selector?: { matchLabels?: Labels } & Labels;
      template?: { metadata: { labels: Labels } };
    };
    const used = object.kind === 'Service' ? spec.selector : spec?.selector?.matchLabels;
    const isEdge = Object.keys(used ?? {}).join() === 'gateway.networking.k8s.io/gateway-name';
    if (!used || isEdge) return [];
    const pods = podTemplates(objects).filter((pod) =>
      Object.entries(used).every(([key, value]) => pod.labels[key] === value),
    );
    // An operator gives its pods labels of its own, which say nothing of a version either.
    const one = pods.length === 1 ? [] : [`${title(object)} selects ${pods.length} workloads`];
    if (Object.keys(used).every((label) => label.startsWith('cnpg.io/'))) return one;
    return [
      ...(Object.keys(used).sort().join() === [INSTANCE, NAME].join()
        ? []
        : [`${title(object)} selects by ${Object.keys(used).sort()}: it can never change that`]),
      ...(used[INSTANCE] === `${system}-${environment}`
        ? []
        : [`${title(object)} selects ${used[INSTANCE]}`]),
      ...one,
    ];
  });

const SELECTOR = 'spec.selector.matchLabels';
/** A Service of a component that we run. */
const ours = those('Service', ({ selector }: { selector: Labels }) => selector[NAME] !== undefined);

rule('a new version or phase never hits an immutable selector', selectors, [
  ['a version in it', inObject('Deployment', `${SELECTOR}.version`, '1.0.0'), /selects by .*version/],
  [
    'one label',
    inObject('Deployment', `${SELECTOR}.app\\.kubernetes\\.io/instance`, undefined),
    /selects by/,
  ],
  ['nobody', inObject(ours, 'spec.selector.app\\.kubernetes\\.io/name', 'radis'), /selects 0 workloads/],
  ['another environment', inObject(ours, 'spec.selector.app\\.kubernetes\\.io/instance', 'x'), /selects x/],
]);

const namespaces: Rule = (objects, { system, environment }) =>
  objects.flatMap((object) => {
    const wanted = CLUSTER_WIDE.includes(object.kind) ? undefined : `${system}-${environment}`;
    const { namespace } = object.metadata;
    return namespace === wanted ? [] : [`${title(object)} is in namespace ${namespace}`];
  });

rule('nothing lands in another namespace', namespaces, [
  ['no namespace', inObject('Service', 'metadata.namespace', undefined), /in namespace undefined/],
  ['another one', inObject('Service', 'metadata.namespace', 'default'), /in namespace default/],
  ['a namespace in one', inObject('Namespace', 'metadata.namespace', 'default'), /in namespace default/],
]);

const NAME_FORM = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/;
/** What also becomes a DNS name or the label of a pod is shorter than the names of other objects. */
const longest = (kind: string): number =>
  ['Namespace', 'Service', 'Deployment', 'StatefulSet', 'Job', 'ServiceAccount'].includes(kind) ? 63 : 253;

const unique = (objects: readonly KubeObject[]): string[] => {
  const keys = objects.map(
    ({ apiVersion, kind, metadata }) =>
      `${apiVersion.split('/').slice(0, -1)}/${kind} ${metadata.namespace}/${metadata.name}`,
  );
  return [
    ...keys.filter((key, index) => keys.indexOf(key) !== index).map((key) => `${key} is there twice`),
    ...objects
      .filter(({ kind, metadata: { name } }) => !NAME_FORM.test(name) || name.length > longest(kind))
      .map((object) => `${title(object)} is no name`),
  ];
};

rule('no object overwrites another of the same name', unique, [
  ['two of one name', another('Service', 'spec.type', 'NodePort'), /\/Service .* is there twice/],
  ['two versions of one', another('Deployment', 'apiVersion', 'apps/v2'), /apps\/Deployment .* twice/],
  ['a name that is none', inObject('Service', 'metadata.name', 'Redis_1'), /Redis_1 is no name/],
  ['a name that is too long', inObject('Service', 'metadata.name', 'a'.repeat(64)), /a{64} is no name/],
]);
