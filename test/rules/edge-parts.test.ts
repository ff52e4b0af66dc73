import { isPart } from '../../model/edge';
import type { PlannedRoute } from '../../model/plan';
import { METHODS } from '../../model/system';
import { answering, type Match, type Route, refusals, rulesOf } from '../support/answering';
import { inObject, type Rule, rule, those } from '../support/rule';
import { planOf } from '../support/systems';

/** What may follow a path, as it is sent: names below it, spelled as they are. */
const BELOW = ['/a', '/a/b.pdf', '/a%20(1).pdf', '/%D8%A7', '/a%2B%40', '/...', '/a?acl', '/a?uploads'];
/** The path itself, and what some server would read as another one. Programs try the rest. */
const ELSE = [
  '',
  '/',
  '?uploads',
  '/?list-type=2',
  '/..%2fa',
  '/a%2fb',
  '/a;b',
  '/a%5cb',
  '/a%00',
  '/a%25',
  '/a/',
];

/** Host, method, path → is it the component's to answer? */
const table = (route: PlannedRoute): { method: string; target: string; isShown: boolean }[] =>
  Object.keys(METHODS).flatMap((method) =>
    [...BELOW, ...ELSE].map((end) => ({
      method,
      target: `${route.path === '/' && end.startsWith('/') ? '' : route.path}${end}`,
      isShown:
        (route.methods ?? Object.keys(METHODS)).includes(method as never) &&
        (!route.below || BELOW.includes(end)),
    })),
  );

const parts: Rule = async (objects, environment) => {
  const plan = await planOf(environment);
  const refuses = refusals(objects);
  return plan.routes.filter(isPart).flatMap((route) =>
    table(route).flatMap(({ method, target, isShown }) => {
      const path = target.split('?')[0]!;
      const found = answering(rulesOf(objects, route.host, route.internal), path, method);
      if (!found || refuses(found, target)) {
        // What it hides anyway is for another rule.
        return isShown && route.hidden.length === 0 ? [`${route.host} refuses ${method} ${target}`] : [];
      }
      return isShown ? [] : [`${route.host} shows ${method} ${target}`];
    }),
  );
};

const restricted = (what: (match: Match) => boolean) =>
  those('HTTPRoute', ({ rules }: Route) => rules[0]?.matches?.some(what) === true);
const ofMethods = restricted(({ method }) => method !== undefined);
/** The path that an expression for what lies below it begins with. */
const unexpressed = (value: string): string =>
  value.replace(/^\^/, '').replace(/\(.*/, '').replaceAll('[.]', '.');
const MATCHES = 'spec.rules.0.matches';
const changed = (change: (match: Match) => Match) => (all: Match[]) => all.map(change);

rule('a route for some methods, or for what lies below its path, shows nothing else', parts, [
  [
    'any method',
    inObject(
      ofMethods,
      MATCHES,
      changed(({ method: _, ...match }) => match),
    ),
    / shows (GET|POST|DELETE) \//,
  ],
  [
    'a method more',
    inObject(ofMethods, MATCHES, (all: Match[]) => [...all, { ...all[0], method: 'DELETE' }]),
    / shows DELETE \//,
  ],
  ['a method less', inObject(ofMethods, MATCHES, (all: Match[]) => all.slice(1)), / refuses [A-Z]+ \//],
  [
    'a prefix, which has a list of what is there',
    inObject(
      // nginx' snippet would still look at what was sent.
      restricted(({ path }) => path?.value.startsWith('^') === true),
      MATCHES,
      changed(({ path, ...match }) => ({
        ...match,
        path: { type: 'PathPrefix', value: unexpressed(path!.value) },
      })),
    ),
    / shows [A-Z]+ .*\/( |$)/m,
  ],
  [
    'an expression for any spelling',
    inObject(
      restricted(({ path }) => path?.value.startsWith('^') === true),
      MATCHES,
      changed(({ path, ...match }) => ({
        ...match,
        path: { ...path!, value: path!.value.replace(/\(.*/, '/.') },
      })),
    ),
    / shows [A-Z]+ .*%2fa/,
  ],
  [
    'a snippet that looks at nothing',
    inObject(
      those('SnippetsFilter', ({ snippets }: { snippets: { value: string }[] }) =>
        snippets.some(({ value }) => value.startsWith('if')),
      ),
      'spec.snippets',
      [],
    ),
    / shows [A-Z]+ .*%2fb/,
  ],
  [
    'the rest is left to other routes of the host',
    (objects, plan) => {
      const covered = plan.routes.find(
        (route) => isPart(route) && plan.routes.some(({ host, path }) => host === route.host && path === '/'),
      );
      inObject(
        those(
          'HTTPRoute',
          ({ hostnames, rules }: Route) =>
            hostnames?.[0] === covered?.host &&
            rules.at(-1)?.matches?.[0]?.path?.value === covered?.path &&
            rules.at(-1) !== rules[0],
        ),
        'spec.rules',
        (all: unknown[]) => all.slice(0, -1),
      )(objects);
    },
    / shows [A-Z]+ \//,
  ],
]);

interface Modifier {
  requestHeaderModifier?: { remove?: string[] };
}

/** What a component takes by a header from programs of ours is not taken from browsers. */
const headers: Rule = async (objects, environment) => {
  const plan = await planOf(environment);
  const refuses = refusals(objects);
  return plan.routes.flatMap(({ host, path, internal, dropped, methods }) => {
    const rules = Object.keys(METHODS).flatMap(
      (method) => answering(rulesOf(objects, host, internal), `${path === '/' ? '' : path}/a`, method) ?? [],
    );
    const open = [...new Set(rules)].filter((one) => !refuses(one, `${path === '/' ? '' : path}/a`));
    const isKept = (header: string): boolean =>
      open.every(({ filters = [] }) =>
        filters.some((one) => (one as Modifier).requestHeaderModifier?.remove?.includes(header)),
      );
    return [
      ...(open.length === 0 && dropped.length > 0 ? [`${host}${path} shows nothing by ${methods}`] : []),
      ...dropped.filter((header) => !isKept(header)).map((header) => `${host}${path} passes ${header} on`),
    ];
  });
};

const removes = ({ rules }: Route): boolean =>
  rules[0]?.filters?.some((one) =>
    (one as Modifier).requestHeaderModifier?.remove?.includes('x-amz-copy-source'),
  ) === true;

rule('nobody outside has a store copy what they may not read', headers, [
  [
    'the header is passed on',
    inObject(those('HTTPRoute', removes), 'spec.rules.0.filters', (all: Modifier[]) =>
      all.filter((one) => !one.requestHeaderModifier),
    ),
    / passes x-amz-copy-source on/,
  ],
]);
