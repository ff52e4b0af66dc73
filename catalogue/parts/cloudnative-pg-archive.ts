/**
 * The write-ahead log of a PostgreSQL that CloudNativePG runs, and copies of its files, in the other place of backups: by
 * the Barman Cloud plugin (`platform/barman-cloud.ts`), from a container beside each instance. Sources: plugin-barman-cloud
 * 0.13, api/v1 and internal/cnpgi; CloudNativePG 1.30, pkg/postgres/configuration.go; barman 3.19, which the container
 * runs, and which asks for no storage class (cloud_providers/aws_s3.py).
 */
import type { Archive, Archiving } from '../../model/archive';
import type { BesideResource, OperatedPods } from '../../model/operated';
import { minutesOf, weekly } from '../../model/schedule';

const PLUGIN = 'barman-cloud.cloudnative-pg.io';
const SIDECAR = 'plugin-barman-cloud';

export const ARCHIVING: Archiving = {
  of: 'The database as it was at any moment, all changes that were committed until then.',
  lacks: [
    'It is encrypted by the provider of that place alone, who could read it. What is in the repository here, and copied from ' +
      'there, is encrypted before.',
    'Its key writes and deletes, because what is old is deleted by it: give it that folder alone, and keep versions there.',
    "It lies in the bucket's own storage class.",
    'It can be brought back into the same major version of PostgreSQL alone, and only as a whole.',
  ],
  // `archive_timeout` of the operator.
  minutes: 5,
  // Measured with barman 3.19 and a database of 97 MB: 70 MiB for a segment that is sent or fetched, two at a time, 94 MiB for
  // a copy. The plugin's own program comes on top.
  sidecars: {
    [SIDECAR]: { requests: { cpu: '20m', memory: '128Mi' }, limits: { memory: '512Mi' } },
  },
  images: ['ghcr.io/cloudnative-pg/plugin-barman-cloud-sidecar'],
};

export const PLUGINS =
  'Sends the log away, segment by segment, every five minutes at the latest. `serverName` is the folder of this log: nothing\n' +
  'archives into one that holds another.';

/** The first log has the name of the resource, later ones a number. */
const serverName = ({ name }: OperatedPods, { number }: Archive): string =>
  number === 1 ? name : `${name}-${number}`;

/** Field of the Cluster; nothing where no log is kept. */
export const archivedBy = (pods: OperatedPods): { plugins?: object[] } =>
  pods.archive
    ? {
        plugins: [
          {
            name: PLUGIN,
            isWALArchiver: true,
            parameters: { barmanObjectName: pods.name, serverName: serverName(pods, pods.archive) },
          },
        ],
      }
    : {};

/** Where to, and when copies of all files are made. */
export const elsewhere = (
  pods: OperatedPods,
  archive: NonNullable<OperatedPods['archive']>,
): BesideResource[] => [store(archive), copies(pods, archive)];

function store({ place, folder, keys, sidecars }: NonNullable<OperatedPods['archive']>): BesideResource {
  const { encryption = 'AES256' } = place;
  const encrypted = encryption === 'bucket' ? {} : { encryption };
  return {
    apiVersion: 'barmancloud.cnpg.io/v1',
    kind: 'ObjectStore',
    why: 'Where the log and the copies lie, and the container beside each instance that brings them there.',
    spec: {
      configuration: {
        destinationPath: `s3://${place.bucket}/${folder}`,
        endpointURL: place.endpoint,
        s3Credentials: {
          accessKeyId: { name: keys.access.secret, key: keys.access.key },
          secretAccessKey: { name: keys.secret.secret, key: keys.secret.key },
        },
        // Each segment is a process of its own, so a backlog goes by two at a time.
        wal: { compression: 'zstd', ...encrypted, maxParallel: 2 },
        data: { compression: 'lz4', ...encrypted, jobs: 1 },
      },
      retentionPolicy: `${place.days}d`,
      instanceSidecarConfiguration: {
        env: [
          { name: 'AWS_DEFAULT_REGION', value: place.region },
          { name: 'AWS_REQUEST_CHECKSUM_CALCULATION', value: 'when_required' },
          { name: 'AWS_RESPONSE_CHECKSUM_VALIDATION', value: 'when_required' },
        ],
        resources: sidecars[SIDECAR]!,
      },
    },
    comments: {
      retentionPolicy:
        'Back to any moment of so many days: the last copy from before stays too, and all of the log since.',
      instanceSidecarConfiguration:
        'Providers other than Amazon may refuse checksums that nobody asked for; each upload is signed all the same.',
    },
  };
}

/** Once a week: all of it is copied each time, and from one to a moment days later the log tells. */
function copies(pods: OperatedPods, archive: Archive): BesideResource {
  return {
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'ScheduledBackup',
    // Another log begins with a copy of its own, and only a new schedule makes one at once.
    name: serverName(pods, archive),
    makes: ['Backup'],
    why: 'A copy of all files, from which the log goes on: one at once, then one each week.',
    spec: {
      cluster: { name: pods.name },
      method: 'plugin',
      pluginConfiguration: { name: PLUGIN },
      schedule: `0 ${weekly(minutesOf(archive.at))}`,
      immediate: true,
      backupOwnerReference: 'self',
    },
    comments: { schedule: "Seconds first, on Sundays, by the operator's clock: UTC." },
  };
}
