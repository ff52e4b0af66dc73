import { eachContainer, type KubeObject, podTemplates, type Volume } from '../support/kubernetes';
import { inObject, inPod, rule, without } from '../support/rule';

/** Volume types that the Pod Security Standard `restricted` admits. */
const VOLUMES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

const source = (volume: Volume): string[] => Object.keys(volume).filter((key) => key !== 'name');

const restricted = (objects: readonly KubeObject[]): string[] => [
  ...podTemplates(objects).flatMap(({ owner, spec }) =>
    [
      spec.hostNetwork && 'uses the network of the node',
      spec.hostPID && 'sees the processes of the node',
      spec.hostIPC && 'shares memory with the node',
      ...(spec.volumes ?? []).map(
        (volume) =>
          !source(volume).every((key) => VOLUMES.includes(key)) &&
          `volume ${volume.name} is ${source(volume)}`,
      ),
    ]
      .filter((finding) => typeof finding === 'string')
      .map((finding) => `${owner}: ${finding}`),
  ),
  ...eachContainer(objects, ({ securityContext: own = {}, ports }, { spec }) => {
    const merged = { ...spec.securityContext, ...own };
    return [
      merged.runAsNonRoot !== true && 'may run as root',
      merged.runAsUser === 0 && 'runs as root',
      !['RuntimeDefault', 'Localhost'].includes(merged.seccompProfile?.type ?? '') && 'no seccomp profile',
      own.allowPrivilegeEscalation !== false && 'may gain privileges',
      own.privileged === true && 'is privileged',
      own.procMount !== undefined && own.procMount !== 'Default' && 'unmasks /proc',
      !own.capabilities?.drop?.includes('ALL') && 'keeps capabilities',
      (own.capabilities?.add ?? []).some((name) => name !== 'NET_BIND_SERVICE') && 'adds capabilities',
      ...(ports ?? []).map(
        (port) => port.hostPort !== undefined && `takes port ${port.hostPort} of the node`,
      ),
    ];
  }),
];

rule('pods are admitted by a namespace that enforces Pod Security restricted', restricted, [
  ['a container as root', inPod('containers.0.securityContext.runAsUser', 0), /runs as root/],
  ['a container that may be root', inPod('securityContext.runAsNonRoot', undefined), /may run as root/],
  ['no seccomp profile', inPod('securityContext.seccompProfile', undefined), /no seccomp/],
  [
    'seccomp switched off',
    inPod('containers.0.securityContext.seccompProfile', { type: 'Unconfined' }),
    /seccomp/,
  ],
  ['privileges', inPod('containers.0.securityContext.allowPrivilegeEscalation', undefined), /may gain/],
  ['full privileges', inPod('containers.0.securityContext.privileged', true), /is privileged/],
  ['kept capabilities', inPod('containers.0.securityContext.capabilities.drop', ['NET_RAW']), /keeps cap/],
  ['new capabilities', inPod('containers.0.securityContext.capabilities.add', ['SYS_ADMIN']), /adds cap/],
  ['a port of the node', inPod('containers.0.ports.0.hostPort', 80), /port 80 of the node/],
  ['a folder of the node', inPod('volumes.0', { name: 'logs', hostPath: { path: '/' } }), /is hostPath/],
  ['the network of the node', inPod('hostNetwork', true), /network of the node/],
  [
    'an init container with capabilities',
    inPod('initContainers.0.securityContext.capabilities', undefined),
    /: keeps capabilities/,
  ],
]);

const level = (objects: readonly KubeObject[]): string[] => {
  const namespaces = objects.filter(({ kind }) => kind === 'Namespace');
  return [
    ...(namespaces.length === 1 ? [] : [`${namespaces.length} namespaces`]),
    ...namespaces.flatMap(({ metadata }) =>
      ['enforce', 'warn', 'audit']
        .filter((mode) => metadata.labels?.[`pod-security.kubernetes.io/${mode}`] !== 'restricted')
        .map((mode) => `${metadata.name} does not ${mode} restricted`),
    ),
  ];
};

const ENFORCE = 'metadata.labels.pod-security\\.kubernetes\\.io/enforce';

rule('the namespace also refuses what somebody applies by hand', level, [
  ['a milder level', inObject('Namespace', ENFORCE, 'baseline'), /does not enforce restricted/],
  ['no level', inObject('Namespace', ENFORCE, undefined), /does not enforce restricted/],
  ['no namespace', without('Namespace'), /0 namespaces/],
]);
