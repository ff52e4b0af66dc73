/** How object storage is saved and brought back: all buckets as one tar, by accounts with rights as flows say them. */
import type { Backup } from '../../model/backup';
import type { Bytes } from '../../model/units';
import { minioDrill } from './minio-drill';
import { OBJECTS } from './s3-tar';
import { tarStreams } from './tar-stream';

/** @param buckets that there are here @param volume of the store */
export function minioBackup(buckets: readonly string[], volume: Bytes): Backup {
  return {
    of: 'All objects of all buckets with their types and metadata, each whole, as it was when its turn came.',
    lacks: [
      'One moment for all of them: objects that come or go during the dump are in it or not.',
      'Tags, older versions of objects, and uploads in parts that nobody completed.',
      'Buckets, accounts, quotas and when objects expire: those are made anew.',
      'A restore that fails leaves the objects that it had brought.',
    ],
    file: 'objects.tar',
    ...tarStreams(OBJECTS, {
      facts: {
        S3_ENDPOINT: 'endpoint',
        S3_REGION: 'region',
        S3_BUCKETS: 'buckets',
        S3_ACCESS_KEY: 'accessKey',
        S3_SECRET_KEY: 'secretKey',
      },
      port: 's3',
    }),
    drill: minioDrill(buckets, volume),
  };
}
