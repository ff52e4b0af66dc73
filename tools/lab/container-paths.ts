/** One line of a container's volumeMounts. */
export interface Mount {
  readonly name: string;
  readonly mountPath: string;
  readonly subPath?: string;
}

/** Paths of the container, below a root of its own. */
export const inRoot = (text: string, mounts: readonly Mount[], path: (inside: string) => string): string =>
  replacePaths(text, new Map(mounts.map(({ mountPath }) => [mountPath, path(mountPath)])));

/** Paths of the container, in the folders of its volumes. */
export const rewrite = (text: string, mounts: readonly Mount[], volume: (name: string) => string): string =>
  replacePaths(text, new Map(mounts.map(({ name, mountPath }) => [mountPath, volume(name)])));

/** All at once, longest first, and only whole paths: what is replaced may contain another path, such as `/tmp`. */
function replacePaths(text: string, paths: ReadonlyMap<string, string>): string {
  if (paths.size === 0) return text;
  const literal = (path: string) => path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const any = [...paths.keys()].sort((a, b) => b.length - a.length).map(literal);
  const whole = new RegExp(`(?<=^|[\\s"'=:(])(${any.join('|')})(?![\\w-])`, 'gm');
  return text.replace(whole, (path) => paths.get(path)!);
}
