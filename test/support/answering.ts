/** Which rule of a host's routes answers a request, and whether it lets the request through. */
import { type KubeObject, kindOf, publicRoutes } from './kubernetes';

export interface Match {
  path?: { type: string; value: string };
  method?: string;
}
interface AllowList {
  sourceRange?: string[];
  rejectStatusCode?: number;
}
export interface RouteRule {
  matches?: Match[];
  backendRefs?: { name: string; port: number }[];
  filters?: { type: string; extensionRef?: { kind: string; name: string }; [filter: string]: unknown }[];
}
export interface Route {
  hostnames: string[];
  parentRefs: { name: string; sectionName?: string }[];
  rules: RouteRule[];
}

export const routes = (objects: readonly KubeObject[]) =>
  publicRoutes(objects).map(({ metadata, spec }) => ({ name: metadata.name, ...(spec as Route) }));

/** By which a host answers: those of all its routes together. */
export const rulesOf = (objects: readonly KubeObject[], host: string, internal: boolean): RouteRule[] =>
  routes(objects)
    .filter(
      ({ hostnames, parentRefs }) =>
        hostnames.includes(host) &&
        parentRefs.some(
          ({ sectionName = '' }) => sectionName.split('-')[0] === (internal ? 'internal' : 'https'),
        ),
    )
    .flatMap(({ rules }) => rules);

const decoded = (encoding: string): string => String.fromCharCode(Number.parseInt(encoding.slice(1), 16));
/** Encodings that Traefik leaves: of what has a meaning in an address. */
const RESERVED = /%(?!2[134-9A-CF]|3[ABDF]|40|5[BD])[0-9A-F]{2}/gi;
const ENCODED = /%[0-9A-F]{2}/gi;

/**
 * An expression in a gateway's own dialect, held against a path as that gateway reads it; both find dots and slashes gone
 * by then. It begins where the path does: nginx says so itself, to Traefik it has to be written.
 */
function fitsExpression(value: string, path: string): boolean {
  const isTraefik = value.replace('(?i)', '').startsWith('^');
  const expression = value
    .replace('(?i)', '')
    .replace(/^(?!\^)/, '^')
    .replace('[[:^ascii:]]', '[^\\x00-\\x7f]');
  const read = path.replace(isTraefik ? RESERVED : ENCODED, decoded);
  return new RegExp(expression, value.includes('(?i)') ? 'i' : '').test(read);
}

/** An exact match first, then an expression, then the longest prefix, as both gateways have it; then a method. */
export function answering(rules: RouteRule[], path: string, method = 'GET'): RouteRule | undefined {
  const fits = ({ type, value }: NonNullable<Match['path']>): number => {
    if (type === 'Exact') return path === value ? 1e6 : -1;
    if (type === 'RegularExpression') return fitsExpression(value, path) ? 1e5 : -1;
    const prefix = value.replace(/\/$/, '');
    return path === prefix || path.startsWith(`${prefix}/`) ? value.length : -1;
  };
  const scored = rules.flatMap((one) =>
    (one.matches ?? [{}])
      .filter((match) => (match.method ?? method) === method)
      .map(({ path: wanted = { type: 'PathPrefix', value: '/' }, method: named }) => ({
        one,
        score: fits(wanted) + (named ? 0.5 : 0),
      })),
  );
  return scored.filter(({ score }) => score >= 0).sort((a, b) => b.score - a.score)[0]?.one;
}

/** Does a rule keep a request from its component? By filters of each gateway. */
export function refusals(objects: readonly KubeObject[]): (rule: RouteRule, path: string) => boolean {
  const snippets = kindOf(objects, 'SnippetsFilter').map(({ metadata, spec }) => {
    const text = (spec as { snippets: { value: string }[] }).snippets.map(({ value }) => value).join('\n');
    const [, spelled] = /^if \(\$request_uri !~ "(.*)"\) \{ return 404; \}$/.exec(text) ?? [];
    const refuses = (path: string): boolean =>
      text === 'return 404;' || (spelled !== undefined && !new RegExp(spelled).test(path));
    return { name: metadata.name, refuses };
  });
  const middlewares = kindOf(objects, 'Middleware').map(({ metadata, spec }) => {
    const { sourceRange, rejectStatusCode } = (spec as { ipAllowList?: AllowList }).ipAllowList ?? {};
    const all = `${sourceRange}` === '127.0.0.1/32' && rejectStatusCode === 404;
    return { name: metadata.name, refuses: () => all };
  });
  const filters = [...snippets, ...middlewares];
  return ({ filters: own = [] }, path) =>
    own.some(
      ({ extensionRef }) => filters.find(({ name }) => name === extensionRef?.name)?.refuses(path) === true,
    );
}
