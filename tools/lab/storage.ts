import { type ClusterInfo, call, type List } from './api';
import { sleep } from './exec';
import type { KubeObject } from './manifests';

const CLASSES = '/apis/storage.k8s.io/v1/storageclasses';

/** Creates a storage class as a platform would have it; one that exists is left alone. */
export async function ensureStorageClass(info: ClusterInfo, name: string, isDefault = false): Promise<void> {
  const existing = await call<List<KubeObject>>(info, 'GET', CLASSES);
  if (existing.items.some((one) => one.metadata.name === name)) return;
  await call(info, 'POST', CLASSES, {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: {
      name,
      annotations: isDefault ? { 'storageclass.kubernetes.io/is-default-class': 'true' } : {},
    },
    provisioner: 'kubernetes.io/no-provisioner',
    volumeBindingMode: 'Immediate',
    allowVolumeExpansion: true,
  });
}

/**
 * Plays the storage provisioner: a claim that waits for a volume of an existing class gets one made to
 * measure. Returns the function that ends it.
 */
export function startProvisioner(info: ClusterInfo): () => void {
  let running = true;
  const made = new Set<string>();
  const loop = async () => {
    while (running) {
      // The server may be going down, or busy: the next round tries again.
      await provision(info, made).catch(() => undefined);
      await sleep(400);
    }
  };
  void loop();
  return () => {
    running = false;
  };
}

async function provision(info: ClusterInfo, made: Set<string>): Promise<void> {
  const claims = await call<List<KubeObject>>(info, 'GET', '/api/v1/persistentvolumeclaims');
  const waiting = claims.items.filter(
    (claim) => claim.status?.phase === 'Pending' && !made.has(claim.metadata.uid as string),
  );
  if (waiting.length === 0) return;
  const classes = new Set(
    (await call<List<KubeObject>>(info, 'GET', CLASSES)).items.map((one) => one.metadata.name),
  );
  for (const claim of waiting) {
    if (!classes.has(claim.spec.storageClassName ?? '')) continue;
    await call(info, 'POST', '/api/v1/persistentvolumes', volumeFor(claim));
    made.add(claim.metadata.uid as string);
  }
}

const volumeFor = (claim: KubeObject): KubeObject =>
  volumeOf(claim, {
    volumeMode: claim.spec.volumeMode,
    persistentVolumeReclaimPolicy: 'Retain',
    hostPath: { path: `/phasewise/${claim.metadata.uid}` },
  });

/** The volume that a claim asks for. @param where its data are, and what becomes of it */
export function volumeOf(claim: KubeObject, where: object): KubeObject {
  const { name, namespace, uid } = claim.metadata;
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: `pvc-${uid}` },
    spec: {
      capacity: { storage: claim.spec.resources.requests.storage },
      accessModes: claim.spec.accessModes,
      storageClassName: claim.spec.storageClassName,
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace, uid },
      ...where,
    },
  };
}
