/** Elasticsearch's setup container: makes accounts and rights, and says how the system's indices look and end. */
import type { PlainFile, Sidecar } from '../../model/component';
import type { Client, Context } from '../../model/context';
import { type Logs, policy, template, writer } from './elasticsearch-index';
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

/** Makes everything again and again until all is there, then rests. Every step may be repeated. */
export function setup(logs: Logs, context: Context): Sidecar {
  return {
    name: 'setup',
    command: ['sh', '/etc/setup/setup.sh'],
    env: { HOME: '/tmp', ...accountPasswords(context, [ROOT, MONITORING, EDITOR]) },
    resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '64Mi' } },
    files: [
      { path: '/etc/setup/setup.sh', content: script(logs, context.clients) },
      json('policy', policy(logs)),
      json('template', template(logs, context)),
      json('role-log-writer', writer(logs, context)),
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

/** @throws Error when two Kibanas would share the one built-in account. */
function script(logs: Logs, clients: readonly Client[]): string {
  const kibanas = clients.filter(({ technology }) => technology === 'kibana');
  if (kibanas.length > 1) {
    const names = kibanas.map(({ name }) => `'${name}'`).join(' and ');
    throw new Error(`${names} would share the account ${KIBANA_SERVER}; an Elasticsearch takes one Kibana`);
  }
  const password = (account: string): string => `"$${passwordVariable(account)}"`;
  const steps = [
    // Yellow: every index can be read and written.
    "call GET '/_cluster/health?wait_for_status=yellow&timeout=20s'",
    `call PUT /_ilm/policy/${logs.index} @/etc/setup/policy.json`,
    `call PUT /_index_template/${logs.index} @/etc/setup/template.json`,
    `call PUT /_security/role/${WRITER} @/etc/setup/role-log-writer.json`,
    `call PUT /_security/role/${MONITORING} @/etc/setup/role-monitoring.json`,
    `account ${MONITORING} ${password(MONITORING)} ${MONITORING}`,
    `account ${EDITOR} ${password(EDITOR)} ${EDITOR}`,
    ...clients.flatMap(({ technology, username }) =>
      technology === 'kibana'
        ? [
            `call PUT /_security/user/${KIBANA_SERVER}/_password "$(password ${password(username)})}"`,
            `account ${kibanaSetupAccount(username)} ${password(username)} kibana_admin`,
          ]
        : [`account ${username} ${password(username)} ${WRITER}`],
    ),
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
# Name, password and the one role of an account.
account() { call PUT "/_security/user/$1" "$(password "$2"),\\\\\\"roles\\\\\\":[\\\\\\"$3\\\\\\"]}"; }

setup() {
  ${steps.join(' &&\n    ')}
}
${untilDone('setup')}${RESTS}`;
}
