/** What is wrong with the folders in which a component finds files of Secrets. */
import { dirname } from 'node:path/posix';
import type { PlannedComponent } from '../plan';
import type { Draft } from '../resolve/draft';

/** A Secret is mounted as a folder of its own, so that a new value arrives: nothing else can be there. */
export function checkSecretFiles({ problems }: Draft, component: PlannedComponent, path: string): void {
  const folders = new Map<string, string>();
  const secrets = new Map<string, string>();
  for (const file of component.secretFiles) {
    const folder = dirname(file.path);
    if (!file.path.startsWith('/') || folder === '/') {
      problems.add(path, `file '${file.path}' of Secret '${file.secret}' needs a folder of its own`);
      continue;
    }
    const other = secrets.get(folder);
    if (other !== undefined && other !== file.secret) {
      problems.add(
        path,
        `'${folder}' cannot hold files of Secret '${other}' and of Secret '${file.secret}'; give each a folder`,
      );
    }
    const elsewhere = folders.get(file.secret);
    if (elsewhere !== undefined && elsewhere !== folder) {
      problems.add(
        path,
        `files of Secret '${file.secret}' are in '${elsewhere}' and in '${folder}'; put all into one`,
      );
    }
    secrets.set(folder, file.secret);
    folders.set(file.secret, folder);
  }
  const mounted = [...Object.values(component.volumes), ...component.scratch].map(
    ({ mountPath }) => mountPath,
  );
  for (const [folder, secret] of secrets) {
    const inside = (other: string): boolean => other === folder || other.startsWith(`${folder}/`);
    const found = [...mounted, ...component.files.map((file) => file.path)].find(inside);
    if (found)
      problems.add(path, `'${found}' is in '${folder}', which Secret '${secret}' has for itself; move one`);
  }
}
