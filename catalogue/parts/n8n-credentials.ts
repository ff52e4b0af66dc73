/** Credentials with which n8n's workflows log in to what the component has flows to. */
import type { ConfigFile, SecretKey } from '../../model/component';
import type { Upstream } from '../../model/context';

export const CREDENTIALS_FILE = '/etc/n8n/credentials.json';

/**
 * Makes them what the file says before n8n starts, as its owner's: who else may use one, the owner says in the editor.
 * n8n encrypts them and shows nobody what is in them. Source: n8n 2.41, dist/commands/import/credentials.js.
 */
export const IMPORT = `n8n import:credentials --input=${CREDENTIALS_FILE}`;

type Facts = Readonly<Record<string, string>>;

/** Technology → n8n's type of credential and its fields. Source: n8n-nodes-base 2.41, dist/credentials. */
const TYPES: Readonly<
  Record<string, (facts: Facts, upstream: Upstream) => { readonly type: string; readonly data: object }>
> = {
  mongodb: ({ uri, database }) => ({
    type: 'mongoDb',
    data: { configurationType: 'connectionString', connectionString: uri, database },
  }),
  rabbitmq: ({ username, password, vhost }, { host, port, tls }) => ({
    type: 'rabbitmq',
    data: { hostname: host, port, username, password, vhost, ssl: tls, passwordless: false },
  }),
};

/** The file, by the upstream's name, and the ids in it; undefined where n8n knows none of them. */
export function credentialsFile(
  upstreams: readonly Upstream[],
): { readonly file: Omit<ConfigFile, 'path'>; readonly ids: readonly string[] } | undefined {
  const secrets: Record<string, SecretKey> = {};
  const credentials = upstreams.flatMap((upstream) => {
    const made = TYPES[upstream.technology];
    if (!made) return [];
    const { facts, secrets: used } = upstream.told();
    Object.assign(secrets, used);
    return [{ id: upstream.name, name: upstream.name, ...made(facts, upstream) }];
  });
  if (credentials.length === 0) return undefined;
  // A configuration file has `${NAME}` where a variable has `$(NAME)`.
  const content = JSON.stringify(credentials, null, 2).replaceAll(/\$\((\w+)\)/g, '${$1}');
  return { file: { content: `${content}\n`, secrets }, ids: credentials.map(({ id }) => id) };
}
