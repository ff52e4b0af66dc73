import { describe, expect, test } from 'vitest';
import type { Route } from '../../model/system';
import { kindOf, title } from '../support/kubernetes';
import { made, objectsOf } from '../support/synth';
import { SHOP, withComponent } from '../support/system';

const routed = (...routes: Route[]) => ({ ...SHOP, routes });
const EDGE_KINDS = ['Gateway', 'HTTPRoute', 'Certificate', 'NginxProxy', 'SnippetsPolicy', 'SnippetsFilter'];

describe('the way in', () => {
  test('is not made for a system that nobody reaches from outside', () => {
    const kinds = objectsOf(routed()).map(({ kind }) => kind);
    expect(kinds.filter((kind) => EDGE_KINDS.includes(kind))).toEqual([]);
    expect(objectsOf(routed()).map(title)).not.toContain('NetworkPolicy/edge');
  });

  test('has no limits that nobody asked for', () => {
    const kinds = objectsOf(SHOP).map(({ kind }) => kind);
    for (const kind of ['ClientSettingsPolicy', 'ProxySettingsPolicy', 'RateLimitPolicy', 'SnippetsFilter']) {
      expect(kinds).not.toContain(kind);
    }
  });

  test('has those that were asked for', () => {
    const objects = objectsOf(
      routed({
        host: 'www',
        to: 'web',
        maxBody: '5m',
        streaming: true,
        rateLimit: { perSecond: 3, burst: 4 },
      }),
    );
    expect(kindOf(objects, 'ClientSettingsPolicy').map(({ spec }) => spec)).toMatchObject([
      { body: { maxSize: '5m' } },
    ]);
    expect(kindOf(objects, 'ProxySettingsPolicy').map(({ spec }) => spec)).toMatchObject([
      { buffering: { disable: true } },
    ]);
    expect(kindOf(objects, 'RateLimitPolicy').map(({ spec }) => spec)).toMatchObject([
      { rateLimit: { local: { rules: [{ rate: '3r/s', burst: 4 }] } } },
    ]);
  });
});

describe('several addresses of one component', () => {
  const objects = objectsOf(
    routed({ host: 'www', to: 'web' }, { host: 'www', to: 'web', path: '/shop' }, { host: '@', to: 'web' }),
  );
  const routes = kindOf(objects, 'HTTPRoute').filter(({ metadata }) => metadata.name !== 'edge-redirect');

  test('are routes with names of their own', () => {
    expect(routes.map(({ metadata }) => metadata.name)).toEqual(['web-shop', 'web-www', 'web-www-shop']);
  });

  test('are each in the certificate and in the redirect, once', () => {
    const hosts = ['shop.example', 'www.shop.example'];
    expect(kindOf(objects, 'Certificate')[0]!.spec).toMatchObject({ dnsNames: hosts });
    expect(
      kindOf(objects, 'HTTPRoute').find(({ metadata }) => metadata.name === 'edge-redirect')!.spec,
    ).toMatchObject({
      hostnames: hosts,
    });
  });
});

describe('metrics', () => {
  const watched = withComponent('web', { metrics: [{ port: 'http', path: '/stats', emits: [] }] });
  const paths = (system: typeof SHOP): unknown[] =>
    (made(system, 'HTTPRoute', 'web').spec as { rules: { matches: { path: unknown }[] }[] }).rules.map(
      ({ matches }) => matches[0]!.path,
    );

  test('under a public address are hidden, with and without a slash at the end', () => {
    expect(paths(watched)).toEqual([
      { type: 'PathPrefix', value: '/' },
      { type: 'PathPrefix', value: '/stats' },
    ]);
  });

  test('that no public address leads to need no rule', () => {
    expect(paths({ ...watched, routes: [{ host: 'www', to: 'web', path: '/shop' }] })).toEqual([
      { type: 'PathPrefix', value: '/shop' },
    ]);
  });

  test('on a port of their own are not public anyway', () => {
    const ports = { http: { number: 8080, purpose: 'pages' }, metrics: { number: 9090, purpose: 'metrics' } };
    const apart = withComponent('web', {
      ports,
      metrics: [{ port: 'metrics', path: '/metrics', emits: [] }],
    });
    expect(paths(apart)).toEqual([{ type: 'PathPrefix', value: '/' }]);
  });
});
