/** Addresses that people have, and what a proxy in front would say of them. */
import type { Plan } from '../../../model/plan';
import { haveAddresses, loseAddresses } from '../reach/addresses';
import type { Party } from '../reach/declared';

/** Ranges for documents (RFC 5737): nobody has these. */
const SOMEBODY = '198.51.100.0/24';

/** Somebody who asks: from which address, and with which headers. */
export interface Person {
  /** As the program is to know them. */
  readonly address: string;
  /** Whose packets arrive: the proxy's, where one is in front. */
  readonly from: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The n-th person of the internet, from 1 on. */
export function person({ cluster: { trustedProxies } }: Pick<Plan, 'cluster'>, n: number): Person {
  const { cidrs, clientHeader } = trustedProxies;
  const address = nthOf(SOMEBODY, n);
  if (!clientHeader) return { address, from: address, headers: {} };
  const proxies = cidrs.find((one) => !one.includes(':'))!;
  return { address, from: nthOf(proxies, n), headers: { [clientHeader]: address } };
}

/** The n-th of those who run the system, who come by the internal listener. */
export function insider(cidrs: readonly string[], n: number): Person {
  const address = nthOf(cidrs.find((one) => !one.includes(':'))!, n);
  return { address, from: address, headers: {} };
}

/** Somebody whom nobody lets in by the internal listener. */
export const STRANGER: Person = { address: '192.0.2.9', from: '192.0.2.9', headers: {} };

/** The n-th address of an IPv4 range. */
export function nthOf(cidr: string, n: number): string {
  const start = cidr.split('/')[0]!.split('.').map(Number);
  const sum = start.reduce((total, part) => total * 256 + part, 0) + n;
  return [24, 16, 8, 0].map((bits) => Math.floor(sum / 2 ** bits) % 256).join('.');
}

const parties = (people: readonly Person[]): Party[] =>
  [...new Set(people.map(({ from }) => from))].map((address) => ({
    name: address,
    role: { kind: 'address' },
    address,
  }));

/** Gives the sandbox their addresses. @returns what takes them away */
export async function invite(people: readonly Person[]): Promise<() => Promise<void>> {
  await haveAddresses(parties(people));
  return () => loseAddresses(parties(people));
}
