/** What the API server writes down by docs/audit-policy.yaml: it runs with that policy. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ClusterInfo, call } from '../../tools/lab/api';
import type { Cluster } from '../../tools/lab/cluster';
import { auditLog } from '../../tools/lab/control-plane';
import { labCluster, needCluster } from './lab';

const SPACE = 'audited';
const VALUE = randomBytes(24).toString('base64');

interface Line {
  readonly level: 'Metadata' | 'Request' | 'RequestResponse';
  readonly verb: string;
  readonly requestURI: string;
  readonly user: { readonly username?: string; readonly groups?: readonly string[] };
  readonly objectRef?: {
    readonly resource: string;
    readonly subresource?: string;
    readonly namespace?: string;
  };
  readonly responseStatus?: { readonly code: number };
  readonly requestObject?: Record<string, unknown>;
  readonly responseObject?: Record<string, unknown>;
}

let text = '';
let lines: Line[] = [];

/** Everything once, by all who could; what is refused is written down too. */
async function ask(cluster: Cluster): Promise<void> {
  const as = (token: string): ClusterInfo => ({ ...cluster, token });
  const of = (path: string): string => `/api/v1/namespaces/${SPACE}/${path}`;
  const roles = `/apis/rbac.authorization.k8s.io/v1/namespaces/${SPACE}`;
  const tried = async (who: ClusterInfo, method: string, path: string, body?: object): Promise<void> => {
    await call(who, method, path, body).catch(() => undefined);
  };
  const [person, node] = [as(cluster.logins.person), as(cluster.logins.node)];
  await call(cluster, 'POST', '/api/v1/namespaces', { metadata: { name: SPACE } });
  await call(cluster, 'POST', of('secrets'), { metadata: { name: 'login' }, data: { password: VALUE } });
  await call(cluster, 'GET', of('secrets/login'));
  await call(cluster, 'POST', of('serviceaccounts'), { metadata: { name: 'program' } });
  await call(cluster, 'POST', `${roles}/rolebindings`, {
    metadata: { name: 'viewers' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'lab-people' }],
  });
  const { status } = await call<{ status: { token: string } }>(
    cluster,
    'POST',
    of('serviceaccounts/program/token'),
    { spec: { expirationSeconds: 600 } },
  );
  const program = as(status.token);
  await tried(cluster, 'POST', of('pods/nobody/exec?command=cat&command=/etc/passwd&stdout=true'));
  await tried(cluster, 'POST', of('pods/nobody/portforward?ports=5432'));
  await tried(person, 'GET', of('pods'));
  await tried(person, 'GET', of('secrets'));
  await tried(as('nobody-has-this-token'), 'GET', of('configmaps'));
  for (const one of [node, program]) await tried(one, 'GET', of('pods'));
  await tried(node, 'GET', of('secrets/login'));
  await tried(node, 'PATCH', of('pods/nobody/status'), {});
  await tried(program, 'POST', of('configmaps'), { metadata: { name: 'left' } });
  await tried(cluster, 'POST', of('events'), { metadata: { name: 'one' }, involvedObject: {} });
  await tried(person, 'GET', '/healthz');
  text = readFileSync(auditLog(cluster.folder), 'utf8');
  lines = text
    .split('\n')
    .filter((line) => line.includes(SPACE) || line.includes('/healthz'))
    .map((line) => JSON.parse(line) as Line);
  expect(text).not.toContain(status.token);
}

/** The lines about one thing that somebody did. */
const of = (verb: string, resource: string, user = 'admin'): Line[] =>
  lines.filter(
    (one) =>
      one.verb === verb &&
      [one.objectRef?.resource, one.objectRef?.subresource].filter(Boolean).join('/') === resource &&
      (one.user.username ?? '') === user,
  );

describe('the API server writes down', () => {
  beforeAll(async () => {
    const cluster = labCluster();
    if (cluster) await ask(cluster);
  });
  afterAll(async () => {
    const cluster = labCluster();
    if (cluster) await call(cluster, 'DELETE', `/api/v1/namespaces/${SPACE}`);
  });

  test('who has made and read a Secret, and never what is in it', (context) => {
    needCluster(context);
    for (const verb of ['create', 'get']) {
      const [line] = of(verb, 'secrets');
      expect(line, verb).toMatchObject({ level: 'Metadata' });
      expect(line, verb).not.toHaveProperty('requestObject');
      expect(line, verb).not.toHaveProperty('responseObject');
    }
    expect(of('create', 'serviceaccounts/token')[0]).toMatchObject({ level: 'Metadata' });
    expect(of('get', 'secrets', 'system:node:lab')).toHaveLength(1);
    expect(text).not.toContain(VALUE);
  });

  test('what somebody runs in a container, and which ports are forwarded', (context) => {
    needCluster(context);
    expect(of('create', 'pods/exec')[0]).toMatchObject({
      level: 'Request',
      requestURI: expect.stringContaining('command=cat&command=/etc/passwd'),
    });
    expect(of('create', 'pods/portforward')[0]).toMatchObject({ level: 'Request' });
  });

  test('who has given whom a right, and which', (context) => {
    needCluster(context);
    expect(of('create', 'rolebindings')[0]).toMatchObject({
      level: 'RequestResponse',
      requestObject: { roleRef: { name: 'view' }, subjects: [{ name: 'lab-people' }] },
      responseObject: { metadata: { name: 'viewers' } },
    });
  });

  test('what people look at, with their groups, also where they may not', (context) => {
    needCluster(context);
    const [pods] = of('list', 'pods', 'person');
    expect(pods).toMatchObject({
      level: 'Metadata',
      user: { groups: expect.arrayContaining(['lab-people']) },
      responseStatus: { code: 200 },
    });
    expect(of('list', 'secrets', 'person')[0]).toMatchObject({ responseStatus: { code: 403 } });
    expect(lines.find(({ responseStatus }) => responseStatus?.code === 401)).toMatchObject({
      level: 'Metadata',
    });
  });

  test('what programs change, and not what they and nodes look at', (context) => {
    needCluster(context);
    const program = `system:serviceaccount:${SPACE}:program`;
    expect(of('create', 'configmaps', program)[0]).toMatchObject({ responseStatus: { code: 403 } });
    for (const user of [program, 'system:node:lab']) expect(of('list', 'pods', user), user).toEqual([]);
    expect(of('patch', 'pods/status', 'system:node:lab')).toEqual([]);
    expect(lines.filter(({ objectRef }) => objectRef?.resource === 'events')).toEqual([]);
    expect(lines.filter(({ requestURI }) => requestURI.startsWith('/healthz'))).toEqual([]);
  });
});
