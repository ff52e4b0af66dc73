import { describe, expect, test } from 'vitest';
import { resolve } from '../../model/resolve';
import type { System } from '../../model/system';
import type { TokenIssuer } from '../../model/tokens';
import { topologyPage } from '../../pages/topology';
import { type KubeObject, kindOf } from '../support/kubernetes';
import { meshed } from '../support/meshed';
import { find } from '../support/rule';
import { objectsOf } from '../support/synth';

const ISSUER: TokenIssuer = {
  issuer: 'https://id.example.com/',
  audiences: ['shop', 'shop-app'],
  keys: 'https://id.example.com/keys',
};
/** `web` is asked by the worker with a token, and by whoever sends reports without. */
function shop(tokens: TokenIssuer = ISSUER): System {
  const system = meshed(
    { tokens: { without: { reports: 'It sends figures at night.' } } },
    { tokens, canary: {} },
  );
  const { worker } = system.components;
  return {
    ...system,
    routes: [],
    components: { ...system.components, reports: worker! },
    flows: [...system.flows, { from: 'reports', to: 'web' }],
  };
}

const sources = ({ spec }: KubeObject) =>
  (spec as { rules: { from: { source: object }[] }[] }).rules.map(({ from }) => from[0]!.source);

describe('a server whose requests carry tokens', () => {
  const objects = objectsOf(shop());

  test('has the issuer, its keys and its audiences at the waypoint, and gets the token itself', () => {
    const { spec } = find(objects, 'RequestAuthentication', 'waypoint-web');
    expect(spec).toEqual({
      targetRefs: [{ group: '', kind: 'Service', name: 'web' }],
      jwtRules: [
        {
          issuer: 'https://id.example.com/',
          audiences: ['shop', 'shop-app'],
          // The same field of the definition in Protocol Buffers' spelling.
          jwks_uri: 'https://id.example.com/keys',
          forwardOriginalToken: true,
        },
      ],
    });
  });

  test('is asked by people with a token of that issuer, and by a machine known by its identity', () => {
    const principal = (name: string) => `cluster.local/ns/shop-live/sa/${name}`;
    expect(sources(find(objects, 'AuthorizationPolicy', 'waypoint-web'))).toEqual([
      { principals: [principal('worker')], requestPrincipals: ['https://id.example.com//*'] },
      { principals: [principal('reports')] },
    ]);
  });

  test('tells its page who comes without, why, and who fetches the keys', () => {
    const page = topologyPage([resolve(shop(), 'live')]);
    expect(page).toContain('| `web` | `worker` | `reports`: It sends figures at night. |');
    expect(page).toContain('`istiod` in `istio-system` fetches the keys from `https://id.example.com/keys`');
    const { keys: _, ...found } = ISSUER;
    expect(topologyPage([resolve(shop(found), 'live')])).toContain(
      'from `https://id.example.com/.well-known/openid-configuration`',
    );
  });

  test('is as it was before the mesh', () => {
    const { live } = shop().environments;
    const before = objectsOf({ ...shop(), environments: { live: { ...live!, phase: 3 } } });
    expect(kindOf(before, 'RequestAuthentication')).toEqual([]);
  });
});

describe('who issues tokens is told', () => {
  test('to whoever signs people in, by a flow to the internet', () => {
    const system = shop();
    const env = { OIDC_ISSUER: 'issuer', OIDC_AUDIENCE: 'audience', OIDC_KEYS: 'keys' };
    const plan = resolve(
      { ...system, flows: [...system.flows, { from: 'web', to: 'internet', env }] },
      'live',
    );
    const web = plan.components.find(({ name }) => name === 'web');
    expect(web!.env).toEqual(
      expect.arrayContaining([
        { name: 'OIDC_AUDIENCE', value: 'shop shop-app' },
        { name: 'OIDC_ISSUER', value: 'https://id.example.com/' },
        { name: 'OIDC_KEYS', value: 'https://id.example.com/keys' },
      ]),
    );
  });
});
