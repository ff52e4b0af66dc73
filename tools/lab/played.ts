/**
 * Containers played by programs of this machine: each with a root of its own that cannot be written to, the paths that its
 * manifest mounts, its variables and no others, and its own processes, which all end with the first. The network is ours.
 */
import { chmodSync, chownSync, copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Daemon, must, type Result, run, startDaemon } from './exec';

export interface PlayedContainer {
  readonly name: string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Path → content, which nobody can change. */
  readonly files: Readonly<Record<string, string>>;
  /** Path → folder of this machine. */
  readonly mounts: Readonly<Record<string, string>>;
  /** Folder with all commands of its image. @default those of this machine */
  readonly image?: string;
}

/** Arguments: root, what to mount as `from:to`, `--`, user or nothing, command. */
const ENTER = `set -e
root=$1
shift
mount -t tmpfs tmpfs "$root"
cd "$root"
mkdir usr dev proc
for name in bin lib lib64 sbin; do [ ! -L "/$name" ] || cp -P "/$name" "$name"; done
mount --rbind /usr usr
mount --rbind /dev dev
mount -t proc proc proc
while [ "$1" != -- ]; do
  from=\${1%%:*} to=$root\${1#*:}
  if [ -d "$from" ]; then mkdir -p "$to"; else mkdir -p "\${to%/*}"; : > "$to"; fi
  mount --bind "$from" "$to"
  shift
done
user=$2
shift 2
mkdir before
pivot_root . before
cd /
umount --lazy /before
rmdir /before
mount -o remount,ro,bind /
# Whoever becomes another user is no longer told of the end of the one before; so this one stays.
chroot \${user:+--userspec="$user"} / "$@"
`;

const isRoot = process.getuid?.() === 0;
/** As pods here run: not as root, where this machine lets us choose. */
const USER = isRoot ? '1000:1000' : '';

/** A folder with the commands of a small image. @param programs name → file, beside BusyBox's */
export async function smallImage(
  folder: string,
  busybox: string,
  programs: Readonly<Record<string, string>>,
): Promise<string> {
  mkdirSync(folder, { recursive: true });
  copyFileSync(busybox, join(folder, 'busybox'));
  for (const applet of (await must(busybox, ['--list'])).trim().split('\n')) {
    if (applet !== 'busybox' && !(applet in programs)) symlinkSync('busybox', join(folder, applet));
  }
  for (const [name, file] of Object.entries(programs)) {
    copyFileSync(file, join(folder, name));
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

/** A folder that containers may write to, as a volume of a pod. */
export function volume(folder: string): string {
  mkdirSync(folder, { recursive: true });
  if (isRoot) chownSync(folder, 1000, 1000);
  return folder;
}

/** @param folder for what belongs to this one container, empty */
function enter(container: PlayedContainer, folder: string): string[] {
  const root = join(folder, 'root');
  mkdirSync(root, { recursive: true });
  const binds = Object.entries(container.mounts).map(([path, from]) => `${from}:${path}`);
  for (const [path, content] of Object.entries(container.files)) {
    const file = join(folder, 'files', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    binds.push(`${file}:${path}`);
  }
  const { image } = container;
  if (image) binds.push(`${image}:/bin-of-image`);
  const namespaces = ['--mount', '--pid', '--fork', '--kill-child', ...(isRoot ? [] : ['--map-root-user'])];
  const variables = Object.entries(container.env).map(([name, value]) => `${name}=${value}`);
  const path = image ? '/bin-of-image' : '/usr/bin:/bin';
  return [
    ...['unshare', ...namespaces, 'sh', '-c', ENTER, 'sh', root, ...binds, '--', USER],
    ...[
      '/usr/bin/env',
      '-i',
      `PATH=${path}`,
      `HOSTNAME=${container.name}`,
      ...variables,
      ...container.command,
    ],
  ];
}

/** Runs it to its end. @param timeout seconds, after which it is killed */
export function play(container: PlayedContainer, folder: string, timeout: number): Promise<Result> {
  const [program, ...args] = enter(container, folder);
  return run(program!, args, { timeout });
}

/** Starts one that stays; `stopDaemon` ends it with all its processes. */
export function startPlayed(container: PlayedContainer, folder: string): Daemon {
  const [program, ...args] = enter(container, folder);
  return startDaemon(container.name, program!, args, join(folder, 'log'));
}
