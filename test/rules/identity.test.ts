import {
  containersOf,
  eachContainer,
  isOperated,
  type KubeObject,
  kindOf,
  type PodTemplate,
  podTemplates,
} from '../support/kubernetes';
import { inObject, inPod, rule, those, without } from '../support/rule';
import { NothingToBreak } from '../support/seeds';

const identity = (objects: readonly KubeObject[]): string[] => [
  ...podTemplates(objects).flatMap(({ owner, spec }) =>
    Number.isInteger(spec.securityContext?.fsGroup) && spec.securityContext!.fsGroup! > 0
      ? []
      : [`${owner}: no fsGroup, so its volumes belong to root`],
  ),
  ...eachContainer(objects, ({ securityContext: own }, { spec }) => {
    const { runAsUser, runAsGroup } = { ...spec.securityContext, ...own };
    return [
      // The kubelet refuses an image whose USER is a name, which only a number here overrides.
      !(Number.isInteger(runAsUser) && runAsUser! > 0) && 'no user number',
      !(Number.isInteger(runAsGroup) && runAsGroup! > 0) && 'no group number',
      own?.readOnlyRootFilesystem !== true && 'may change its own image',
    ];
  }),
];

rule('a broken-into program is nobody on the node and cannot change its image', identity, [
  ['no user', inPod('securityContext.runAsUser', undefined), /no user number/],
  ['group root', inPod('securityContext.runAsGroup', 0), /no group number/],
  ['no group for volumes', inPod('securityContext.fsGroup', undefined), /no fsGroup/],
  ['a writable image', inPod('containers.0.securityContext.readOnlyRootFilesystem', false), /change its own/],
]);

const mounts = (objects: readonly KubeObject[]): string[] =>
  podTemplates(objects).flatMap((pod) => {
    const names = [...(pod.spec.volumes ?? []).map(({ name }) => name), ...pod.claims];
    const used = new Set<string>();
    const wrong = containersOf(pod).flatMap(({ name, volumeMounts = [] }) => {
      for (const mount of volumeMounts) used.add(mount.name);
      const paths = volumeMounts.map(({ mountPath }) => mountPath);
      return [
        ...volumeMounts
          .filter((mount) => !names.includes(mount.name))
          .map((mount) => `no volume ${mount.name}`),
        ...paths.filter((path, index) => paths.indexOf(path) !== index).map((path) => `mounts ${path} twice`),
      ].map((finding) => `${pod.owner} ${name}: ${finding}`);
    });
    return [
      ...wrong,
      ...names.filter((name) => !used.has(name)).map((name) => `${pod.owner}: nothing mounts ${name}`),
      ...names
        .filter((name, index) => names.indexOf(name) !== index)
        .map((name) => `two volumes are ${name}`),
    ];
  });

const VOLUME = { name: 'idle', emptyDir: {} };
const hasVolumes = ({ spec }: PodTemplate): boolean => (spec.volumes ?? []).length > 0;

rule('every mounted volume exists and every volume is mounted', mounts, [
  ['a lost volume', inPod('volumes.0', VOLUME, hasVolumes), /no volume/],
  [
    'an idle volume',
    inPod('volumes', (volumes: object[]) => [...volumes, VOLUME], hasVolumes),
    /nothing mounts idle/,
  ],
  ['two volumes of one name', inPod('volumes.1', VOLUME, ({ spec }) => !!spec.volumes?.[1]), /no volume/],
  [
    'two mounts in one place',
    inPod(
      'containers.0.volumeMounts',
      (mounts: object[]) => [...mounts, mounts[0]],
      ({ spec }) => spec.containers[0]!.volumeMounts !== undefined,
    ),
    /mounts \/.* twice/,
  ],
]);

const accounts = (objects: readonly KubeObject[]): string[] => {
  const users = new Map<string, string[]>();
  const roles = kindOf(objects, 'RoleBinding').flatMap((binding) =>
    (binding as unknown as { subjects: { kind: string; name: string }[] }).subjects
      .filter(({ kind }) => kind === 'ServiceAccount')
      .map(({ name }) => name),
  );
  const findings = podTemplates(objects).flatMap(({ owner, kind, name, spec }) => {
    const account = spec.serviceAccountName ?? 'default';
    users.set(account, [...(users.get(account) ?? []), name]);
    const exists = kindOf(objects, 'ServiceAccount').some(({ metadata }) => metadata.name === account);
    // An operator makes the account of its pods, with a role.
    if (isOperated({ kind })) return [];
    const hasRole = roles.includes(account);
    return [
      !exists && `no ServiceAccount ${account}`,
      account === 'default' && 'shares the default account',
      spec.automountServiceAccountToken !== false && !hasRole && 'a token for nothing',
      spec.automountServiceAccountToken === false && hasRole && 'a role but no token',
    ]
      .filter((finding) => typeof finding === 'string')
      .map((finding) => `${owner}: ${finding}`);
  });
  return [
    ...findings,
    ...[...users].filter(([, names]) => names.length > 1).map(([account, names]) => `${account}: ${names}`),
    ...kindOf(objects, 'ServiceAccount')
      .filter((account) => account.automountServiceAccountToken !== false)
      .map(({ metadata }) => `ServiceAccount ${metadata.name} hands its token to whoever uses it`),
    ...objects
      .filter(({ kind }) => kind === 'ClusterRole' || kind === 'ClusterRoleBinding')
      .map(({ kind }) => `${kind}: more than the own namespace`),
  ];
};

/** One without rights at the Kubernetes API. */
const asksNobody = ({ spec }: PodTemplate): boolean => spec.automountServiceAccountToken === false;

rule('a stolen pod has no key to the Kubernetes API, nor another pod its identity', accounts, [
  ['a token without need', inPod('automountServiceAccountToken', true, asksNobody), /token for nothing/],
  ['a token by default', inPod('automountServiceAccountToken', undefined, asksNobody), /token for nothing/],
  [
    'a shared account',
    (objects) => {
      const [first, second] = podTemplates(objects).filter((pod) => !isOperated(pod));
      if (!second) throw new NothingToBreak('there is one pod alone');
      first!.spec.serviceAccountName = second.spec.serviceAccountName;
    },
    /: .*,/,
  ],
  [
    'no account',
    without(
      those('ServiceAccount', (_, { metadata }, objects) =>
        podTemplates(objects).some(
          (pod) => !isOperated(pod) && pod.spec.serviceAccountName === metadata.name,
        ),
      ),
    ),
    /no ServiceAccount /,
  ],
  [
    'the default account',
    inPod('serviceAccountName', 'default', (pod) => !isOperated(pod)),
    /shares the default/,
  ],
  [
    'an account with a token',
    inObject('ServiceAccount/default', 'automountServiceAccountToken', true),
    /hands/,
  ],
]);
