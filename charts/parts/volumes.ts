/** Volumes of a pod and where its containers mount them. */
import { basename, dirname } from 'node:path/posix';
import type { ConfigFile, Scratch } from '../../model/component';
import type { PlannedComponent, PlannedSidecar, PlannedWait } from '../../model/plan';
import { allFiles } from '../../model/pod';
import {
  CONFIG,
  hasSecrets,
  RENDERED,
  scratchVolume,
  secretVolume,
  withSecrets,
} from '../../model/pod-parts';
import { k8s } from './k8s';

export const configMapName = (component: Pick<PlannedComponent, 'name'>): string =>
  `${component.name}-config`;

/** Every file of the ConfigMap by its key; the same file may be read by two containers. */
export const configData = (component: PlannedComponent): Record<string, string> =>
  Object.fromEntries(allFiles(component).map((file) => [basename(file.path), file.content]));

/** All volumes except those from claim templates, which the StatefulSet adds itself. */
export function podVolumes(component: PlannedComponent): k8s.Volume[] {
  const volumes: k8s.Volume[] = [];
  if (Object.keys(configData(component)).length > 0) {
    volumes.push({ name: CONFIG, configMap: { name: configMapName(component) } });
  }
  if (withSecrets(component).length > 0) {
    volumes.push({
      name: RENDERED,
      emptyDir: { medium: 'Memory', sizeLimit: k8s.Quantity.fromString('1Mi') },
    });
  }
  for (const secret of new Set(component.secretFiles.map((file) => file.secret))) {
    const items = component.secretFiles
      .filter((file) => file.secret === secret)
      .map((file) => ({ key: file.key, path: basename(file.path) }));
    // Readable by the pod's group only; owned by root, so no process can change it.
    volumes.push({
      name: secretVolume(component, secret),
      secret: { secretName: secret, items, defaultMode: 0o440 },
    });
  }
  const scratch: [string | undefined, readonly Scratch[]][] = [
    [undefined, component.scratch],
    ...component.sidecars.map((sidecar): [string, readonly Scratch[]] => [
      sidecar.name,
      sidecar.scratch ?? [],
    ]),
  ];
  for (const [sidecar, list] of scratch) {
    for (const entry of list) {
      volumes.push({
        name: scratchVolume(component, entry.mountPath, sidecar),
        emptyDir: {
          medium: entry.memory ? 'Memory' : undefined,
          sizeLimit: k8s.Quantity.fromString(entry.size),
        },
      });
    }
  }
  return volumes;
}

/** Persistent volumes, each at its own path. */
const volumeMounts = (volumes: PlannedComponent['volumes']): k8s.VolumeMount[] =>
  Object.entries(volumes).map(([name, { mountPath }]) => ({ name, mountPath }));

/** What a sidecar mounts. */
export function sidecarMounts(component: PlannedComponent, sidecar: PlannedSidecar): k8s.VolumeMount[] {
  const volumes = Object.entries(component.volumes).filter(([name]) => sidecar.shares?.includes(name));
  const scratch = component.scratch.filter(({ mountPath }) => sidecar.shares?.includes(mountPath));
  return [
    ...volumeMounts(Object.fromEntries(volumes)),
    ...scratchMounts(component, scratch),
    ...scratchMounts(component, sidecar.scratch, sidecar.name),
    ...fileMounts(sidecar.files),
  ];
}

/** What the main container mounts. */
export function mainMounts(component: PlannedComponent): k8s.VolumeMount[] {
  return [
    ...volumeMounts(component.volumes),
    ...scratchMounts(component, component.scratch),
    ...fileMounts(component.files),
    ...secretMounts(component),
  ];
}

/** What the question before the start mounts: its own files, and room to write, which is still empty then. */
export const waitMounts = (component: PlannedComponent, { files }: PlannedWait): k8s.VolumeMount[] => [
  ...scratchMounts(component, component.scratch),
  ...fileMounts(files),
];

/** One mount a Secret, of its whole folder: what is mounted by `subPath` keeps for ever what it had at first. */
const secretMounts = (component: PlannedComponent): k8s.VolumeMount[] => {
  const folders = new Map(component.secretFiles.map(({ secret, path }) => [secret, dirname(path)]));
  return [...folders].map(([secret, mountPath]) => ({
    name: secretVolume(component, secret),
    mountPath,
    readOnly: true,
  }));
};

const scratchMounts = (
  component: PlannedComponent,
  scratch: readonly Scratch[] = [],
  sidecar?: string,
): k8s.VolumeMount[] =>
  scratch.map(({ mountPath }) => ({ name: scratchVolume(component, mountPath, sidecar), mountPath }));

/** One mount a file, so that the rest of the folder stays as the image has it. */
const fileMounts = (files: readonly ConfigFile[] = []): k8s.VolumeMount[] =>
  files.map((file) => ({
    name: hasSecrets(file) ? RENDERED : CONFIG,
    mountPath: file.path,
    subPath: basename(file.path),
    readOnly: true,
  }));
