/**
 * Volumes as a cloud gives them: each claim gets a file system of its own, of the size it asks for, that belongs to root
 * until kubelet gives it to the pod's group. A mere folder would hide a wrong group and a full disk.
 */

import { join } from 'node:path';
import { type ClusterInfo, call, type List } from '../lab/api';
import { sleep } from '../lab/exec';
import type { KubeObject } from '../lab/manifests';
import { volumeOf } from '../lab/storage';
import type { Machine } from './machine';

const CLASSES = '/apis/storage.k8s.io/v1/storageclasses';
const PROVISIONER = 'phasewise.lab/local';
const NODE = 'volume.kubernetes.io/selected-node';

/** Creates a class whose volumes are made where the first pod is to run. */
export async function makeStorageClass(info: ClusterInfo, name: string, isDefault = false): Promise<void> {
  await call(info, 'POST', CLASSES, {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name, annotations: { 'storageclass.kubernetes.io/is-default-class': String(isDefault) } },
    provisioner: PROVISIONER,
    volumeBindingMode: 'WaitForFirstConsumer',
    reclaimPolicy: 'Delete',
  });
}

/** Serves claims until the returned function is called. */
export function startProvisioner(info: ClusterInfo, machines: readonly Machine[]): () => void {
  let running = true;
  const made = new Set<string>();
  const loop = async () => {
    while (running) {
      await serve(info, machines, made).catch((error: Error) => {
        if (running) console.error(`volumes: ${error.message}`);
      });
      await sleep(300);
    }
  };
  void loop();
  return () => {
    running = false;
  };
}

async function serve(info: ClusterInfo, machines: readonly Machine[], made: Set<string>): Promise<void> {
  const { items } = await call<List<KubeObject>>(info, 'GET', '/api/v1/persistentvolumeclaims');
  const classes = await call<List<KubeObject>>(info, 'GET', CLASSES);
  const ours = new Map(
    classes.items.filter((one) => one.provisioner === PROVISIONER).map((one) => [one.metadata.name, one]),
  );
  for (const claim of items) {
    const uid = claim.metadata.uid as string;
    const machine = machines.find(({ name }) => name === claim.metadata.annotations?.[NODE]);
    const storageClass = ours.get(claim.spec.storageClassName);
    if (claim.status?.phase !== 'Pending' || made.has(uid) || !machine || !storageClass) continue;
    made.add(uid);
    const path = await makeFileSystem(machine, uid, claim.spec.resources.requests.storage);
    await call(info, 'POST', '/api/v1/persistentvolumes', volume(claim, machine.name, path, storageClass));
  }
}

/** A file system of this size on the machine. @returns where it is mounted there */
async function makeFileSystem(machine: Machine, uid: string, size: string): Promise<string> {
  const file = join('/var/lib/volumes', `${uid}.disk`);
  const path = join('/var/lib/volumes', uid);
  await machine.must('mkdir', ['-p', path]);
  // `Gi` of Kubernetes is `G` here. It takes what is written to it.
  await machine.must('truncate', ['-s', size.replace(/i$/, ''), file]);
  await machine.must('mkfs.ext4', ['-q', '-F', '-m', '0', '-O', '^has_journal', file]);
  await machine.must('mount', ['-o', 'loop', file, path]);
  return path;
}

const volume = (claim: KubeObject, node: string, path: string, storageClass: KubeObject): KubeObject =>
  volumeOf(claim, {
    volumeMode: 'Filesystem',
    persistentVolumeReclaimPolicy: storageClass.reclaimPolicy,
    local: { path },
    nodeAffinity: {
      required: {
        nodeSelectorTerms: [
          { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [node] }] },
        ],
      },
    },
  });
