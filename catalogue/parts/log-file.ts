/** A log that a program writes to a file: shown as other logs are, and never too large for its pod. */
import type { Scratch, Sidecar } from '../../model/component';
import { type Bytes, mebibytes } from '../../model/units';
import { ENDS_AT_ONCE } from './setup';

export interface LogFile {
  /** Where the program writes, by a name that stays: a file, or a link to the newest one. */
  readonly path: string;
  /** Room for its folder; beyond half of it old lines go. @default 128Mi */
  readonly size?: Bytes;
}

const SCRIPT = '/etc/logs/follow.sh';
/** Seconds between two looks at the size of the folder. */
const LOOK = 5;

const folderOf = ({ path }: LogFile): string => path.slice(0, path.lastIndexOf('/'));

/** The folder, which goes with the pod. */
export const logFolder = (file: LogFile): Scratch => ({
  mountPath: folderOf(file),
  size: file.size ?? '128Mi',
});

/**
 * Writes each line out, from where kubelet and collectors of logs have it, whatever a program does to its files once a
 * day. A pod is evicted when its folder holds more than its size, so this one empties it before: the newest file is cut
 * to nothing in its place, as programs append to it, and all others go. Lines of the last moment before may be missing.
 */
export function logFollower(file: LogFile): Sidecar {
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  const most = Math.floor((mebibytes(logFolder(file).size) * 1024) / 2);
  return {
    name: 'logs',
    command: ['sh', SCRIPT],
    resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '32Mi' } },
    shares: [folderOf(file)],
    files: [
      {
        path: SCRIPT,
        content: `# Shows what the program writes to ${name}, and keeps the folder below ${most} KiB.
${ENDS_AT_ONCE}cd ${folderOf(file)}
until [ -e ${name} ]; do sleep 1 & wait $!; done
tail -n +1 -F ${name} &
follower=$!
while kill -0 $follower; do
  sleep ${LOOK} & wait $!
  [ "$(du -sk . | cut -f 1)" -gt ${most} ] || continue
  for one in *; do
    # The newest, by this name or by its own.
    if [ "$one" -ef ${name} ]; then : > "$one"; else rm -f "$one"; fi
  done
done
exit 1
`,
      },
    ],
  };
}
