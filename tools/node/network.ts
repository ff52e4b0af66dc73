import { existsSync } from 'node:fs';
import { must } from '../lab/exec';

/**
 * The addresses of the lab's network. The definitions say that nodes and API server are on 10.0.0.0/24, port 6443, and
 * the lab is built as they say.
 */
export const LAN = {
  bridge: 'lan',
  prefix: 24,
  /** The sandbox itself: API server, and way out to what plays the internet. */
  host: '10.0.0.1',
  apiPort: 6443,
  services: '10.96.0.0/16',
  dns: '10.96.0.10',
  /** The API server's Service: the first address. */
  apiService: '10.96.0.1',
  pods: '10.244.0.0/16',
} as const;

/** Whether this computer knows IPv6: then everything has an address of each family. Services have IPv4 alone. */
export const hasIpv6 = existsSync('/proc/sys/net/ipv6');

/** The same of IPv6. */
export const LAN6 = {
  prefix: 64,
  host: 'fd00:10::1',
  services: 'fd00:96::/112',
  pods: 'fd00:244::/32',
} as const;

/** Values of a flag, the second one only where there is IPv6. */
export const each = (four: string, six: string): string => (hasIpv6 ? `${four},${six}` : four);

/** Address of the n-th node, from 1 on. */
export const nodeAddress = (n: number): string => `10.0.0.${10 + n}`;
/** Addresses of its pods. */
export const podRange = (n: number): string => `10.244.${n}.0/24`;
export const nodeAddress6 = (n: number): string => `fd00:10::${10 + n}`;
export const podRange6 = (n: number): string => `fd00:244:${n}::/64`;

/** Makes the network that connects machines. It ends in the sandbox, which has no way out. */
export async function makeNetwork(): Promise<void> {
  await must('ip', ['link', 'add', LAN.bridge, 'type', 'bridge']);
  await must('ip', ['address', 'add', `${LAN.host}/${LAN.prefix}`, 'dev', LAN.bridge]);
  await must('ip', ['link', 'set', LAN.bridge, 'up']);
  if (!hasIpv6) return;
  await must('ip', ['address', 'add', `${LAN6.host}/${LAN6.prefix}`, 'dev', LAN.bridge, 'nodad']);
  await must('sysctl', ['-qw', 'net.ipv6.conf.all.forwarding=1']);
}

/** Lets the sandbox, where API server and tests are, reach the pods of a node. */
export async function routeToPods(n: number): Promise<void> {
  for (const route of podRoutes(n)) await must('ip', route);
}

/** Arguments of `ip` that lead to the pods of a node. */
export const podRoutes = (n: number): string[][] => [
  ['route', 'add', podRange(n), 'via', nodeAddress(n)],
  ...(hasIpv6 ? [['route', 'add', podRange6(n), 'via', nodeAddress6(n)]] : []),
];
