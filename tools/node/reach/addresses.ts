/** Addresses that are no pod's, and what answers there: a test's own listeners, in a sandbox without a way out. */
import { must, run } from '../../lab/exec';
import { hasIpv6, LAN } from '../network';
import type { Party } from './declared';

const role = { kind: 'address' } as const;

/** Whom a pod finds where a cloud has its metadata, on the nodes' network, in another private network, on the internet. */
export const OUTSIDE: readonly Party[] = [
  { name: 'cloud metadata', role, address: '169.254.169.254', address6: 'fd00:ec2::254' },
  { name: 'neighbour of the nodes', role, address: '10.0.0.200', address6: 'fd00:10::200' },
  { name: 'private network', role, address: '192.168.77.7', address6: 'fd12:3456:789a::7' },
  { name: 'internet', role, address: '93.184.215.14', address6: '2606:2800:21f::14' },
].map((party) => (hasIpv6 ? party : { ...party, address6: undefined }));

/** Gives the sandbox these addresses, once. */
export async function haveAddresses(parties: readonly Party[] = OUTSIDE): Promise<void> {
  for (const address of parties.flatMap(ofBoth)) {
    const add = await run('ip', ['address', 'add', ...address]);
    if (add.code !== 0 && !/exists|already assigned/i.test(add.stderr)) throw new Error(add.stderr.trim());
  }
}

/** Nothing of it stays. */
export async function loseAddresses(parties: readonly Party[] = OUTSIDE): Promise<void> {
  for (const address of parties.flatMap(ofBoth)) await must('ip', ['address', 'delete', ...address]);
}

const ofBoth = ({ address, address6 }: Party): string[][] => [
  [`${address}/32`, 'dev', LAN.bridge],
  ...(address6 ? [[`${address6}/128`, 'dev', LAN.bridge, 'nodad']] : []),
];
