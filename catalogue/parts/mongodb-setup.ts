/** MongoDB's setup container: what the set should be is data, in wanted.json, and two scripts make it so. */
import type { Sidecar } from '../../model/component';
import type { Context } from '../../model/context';
import { podNames } from '../../model/pod';
import { rolesOf } from './mongodb-backup';
import { accountPasswords, passwordVariable } from './passwords';
import { ENDS_AT_ONCE, RESTS, untilDone } from './setup';

export const REPLICA_SET = 'rs0';
/** Account of the exporter. */
export const MONITORING = 'monitoring';
/** Account that the image's entrypoint makes, and that makes the others. */
export const ROOT = 'root';

/** Initiates the set, adds members, makes accounts: again and again until it is so, then rests. */
export function setup(database: string, context: Context): Sidecar {
  const { name, replicas, dnsSuffix } = context;
  const hosts = podNames(name, replicas, dnsSuffix).map((pod) => `${pod}:27017`);
  const users = [
    {
      name: MONITORING,
      roles: [
        { role: 'clusterMonitor', db: 'admin' },
        { role: 'read', db: 'local' },
      ],
    },
    ...context.clients.map((client) => ({ name: client.username, roles: rolesOf(client, database) })),
  ];
  const wanted = {
    replicaSet: REPLICA_SET,
    hosts,
    users: users.map((user) => ({ ...user, password: passwordVariable(user.name) })),
  };
  return {
    name: 'setup',
    command: ['sh', '/etc/setup/setup.sh'],
    env: { HOME: '/tmp', ...accountPasswords(context, [ROOT, MONITORING]) },
    resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '256Mi' } },
    files: [
      { path: '/etc/setup/setup.sh', content: setupScript(context.name) },
      { path: '/etc/setup/setup.js', content: SETUP_JS },
      { path: '/etc/setup/wanted.json', content: `${JSON.stringify(wanted, null, 2)}\n` },
    ],
    scratch: [{ mountPath: '/tmp', size: '64Mi' }],
  };
}

/** Only the first member sets up; the others rest. `$HOSTNAME` is the pod's name. */
function setupScript(component: string): string {
  return `# Runs until the replica set and its accounts are as wanted.json says, then rests.
${ENDS_AT_ONCE}if [ "$HOSTNAME" = "${component}-0" ]; then
${untilDone('mongosh --quiet --norc --nodb /etc/setup/setup.js').replaceAll(/^(?=.)/gm, '  ')}fi
${RESTS}`;
}

/** Every step may be repeated: a second run changes nothing. */
const SETUP_JS = `const { readFileSync } = require('fs');
const wanted = JSON.parse(readFileSync('/etc/setup/wanted.json', 'utf8'));
const root = encodeURIComponent(process.env.ROOT_PASSWORD);
// Straight to this member: there is no set to find yet.
const admin = new Mongo('mongodb://root:' + root + '@127.0.0.1:27017/admin?directConnection=true').getDB('admin');

if (!admin.hello().setName) {
  const first = [{ _id: 0, host: wanted.hosts[0] }];
  print('initiating ' + wanted.replicaSet);
  admin.adminCommand({ replSetInitiate: { _id: wanted.replicaSet, members: first } });
}
for (let tries = 0; !admin.hello().isWritablePrimary; tries += 1) {
  // Another member may be the primary; it already has what this script would make.
  if (admin.hello().secondary || tries > 60) quit(admin.hello().secondary ? 0 : 1);
  sleep(1000);
}

// Members join one at a time: that is all MongoDB accepts in one step.
const config = () => admin.adminCommand({ replSetGetConfig: 1 }).config;
for (const host of wanted.hosts) {
  const current = config();
  if (current.members.some((member) => member.host === host)) continue;
  const ids = current.members.map((member) => member._id);
  current.members.push({ _id: Math.max(...ids) + 1, host });
  current.version += 1;
  print('adding ' + host);
  const answer = admin.adminCommand({ replSetReconfig: current });
  if (!answer.ok) throw new Error(answer.errmsg);
}

for (const user of wanted.users) {
  const pwd = process.env[user.password];
  const exists = admin.getUser(user.name) !== null;
  print((exists ? 'keeping ' : 'making ') + 'account ' + user.name);
  if (exists) admin.updateUser(user.name, { pwd, roles: user.roles });
  else admin.createUser({ user: user.name, pwd, roles: user.roles });
}
`;
