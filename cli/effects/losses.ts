/** What removing an object takes away for good, or leaves behind. */
import type { Change } from '../compare';
import { at, groupOf, type KubeObject } from '../objects';
import type { Remark } from '.';

const CLOUDNATIVE_PG = 'postgresql.cnpg.io';
const BARMAN_CLOUD = 'barmancloud.cnpg.io';

type Loss = (object: KubeObject) => string | undefined;

const LOSSES: Readonly<Record<string, Loss>> = {
  Cluster: (object) =>
    groupOf(object) === CLOUDNATIVE_PG
      ? 'its operator deletes the volume claims with it, and the data'
      : undefined,
  CustomResourceDefinition: () => 'every object of this kind in the cluster goes with it',
  ExternalSecret: (object) => {
    if (at(object, 'spec', 'refreshPolicy') !== 'CreatedOnce') return undefined;
    return at(object, 'spec', 'target', 'creationPolicy') === 'Orphan'
      ? 'its Secret stays, with the password; delete both by hand when nobody needs the data'
      : 'its Secret goes with it, and so does the password that was made in the cluster';
  },
  Namespace: () => 'everything in it goes with it, volume claims too',
  ObjectStore: (object) =>
    groupOf(object) === BARMAN_CLOUD
      ? 'nothing more is sent there; what is there stays, and nobody deletes what is old'
      : undefined,
  PersistentVolumeClaim: () => 'its data goes with it, unless the storage class retains volumes',
  Secret: () => 'its values are lost',
  StatefulSet: (object) => {
    const claims = at(object, 'spec', 'volumeClaimTemplates');
    if (!Array.isArray(claims) || claims.length === 0) return undefined;
    const kept = at(object, 'spec', 'persistentVolumeClaimRetentionPolicy', 'whenDeleted') !== 'Delete';
    return kept
      ? 'its volume claims stay, with the data; delete them by hand when nobody needs them'
      : 'its volume claims go with it, and the data';
  },
};

/** In the order of the changes. */
export function losses(changes: readonly Change[]): Remark[] {
  return changes.flatMap(({ kind, object }) => {
    const message = kind === 'removed' && LOSSES[object.kind]?.(object);
    return message ? [{ object, message }] : [];
  });
}
