import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type ClusterInfo, call, type Login } from './api';
import { type Daemon, sleep } from './exec';
import { program } from './programs';

/** Starts one daemon of the lab; the caller keeps it for the way out. */
type Start = (name: string, command: string, args: string[]) => Daemon;

/** Seconds a part of the control plane may take to answer. */
const PATIENCE = 90;

/** Namespaces without labels of their own warn as `restricted`, so nothing slips through unlabelled. */
const ADMISSION = `
apiVersion: apiserver.config.k8s.io/v1
kind: AdmissionConfiguration
plugins:
  - name: PodSecurity
    configuration:
      apiVersion: pod-security.admission.config.k8s.io/v1
      kind: PodSecurityConfiguration
      defaults: { enforce: privileged, audit: restricted, warn: restricted }
`;

/** What real nodes ask of a control plane. */
export interface ForNodes {
  /** Where nodes and pods reach the API server. */
  readonly address: string;
  readonly port: number;
  /** Who may log in besides the administrator: lines of a token file. */
  readonly tokens: readonly string[];
  /** More flags of the API server: how it trusts, and is trusted by, what runs on the nodes. */
  readonly flags: readonly string[];
}

/** An API server that no node and no pod asks. */
const alone = (folder: string): string[] => [
  '--bind-address=127.0.0.1',
  // A documentation address: without one, the server looks for a network the machine may not have.
  '--advertise-address=192.0.2.1',
  '--endpoint-reconciler-type=none',
  // The one that people are given; a test looks at what it makes of them.
  `--audit-policy-file=${join(__dirname, '../../docs/audit-policy.yaml')}`,
  `--audit-log-path=${auditLog(folder)}`,
  '--audit-log-maxsize=50',
  '--audit-log-maxbackup=1',
];

/** Where the API server of a lab without real nodes writes down who did what. */
export const auditLog = (folder: string): string => join(folder, 'audit.log');

/** Name, number and group, as a token file has them. */
const LOGINS: Readonly<Record<Login, string>> = {
  person: 'person,person,lab-people',
  node: 'system:node:lab,lab,system:nodes',
};

/**
 * Starts etcd, API server, controllers and scheduler in `folder`; all keys are made here and die with it.
 *
 * @param nodes what real nodes need. @default none are real: the API server is on loopback
 */
export async function startControlPlane(
  folder: string,
  start: Start,
  nodes?: ForNodes,
): Promise<ClusterInfo> {
  const [etcdPort, peerPort, freePort] = await freePorts(3);
  const apiPort = nodes?.port ?? freePort;
  const token = randomBytes(24).toString('hex');
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  const certificates = join(folder, 'certs');
  const info: ClusterInfo = {
    server: `https://${nodes?.address ?? '127.0.0.1'}:${apiPort}`,
    token,
    logins: { person: randomBytes(24).toString('hex'), node: randomBytes(24).toString('hex') },
    // The API server writes its own certificate here when it starts.
    caFile: join(certificates, 'apiserver.crt'),
    kubeconfig: file('kubeconfig', ''),
    kubectlPath: await program('kubectl'),
    folder,
  };
  mkdirSync(certificates);
  file('kubeconfig', kubeconfig(info));
  const logins = [
    `${token},admin,admin,"system:masters"`,
    ...Object.entries(LOGINS).map(([name, who]) => `${info.logins[name as Login]},${who}`),
    ...(nodes?.tokens ?? []),
  ];
  const tokens = file('tokens.csv', `${logins.join('\n')}\n`);
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const signingKey = file('sa.key', privateKey.export({ type: 'pkcs1', format: 'pem' }) as string);
  const verifyKey = file('sa.pub', publicKey.export({ type: 'spki', format: 'pem' }) as string);
  const admission = file('admission.yaml', ADMISSION);

  start('etcd', await program('etcd'), [
    `--data-dir=${join(folder, 'etcd')}`,
    `--listen-client-urls=http://127.0.0.1:${etcdPort}`,
    `--advertise-client-urls=http://127.0.0.1:${etcdPort}`,
    `--listen-peer-urls=http://127.0.0.1:${peerPort}`,
    // The data lives as long as the lab: waiting for the disk buys nothing.
    '--unsafe-no-fsync',
    '--log-level=warn',
  ]);
  const api = start('kube-apiserver', await program('kube-apiserver'), [
    `--etcd-servers=http://127.0.0.1:${etcdPort}`,
    ...(nodes ? [`--bind-address=${nodes.address}`, ...nodes.flags] : alone(folder)),
    `--secure-port=${apiPort}`,
    `--cert-dir=${certificates}`,
    `--token-auth-file=${tokens}`,
    '--authorization-mode=Node,RBAC',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${verifyKey}`,
    `--service-account-signing-key-file=${signingKey}`,
    '--service-cluster-ip-range=10.96.0.0/16',
    `--admission-control-config-file=${admission}`,
    // DaemonSets of the platform, such as node exporters, need it; namespaces still refuse by label.
    '--allow-privileged=true',
  ]);
  await ready(info, api);
  start('kube-controller-manager', await program('kube-controller-manager'), [
    `--kubeconfig=${info.kubeconfig}`,
    `--service-account-private-key-file=${signingKey}`,
    `--root-ca-file=${info.caFile}`,
    '--use-service-account-credentials=true',
    '--leader-elect=false',
    '--secure-port=0',
    // One client talks to this server, so there is nobody to be fair to.
    '--kube-api-qps=300',
    '--kube-api-burst=600',
    '--pvclaimbinder-sync-period=1s',
    // Looks at the load more often than every 15 s, so that a test does not wait for it.
    '--horizontal-pod-autoscaler-sync-period=1s',
  ]);
  start('kube-scheduler', await program('kube-scheduler'), [
    `--kubeconfig=${info.kubeconfig}`,
    '--leader-elect=false',
    '--secure-port=0',
    '--kube-api-qps=300',
    '--kube-api-burst=600',
  ]);
  return info;
}

/** Waits for the API server. @throws when it ends, or does not answer in `PATIENCE` seconds. */
async function ready(info: ClusterInfo, api: Daemon): Promise<void> {
  const until = Date.now() + PATIENCE * 1000;
  for (;;) {
    api.check();
    try {
      await call(info, 'GET', '/readyz');
      return;
    } catch (error) {
      if (Date.now() > until) throw new Error(`the API server is not ready after ${PATIENCE} s: ${error}`);
      await sleep(150);
    }
  }
}

function kubeconfig(info: ClusterInfo): string {
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'lab', cluster: { server: info.server, 'certificate-authority': info.caFile } }],
    users: [{ name: 'admin', user: { token: info.token } }],
    contexts: [{ name: 'lab', context: { cluster: 'lab', user: 'admin' } }],
    'current-context': 'lab',
  };
  // JSON is YAML, and needs no quoting rules.
  return `${JSON.stringify(config, null, 2)}\n`;
}

/** Ports nobody listens on now. All are held at once, so they differ. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve, reject) => {
          server.once('error', reject);
          server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
