/**
 * Volumes as a cloud gives them: each claim gets a file system of its own, of the size it asks for, that belongs to root
 * until kubelet gives it to the pod's group, and goes to whatever node its pod goes to. A mere folder would hide a wrong
 * group and a full disk.
 */
import { copyFileSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type ClusterInfo, call, type List } from '../lab/api';
import { storageClasses } from '../lab/bring-up';
import { must, sleep } from '../lab/exec';
import type { KubeObject } from '../lab/manifests';
import { volumeOf } from '../lab/storage';
import type { MachineInfo } from './machine';
import { SCRATCH } from './sandbox';

const CLASSES = '/apis/storage.k8s.io/v1/storageclasses';
const PROVISIONER = 'phasewise.lab/disks';
/** Name of the program that mounts them: `disk.sh`. */
const DRIVER = 'phasewise/disk';
/** Every machine sees the disk of the sandbox. */
const DISKS = join(SCRATCH, 'disks');
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

/** Makes classes that claims name and that are not there: as of the default one, all volumes of theirs are disks. */
export async function bringStorageClasses(info: ClusterInfo, objects: readonly KubeObject[]): Promise<void> {
  const { items } = await call<List<KubeObject>>(info, 'GET', CLASSES);
  for (const name of storageClasses(objects))
    if (!items.some(({ metadata }) => metadata.name === name)) await makeStorageClass(info, name);
}

/** Serves claims until the returned function is called. */
export function startProvisioner(info: ClusterInfo): () => void {
  let running = true;
  const made = new Set<string>();
  const loop = async () => {
    while (running) {
      await serve(info, made).catch((error: Error) => {
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

async function serve(info: ClusterInfo, made: Set<string>): Promise<void> {
  const { items } = await call<List<KubeObject>>(info, 'GET', '/api/v1/persistentvolumeclaims');
  const classes = await call<List<KubeObject>>(info, 'GET', CLASSES);
  const ours = new Map(
    classes.items.filter((one) => one.provisioner === PROVISIONER).map((one) => [one.metadata.name, one]),
  );
  for (const claim of items) {
    const uid = claim.metadata.uid as string;
    const isWanted = claim.metadata.annotations?.[NODE] !== undefined;
    const storageClass = ours.get(claim.spec.storageClassName);
    if (claim.status?.phase !== 'Pending' || made.has(uid) || !isWanted || !storageClass) continue;
    made.add(uid);
    const volume = volumeOf(claim, {
      volumeMode: 'Filesystem',
      persistentVolumeReclaimPolicy: storageClass.reclaimPolicy,
      flexVolume: { driver: DRIVER },
    });
    await makeDisk(volume.metadata.name, claim.spec.resources.requests.storage);
    await call(info, 'POST', '/api/v1/persistentvolumes', volume);
  }
}

/** Where a claim's volume is mounted on the node that has it, for all its pods there. */
export const mountedAt = (claim: KubeObject): string => `/var/lib/volumes/${claim.spec.volumeName}`;

/** Lets kubelet mount disks on a machine. @returns the folder of its plugins */
export function installDisks(machine: MachineInfo): string {
  const plugins = join(machine.folder, 'plugins');
  const folder = join(plugins, DRIVER.replace('/', '~'));
  mkdirSync(DISKS, { recursive: true });
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(__dirname, 'disk.sh'), join(folder, 'disk'));
  symlinkSync(DISKS, join(folder, 'disks'));
  return plugins;
}

/** An empty file system of this size. */
async function makeDisk(name: string, size: string): Promise<void> {
  const file = join(DISKS, name);
  // `Gi` of Kubernetes is `G` here. It takes what is written to it.
  await must('truncate', ['-s', size.replace(/i$/, ''), file]);
  await must('mkfs.ext4', ['-q', '-F', '-m', '0', '-O', '^has_journal', file]);
}
