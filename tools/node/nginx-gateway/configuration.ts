/**
 * What NGINX Gateway Fabric's controller would give the nginx of one Gateway: a server for each host of its listeners,
 * an upstream for each port of a Service. Source: its internal/controller/nginx/config, 2.7 (servers.go, upstreams.go,
 * maps.go, base_http_config_template.go); locations are in `../../lab/edge-locations.ts`.
 */
import { limitZones, locations, MAPS, type Rule } from '../../lab/edge-locations';
import type { KubeObject } from '../../lab/manifests';

/** What a controller knows when it writes. */
export interface Known {
  readonly gateway: KubeObject;
  /** Everything else in its namespace that it looks at. */
  readonly objects: readonly KubeObject[];
}

export interface Configuration {
  /** Path → content: settings, and certificates with their keys. */
  readonly files: Readonly<Record<string, string>>;
  /** Listeners without a certificate: they are shut. */
  readonly shut: readonly string[];
}

interface Listener {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  readonly hostname?: string;
  readonly tls?: { readonly certificateRefs: { name: string }[]; readonly options?: Record<string, string> };
}

const FOLDER = '/etc/nginx';
const SECRETS = `${FOLDER}/secrets`;
const CONF = `${FOLDER}/conf.d/http.conf`;
const SOCKETS = 'unix:/var/run/nginx';
/** Source: NginxProxy, kubernetes.deployment.container.readinessProbe: its defaults. */
export const PROBE = { path: '/readyz', port: 8081 };

export function configurationOf({ gateway, objects }: Known): Configuration {
  const listeners: Listener[] = gateway.spec.listeners;
  const files: Record<string, string> = {};
  const shut: string[] = [];
  const servers: string[] = [];
  for (const listener of listeners.filter(({ hostname }) => hostname)) {
    const pem = certificateOf(listener, objects);
    if (!pem) {
      shut.push(listener.name);
      continue;
    }
    const file = `${SECRETS}/${listener.name}.pem`;
    files[file] = pem;
    servers.push(
      ...server(listener, listener.hostname!, gateway, objects, [
        `listen ${listener.port} ssl;`,
        `ssl_certificate ${file};`,
        `ssl_certificate_key ${file};`,
        ...(listener.tls?.options?.['nginx.org/ssl-protocols']
          ? [`ssl_protocols ${listener.tls.options['nginx.org/ssl-protocols']};`]
          : []),
        // One connection is for one host: browsers would use it for others that its certificate names.
        `if ($sni_listener_id_${listener.port} != $host_listener_id_${listener.port}) { return 421; }`,
      ]),
    );
  }
  for (const listener of listeners.filter(({ hostname }) => !hostname)) {
    const hosts = new Set(
      routesOf(listener, gateway, objects).flatMap(({ spec }) => (spec.hostnames ?? []) as string[]),
    );
    for (const host of hosts)
      servers.push(...server(listener, host, gateway, objects, [`listen ${listener.port};`]));
  }
  for (const { basic } of objects
    .filter(({ kind }) => kind === 'AuthenticationFilter')
    .map(({ spec }) => spec)) {
    const users = secret(objects, basic.secretRef.name)?.data?.auth;
    if (users) files[`${SECRETS}/${basic.secretRef.name}`] = decoded(users);
  }
  const proxy = objects.find(({ kind }) => kind === 'NginxProxy');
  files[CONF] = [
    'http2 on;',
    ...MAPS,
    ...idMaps(listeners),
    `server { listen ${PROBE.port}; location = ${PROBE.path} { access_log off; return 200; } }`,
    ...limitZones(objects),
    ...objects
      .filter(({ kind }) => kind === 'SnippetsPolicy')
      .flatMap(({ spec }) => spec.snippets as { context: string; value: string }[])
      .map(({ value }) => value),
    `server_tokens ${proxy?.spec.serverTokens ?? 'off'};`,
    ...upstreams(objects),
    ...defaults(listeners),
    ...servers,
    `server { listen ${SOCKETS}/nginx-503-server.sock; access_log off; return 503; }`,
    `server { listen ${SOCKETS}/nginx-500-server.sock; access_log off; return 500; }`,
    '',
  ].join('\n');
  return { files, shut };
}

/** Who asks for a host that no listener has: without TLS 404, with TLS no handshake. */
const defaults = (listeners: readonly Listener[]): string[] =>
  [...new Map(listeners.map((one) => [one.port, one])).values()].map(({ port, protocol }) =>
    protocol === 'HTTPS'
      ? `server { listen ${port} ssl default_server; ssl_reject_handshake on; }`
      : `server { listen ${port} default_server; default_type text/html; return 404; }`,
  );

function idMaps(listeners: readonly Listener[]): string[] {
  const ports = new Set(listeners.filter(({ hostname }) => hostname).map(({ port }) => port));
  return [...ports].flatMap((port) => {
    const own = listeners.filter((one) => one.port === port && one.hostname).map(({ hostname }) => hostname!);
    const ids = own.sort().map((host, index) => `${host} ${index + 1};`);
    const map = (source: string, variable: string) =>
      `map ${source} ${variable}_${port} { hostnames; ${ids.join(' ')} default 0; }`;
    return [map('$ssl_server_name', '$sni_listener_id'), map('$host', '$host_listener_id')];
  });
}

