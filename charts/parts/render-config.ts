/**
 * Configuration files that hold a password. The ConfigMap has `${NAME}`; an init container of the
 * component's own image fills it in from the Secret and writes the file to memory.
 */
import { basename } from 'node:path/posix';
import type { Env } from '../../model/component';
import type { PlannedComponent } from '../../model/plan';
import { CONFIG, type InitContainer, RENDERED } from '../../model/pod-parts';
import { orderVariables } from '../../model/resolve/variables';
import { container } from './container';
import type { k8s } from './k8s';
import { shortLived } from './short-lived';

const TEMPLATES = '/templates';
const TARGET = '/rendered';

/**
 * Arguments are file names. A name without a value stops the pod with a message. The mask leaves 0400,
 * as databases want it of key files.
 */
const SCRIPT = `set -eu
umask 0277
for file in "$@"; do
  rm -f "${TARGET}/$file"
  awk '{
    out = ""
    while (match($0, /\\$\\{[A-Z0-9_]+\\}/)) {
      name = substr($0, RSTART + 2, RLENGTH - 3)
      if (!(name in ENVIRON)) { print FILENAME ": no value for " name > "/dev/stderr"; exit 1 }
      out = out substr($0, 1, RSTART - 1) ENVIRON[name]
      $0 = substr($0, RSTART + RLENGTH)
    }
    print out $0
  }' "${TEMPLATES}/$file" > "${TARGET}/$file"
done
`;

export function renderConfig(
  component: PlannedComponent,
  { name, files }: Extract<InitContainer, { kind: 'render' }>,
): k8s.Container {
  const env: Env = Object.assign({}, ...files.map((file) => file.secrets));
  return container({
    name,
    image: component.image,
    command: ['sh', '-c', SCRIPT, name],
    args: files.map((file) => basename(file.path)),
    env: orderVariables(env),
    resources: shortLived(component),
    mounts: [
      { name: CONFIG, mountPath: TEMPLATES, readOnly: true },
      { name: RENDERED, mountPath: TARGET },
    ],
  });
}
