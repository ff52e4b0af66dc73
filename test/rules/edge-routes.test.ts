import { type KubeObject, kindOf, publicRoutes } from '../support/kubernetes';
import { inObject, type Rule, rule, those, without } from '../support/rule';
import { servicesOf } from '../support/services';
import { planOf } from '../support/systems';

interface Match {
  path?: { type: string; value: string };
}
interface AllowList {
  sourceRange?: string[];
  rejectStatusCode?: number;
}
interface RouteRule {
  matches?: Match[];
  backendRefs?: { name: string; port: number }[];
  filters?: { type: string; extensionRef?: { kind: string; name: string }; [filter: string]: unknown }[];
}
interface Route {
  hostnames: string[];
  parentRefs: { name: string; sectionName?: string }[];
  rules: RouteRule[];
}
const routes = (objects: readonly KubeObject[]) =>
  publicRoutes(objects).map(({ metadata, spec }) => ({ name: metadata.name, ...(spec as Route) }));

/** Of all routes, those for clients in the cluster too. */
const backends = (objects: readonly KubeObject[]): string[] =>
  kindOf(objects, 'HTTPRoute').flatMap(({ metadata: { name }, spec }) =>
    (spec as Route).rules
      .flatMap(({ backendRefs = [] }) => backendRefs)
      .filter(
        (wanted) =>
          !servicesOf(objects).some(({ name, ports }) => name === wanted.name && ports.includes(wanted.port)),
      )
      .map((wanted) => `${name} leads to ${wanted.name}:${wanted.port}, which is not there`),
  );

const BACKEND = 'spec.rules.0.backendRefs.0';
const leads = ({ rules }: Route): boolean => rules[0]?.backendRefs?.[0] !== undefined;
/** A Service that a route leads to. */
const ledTo = those('Service', (_, { metadata }, objects) =>
  kindOf(objects, 'HTTPRoute').some(({ spec }) =>
    (spec as Route).rules.some(({ backendRefs = [] }) =>
      backendRefs.some(({ name }) => name === metadata.name),
    ),
  ),
);

rule('every public address leads somewhere', backends, [
  ['no Service', without(ledTo), /leads to .*:\d+, which is not there/],
  ['a wrong port', inObject(those('HTTPRoute', leads), `${BACKEND}.port`, 1), /:1, which is not there/],
]);

/**
 * The rule that answers a request: an exact match first, then an expression, then the longest prefix, as both gateways
 * have it. An expression begins where the path does: one gateway says so itself, in the other it stands there.
 */
function answering(rules: RouteRule[], path: string): RouteRule | undefined {
  const fits = ({ type, value }: NonNullable<Match['path']>): number => {
    if (type === 'Exact') return path === value ? 1e6 : -1;
    if (type === 'RegularExpression') {
      const any = value.includes('(?i)');
      const expression = value.replace('(?i)', '').replace(/^(?!\^)/, '^');
      return new RegExp(expression, any ? 'i' : '').test(path) ? 1e5 : -1;
    }
    const prefix = value.replace(/\/$/, '');
    return path === prefix || path.startsWith(`${prefix}/`) ? value.length : -1;
  };
  const scored = rules.map((one) => ({
    one,
    score: Math.max(
      ...(one.matches ?? [{ path: { type: 'PathPrefix', value: '/' } }]).map((match) => fits(match.path!)),
    ),
  }));
  return scored.filter(({ score }) => score >= 0).sort((a, b) => b.score - a.score)[0]?.one;
}

/** As clients may write a path once slashes, dots and what needs no encoding are gone; programs try the rest. */
const written = (path: string): string[] => [path, `${path}/`, `${path}/x`, `${path};x`, path.toUpperCase()];

