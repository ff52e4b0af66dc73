/**
 * The locations that NGINX Gateway Fabric makes of routes, policies and filters. Source: its
 * internal/controller/nginx/config, 2.7: servers.go (createPath, initializeExternalLocations, createProxyPass,
 * createInternalLocationsForRule, createBaseProxySetHeaders), servers_template.go for the order, and the generators in
 * policies/. Where matches name methods its script in nginx chooses among internal locations
 * (modules/src/httpmatches.js); here nginx' own `if` does. What our routes never have is refused by `unplayed`.
 */
import type { KubeObject } from './manifests';

interface Header {
  readonly name: string;
  readonly value: string;
}

interface Filter {
  readonly type?: string;
  readonly extensionRef?: { readonly kind: string; readonly name: string };
  readonly requestHeaderModifier?: { readonly remove?: readonly string[] };
  readonly responseHeaderModifier?: { readonly set?: readonly Header[] };
  readonly requestRedirect?: { readonly scheme?: string; readonly statusCode?: number };
}

export interface Backend {
  readonly name: string;
  readonly port: number;
}

/** A rule of a route, with the name of that. */
export interface Rule {
  readonly of: string;
  readonly matches?: readonly {
    readonly path?: { readonly type?: string; readonly value?: string };
    readonly method?: string;
  }[];
  readonly filters?: readonly Filter[];
  readonly backendRefs?: readonly Backend[];
}

/** What differs between where this is read. */
export interface Serving {
  /** Folder with files of logins. */
  readonly logins: string;
  /** Name of the upstream that a rule's requests go to. */
  upstream(rule: Rule): string;
  /** Lines of a location that passes on. @default none */
  more?(rule: Rule): string[];
}

interface Limit {
  readonly zone: string;
  readonly key: string;
  readonly rate: string;
  readonly zoneSize: string;
  readonly burst?: number;
  readonly noDelay?: boolean;
}

const targetsOf = ({ spec }: KubeObject): { name: string }[] => spec.targetRefs ?? [spec.targetRef];

const limitsOf = ({ metadata, spec }: KubeObject): Limit[] =>
  (spec.rateLimit.local.rules as Omit<Limit, 'zone'>[]).map((rule, n) => ({
    ...rule,
    zone: `${metadata.namespace}_rl_${metadata.name}_rule${n}`,
  }));

/** Of all routes: they stand beside the servers. */
export const limitZones = (objects: readonly KubeObject[]): string[] =>
  objects
    .filter(({ kind }) => kind === 'RateLimitPolicy')
    .flatMap(limitsOf)
    .map(({ zone, key, rate, zoneSize }) => `limit_req_zone ${key} zone=${zone}:${zoneSize} rate=${rate};`);

/** Kind of a policy → its lines in a location. */
const POLICIES: Readonly<Record<string, (policy: KubeObject) => string[]>> = {
  ClientSettingsPolicy: ({ spec: { body } }) =>
    body?.maxSize ? [`client_max_body_size ${body.maxSize};`] : [],
  ProxySettingsPolicy: ({ spec: { buffering, timeout } }) => [
    ...(buffering?.disable === undefined ? [] : [`proxy_buffering ${buffering.disable ? 'off' : 'on'};`]),
    ...(timeout?.connect ? [`proxy_connect_timeout ${timeout.connect};`] : []),
    ...(timeout?.read ? [`proxy_read_timeout ${timeout.read};`] : []),
    ...(timeout?.send ? [`proxy_send_timeout ${timeout.send};`] : []),
  ],
  RateLimitPolicy: (policy) => [
    ...limitsOf(policy).map(
      ({ zone, burst, noDelay }) =>
        `limit_req zone=${zone}${burst ? ` burst=${burst}` : ''}${noDelay ? ' nodelay' : ''};`,
    ),
    `limit_req_status ${policy.spec.rateLimit.rejectCode};`,
  ],
};

const policiesOf = (objects: readonly KubeObject[], route: string): string[] =>
  objects
    .filter((one) => POLICIES[one.kind] && targetsOf(one).some(({ name }) => name === route))
    .flatMap((one) => POLICIES[one.kind]!(one));

/** Where its script answers by itself. */
const NONE = '/_ngf-internal-none';

/** What may answer at one location, in the order of the rules. */
interface Choice {
  readonly method?: string;
  /** @param target what is passed on, where that is not the path as nginx got it */
  readonly answer: (target?: string) => string;
}

