/** Writable folders that start as the image has them: an init container of the same image copies each. */

import type { PlannedComponent } from '../../model/plan';
import { type InitContainer, scratchVolume } from '../../model/pod-parts';
import { container } from './container';
import type { k8s } from './k8s';
import { shortLived } from './short-lived';

/** Where the volume is while it is filled; at its own path it would hide what is to be copied. */
const TARGET = '/copy';

/** One init container a folder. */
export const copyFiles = (
  component: PlannedComponent,
  { name, scratch }: Extract<InitContainer, { kind: 'copy' }>,
): k8s.Container =>
  container({
    name,
    image: scratch.from ?? component.image,
    // The point means what is in the folder, and not the folder itself.
    command: ['cp', '-R', `${scratch.mountPath}/.`, TARGET],
    resources: shortLived(component),
    mounts: [{ name: scratchVolume(component, scratch.mountPath), mountPath: TARGET }],
  });
