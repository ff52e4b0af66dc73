/** CloudNativePG's custom resource: one PostgreSQL with its standbys, accounts and Services. */
import type { Context } from '../../model/context';
import type { OperatedPods, OperatedResource } from '../../model/operated';
import { archivedBy, elsewhere, PLUGINS } from './cloudnative-pg-archive';
import { READS_ALL, roleOf } from './postgres-backup';
import {
  checkpointSettings,
  MAX_CONNECTIONS,
  memorySettings,
  ownerOf,
  sharedMemory,
} from './postgres-settings';

interface ClusterOptions {
  readonly database: string;
  readonly maxConnections?: number;
}

/** Labels of the instances, which those of a Job have not. */
export const servingLabels = (name: string): Record<string, string> => ({
  'cnpg.io/cluster': name,
  'cnpg.io/podRole': 'instance',
});

/** The standbys' Service, beside the primary's, which is called like the component. */
export const readHost = (component: string): string => `${component}-ro`;

const PROMISE =
  'A commit waits until one standby has it, while there is one: a failover then loses nothing that was promised.\n';

/** The Cluster, from which CloudNativePG makes all the rest. */
export function resource(
  context: Context,
  pods: OperatedPods,
  { database, maxConnections = MAX_CONNECTIONS }: ClusterOptions,
): OperatedResource {
  const owner = ownerOf(database);
  // With a single standby, its restart would be one of the promise too.
  const isSynchronous = context.replicas > 2;
  return {
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'Cluster',
    spec: {
      imageName: pods.image,
      imagePullPolicy: 'IfNotPresent',
      ...(pods.pullSecrets && { imagePullSecrets: pods.pullSecrets }),
      instances: context.replicas,
      inheritedMetadata: { labels: pods.labels },
      bootstrap: { initdb: { database, owner, dataChecksums: true, encoding: 'UTF8' } },
      storage: {
        size: pods.volumes.data!.size,
        ...(pods.storageClass && { storageClass: pods.storageClass }),
      },
      resources: pods.resources,
      ephemeralVolumesSizeLimit: { shm: sharedMemory(context, maxConnections), temporaryData: '1Gi' },
      ...(pods.priorityClass && { priorityClassName: pods.priorityClass }),
      seccompProfile: { type: 'RuntimeDefault' },
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: 'kubernetes.io/hostname',
          whenUnsatisfiable: 'ScheduleAnyway',
          labelSelector: { matchLabels: servingLabels(pods.name) },
        },
      ],
      enablePDB: true,
      enableSuperuserAccess: false,
      stopDelay: pods.grace,
      smartShutdownTimeout: Math.floor(pods.grace / 4),
      primaryUpdateStrategy: 'unsupervised',
      primaryUpdateMethod: 'switchover',
      postgresql: {
        ...(isSynchronous && {
          synchronous: { method: 'any', number: 1, dataDurability: 'preferred' },
        }),
        parameters: {
          max_connections: String(maxConnections),
          ...memorySettings(context, maxConnections),
          ...checkpointSettings(context),
          hot_standby_feedback: 'on',
          log_lock_waits: 'on',
          log_min_duration_statement: '1s',
          log_parameter_max_length: '0',
        },
      },
      managed: { roles: roles(context, owner), services: services(context) },
      ...archivedBy(pods),
    },
    ...(pods.archive && { beside: elsewhere(pods, pods.archive) }),
    comments: {
      bootstrap: 'Read once, when the first instance makes its files; a restore says something else here.',
      ephemeralVolumesSizeLimit:
        'Ceilings. Parallel work shares its memory in `shm`: a VACUUM takes all of maintenance_work_mem there.',
      managed:
        'Accounts of the clients, who all act as the owner; the owner itself may not log in. The Services have the\n' +
        'names that the clients know, beside the one that the operator insists on.',
      postgresql:
        (isSynchronous ? PROMISE : '') +
        'Long queries on a standby keep the primary from clearing away what they still read.',
      ...(pods.archive && { plugins: PLUGINS }),
    },
  };
}

function roles(context: Context, owner: string): object[] {
  return [
    { name: owner, ensure: 'present', login: false, inherit: true, connectionLimit: -1 },
    ...context.clients.map((client) => ({
      name: client.username,
      ensure: 'present',
      login: true,
      inherit: true,
      connectionLimit: -1,
      ...(roleOf(client) === 'reads' ? { inRoles: [READS_ALL], bypassrls: true } : { inRoles: [owner] }),
      passwordSecret: { name: client.password!.secret },
    })),
  ];
}

function services({ name, replicas }: Context): object {
  const service = (selectorType: 'rw' | 'ro' | 'r', host: string): object => ({
    selectorType,
    updateStrategy: 'patch',
    serviceTemplate: { metadata: { name: host }, spec: { type: 'ClusterIP' } },
  });
  return {
    disabledDefaultServices: ['ro', 'r'],
    // One that is alone reads for itself.
    additional: [service('rw', name), service(replicas > 1 ? 'ro' : 'r', readHost(name))],
  };
}
