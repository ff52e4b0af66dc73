/** Elasticsearch's setup container: makes accounts and rights, and says how the system's indices look and end. */
import type { PlainFile, Sidecar } from '../../model/component';
import type { Client, Context } from '../../model/context';
import { type Indices, policy, reader, sortsOf, template, writer } from './elasticsearch-index';
import { accountPasswords, passwordVariable } from './passwords';
import { ENDS_AT_ONCE, RESTS, untilDone } from './setup';

/** The built-in account that makes the others; the image's entrypoint gives it its password. */
export const ROOT = 'elastic';
/** Account of the exporter. */
export const MONITORING = 'monitoring';
/** Account for people, in Kibana: searches, and makes dashboards and alerts. A role of the same name is built in. */
export const EDITOR = 'editor';
/** Built-in account of Kibana's server; it cannot log in to Kibana itself. */
export const KIBANA_SERVER = 'kibana_system';
/** Account with which a Kibana sets itself up; same password as the server's, for both are the same component's. */
export const kibanaSetupAccount = (kibana: string): string => `${kibana}-setup`;

const WRITER = 'log-writer';
const writerOf = (index: string): string => `${index}-writer`;
const readerOf = (index: string): string => `${index}-reader`;

/** What a sort of index is made of: files of the container, with what they say, and the steps that read them. */
function perSort(
  indices: Indices,
  context: Context,
): { readonly files: PlainFile[]; readonly steps: string[] } {
  const all = sortsOf(indices, context).map((one) => {
    const { name } = one;
    // Names of before there were others than logs.
    const isLogs = name === indices.logs?.index;
    const end = isLogs ? '' : `-${name}`;
    const roles = isLogs
      ? { [WRITER]: writer(one) }
      : { [readerOf(name)]: reader(one), [writerOf(name)]: writer(one) };
    const described = `${isLogs ? 'Logs' : name} of ${context.title}, ${context.environment}`;
    return {
      files: [
        json(`policy${end}`, policy(one)),
        json(`template${end}`, template(one, described)),
        ...Object.entries(roles).map(([role, rights]) => json(`role-${role}`, rights)),
      ],
      steps: [
        `call PUT /_ilm/policy/${name} @/etc/setup/policy${end}.json`,
        `call PUT /_index_template/${name} @/etc/setup/template${end}.json`,
        ...Object.keys(roles).map((role) => `call PUT /_security/role/${role} @/etc/setup/role-${role}.json`),
      ],
    };
  });
  return { files: all.flatMap(({ files }) => files), steps: all.flatMap(({ steps }) => steps) };
}

/** Makes everything again and again until all is there, then rests. Every step may be repeated. */
export function setup(indices: Indices, context: Context): Sidecar {
  const { files, steps } = perSort(indices, context);
  return {
    name: 'setup',
    command: ['sh', '/etc/setup/setup.sh'],
    env: { HOME: '/tmp', ...accountPasswords(context, [ROOT, MONITORING, EDITOR]) },
    resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '64Mi' } },
    files: [
      { path: '/etc/setup/setup.sh', content: script(indices, steps, context) },
      ...files,
      json('role-monitoring', {
        cluster: ['monitor'],
        indices: [{ names: ['*'], privileges: ['monitor'] }],
      }),
    ],
    scratch: [{ mountPath: '/tmp', size: '16Mi' }],
  };
}

const json = (name: string, value: object): PlainFile => ({
  path: `/etc/setup/${name}.json`,
  content: `${JSON.stringify(value, null, 2)}\n`,
});

/**
 * What a client may do with the indices.
 * @throws Error when that is nothing
 */
function rolesOf({ logs, own }: Indices, { name, username }: Client): readonly string[] {
  const roles = Object.entries(own).flatMap(([index, { write, read }]) => [
    ...(write.includes(name) ? [writerOf(index)] : []),
    ...(read.includes(name) ? [readerOf(index)] : []),
  ]);
  if (roles.length > 0) return roles;
  if (logs) return [WRITER];
  throw new Error(
    `'${username}' asks it and may read or write no index; name it in 'read' or 'write' of one of 'indices'`,
  );
}

/** @throws Error when two Kibanas would share the one built-in account, or somebody asks for nothing. */
function script(indices: Indices, made: readonly string[], { clients }: Context): string {
  const kibanas = clients.filter(({ technology }) => technology === 'kibana');
  if (kibanas.length > 1) {
    const names = kibanas.map(({ name }) => `'${name}'`).join(' and ');
    throw new Error(`${names} would share the account ${KIBANA_SERVER}; an Elasticsearch takes one Kibana`);
  }
  const password = (account: string): string => `"$${passwordVariable(account)}"`;
  const steps = [
    // Yellow: every index can be read and written.
    "call GET '/_cluster/health?wait_for_status=yellow&timeout=20s'",
    ...made,
    `call PUT /_security/role/${MONITORING} @/etc/setup/role-monitoring.json`,
    `account ${MONITORING} ${password(MONITORING)} ${MONITORING}`,
    `account ${EDITOR} ${password(EDITOR)} ${EDITOR}`,
    ...clients.flatMap((client) => {
      const { technology, username } = client;
      return technology === 'kibana'
        ? [
            `call PUT /_security/user/${KIBANA_SERVER}/_password "$(password ${password(username)})}"`,
            `account ${kibanaSetupAccount(username)} ${password(username)} kibana_admin`,
          ]
        : [`account ${username} ${password(username)} ${listed(rolesOf(indices, client))}`];
    }),
  ];
  return `# Runs until accounts, rights and the rules of the indices are there, then rests.
${ENDS_AT_ONCE}
# Method, path and body. The login and the body come by standard input, so they are in no list of processes.
call() {
  printf 'user = "${ROOT}:%s"\\ndata = "%s"\\n' "$${passwordVariable(ROOT)}" "\${3:-}" |
    curl --config - --silent --show-error --fail --output /dev/null --max-time 60 \\
      --header 'Content-Type: application/json' --request "$1" "http://127.0.0.1:9200$2"
}
# The start of a body, with its quotes as a curl configuration wants them.
password() { printf '{\\\\"password\\\\":\\\\"%s\\\\"' "$1"; }
# Name, password and the roles of an account.
account() { call PUT "/_security/user/$1" "$(password "$2"),\\\\\\"roles\\\\\\":[\\\\\\"$3\\\\\\"]}"; }

setup() {
  ${steps.join(' &&\n    ')}
}
${untilDone('setup')}${RESTS}`;
}

/** Between the quotes around one of them, as a curl configuration wants more. */
const listed = (roles: readonly string[]): string =>
  roles.length === 1 ? roles[0]! : `'${roles.join('\\",\\"')}'`;
