/** Holds a new pod back until its own image says that it may start; the pods before it stay for so long. */

import type { PlannedComponent } from '../../model/plan';
import type { InitContainer } from '../../model/pod-parts';
import { container } from './container';
import type { k8s } from './k8s';
import { waitMounts } from './volumes';

/** Arguments are the command. SIGTERM ends it at once: as process 1 it would otherwise ignore it. */
const SCRIPT = `trap 'exit 0' TERM
until "$@"; do
  echo "not yet, asking again in 5 s"
  sleep 5 & wait $!
done
`;

export function waitToStart(
  component: PlannedComponent,
  { name, wait }: Extract<InitContainer, { kind: 'wait' }>,
): k8s.Container {
  return container({
    name,
    image: component.image,
    command: ['sh', '-c', SCRIPT, name],
    args: wait.command,
    env: wait.env,
    // It runs before the program and never beside it, so it may take as much.
    resources: component.resources,
    mounts: waitMounts(component, wait),
  });
}
