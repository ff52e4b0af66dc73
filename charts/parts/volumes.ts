/** Volumes of a pod and where its containers mount them. */
import { basename, dirname } from 'node:path/posix';
import type { ConfigFile, Scratch } from '../../model/component';
import type { PlannedComponent, PlannedSidecar, PlannedWait } from '../../model/plan';
import { allFiles } from '../../model/pod';
import { k8s } from './k8s';
import { hasSecrets, withSecrets } from './render-config';

export const configMapName = (component: Pick<PlannedComponent, 'name'>): string =>
  `${component.name}-config`;

/** `/var/lib/alloy` becomes `scratch-var-lib-alloy`. */
export const scratchName = (owner: string, { mountPath }: Pick<Scratch, 'mountPath'>): string =>
  `${owner}${mountPath.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`.replace(/-$/, '');

/** Every file of the ConfigMap by its key; the same file may be read by two containers. */
export const configData = (component: PlannedComponent): Record<string, string> =>
  Object.fromEntries(allFiles(component).map((file) => [basename(file.path), file.content]));

/** All volumes except those from claim templates, which the StatefulSet adds itself. */
export function podVolumes(component: PlannedComponent): k8s.Volume[] {
  const volumes: k8s.Volume[] = [];
  if (Object.keys(configData(component)).length > 0) {
    volumes.push({ name: 'config', configMap: { name: configMapName(component) } });
  }
  if (withSecrets(component).length > 0) {
    volumes.push({
      name: 'rendered',
      emptyDir: { medium: 'Memory', sizeLimit: k8s.Quantity.fromString('1Mi') },
    });
  }
  for (const secret of new Set(component.secretFiles.map((file) => file.secret))) {
    const items = component.secretFiles
      .filter((file) => file.secret === secret)
      .map((file) => ({ key: file.key, path: basename(file.path) }));
    // Readable by the pod's group only; owned by root, so no process can change it.
    volumes.push({ name: `secret-${secret}`, secret: { secretName: secret, items, defaultMode: 0o440 } });
  }
  const scratch: [string, readonly Scratch[]][] = [
    ['scratch', component.scratch],
    ...component.sidecars.map((sidecar): [string, readonly Scratch[]] => [
      sidecar.name,
      sidecar.scratch ?? [],
    ]),
  ];
  for (const [owner, list] of scratch) {
    for (const entry of list) {
      volumes.push({
        name: scratchName(owner, entry),
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
  const shared = Object.entries(component.volumes).filter(([name]) => sidecar.shares?.includes(name));
  return [
    ...volumeMounts(Object.fromEntries(shared)),
    ...scratchMounts(sidecar.name, sidecar.scratch),
    ...fileMounts(sidecar.files),
  ];
}

/** What the main container mounts. */
export function mainMounts(component: PlannedComponent): k8s.VolumeMount[] {
  return [
    ...volumeMounts(component.volumes),
    ...scratchMounts('scratch', component.scratch),
    ...fileMounts(component.files),
    ...secretMounts(component),
  ];
}

/** What the question before the start mounts: its own files, and room to write, which is still empty then. */
export const waitMounts = (component: PlannedComponent, { files }: PlannedWait): k8s.VolumeMount[] => [
  ...scratchMounts('scratch', component.scratch),
  ...fileMounts(files),
];

/** One mount a Secret, of its whole folder: what is mounted by `subPath` keeps for ever what it had at first. */
const secretMounts = ({ secretFiles }: PlannedComponent): k8s.VolumeMount[] => {
  const folders = new Map(secretFiles.map(({ secret, path }) => [secret, dirname(path)]));
  return [...folders].map(([secret, mountPath]) => ({ name: `secret-${secret}`, mountPath, readOnly: true }));
};

const scratchMounts = (owner: string, scratch: readonly Scratch[] = []): k8s.VolumeMount[] =>
  scratch.map((entry) => ({ name: scratchName(owner, entry), mountPath: entry.mountPath }));

/** One mount a file, so that the rest of the folder stays as the image has it. */
const fileMounts = (files: readonly ConfigFile[] = []): k8s.VolumeMount[] =>
  files.map((file) => ({
    name: hasSecrets(file) ? 'rendered' : 'config',
    mountPath: file.path,
    subPath: basename(file.path),
    readOnly: true,
  }));
