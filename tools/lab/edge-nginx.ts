/**
 * The configuration that NGINX Gateway Fabric makes of routes: paths, logins, requests a client may send. Source: its
 * internal/controller/nginx/config, 2.7: servers.go (createPath, initializeExternalLocations, createProxyPass,
 * createInternalLocationsForRule), servers_template.go (auth_basic), policies/ratelimit/generator.go. Where matches name
 * methods its script in nginx chooses among internal locations (modules/src/httpmatches.js); here nginx' own `if` does.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubeObject } from './manifests';

interface Limit {
  readonly route: string;
  readonly zone: string;
  readonly key: string;
  readonly rate: string;
  readonly zoneSize: string;
  readonly burst?: number;
  readonly noDelay?: boolean;
  readonly status: number;
}

/** Each rule of a RateLimitPolicy, for each route it is about. */
const rulesOfLimits = (objects: readonly KubeObject[]): Limit[] =>
  objects
    .filter(({ kind }) => kind === 'RateLimitPolicy')
    .flatMap(({ metadata, spec }) =>
      (spec.targetRefs as { name: string }[]).flatMap(({ name: route }) =>
        (spec.rateLimit.local.rules as Omit<Limit, 'route' | 'zone' | 'status'>[]).map((rule, n) => ({
          ...rule,
          route,
          zone: `${metadata.name}_rl_${n}`.replaceAll('-', '_'),
          status: spec.rateLimit.rejectCode,
        })),
      ),
    );

interface Rule {
  /** Name of its route, and where files of logins are. */
  of?: string;
  folder?: string;
  matches?: { path?: { type?: string; value?: string }; method?: string }[];
  filters?: {
    extensionRef?: { kind: string; name: string };
    requestHeaderModifier?: { remove?: string[] };
  }[];
  backendRefs?: { name: string }[];
}

/** Sockets of the made server and of the one that stands behind every route; a folder for its files. */
export interface NginxPlaces {
  readonly listen: string;
  readonly backend: string;
  readonly folder: string;
}

/** @param logins content of the Secrets that filters ask for, by name */
export function nginxEdge(
  objects: readonly KubeObject[],
  { listen, backend, folder }: NginxPlaces,
  logins: Readonly<Record<string, string>> = {},
): string {
  for (const [name, users] of Object.entries(logins)) writeFileSync(join(folder, name), users);
  const routes = objects.filter(
    ({ kind, spec }) =>
      kind === 'HTTPRoute' && spec.hostnames && spec.rules.some((one: Rule) => one.backendRefs),
  );
  const hosts = [...new Set(routes.flatMap(({ spec }) => spec.hostnames as string[]))];
  return [
    `pid ${folder}/nginx.pid;`,
    'daemon off;',
    // Its workers would otherwise be nobody, whom the sockets are shut for.
    ...(process.getuid?.() === 0 ? ['user root;'] : []),
    'events {}',
    'http {',
    'access_log off;',
    ...['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (kind) => `${kind}_temp_path ${folder}/${kind};`,
    ),
    `upstream behind { server unix:${backend}; }`,
    ...rulesOfLimits(objects).map(
      ({ zone, key, rate, zoneSize }) => `limit_req_zone ${key} zone=${zone}:${zoneSize} rate=${rate};`,
    ),
    ...hosts.flatMap((host) => [
      'server {',
      `listen unix:${listen};`,
      `server_name ${host};`,
      ...locations(
        objects,
        routes
          .filter(({ spec }) => spec.hostnames.includes(host))
          .flatMap(({ metadata, spec }) =>
            spec.rules.map((one: Rule) => ({ ...one, of: metadata.name, folder })),
          ),
      ),
      '}',
    ]),
    '}',
    '',
  ].join('\n');
}

/** Where its script answers by itself. */
const NONE = '/_ngf-internal-none';

/** What may answer at one location, in the order of the rules. */
interface Choice {
  readonly method?: string;
  /** @param target what is passed on, where that is not the path as nginx got it */
  readonly answer: (target?: string) => string;
}

