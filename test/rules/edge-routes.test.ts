import { answering, type Route, type RouteRule, refusals, rulesOf } from '../support/answering';
import { type KubeObject, kindOf, publicRoutes } from '../support/kubernetes';
import { inObject, type Rule, rule, those, without } from '../support/rule';
import { servicesOf } from '../support/services';
import { planOf } from '../support/systems';

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

/** As clients may write a path once slashes, dots and what needs no encoding are gone; programs try the rest. */
const written = (path: string): string[] => [path, `${path}/`, `${path}/x`, `${path};x`, path.toUpperCase()];

const hidden: Rule = async (objects, environment) => {
  const plan = await planOf(environment);
  const refuses = refusals(objects);
  return plan.routes.flatMap(({ to, canary, host, hidden, internal }) =>
    hidden
      .flatMap(written)
      .filter((path) => {
        const found = answering(rulesOf(objects, host, internal), path);
        // Somebody else's page of that name is not what is hidden.
        const isTheirs = found?.backendRefs?.some(({ name }) => [to, canary?.name].includes(name));
        return found && isTheirs && !refuses(found, path);
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
const isRefused = (one?: RouteRule): boolean =>
  one?.filters?.some(({ extensionRef }) => /not-found/.test(extensionRef?.name ?? '')) === true;
const hides = ({ rules }: Route): boolean =>
  isRefused(rules[1]) && rules[1]!.matches?.[0]?.path?.type === 'RegularExpression';
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
