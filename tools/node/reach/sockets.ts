import type { Port } from './agents';

const LISTEN = '0A';
/** Of a UDP socket that takes packets from everybody. */
const UNCONNECTED = '07';

/** A line of /proc/net/tcp and its like: number, own address and port in hexadecimal, other side, state. */
const LINE = /^\s*\d+: ([0-9A-F]+):([0-9A-F]{4}) [0-9A-F]+:[0-9A-F]{4} ([0-9A-F]{2})/;

/** IPv4 in a socket of IPv6. */
const isMapped = (address: string): boolean => address.startsWith('0000000000000000FFFF0000');

/** The words of an address are in the machine's order: 127.0.0.1 and ::1 on a little-endian one. */
const isLoopback = (address: string): boolean =>
  /^[0-9A-F]{6}7F$/.test(address) || address === '00000000000000000000000001000000';

/**
 * Ports on which somebody can be reached from elsewhere.
 * @param tables texts of `/proc/net/tcp`, `tcp6`, `udp` and `udp6`
 * @param family by IPv6 alone. @default by any
 */
export function listeningPorts(tables: Readonly<Record<'TCP' | 'UDP', string>>, family?: 'IPv6'): Port[] {
  return (['TCP', 'UDP'] as const).flatMap((protocol) => {
    const state = protocol === 'TCP' ? LISTEN : UNCONNECTED;
    const ports = tables[protocol].split('\n').flatMap((line) => {
      const [, address, port, seen] = LINE.exec(line) ?? [];
      if (!address || seen !== state || isLoopback(address)) return [];
      return family && (address.length === 8 || isMapped(address)) ? [] : Number.parseInt(port!, 16);
    });
    return [...new Set(ports)].sort((a, b) => a - b).map((port) => ({ port, protocol }));
  });
}

/** `10.244.1.5:4000 10.244.1.9:5000` for every connection that a node has let through, by `conntrack -L`. */
export function passedThrough(table: string): Set<string> {
  const passed = table.split('\n').flatMap((line) => {
    // The first four are as the sender wrote them.
    const [, source, to, sport, dport] = /src=(\S+) dst=(\S+) sport=(\d+) dport=(\d+)/.exec(line) ?? [];
    return source ? `${source}:${sport} ${to}:${dport}` : [];
  });
  return new Set(passed);
}
