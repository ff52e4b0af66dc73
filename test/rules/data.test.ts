import { edges } from '../../tools/lab/gateway';
import {
  type KubeObject,
  kindOf,
  type Labels,
  type PodTemplate,
  podTemplates,
  title,
} from '../support/kubernetes';
import { quantity } from '../support/quantity';
import { findThat, inObject, inPod, rule, those, without } from '../support/rule';

interface Budget {
  minAvailable?: number | string;
  maxUnavailable?: number | string;
  selector: { matchLabels: Labels };
}

/** Ours, and those that the gateway's controller makes here. */
const allPods = (objects: readonly KubeObject[]): PodTemplate[] =>
  podTemplates([...objects, ...edges(objects as Parameters<typeof edges>[0])]);

const drains = (objects: readonly KubeObject[]): string[] =>
  kindOf(objects, 'PodDisruptionBudget').flatMap((object) => {
    const { minAvailable, maxUnavailable, selector } = object.spec as Budget;
    const pods = allPods(objects).filter(({ labels }) =>
      Object.entries(selector.matchLabels).every(([key, value]) => labels[key] === value),
    );
    const replicas = pods.reduce((sum, pod) => sum + pod.replicas, 0);
    if (pods.length !== 1) return [`${title(object)} is about ${pods.length} workloads`];
    if (typeof minAvailable === 'number' && minAvailable < replicas) return [];
    if (maxUnavailable !== undefined && maxUnavailable !== 0 && maxUnavailable !== '0%') return [];
    return [`${title(object)}: no node with a pod of ${pods[0]!.name} can be drained`];
  });

const oneMayGo = those('PodDisruptionBudget', ({ maxUnavailable }: Budget) => maxUnavailable !== undefined);

rule('a node can be emptied for maintenance', drains, [
  ['none may go', inObject(oneMayGo, 'spec.maxUnavailable', 0), /no node with a pod of/],
  [
    'all must stay',
    (objects) => {
      const { spec } = findThat(objects, 'PodDisruptionBudget') as { spec: Budget };
      spec.minAvailable = 99;
      delete spec.maxUnavailable;
    },
    /no node with a pod of/,
  ],
  ['nothing is said', inObject(oneMayGo, 'spec.maxUnavailable', undefined), /no node with a pod/],
  ['nobody', inObject('PodDisruptionBudget', 'spec.selector.matchLabels', { a: 'b' }), /about 0 workloads/],
]);

const spare = (objects: readonly KubeObject[]): string[] =>
  podTemplates(objects)
    .filter(({ replicas }) => replicas > 1)
    // An operator makes budgets of its own, when it is asked to.
    .filter(
      ({ kind }) => !kindOf(objects, kind).some(({ spec }) => (spec as { enablePDB?: boolean }).enablePDB),
    )
    .filter(
      ({ name }) => !kindOf(objects, 'PodDisruptionBudget').some(({ metadata }) => metadata.name === name),
    )
    .map(({ owner }) => `${owner}: a drain may take all its pods at once`);

rule('maintenance never takes the last pod of what has several', spare, [
  [
    'no budget',
    without(
      those('PodDisruptionBudget', (_, { metadata }, objects) =>
        podTemplates(objects).some(({ name, replicas }) => name === metadata.name && replicas > 1),
      ),
    ),
    /a drain may take all its pods at once/,
  ],
]);

interface Stateful {
  serviceName: string;
  persistentVolumeClaimRetentionPolicy?: { whenDeleted?: string; whenScaled?: string };
  volumeClaimTemplates?: { spec: { resources: { requests: { storage: string } } } }[];
}

const kept = (objects: readonly KubeObject[]): string[] => [
  ...kindOf(objects, 'StatefulSet').flatMap((object) => {
    const { persistentVolumeClaimRetentionPolicy: policy, volumeClaimTemplates = [] } =
      object.spec as Stateful;
    if (volumeClaimTemplates.length === 0) return [];
    return (['whenDeleted', 'whenScaled'] as const)
      .filter((when) => policy?.[when] !== 'Retain')
      .map((when) => `${title(object)} may lose its data ${when}`);
  }),
  ...kindOf(objects, 'Deployment').flatMap((object) =>
    podTemplates([object]).flatMap(({ owner, spec }) =>
      (spec.volumes ?? []).some(({ persistentVolumeClaim }) => persistentVolumeClaim)
        ? [`${owner} has a claim: two pods of an update would write to it`]
        : [],
    ),
  ),
  ...kindOf(objects, 'Namespace')
    .filter(({ metadata }) => {
      const options = metadata.annotations?.['argocd.argoproj.io/sync-options'] ?? '';
      return !['Prune=false', 'Delete=false'].every((option) => options.split(',').includes(option));
    })
    .map((object) => `${title(object)} may be pruned with every claim in it`),
];

const POLICY = 'spec.persistentVolumeClaimRetentionPolicy';
const CLAIM = { name: 'data', persistentVolumeClaim: { claimName: 'data' } };
const OPTIONS = 'metadata.annotations.argocd\\.argoproj\\.io/sync-options';

const withData = those(
  'StatefulSet',
  ({ volumeClaimTemplates = [] }: Stateful) => volumeClaimTemplates.length > 0,
);

rule('data outlives the objects that use it', kept, [
  ['claims deleted', inObject(withData, `${POLICY}.whenDeleted`, 'Delete'), /may lose its data whenDeleted/],
  ['nothing said', inObject(withData, POLICY, undefined), /lose its data whenScaled/],
  [
    'a claim of a Deployment',
    inPod('volumes.0', CLAIM, ({ kind }) => kind === 'Deployment'),
    /Deployment\/.* has a claim/,
  ],
  ['a namespace that goes', inObject('Namespace', OPTIONS, 'Prune=false'), /may be pruned/],
]);

