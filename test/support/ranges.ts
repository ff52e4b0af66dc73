/** IPv4 ranges as numbers. */

export interface Range {
  readonly first: number;
  readonly last: number;
}

/** Networks of others' making that a pod must never reach by "the internet" (IANA special-purpose registry). */
export const NOT_PUBLIC = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '224.0.0.0/4',
  '240.0.0.0/4',
];

const address = (text: string): number =>
  text.split('.').reduce((number, part) => number * 256 + Number(part), 0);

/** @throws Error when it is not IPv4 in CIDR notation */
export function range(cidr: string): Range {
  const match = /^((?:\d{1,3}\.){3}\d{1,3})\/(\d{1,2})$/.exec(cidr);
  if (!match) throw new Error(`${cidr} is not an IPv4 range`);
  const size = 2 ** (32 - Number(match[2]));
  const first = Math.floor(address(match[1]!) / size) * size;
  return { first, last: first + size - 1 };
}

export const isIpv4 = (cidr: string): boolean => !cidr.includes(':');

export const contains = (outer: Range, inner: Range): boolean =>
  outer.first <= inner.first && inner.last <= outer.last;

export const overlaps = (a: Range, b: Range): boolean => a.first <= b.last && b.first <= a.last;

/** Does a block with exceptions let an address of the range through? */
export function lets(block: { cidr: string; except?: string[] }, cidr: string): boolean {
  if (!isIpv4(block.cidr)) return false;
  const wanted = range(cidr);
  if (!overlaps(range(block.cidr), wanted)) return false;
  // Exact for ranges that are each excepted as a whole, which is how the blocks are written.
  return !(block.except ?? []).filter(isIpv4).some((except) => contains(range(except), wanted));
}
