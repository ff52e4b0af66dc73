import { PUBLIC_LOGINS } from '../../model/edge';
import { type RouteRule, refusals } from '../support/answering';
import { type KubeObject, kindOf, publicRoutes } from '../support/kubernetes';
import { inObject, type Rule, rule, those, without } from '../support/rule';
import { planOf } from '../support/systems';

interface Filter {
  type: string;
  extensionRef?: { kind: string; name: string };
  requestHeaderModifier?: { remove?: string[] };
  [filter: string]: unknown;
}
interface Route {
  hostnames: string[];
  rules: (Omit<RouteRule, 'filters'> & { filters?: Filter[] })[];
}
interface Login {
  basicAuth?: { secret: string; removeHeader?: boolean };
  basic?: { secretRef: { name: string } };
}

/** Which Secret a filter asks for, and whether it keeps the answer to itself. */
function asked(
  objects: readonly KubeObject[],
  { extensionRef }: Filter,
): { secret: string; kept: boolean }[] {
  const found = objects.find(
    ({ kind, metadata }) => kind === extensionRef?.kind && metadata.name === extensionRef?.name,
  );
  const { basicAuth, basic } = (found?.spec ?? {}) as Login;
  if (basicAuth) return [{ secret: basicAuth.secret, kept: basicAuth.removeHeader === true }];
  return basic ? [{ secret: basic.secretRef.name, kept: false }] : [];
}

const logins: Rule = async (objects, environment) => {
  const { routes } = await planOf(environment);
  const refuses = refusals(objects);
  const made = kindOf(objects, 'ExternalSecret').map(
    ({ spec }) => (spec as { target: { name: string } }).target.name,
  );
  return routes.flatMap(({ host, path, internal, login }) => {
    const page = `${host}${path}`;
    const rules = publicRoutes(objects)
      .map(({ spec }) => spec as Route)
      .filter(
        ({ hostnames, rules }) =>
          hostnames?.includes(host) &&
          rules.some(
            ({ matches = [], backendRefs }) => backendRefs && matches.some((one) => one.path?.value === path),
          ),
      )
      .flatMap((route) => route.rules)
      // What is answered with 404 asks nobody.
      .filter((one) => !refuses(one, `${path === '/' ? '' : path}/a`));
    return rules.flatMap(({ filters = [] }) => {
      const found = filters.flatMap((one) => asked(objects, one));
      const dropped = filters.some(({ requestHeaderModifier }) =>
        requestHeaderModifier?.remove?.includes('Authorization'),
      );
      if (!internal && !login) return found.map(() => `${page} asks for a login that nobody wanted`);
      return [
        found.length > 0 ? '' : `${page} asks for no login`,
        ...found.map(({ secret }) => (made.includes(secret) ? '' : `nobody makes the logins of ${page}`)),
        ...found.map(({ kept }) => (kept || dropped ? '' : `${page} passes its login on`)),
        // One list opens the internal pages, another what is public.
        ...found.map(({ secret }) =>
          (secret === PUBLIC_LOGINS) === login ? '' : `${page} asks for others' logins`,
        ),
      ].filter(Boolean);
    });
  });
};

const isLogin = ({ basicAuth, basic }: Login): boolean => basicAuth !== undefined || basic !== undefined;
const asksBy = ({ rules }: Route): boolean =>
  rules?.[0]?.filters?.some(({ extensionRef }) =>
    /^edge-(logins|internal)$/.test(extensionRef?.name ?? ''),
  ) ?? false;
const keeps = (spec: Route): boolean =>
  spec.rules?.[0]?.filters?.some(({ requestHeaderModifier }) => requestHeaderModifier !== undefined) ?? false;
const isList = those('ExternalSecret', (_, { metadata }) => /^edge-(logins|internal)$/.test(metadata.name));

rule('whoever opens a page with a login has one, and the program behind never hears it', logins, [
  ['no filter', inObject(those('HTTPRoute', asksBy), 'spec.rules.0.filters', []), /asks for no login/],
  ['no middleware', without(those('Middleware', isLogin)), /asks for no login/],
  ['no filter of its own', without(those('AuthenticationFilter', isLogin)), /asks for no login/],
  ['no names', without(isList), /nobody makes the logins of /],
  [
    'names of the internal pages',
    inObject('Middleware/edge-logins', 'spec.basicAuth.secret', 'edge-internal'),
    /asks for others' logins/,
  ],
  [
    'a login that is passed on',
    inObject(
      those('Middleware', ({ basicAuth }: Login) => basicAuth !== undefined),
      'spec.basicAuth.removeHeader',
      false,
    ),
    /passes its login on/,
  ],
  [
    'one that nginx passes on',
    inObject(those('HTTPRoute', keeps), 'spec.rules.0.filters', (all: Filter[]) =>
      all.filter(({ requestHeaderModifier }) => !requestHeaderModifier),
    ),
    /passes its login on/,
  ],
]);