/** MiB of a setting in megabytes, wherever it stands. */
const maintenance = ({ kind, data, spec }: KubeObject): number => {
  const conf = data?.['postgresql.conf'];
  const written = conf
    ? /^maintenance_work_mem = '?(\d+)MB/m.exec(conf)?.[1]
    : kind === 'Cluster'
      ? (
          spec as { postgresql?: { parameters?: Labels } }
        ).postgresql?.parameters?.maintenance_work_mem?.replace('MB', '')
      : undefined;
  // What nobody sets is 64 MB.
  return Number(written ?? 64);
};

/** PostgreSQL's pods, each with the object that holds its settings. */
const sharedMemory = (objects: readonly KubeObject[]): string[] =>
  podTemplates(objects).flatMap(({ owner, kind, name, spec }) => {
    const config = spec.volumes?.find(({ configMap }) => configMap)?.configMap?.name;
    const settings =
      kind === 'Cluster'
        ? kindOf(objects, 'Cluster').find((one) => title(one) === owner)
        : kindOf(objects, 'ConfigMap').find(
            ({ metadata, data }) => metadata.name === config && data?.['postgresql.conf'],
          );
    if (!settings) return [];
    const mount = spec.containers
      .flatMap(({ volumeMounts = [] }) => volumeMounts)
      .find(({ mountPath }) => mountPath === '/dev/shm');
    const volume = spec.volumes?.find((one) => one.name === mount?.name)?.emptyDir as
      | { sizeLimit?: string }
      | undefined;
    const has = volume ? quantity(volume.sizeLimit ?? '64Mi') / 2 ** 20 : 64;
    const takes = maintenance(settings);
    return has > takes ? [] : [`${name}: /dev/shm has ${has} MiB, and a parallel VACUUM takes ${takes}`];
  });

/** A PostgreSQL with so much of both. */
const database =
  (sizeLimit: string | undefined, settings: string) =>
  (objects: KubeObject[]): void => {
    const volumes = [
      { name: 'config', configMap: { name: 'db' } },
      ...(sizeLimit ? [{ name: 'shm', emptyDir: { medium: 'Memory', sizeLimit } }] : []),
    ];
    const volumeMounts = sizeLimit ? [{ name: 'shm', mountPath: '/dev/shm' }] : [];
    const template = { spec: { containers: [{ name: 'db', image: 'postgres', volumeMounts }], volumes } };
    objects.push(
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'db' },
        data: { 'postgresql.conf': settings },
      },
      { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'db' }, spec: { template } },
    );
  };

rule('PostgreSQL has the shared memory that it was told to use', sharedMemory, [
  [
    'less than a VACUUM takes',
    database('128Mi', 'maintenance_work_mem = 256MB\n'),
    /db: \/dev\/shm has 128 MiB, and a parallel VACUUM takes 256/,
  ],
  [
    'nothing said of either',
    database(undefined, 'max_connections = 100\n'),
    /has 64 MiB, and a parallel VACUUM takes 64/,
  ],
]);

interface FromGenerator {
  refreshPolicy?: string;
  dataFrom?: { sourceRef?: { generatorRef?: object } }[];
  target?: { creationPolicy?: string; immutable?: boolean };
}

/** Its values exist nowhere else: a generator makes others each time it is asked. */
const isMade = ({ spec }: KubeObject): boolean =>
  ((spec as FromGenerator).dataFrom ?? []).some(({ sourceRef }) => sourceRef?.generatorRef);

const passwords = (objects: readonly KubeObject[]): string[] =>
  kindOf(objects, 'ExternalSecret')
    .filter(isMade)
    .flatMap((object) => {
      const said = object.metadata.annotations ?? {};
      const options = (said['argocd.argoproj.io/sync-options'] ?? '').split(',');
      return [
        ...(['Prune=false', 'Delete=false'].every((option) => options.includes(option))
          ? []
          : [`${title(object)}: pruned and made again, its password would be another than the data's`]),
        ...(said['argocd.argoproj.io/compare-options'] === 'IgnoreExtraneous'
          ? []
          : [`${title(object)}: the environment would never be Synced again once its component is gone`]),
        ...((object.spec as FromGenerator).target?.creationPolicy === 'Orphan'
          ? []
          : [`${title(object)}: its Secret goes with it`]),
        ...((object.spec as FromGenerator).refreshPolicy === 'CreatedOnce'
          ? []
          : [`${title(object)}: asks for another password now and then`]),
        // "Once" is remembered by the object, not by the Secret: External Secrets, docs/api/externalsecret.md.
        ...((object.spec as FromGenerator).target?.immutable
          ? []
          : [`${title(object)}: made again, it would overwrite the password`]),
      ];
    });

const made = those('ExternalSecret', ({ refreshPolicy }: FromGenerator) => refreshPolicy === 'CreatedOnce');
const COMPARE = 'metadata.annotations.argocd\\.argoproj\\.io/compare-options';

rule('a password made in the cluster outlives what asked for it', passwords, [
  ['it is pruned', inObject(made, OPTIONS, undefined), /pruned and made again/],
  ['a difference for ever', inObject(made, COMPARE, undefined), /never be Synced/],
  ['owned', inObject(made, 'spec.target.creationPolicy', 'Owner'), /its Secret goes with it/],
  ['read again every hour', inObject(made, 'spec.refreshPolicy', 'Periodic'), /asks for another password/],
  ['overwritten', inObject(made, 'spec.target.immutable', undefined), /would overwrite the password/],
]);
