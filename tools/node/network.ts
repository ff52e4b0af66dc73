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

/** Address of the n-th node, from 1 on. */
export const nodeAddress = (n: number): string => `10.0.0.${10 + n}`;
/** Addresses of its pods. */
export const podRange = (n: number): string => `10.244.${n}.0/24`;

/** Makes the network that connects machines. It ends in the sandbox, which has no way out. */
export async function makeNetwork(): Promise<void> {
  await must('ip', ['link', 'add', LAN.bridge, 'type', 'bridge']);
  await must('ip', ['address', 'add', `${LAN.host}/${LAN.prefix}`, 'dev', LAN.bridge]);
  await must('ip', ['link', 'set', LAN.bridge, 'up']);
}

/** Lets the sandbox, where API server and tests are, reach the pods of a node. */
export async function routeToPods(n: number): Promise<void> {
  await must('ip', ['route', 'add', podRange(n), 'via', nodeAddress(n)]);
}
