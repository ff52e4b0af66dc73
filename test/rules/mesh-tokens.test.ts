import type { Plan } from '../../model/plan';
import { identity, Mesh } from '../support/authorization';
import { type KubeObject, kindOf } from '../support/kubernetes';
import { another, inObject, type Rule, rule, those, without } from '../support/rule';
import { planOf } from '../support/systems';
import type { Token, Tokens } from '../support/tokens';

/** A token by what is wrong with it; each of these can be had by somebody who should not come in. */
function tokensOf({ issuer, audiences }: NonNullable<Plan['tokens']>): Record<string, Token | undefined> {
  const right: Token = { issuer, audience: audiences[0]!, isExpired: false, isSigned: true };
  return {
    'the right token': right,
    'no token': undefined,
    'an old token': { ...right, isExpired: true },
    'a forged token': { ...right, isSigned: false },
    'a token for another product': { ...right, audience: 'another-product' },
    "another issuer's token": { ...right, issuer: 'https://issuer.example.net' },
    // Its name begins alike.
    "a neighbour's token": { ...right, issuer: `${issuer}-too` },
  };
}

/** Whom a request with such a token may reach: with the right one, or with none where the definition says why. */
const tokens: Rule = async (objects, environment) => {
  const plan = await planOf(environment);
  const servers = plan.waypoint?.servers.filter((server) => server.tokens) ?? [];
  if (servers.length === 0 || !plan.tokens) return [];
  const mesh = new Mesh(objects);
  const every = Object.entries(tokensOf(plan.tokens));
  return servers.flatMap((server) => {
    const wanted = server.tokens!;
    const asking = plan.connections.flatMap(({ from, to, port, via }) =>
      via && from.kind === 'component' && to.kind === 'component' && to.name === server.name
        ? [{ client: from.name, port }]
        : [],
    );
    return asking.flatMap(({ client, port }) => {
      const operated = plan.components.find(({ name }) => name === client)?.operated;
      const from = identity(plan.namespace, operated?.serviceAccount ?? client, plan.mesh!.trustDomain);
      return every.flatMap(([said, token]) => {
        const isOpen = mesh.service(from, server.name, port, token);
        const isWanted = said === 'the right token' || (said === 'no token' && client in wanted.without);
        const way = `${client} → ${server.name}:${port} with ${said}`;
        return isOpen === isWanted ? [] : [`${way} is ${isOpen ? 'open' : 'shut'}`];
      });
    });
  });
};

const SOME = 'RequestAuthentication';
const PEOPLE = 'spec.rules.0.from.0.source.requestPrincipals';
/** Asks for a token. */
const ASKING = those('AuthorizationPolicy', ({ rules = [] }: { rules?: { from?: { source: object }[] }[] }) =>
  rules.some(({ from }) => from?.some(({ source }) => 'requestPrincipals' in source)),
);
/** Believed from now on, whatever its name. */
const alsoBelieved = (jwtRules: NonNullable<Tokens['jwtRules']>): unknown[] => [
  ...jwtRules,
  { issuer: 'https://issuer.example.net', audiences: jwtRules[0]!.audiences },
];

rule('behind a waypoint nobody is believed but who comes with a token of the issuer', tokens, [
  ['nobody looks at tokens', without(SOME), /with the right token is shut/],
  ['they are looked at elsewhere', inObject(SOME, 'spec.targetRefs.0.name', 'nobody'), /right token is shut/],
  ['pods look, and no waypoint', inObject(SOME, 'spec.targetRefs', undefined), /right token is shut/],
  ['nobody needs one', inObject(ASKING, PEOPLE, undefined), /with no token is open/],
  [
    'another issuer',
    inObject(SOME, 'spec.jwtRules.0.issuer', 'https://issuer.example.net'),
    /right token is shut/,
  ],
  ['for whomever', inObject(SOME, 'spec.jwtRules.0.audiences', undefined), /for another product is open/],
  [
    'of whomever',
    (objects) => {
      inObject(SOME, 'spec.jwtRules', alsoBelieved)(objects);
      inObject(ASKING, PEOPLE, ['*'])(objects);
    },
    /another issuer's token is open/,
  ],
  [
    'whoever comes after',
    another(ASKING, 'spec.rules.0.from.0.source', ({ principals }: { principals: string[] }) => ({
      principals,
    })),
    /with no token is open/,
  ],
  [
    'a machine without one shut out',
    inObject(
      those('AuthorizationPolicy', ({ rules = [] }: { rules?: unknown[] }) => {
        const text = rules.map((one) => JSON.stringify(one).includes('requestPrincipals'));
        return text.includes(true) && text.includes(false);
      }),
      'spec.rules',
      (rules: unknown[]) => rules.filter((one) => JSON.stringify(one).includes('requestPrincipals')),
    ),
    /with no token is shut/,
  ],
]);

/** Behind it a program looks again, and asks others in the name of whoever came. */
const passedOn: Rule = (objects: KubeObject[]) =>
  kindOf(objects, SOME).flatMap(({ metadata, spec }) =>
    ((spec as Tokens).jwtRules ?? []).flatMap(({ issuer, jwksUri, forwardOriginalToken }) => [
      ...(forwardOriginalToken ? [] : [`${metadata.name}: the server gets no token of ${issuer}`]),
      ...([issuer, jwksUri ?? issuer].every((one) => one.startsWith('https://'))
        ? []
        : [`${metadata.name}: anybody on the way could hand out keys of ${issuer}`]),
    ]),
  );

rule('what a token is believed for stays on the way, and keys come by https', passedOn, [
  ['kept back', inObject(SOME, 'spec.jwtRules.0.forwardOriginalToken', false), /the server gets no token/],
  [
    'keys in the open',
    inObject(SOME, 'spec.jwtRules.0.jwksUri', 'http://id.example.com/keys'),
    /hand out keys/,
  ],
]);
