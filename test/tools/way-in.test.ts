import { describe, expect, it } from 'vitest';
import { cloudflare } from '../../platform/cloudflare';
import { noProxy } from '../../platform/no-proxy';
import { reached } from '../../tools/node/way-in/flows';
import { insider, nthOf, person } from '../../tools/node/way-in/people';
import { below } from '../../tools/node/way-in/way';

const behind = (trustedProxies: typeof noProxy) => ({ cluster: { trustedProxies } }) as never;

describe('people who ask for the way in', () => {
  it('come from where nobody else does, or by the proxy that names them', () => {
    expect(person(behind(noProxy), 7)).toEqual({
      address: '198.51.100.7',
      from: '198.51.100.7',
      headers: {},
    });
    expect(person(behind(cloudflare), 7)).toEqual({
      address: '198.51.100.7',
      from: '173.245.48.7',
      headers: { 'CF-Connecting-IP': '198.51.100.7' },
    });
  });

  it('have an address of the range that may come in', () => {
    expect(insider(['2001:db8::/32', '10.8.0.0/16'], 300).from).toBe('10.8.1.44');
    expect(nthOf('192.168.255.0/24', 256)).toBe('192.169.0.0');
  });
});

describe('what a node has counted', () => {
  const flow = (component: string, bytes: number) => ({ component, bytes });
  const before = new Map([
    ['a', flow('server', 1000)],
    ['b', flow('client', 900_000)],
  ]);

  it('tells who was sent something, by new connections and by old ones', () => {
    const after = new Map([
      ['a', flow('server', 5000)],
      ['c', flow('server', 4000)],
      ['d', flow('client', 100)],
    ]);
    expect(reached(before, after, 8000)).toEqual(['server']);
    expect(reached(before, after, 8001)).toEqual([]);
  });
});

describe('a path below a route', () => {
  it.each([
    ['/', '/lab/whoami'],
    ['/api', '/api/lab/whoami'],
  ])('%s', (path, wanted) => {
    expect(below({ path } as never, 'lab/whoami')).toBe(wanted);
  });
});
