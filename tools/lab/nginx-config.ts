import type { Unit } from './manifests';

/** Where a snippet of NGINX Gateway Fabric lands. */
const CONTEXTS = ['main', 'http', 'http.server', 'http.server.location'] as const;

/** One whole configuration around all snippets of a unit, or undefined when it has none. */
export function snippetsConfig(unit: Unit, folder: string): string | undefined {
  const snippets = unit.objects
    .filter((object) => ['SnippetsFilter', 'SnippetsPolicy'].includes(object.kind))
    .flatMap((object) => object.spec.snippets as { context: (typeof CONTEXTS)[number]; value: string }[]);
  if (snippets.length === 0) return undefined;
  const at = (context: (typeof CONTEXTS)[number]) =>
    snippets.filter((snippet) => snippet.context === context).map((snippet) => snippet.value);
  // Snippets of locations go one each, because several `return` or limits in one place would clash.
  const locations = at('http.server.location').map((value, index) => `location /l${index} {\n${value}\n}`);
  return [
    `pid ${folder}/nginx.pid;`,
    ...at('main'),
    'events {}',
    'http {',
    'access_log off;',
    ...['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (kind) => `${kind}_temp_path ${folder}/${kind};`,
    ),
    ...at('http'),
    'server {',
    `listen unix:${folder}/nginx.sock;`,
    ...at('http.server'),
    ...locations,
    '}',
    '}',
    '',
  ].join('\n');
}
