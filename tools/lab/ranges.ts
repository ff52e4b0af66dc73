/** IPv4 ranges as inclusive pairs of numbers, sorted, neither overlapping nor touching. */
export type Ranges = readonly (readonly [number, number])[];

const LAST = 2 ** 32 - 1;
export const EVERYWHERE: Ranges = [[0, LAST]];

const toNumber = (address: string): number =>
  address.split('.').reduce((number, part) => number * 256 + Number(part), 0);

const toAddress = (number: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');

/** `10.0.0.0/8` or `10.0.0.0-10.0.0.9` as a range. */
export function parseRange(text: string): readonly [number, number] {
  const [first, last] = text.split('-');
  if (last) return [toNumber(first!), toNumber(last)];
  const [address, bits = '32'] = text.split('/');
  const size = 2 ** (32 - Number(bits));
  const start = Math.floor(toNumber(address!) / size) * size;
  return [start, start + size - 1];
}

/** The union of ranges in any order. */
export function union(ranges: Ranges): Ranges {
  const merged: [number, number][] = [];
  for (const [start, end] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last && start <= last[1] + 1) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

/** What is in `from` but not in `without`. */
export function subtract(from: Ranges, without: Ranges): Ranges {
  return union(without).reduce<Ranges>(
    (rest, [low, high]) =>
      rest.flatMap(([start, end]) =>
        (
          [
            [start, Math.min(end, low - 1)],
            [Math.max(start, high + 1), end],
          ] as const
        ).filter(([a, b]) => a <= b),
      ),
    union(from),
  );
}

export const show = (ranges: Ranges): string =>
  ranges.map(([start, end]) => `${toAddress(start)}-${toAddress(end)}`).join(', ');

export const isIpv6 = (cidr: string): boolean => cidr.includes(':');

/** Addresses that nobody on the public internet has: a pod that may reach them reaches the cluster's inside. */
export const PRIVATE: Ranges = union(
  [
    '0.0.0.0/8',
    '10.0.0.0/8',
    '100.64.0.0/10',
    '127.0.0.0/8',
    '169.254.0.0/16', // link-local, the cloud's metadata service among them
    '172.16.0.0/12',
    '192.168.0.0/16',
  ].map(parseRange),
);

/** Ranges set aside for documentation, tests and groups: whether they are open or closed makes no difference. */
export const RESERVED: Ranges = union(
  [
    '192.0.0.0/24',
    '192.0.2.0/24',
    '192.88.99.0/24',
    '198.18.0.0/15',
    '198.51.100.0/24',
    '203.0.113.0/24',
    '224.0.0.0/3',
  ].map(parseRange),
);
