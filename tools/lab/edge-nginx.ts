/**
 * The configuration that NGINX Gateway Fabric makes of routes, as far as paths go. Source: its
 * internal/controller/nginx/config/servers.go, 2.6: createPath, initializeExternalLocations, createProxyPass.
 */
import type { KubeObject } from './manifests';

interface Rule {
  matches?: { path?: { type?: string; value?: string } }[];
  filters?: { extensionRef?: { kind: string; name: string } }[];
  backendRefs?: { name: string }[];
}

/** Sockets of the made server and of the one that stands behind every route; a folder for its files. */
export interface NginxPlaces {
  readonly listen: string;
  readonly backend: string;
  readonly folder: string;
}

export function nginxEdge(objects: readonly KubeObject[], { listen, backend, folder }: NginxPlaces): string {
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
    ...hosts.flatMap((host) => [
      'server {',
      `listen unix:${listen};`,
      `server_name ${host};`,
      ...locations(
        objects,
        routes.filter(({ spec }) => spec.hostnames.includes(host)).flatMap(({ spec }) => spec.rules),
      ),
      '}',
    ]),
    '}',
    '',
  ].join('\n');
}

function locations(objects: readonly KubeObject[], rules: readonly Rule[]): string[] {
  const prefixes = new Set(rules.flatMap(({ matches = [] }) => matches.map(({ path }) => path?.value)));
  const found = rules.flatMap((rule) =>
    (rule.matches ?? [{}]).flatMap(({ path: { type = 'PathPrefix', value = '/' } = {} }) =>
      pathsOf(type, value, prefixes).map((path) => `location ${path} {\n${inside(objects, rule)}\n}`),
    ),
  );
  return prefixes.has('/') ? found : [...found, 'location = / { return 404; }'];
}

function pathsOf(type: string, value: string, all: ReadonlySet<string | undefined>): string[] {
  if (type === 'Exact') return [`= ${value}`];
  if (type === 'RegularExpression') return [`~ ^${value}`];
  if (value.endsWith('/')) return [value];
  return [...(all.has(`${value}/`) ? [] : [`${value}/`]), `= ${value}`];
}

/** A snippet of a filter comes before the request is passed on, as it is without a path of its own. */
function inside(objects: readonly KubeObject[], { filters = [], backendRefs = [] }: Rule): string {
  const snippets = filters.flatMap(({ extensionRef }) =>
    objects
      .filter(({ kind, metadata }) => kind === 'SnippetsFilter' && metadata.name === extensionRef?.name)
      .flatMap(({ spec }) => spec.snippets.map(({ value }: { value: string }) => value)),
  );
  return [
    ...snippets,
    `proxy_set_header X-Backend ${backendRefs[0]?.name ?? 'nobody'};`,
    'proxy_pass http://behind;',
  ].join('\n');
}
