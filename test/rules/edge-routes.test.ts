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

/** The rule that answers a request: an exact match first, then the longest prefix (Gateway API). */
function answering(rules: RouteRule[], path: string): RouteRule | undefined {
  const fits = ({ type, value }: NonNullable<Match['path']>): number => {
    if (type === 'Exact') return path === value ? 1e6 : -1;
    if (type === 'RegularExpression')
      return new RegExp(`^(?:${value.replace('(?i)', '')})$`, 'i').test(path) ? 1e5 : -1;
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

const metrics: Rule = async (objects, environment) => {
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
    const hidden = plan.routes
      .filter(({ host }) => hostnames.includes(host))
      .flatMap((route) => route.hidden);
    // A trailing slash is the same page to Express.
    const asked = [...new Set(hidden)].flatMap((path) => [path, `${path}/`]);
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

rule('nobody outside reads our metrics', metrics, [
  [
    'no second rule',
    inObject('HTTPRoute/api', 'spec.rules.1', undefined),
    /api shows \/metrics to everybody/,
  ],
  ['no filter', without('SnippetsFilter'), /api shows \/metrics to everybody/],
  [
    'a filter that does nothing',
    inObject('SnippetsFilter', 'spec.snippets', []),
    /shows \/metrics to everybody/,
  ],
]);
