import type { Environment } from '../../model/system';
import type { TokenIssuer } from '../../model/tokens';
import { broken } from '../support/broken';
import { meshed } from '../support/meshed';
import { SHOP, withEnvironment, withFlows } from '../support/system';

const ISSUER: TokenIssuer = { issuer: 'https://id.example.com/shop', audiences: ['shop'] };

/** `store` of the small system is asked by programs alone; routes lead to `web`. */
const asked = (web: Parameters<typeof meshed>[0], issuer: TokenIssuer | undefined = ISSUER) => ({
  ...meshed({ tokens: {}, ...web }, { tokens: issuer } as Partial<Environment>),
  routes: [],
});
const issued = (issuer: Partial<TokenIssuer>) => asked({}, { ...ISSUER, ...issuer });
const where = (rest: string): string => `shop/components/web/tokens${rest}`;

broken('tokens', {
  'nobody who issues them': {
    system: { ...meshed({ tokens: {} }), routes: [] },
    path: 'shop/live/tokens',
    message: "'web' wants tokens, and nobody is named here who issues them",
  },
  'an issuer in the open': {
    system: issued({ issuer: 'http://id.example.com' }),
    path: 'shop/live/tokens.issuer',
    message: "'http://id.example.com' is not https",
  },
  'an issuer that is a name': {
    system: issued({ issuer: 'our provider' }),
    path: 'shop/live/tokens.issuer',
    message: "'our provider' is no address such as https://id.example.com",
  },
  'an issuer that is many': {
    system: issued({ issuer: 'https://id.example.com/*' }),
    path: 'shop/live/tokens.issuer',
    message: 'is no address',
  },
  'an issuer with a question': {
    system: issued({ issuer: 'https://id.example.com/?realm=shop' }),
    path: 'shop/live/tokens.issuer',
    message: 'has a query or a fragment',
  },
  'keys in the open': {
    system: issued({ keys: 'http://id.example.com/keys' }),
    path: 'shop/live/tokens.keys',
    message: "'http://id.example.com/keys' is not https",
  },
  'keys with a login': {
    system: issued({ keys: 'https://shop@id.example.com/keys' }),
    path: 'shop/live/tokens.keys',
    message: 'has a login in it, which would stand in Git',
  },
  'tokens for anybody': {
    system: issued({ audiences: [] }),
    path: 'shop/live/tokens.audiences',
    message: "is empty, so any product's token would do",
  },
  'tokens for many': {
    system: issued({ audiences: ['shop-*'] }),
    path: 'shop/live/tokens.audiences',
    message: "'shop-*' is compared letter by letter",
  },
  'a way past the waypoint': {
    system: { ...asked({}), routes: SHOP.routes },
    path: where(''),
    message: "leads to 'web', and the edge asks its pods, past the waypoint",
  },
  'pods that are asked one by one': {
    system: asked({ workload: 'StatefulSet' }),
    path: where(''),
    message: 'clients ask the pods of a StatefulSet one by one, so nothing on the way can look at tokens',
  },
  'a port that does not speak HTTP': {
    system: asked({
      ports: { pages: { number: 8080, purpose: 'pages' } },
      probes: { readiness: { check: { tcp: 'pages' } } },
    }),
    path: where(''),
    message: "a flow asks port 'pages', which is not HTTP",
  },
  'a machine that never asks': {
    system: asked({ tokens: { without: { wroker: 'It is a machine.' } } }),
    path: where('.without'),
    message: "no flow leads from 'wroker' to 'web'. Did you mean 'worker'?",
  },
  'nobody left who brings one': {
    system: asked({ tokens: { without: { worker: 'It is a machine.' } } }),
    path: where('.without'),
    message: "nobody is left who brings 'web' a token; leave 'tokens' out",
  },
  'a variable that nobody tells': {
    system: withEnvironment(
      { tokens: ISSUER },
      withFlows({ from: 'web', to: 'internet', env: { KEYS: 'isuer' } }),
    ),
    path: 'shop/flows[web → internet].env.KEYS',
    message: "the internet tells no 'isuer'. Did you mean 'issuer'?",
  },
});
