import { describe, expect, it } from 'vitest';
import type { Connection } from '../../model/plan';
import { isDeclared, type Party, type Role } from '../../tools/node/reach/declared';
import { listeningPorts, passedThrough } from '../../tools/node/reach/sockets';

const component = (name: string) => ({ kind: 'component', name }) as const;
const traefik = {
  kind: 'platform',
  name: 'traefik',
  namespace: 'traefik',
  podLabels: { app: 'traefik' },
} as const;
const tcp = (from: Connection['from'], to: Connection['to'], port: number): Connection => ({
  from,
  to,
  port,
  protocol: 'TCP',
  reason: 'flow',
});
const plan = {
  connections: [
    tcp(component('web'), component('store'), 6379),
    tcp(traefik, component('web'), 3000),
    tcp(component('web'), { kind: 'internet' }, 443),
    tcp(component('web'), { kind: 'internet', cidrs: ['192.168.5.0/24'] }, 8443),
    tcp(component('watch'), { kind: 'api-server', cidrs: ['10.0.0.0/24'] }, 6443),
    tcp({ kind: 'outside', cidrs: ['0.0.0.0/0'] }, { kind: 'edge' }, 443),
  ],
  cluster: { dns: { namespace: 'kube-system', podLabels: { app: 'dns' }, port: 53 } },
};
const party = (role: Role, address = '10.244.1.9'): Party => ({ name: 'x', role, address });
const at = (address: string) => party({ kind: 'address' }, address);
const web = party(component('web'));
const store = party(component('store'));
const dns = party({ kind: 'dns' });
const stranger = party({ kind: 'stranger' });
const tcpPort = (port: number) => ({ port, protocol: 'TCP' }) as const;

describe('what a plan wants', () => {
  it.each([
    ['a flow', web, store, 6379, true],
    ['another port of the same server', web, store, 9121, false],
    ['the way back', store, web, 6379, false],
    ['a stranger', stranger, store, 6379, false],
    ['names for a component', store, dns, 53, true],
    ['names for a stranger', stranger, dns, 53, false],
    ['other ports of the name server', store, dns, 9153, false],
    ['the way in', party({ kind: 'platform', name: 'traefik', namespace: 'traefik' }), web, 3000, true],
    ['one like it elsewhere', party({ kind: 'platform', name: 'traefik', namespace: 'b' }), web, 3000, false],
    ['the internet', web, at('93.184.215.14'), 443, true],
    ['another port of the internet', web, at('93.184.215.14'), 80, false],
    ['the metadata address', web, at('169.254.169.254'), 443, false],
    ['a private address', web, at('192.168.77.7'), 443, false],
    ['the internet by IPv6', web, at('2606:2800:21f::14'), 443, true],
    ['a private address of IPv6', web, at('fd12:3456::7'), 443, false],
    ['the API server by IPv6, which nobody named', party(component('watch')), at('fd00:10::1'), 6443, false],
    ['a range that is named', web, at('192.168.5.1'), 8443, true],
    ['the API server', party(component('watch')), at('10.0.0.1'), 6443, true],
    ['the API server, for others', web, at('10.0.0.1'), 6443, false],
    ['everybody at the gateway', at('93.184.215.14'), party({ kind: 'edge' }), 443, true],
    ['a pod at the gateway', stranger, party({ kind: 'edge' }), 443, 'either'],
    ['the internet, which no pod is', web, stranger, 443, false],
  ] as const)('%s', (_what, from, to, port, wanted) => {
    expect(isDeclared(plan, from, to, tcpPort(port))).toBe(wanted);
  });

  it('minds the protocol', () => {
    expect(isDeclared(plan, web, store, { port: 6379, protocol: 'UDP' })).toBe(false);
  });
});

describe('what the kernel tells', () => {
  it('ports on which somebody can be reached', () => {
    const line = (address: string, state: string, rest = '00000000:0000') =>
      `   0: ${address} ${rest} ${state} 00000000:00000000 00:00000000 00000000  1000        0 1`;
    const every = '00000000000000000000000000000000';
    const tables = {
      TCP: [
        '  sl  local_address rem_address   st',
        line('00000000:0BB8', '0A'),
        line('0100007F:1F90', '0A'),
        line('00000000000000000000000001000000:1F91', '0A', `${every}:0000`),
        line(`${every}:1F92`, '0A', `${every}:0000`),
        line('0000000000000000FFFF00000901F40A:1F93', '0A', `${every}:0000`),
        line('0901F40A:0BB9', '01', '0501F40A:8000'),
      ].join('\n'),
      UDP: line('00000000:1388', '07'),
    };
    expect(listeningPorts(tables)).toEqual([
      { port: 3000, protocol: 'TCP' },
      { port: 8082, protocol: 'TCP' },
      { port: 8083, protocol: 'TCP' },
      { port: 5000, protocol: 'UDP' },
    ]);
    expect(listeningPorts(tables, 'IPv6')).toEqual([{ port: 8082, protocol: 'TCP' }]);
  });

  it('connections that a node let through, as their sender wrote them', () => {
    const table =
      'udp      17 28 src=10.244.1.5 dst=10.96.0.10 sport=4000 dport=53 [UNREPLIED] src=10.244.1.2 dst=10.244.1.5 sport=53 dport=4000 mark=0 use=1\n';
    expect(passedThrough(table)).toEqual(new Set(['10.244.1.5:4000 10.96.0.10:53']));
  });
});