function server(
  listener: Listener,
  host: string,
  gateway: KubeObject,
  objects: readonly KubeObject[],
  first: readonly string[],
): string[] {
  const rules = routesOf(listener, gateway, objects)
    .filter(({ spec }) => (spec.hostnames ?? [host]).includes(host))
    .flatMap(({ metadata, spec }) => (spec.rules as Rule[]).map((rule) => ({ ...rule, of: metadata.name })));
  const serving = { logins: SECRETS, upstream: (rule: Rule) => upstreamOf(objects, rule) };
  return ['server {', ...first, `server_name ${host};`, ...locations(objects, rules, serving), '}'];
}

/** Routes that are at this listener. */
const routesOf = ({ name }: Listener, gateway: KubeObject, objects: readonly KubeObject[]): KubeObject[] =>
  objects.filter(
    ({ kind, spec }) =>
      kind === 'HTTPRoute' &&
      (spec.parentRefs as { name: string; sectionName?: string }[]).some(
        (parent) => parent.name === gateway.metadata.name && (parent.sectionName ?? name) === name,
      ),
  );

/** @returns nothing while the Secret is not there, or is none for TLS */
function certificateOf({ tls }: Listener, objects: readonly KubeObject[]): string | undefined {
  const found = secret(objects, tls?.certificateRefs[0]?.name ?? '');
  if (found?.type !== 'kubernetes.io/tls' || !found.data?.['tls.crt'] || !found.data['tls.key'])
    return undefined;
  return `${decoded(found.data['tls.crt'])}\n${decoded(found.data['tls.key'])}`;
}

const secret = (objects: readonly KubeObject[], name: string): KubeObject | undefined =>
  objects.find(({ kind, metadata }) => kind === 'Secret' && metadata.name === name);
const decoded = (text: string): string => Buffer.from(text, 'base64').toString();

const INVALID = 'invalid-backend-ref';

/** @throws Error where a rule shares its requests out, which is not played */
function upstreamOf(objects: readonly KubeObject[], { of, backendRefs = [] }: Rule): string {
  if (backendRefs.length > 1)
    throw new Error(`HTTPRoute ${of}: requests shared by several Services are not played`);
  const [one] = backendRefs;
  const service = objects.find(({ kind, metadata }) => kind === 'Service' && metadata.name === one?.name);
  const isThere = (service?.spec.ports as { port: number }[] | undefined)?.some(
    ({ port }) => port === one!.port,
  );
  return isThere ? nameOf(service!, one!.port) : INVALID;
}

const nameOf = ({ metadata }: KubeObject, port: number): string =>
  `${metadata.namespace}_${metadata.name}_${port}`;

/** Of all that rules name, with the pods that are ready; where none is, it answers 503. */
function upstreams(objects: readonly KubeObject[]): string[] {
  const named = objects
    .filter(({ kind }) => kind === 'HTTPRoute')
    .flatMap(({ spec }) => (spec.rules as Rule[]).flatMap(({ backendRefs = [] }) => backendRefs));
  const wanted = new Set(named.map(({ name, port }) => `${name} ${port}`));
  const found = objects
    .filter(({ kind }) => kind === 'Service')
    .flatMap((service) =>
      (service.spec.ports as { name?: string; port: number }[])
        .filter(({ port }) => wanted.has(`${service.metadata.name} ${port}`))
        .map(({ name = '', port }) => {
          const servers = endpointsOf(objects, service, name);
          const lines = (servers.length > 0 ? servers : [`${SOCKETS}/nginx-503-server.sock`]).map(
            (address) => `server ${address};`,
          );
          const upstream = nameOf(service, port);
          return `upstream ${upstream} { random two least_conn; zone ${upstream} 512k; ${lines.join(' ')} }`;
        }),
    );
  return [...found, `upstream ${INVALID} { server ${SOCKETS}/nginx-500-server.sock; }`];
}

/** Source: internal/controller/state/resolver/resolver.go: those that are ready. */
const endpointsOf = (objects: readonly KubeObject[], { metadata }: KubeObject, port: string): string[] =>
  objects
    .filter(
      (one) =>
        one.kind === 'EndpointSlice' && one.metadata.labels?.['kubernetes.io/service-name'] === metadata.name,
    )
    .flatMap(({ endpoints, ports }) => {
      // One without any pod names no port.
      const number = ((ports ?? []) as { name?: string; port: number }[]).find(
        ({ name = '' }) => name === port,
      )?.port;
      return ((endpoints ?? []) as { addresses: string[]; conditions: { ready?: boolean } }[])
        .filter(({ conditions }) => number && conditions.ready !== false)
        .map(({ addresses }) => `${addresses[0]}:${number}`);
    })
    .sort();
