import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { which } from '../lab/exec';

/** Where Debian keeps the CNI plugins. */
export const CNI_PLUGINS = '/usr/lib/cni';

/** Program → Debian package that has it. */
const PROGRAMS: Readonly<Record<string, string>> = {
  containerd: 'containerd',
  runc: 'runc',
  nft: 'nftables',
  iptables: 'iptables',
  ipset: 'ipset',
  conntrack: 'conntrack',
  ip: 'iproute2',
  'mkfs.ext4': 'e2fsprogs',
  mount: 'mount',
  unshare: 'util-linux',
  nsenter: 'util-linux',
  openssl: 'openssl',
  mmdebstrap: 'mmdebstrap',
};

/** What this machine lacks for a real node, in one sentence that says how to get it; undefined when all is there. */
export function missingForNode(): string | undefined {
  if (process.platform !== 'linux') return 'A real node needs Linux.';
  if (process.getuid?.() !== 0) {
    return 'A real node needs root, because containers do: run it as root, on a machine or in a virtual machine of your own.';
  }
  const packages = Object.entries(PROGRAMS)
    .filter(([program]) => !which(program))
    .map(([, name]) => name);
  if (!existsSync(join(CNI_PLUGINS, 'ptp'))) packages.push('containernetworking-plugins');
  if (packages.length === 0) return undefined;
  const names = [...new Set(packages)].join(' ');
  return `A real node needs Debian packages that are missing: apt-get install --no-install-recommends ${names}`;
}