const hidden: Rule = async (objects, environment) => {
  const plan = await planOf(environment);
  const snippets = kindOf(objects, 'SnippetsFilter').map(({ metadata, spec }) => ({
    name: metadata.name,
    refuses: JSON.stringify(spec).includes('return 404'),
  }));
  const middlewares = kindOf(objects, 'Middleware').map(({ metadata, spec }) => {
    const { sourceRange, rejectStatusCode } = (spec as { ipAllowList?: AllowList }).ipAllowList ?? {};
    return { name: metadata.name, refuses: `${sourceRange}` === '127.0.0.1/32' && rejectStatusCode === 404 };
  });
  const filters = [...snippets, ...middlewares];
  const refuses = ({ filters: own = [] }: RouteRule): boolean =>
    own.some(({ extensionRef }) => filters.find(({ name }) => name === extensionRef?.name)?.refuses);
  /** By which a host answers: those of all its routes together. */
  const rulesOf = (host: string, section: string): RouteRule[] =>
    routes(objects)
      .filter(
        ({ hostnames, parentRefs }) =>
          hostnames.includes(host) &&
          parentRefs.some(({ sectionName = '' }) => sectionName.split('-')[0] === section),
      )
      .flatMap(({ rules }) => rules);
  return plan.routes.flatMap(({ to, canary, host, hidden, internal }) =>
    hidden
      .flatMap(written)
      .filter((path) => {
        const found = answering(rulesOf(host, internal ? 'internal' : 'https'), path);
        // Somebody else's page of that name is not what is hidden.
        const isTheirs = found?.backendRefs?.some(({ name }) => [to, canary?.name].includes(name));
        return found && isTheirs && !refuses(found);
      })
      .map((path) => `${to} shows ${path} to everybody at ${host}`),
  );
};

/** One that a route refers to. */
const used = (kind: string) =>
  those(
    kind,
    (_, { metadata }, objects) =>
      publicRoutes(objects).some(({ spec }) =>
        (spec as Route).rules.some(({ filters = [] }) =>
          filters.some(
            ({ extensionRef }) => extensionRef?.kind === kind && extensionRef.name === metadata.name,
          ),
        ),
      ) && /not-found/.test(metadata.name),
  );
const hides = ({ rules }: Route): boolean =>
  rules[1]?.filters?.some(({ extensionRef }) => /not-found/.test(extensionRef?.name ?? '')) === true;
/** One that every path leads to, however it is written, with letters in what it hides. */
const hidesOfAll = (route: Route): boolean =>
  hides(route) &&
  route.rules[0]?.matches?.[0]?.path?.value === '/' &&
  route.rules[1]!.matches!.some(({ path }) => /[a-z]{3}/.test(path!.value));
const HIDDEN = 'spec.rules.1.matches';
type Found = { path: { type: string; value: string } };
/** The path that an expression for any form of it stands for. */
const plain = ({ path: { value } }: Found): string =>
  value
    .replace('(?i)', '')
    .replace(/^\^/, '')
    .replace(/\(\[\^.*$/, '');

rule('nobody outside reads our metrics, or what a component keeps to itself', hidden, [
  [
    'no second rule',
    inObject(those('HTTPRoute', hides), 'spec.rules.1', undefined),
    / shows \/.* to everybody/,
  ],
  [
    'a prefix, which knows one case alone',
    inObject(those('HTTPRoute', hidesOfAll), HIDDEN, (all: Found[]) =>
      all.map((one) => ({ path: { type: 'PathPrefix', value: plain(one) } })),
    ),
    / shows \/[^a-z ]*[A-Z][^a-z ]* to everybody/,
  ],
  [
    'an expression for one case alone',
    inObject(those('HTTPRoute', hidesOfAll), HIDDEN, (all: Found[]) =>
      all.map(({ path }) => ({ path: { ...path, value: path.value.replace('(?i)', '') } })),
    ),
    / shows \/[^a-z ]*[A-Z][^a-z ]* to everybody/,
  ],
  ['no filter', without(used('SnippetsFilter')), / shows \/.* to everybody/],
  ['no middleware', without(used('Middleware')), / shows \/.* to everybody/],
  [
    'a filter that does nothing',
    inObject(used('SnippetsFilter'), 'spec.snippets', []),
    / shows \/.* to everybody/,
  ],
  [
    'a middleware that lets everybody in',
    inObject(used('Middleware'), 'spec.ipAllowList.sourceRange', ['0.0.0.0/0']),
    / shows \/.* to everybody/,
  ],
]);
