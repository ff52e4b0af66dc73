/** One nginx for all routes, as NGINX Gateway Fabric would set it up, in front of one server that stands for every other. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { limitZones, locations, MAPS, type Rule } from './edge-locations';
import type { KubeObject } from './manifests';

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
    ...MAPS,
    ...limitZones(objects),
    ...hosts.flatMap((host) => [
      'server {',
      `listen unix:${listen};`,
      `server_name ${host};`,
      ...locations(
        objects,
        routes
          .filter(({ spec }) => spec.hostnames.includes(host))
          .flatMap(({ metadata, spec }) => spec.rules.map((one: Rule) => ({ ...one, of: metadata.name }))),
        {
          logins: folder,
          upstream: () => 'behind',
          more: ({ backendRefs = [] }) => [`proxy_set_header X-Backend ${backendRefs[0]?.name ?? 'nobody'};`],
        },
      ),
      '}',
    ]),
    '}',
    '',
  ].join('\n');
}