function locations(objects: readonly KubeObject[], rules: readonly Rule[]): string[] {
  const prefixes = new Set(rules.flatMap(({ matches = [] }) => matches.map(({ path }) => path?.value)));
  const places = new Map<string, Choice[]>();
  for (const rule of rules) {
    for (const { path: { type = 'PathPrefix', value = '/' } = {}, method } of rule.matches ?? [{}]) {
      for (const place of pathsOf(type, value, prefixes)) {
        places.set(place, [
          ...(places.get(place) ?? []),
          {
            method,
            answer: (target) => inside(objects, rule, target),
          },
        ]);
      }
    }
  }
  const found = [...places].flatMap(([place, choices], n) => choose(place, choices, n));
  const none = `location = ${NONE} { internal; return 404; }`;
  return [...found, none, ...(prefixes.has('/') ? [] : ['location = / { return 404; }'])];
}

/** The first that fits, those with a method before one without; where none does, 404. */
function choose(place: string, choices: readonly Choice[], n: number): string[] {
  const ranked = [...choices].sort((a, b) => Number(b.method !== undefined) - Number(a.method !== undefined));
  if (ranked[0]!.method === undefined) return [`location ${place} {\n${ranked[0]!.answer()}\n}`];
  const inner = (index: number): string => `/_ngf-internal-rule${n}-route${index}`;
  const chosen = ranked.map(({ method }, index) =>
    method ? `if ($request_method = ${method}) { set $to ${inner(index)}; }` : `set $to ${inner(index)};`,
  );
  return [
    // The last one that is set counts.
    `location ${place} {\nset $to ${NONE};\n${chosen.reverse().join('\n')}\nrewrite ^ $to last;\n}`,
    ...ranked.map(
      ({ answer }, index) => `location = ${inner(index)} {\ninternal;\n${answer('$request_uri')}\n}`,
    ),
  ];
}

function pathsOf(type: string, value: string, all: ReadonlySet<string | undefined>): string[] {
  if (type === 'Exact') return [`= ${value}`];
  if (type === 'RegularExpression') return [`~ ^${value}`];
  if (value.endsWith('/')) return [value];
  return [...(all.has(`${value}/`) ? [] : [`${value}/`]), `= ${value}`];
}

/** A snippet of a filter comes before the request is passed on, as it is without a path of its own. */
function inside(
  objects: readonly KubeObject[],
  { of, folder, filters = [], backendRefs = [] }: Rule,
  target = '',
): string {
  const found = filters.flatMap(({ extensionRef }) =>
    objects.filter(
      ({ kind, metadata }) => kind === extensionRef?.kind && metadata.name === extensionRef?.name,
    ),
  );
  const snippets = found
    .filter(({ kind }) => kind === 'SnippetsFilter')
    .flatMap(({ spec }) => spec.snippets.map(({ value }: { value: string }) => value));
  const logins = found
    .filter(({ kind }) => kind === 'AuthenticationFilter')
    .flatMap(({ spec: { basic } }) => [
      `auth_basic "${basic.realm}";`,
      `auth_basic_user_file ${folder}/${basic.secretRef.name};`,
    ]);
  const limits = rulesOfLimits(objects)
    .filter(({ route }) => route === of)
    .flatMap(({ zone, burst, noDelay, status }) => [
      `limit_req zone=${zone}${burst ? ` burst=${burst}` : ''}${noDelay ? ' nodelay' : ''};`,
      `limit_req_status ${status};`,
    ]);
  const removed = filters.flatMap(({ requestHeaderModifier }) => requestHeaderModifier?.remove ?? []);
  return [
    ...snippets,
    ...logins,
    ...limits,
    ...removed.map((header) => `proxy_set_header ${header} "";`),
    `proxy_set_header X-Backend ${backendRefs[0]?.name ?? 'nobody'};`,
    `proxy_pass http://behind${target};`,
  ].join('\n');
}