/** All of one host. A path has the policies of the first route that names it. */
export function locations(
  objects: readonly KubeObject[],
  rules: readonly Rule[],
  serving: Serving,
): string[] {
  const prefixes = new Set(
    rules.flatMap(({ matches = [{}] }) => matches.map(({ path }) => path?.value ?? '/')),
  );
  const places = new Map<string, { policies: readonly string[]; choices: Choice[] }>();
  for (const rule of rules) {
    for (const { path: { type = 'PathPrefix', value = '/' } = {}, method } of rule.matches ?? [{}]) {
      for (const place of pathsOf(type, value, prefixes)) {
        const { policies, choices } = places.get(place) ?? {
          policies: policiesOf(objects, rule.of),
          choices: [],
        };
        choices.push({ method, answer: (target) => inside(objects, rule, policies, serving, target) });
        places.set(place, { policies, choices });
      }
    }
  }
  const found = [...places].flatMap(([place, { policies, choices }], n) =>
    choose(place, policies, choices, n),
  );
  const none = `location = ${NONE} { internal; return 404; }`;
  return [...found, none, ...(prefixes.has('/') ? [] : ['location = / { return 404; }'])];
}

/** The first that fits, those with a method before one without; where none does, 404. */
function choose(place: string, policies: readonly string[], choices: readonly Choice[], n: number): string[] {
  const ranked = [...choices].sort((a, b) => Number(b.method !== undefined) - Number(a.method !== undefined));
  if (ranked[0]!.method === undefined) return [`location ${place} {\n${ranked[0]!.answer()}\n}`];
  const inner = (index: number): string => `/_ngf-internal-rule${n}-route${index}`;
  const chosen = ranked.map(({ method }, index) =>
    method ? `if ($request_method = ${method}) { set $to ${inner(index)}; }` : `set $to ${inner(index)};`,
  );
  return [
    // The last one that is set counts.
    [
      `location ${place} {`,
      ...policies,
      `set $to ${NONE};`,
      ...chosen.reverse(),
      'rewrite ^ $to last;\n}',
    ].join('\n'),
    ...ranked.map(
      ({ answer }, index) => `location = ${inner(index)} {\ninternal;\n${answer('$request_uri')}\n}`,
    ),
  ];
}

function pathsOf(type: string, value: string, all: ReadonlySet<string>): string[] {
  if (type === 'Exact') return [`= ${value}`];
  if (type === 'RegularExpression') return [`~ ^${value}`];
  if (value.endsWith('/')) return [value];
  return [...(all.has(`${value}/`) ? [] : [`${value}/`]), `= ${value}`];
}

/** What every server behind is told. */
const BASE: Readonly<Record<string, string>> = {
  Host: '$gw_api_compliant_host',
  'X-Forwarded-For': '$proxy_add_x_forwarded_for',
  'X-Real-IP': '$remote_addr',
  'X-Forwarded-Proto': '$scheme',
  'X-Forwarded-Host': '$host',
  'X-Forwarded-Port': '$server_port',
  Upgrade: '$http_upgrade',
  Connection: '$connection_upgrade',
};

/** Variables that `BASE` names. Source: base_http_config_template.go. */
export const MAPS: readonly string[] = [
  "map $http_host $gw_api_compliant_host { '' $host; default $http_host; }",
  "map $http_upgrade $connection_upgrade { default upgrade; '' close; }",
];

/** A snippet of a filter comes before the request is passed on, as it is without a path of its own. */
function inside(
  objects: readonly KubeObject[],
  rule: Rule,
  policies: readonly string[],
  serving: Serving,
  target = '',
): string {
  const { filters = [] } = rule;
  const found = filters.flatMap(({ extensionRef }) =>
    objects.filter(
      ({ kind, metadata }) => kind === extensionRef?.kind && metadata.name === extensionRef?.name,
    ),
  );
  // A route whose filter is not there answers nobody.
  if (found.length < filters.filter(({ extensionRef }) => extensionRef).length) return 'return 500 "";';
  const snippets = found
    .filter(({ kind }) => kind === 'SnippetsFilter')
    .flatMap(({ spec }) => spec.snippets.map(({ value }: { value: string }) => value));
  const logins = found
    .filter(({ kind }) => kind === 'AuthenticationFilter')
    .flatMap(({ spec: { basic } }) => [
      `auth_basic "${basic.realm}";`,
      `auth_basic_user_file ${serving.logins}/${basic.secretRef.name};`,
    ]);
  const before = [...policies, ...snippets, ...logins];
  const redirect = filters.find(({ requestRedirect }) => requestRedirect)?.requestRedirect;
  if (redirect) {
    const { scheme = '$scheme', statusCode = 302 } = redirect;
    return [...before, `return ${statusCode} "${scheme}://$host$request_uri";`].join('\n');
  }
  const removed = filters.flatMap(({ requestHeaderModifier }) => requestHeaderModifier?.remove ?? []);
  const told = { ...BASE, ...Object.fromEntries(removed.map((name) => [name, ''])) };
  const set = filters.flatMap(({ responseHeaderModifier }) => responseHeaderModifier?.set ?? []);
  return [
    ...before,
    ...Object.entries(told).map(([name, value]) => `proxy_set_header ${name} "${value}";`),
    ...(serving.more?.(rule) ?? []),
    `proxy_pass http://${serving.upstream(rule)}${target};`,
    ...set.flatMap(({ name, value }) => [
      `proxy_hide_header ${name};`,
      `add_header ${name} "${value}" always;`,
    ]),
  ].join('\n');
}
