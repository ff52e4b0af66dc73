/** Writable folders that start as the image has them: an init container of the same image copies each. */

import type { PlannedComponent } from '../../model/plan';
import { container } from './container';
import type { k8s } from './k8s';
import { scratchName } from './volumes';

/** Where the volume is while it is filled; at its own path it would hide what is to be copied. */
const TARGET = '/copy';

/** One init container a folder; none where every folder starts empty. */
export const copyFiles = (component: PlannedComponent): k8s.Container[] =>
  component.scratch
    .filter(({ fromImage }) => fromImage)
    .map((scratch) =>
      container({
        name: scratchName('copy', scratch),
        image: component.image,
        // The point means what is in the folder, and not the folder itself.
        command: ['cp', '-R', `${scratch.mountPath}/.`, TARGET],
        resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '64Mi' } },
        mounts: [{ name: scratchName('scratch', scratch), mountPath: TARGET }],
      }),
    );
