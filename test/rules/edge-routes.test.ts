import { type KubeObject, kindOf, publicRoutes } from '../support/kubernetes';
import { inObject, type Rule, rule, without } from '../support/rule';
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
          !kindOf(objects, 'Service').some(
            ({ metadata, spec }) =>
              metadata.name === wanted.name &&
              (spec as { ports: { port: number }[] }).ports.some(({ port }) => port === wanted.port),
          ),
      )
      .map((wanted) => `${name} leads to ${wanted.name}:${wanted.port}, which is not there`),
  );

const BACKEND = 'spec.rules.0.backendRefs.0';

rule('every public address leads somewhere', backends, [
  ['no Service', without('Service/frontend'), /frontend leads to frontend:8080, which is not there/],
  ['a wrong port', inObject('HTTPRoute/api', `${BACKEND}.port`, 80), /api:80, which is not there/],
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
  return routes(objects).flatMap(({ name, rules, hostnames }) => {
    const paths = plan.routes.filter(({ host }) => hostnames.includes(host)).flatMap((route) => route.hidden);
    const asked = [...new Set(paths)].flatMap(written);
    return rules.some(({ backendRefs }) => backendRefs)
      ? asked
          .filter((path) => {
            const found = answering(rules, path);
            return (
              found &&
              !found.filters?.some(
                ({ extensionRef }) => filters.find((one) => one.name === extensionRef?.name)?.refuses,
              )
            );
          })
          .map((path) => `${name} shows ${path} to everybody`)
      : [];
  });
};

rule('nobody outside reads our metrics, or what a component keeps to itself', hidden, [
  [
    'no second rule',
    inObject('HTTPRoute/api', 'spec.rules.1', undefined),
    /api shows \/metrics to everybody/,
  ],
  [
    'a prefix, which knows one case alone',
    inObject('HTTPRoute/api', 'spec.rules.1.matches.0.path', { type: 'PathPrefix', value: '/metrics' }),
    /api shows \/METRICS to everybody/,
  ],
  [
    'an expression for one case alone',
    inObject('HTTPRoute/api', 'spec.rules.1.matches.0.path.value', '/metrics([^a-z]|$)'),
    /api shows \/METRICS to everybody/,
  ],
  ['no filter', without('SnippetsFilter'), /api shows \/metrics to everybody/],
  [
    'a filter that does nothing',
    inObject('SnippetsFilter', 'spec.snippets', []),
    /shows \/metrics to everybody/,
  ],
]);
