/** The door to the repositories: restic's own server, at which everybody adds and nobody takes away. */
import type { Configuration } from '../../model/component';
import { passwordVariable } from './passwords';
import type { Kept } from './restic-program';

const ACCOUNTS = '/run/rest-server';

/** For the file of accounts: hashes alone, in memory. */
export const SERVER_SCRATCH = { mountPath: ACCOUNTS, size: '1Mi', memory: true } as const;

/**
 * Hashes are made when the pod starts, because passwords are made in the cluster; a client that is none any more has no
 * line. bcrypt is what the server takes (rest-server 0.14.0, htpasswd.go), and `htpasswd` is in its image (Dockerfile).
 */
const script = (
  stores: readonly Kept[],
): string => `# An account for each store. The server itself is told no password.
set -eu
umask 077
: > ${ACCOUNTS}/accounts
account() { printf '%s' "$2" | htpasswd -niB "$1" | grep . >> ${ACCOUNTS}/accounts; }
${stores.map(({ account }) => `account ${account} "$${passwordVariable(account)}"\nunset ${passwordVariable(account)}\n`).join('')}exec rest-server --path /data --htpasswd-file ${ACCOUNTS}/accounts \\
  --append-only --private-repos --prometheus --prometheus-no-auth
`;

export const server = (
  stores: readonly Kept[],
): Pick<Required<Configuration>, 'command' | 'env' | 'files'> => ({
  command: ['sh', '/etc/rest-server/serve.sh'],
  env: Object.fromEntries(stores.map(({ account, password }) => [passwordVariable(account), password])),
  files: [{ path: '/etc/rest-server/serve.sh', content: script(stores) }],
});
