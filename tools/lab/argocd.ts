/** Argo CD's real controllers on the lab: they sync from a Git repository on this machine. */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { call, type List } from './api';
import type { Cluster } from './cluster';
import { freePorts } from './control-plane';
import { loadCrds, readLock } from './crds';
import { type Daemon, sleep, startDaemon, stopDaemon, which } from './exec';
import type { KubeObject } from './manifests';
import { keepCalm, serveMetrics } from './metrics';
import { type Operators, startOperators } from './operators';
import { MissingProgramError, program } from './programs';

const NAMESPACE = 'argocd';
const APPLICATIONS = `/apis/argoproj.io/v1alpha1/namespaces/${NAMESPACE}/applications`;

export interface ArgoOptions {
  /** Seconds after which a sync is given up, as `controller.sync.timeout.seconds`. @default none */
  readonly syncTimeout?: number;
}

export interface Argo {
  readonly operators: Operators;
  application(name: string): Promise<KubeObject>;
  applications(): Promise<KubeObject[]>;
  /** Looks at Git now instead of at the next round. */
  refresh(name: string): Promise<void>;
  /**
   * Waits until an Application is as wanted, and returns it.
   * @param patience seconds. @default 120
   * @throws with what it says of itself when it does not become so
   */
  until(name: string, wanted: (application: KubeObject) => boolean, patience?: number): Promise<KubeObject>;
  stop(): Promise<void>;
}

/** Everything is as Git says, of this commit when one is given, and well. */
export const inOrder =
  (commit?: string) =>
  ({ status }: KubeObject): boolean =>
    status?.sync?.status === 'Synced' &&
    status?.health?.status === 'Healthy' &&
    status?.operationState?.phase === 'Succeeded' &&
    (commit === undefined || status.sync.revision === commit);

/** @throws MissingProgramError where a program is missing. */
export async function startArgo(cluster: Cluster, options: ArgoOptions = {}): Promise<Argo> {
  const argocd = await program('argocd');
  const redis = which('redis-server');
  if (!redis) throw new MissingProgramError('redis-server is missing (Debian package redis-server)');
  await prepare(cluster);
  const folder = mkdtempSync(join(tmpdir(), 'phasewise-argocd-'));
  const home = join(folder, 'home');
  mkdirSync(join(home, '.kube'), { recursive: true });
  // Where it looks for the cluster it believes to run in.
  cpSync(cluster.kubeconfig, join(home, '.kube', 'config'));
  const [redisPort, repoPort, repoMetrics, metrics] = (await freePorts(4)).map(String);
  const environment = {
    HOME: home,
    TMPDIR: folder,
    ARGOCD_GPG_ENABLED: 'false',
    ARGOCD_FAKE_IN_CLUSTER: 'true',
    // The lab's repository belongs to whoever runs the test.
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'safe.directory',
    GIT_CONFIG_VALUE_0: '*',
  };
  const daemons: Daemon[] = [];
  const start = (name: string, command: string, args: string[], env: Record<string, string> = {}) => {
    daemons.push(startDaemon(name, command, args, join(cluster.folder, `${name}.log`), env));
  };
  // One program plays all parts; the variable says which.
  const role = (name: string, args: string[]) =>
    start(name, argocd, [...args, `--redis=127.0.0.1:${redisPort}`], {
      ...environment,
      ARGOCD_BINARY_NAME: name,
    });
  start('redis-server', redis, ['--port', redisPort!, '--bind', '127.0.0.1', '--save', '', '--dir', folder]);
  role('argocd-repo-server', [
    '--disable-tls',
    '--address=127.0.0.1',
    `--port=${repoPort}`,
    '--metrics-address=127.0.0.1',
    `--metrics-port=${repoMetrics}`,
    // Each look at Git is a new one; otherwise a commit may stay unseen for three minutes.
    '--revision-cache-expiration=1s',
  ]);
  const check = () => {
    for (const daemon of daemons) daemon.check();
  };
  // A controller that does not find it at once waits long before it asks again.
  await answers(Number(repoPort), check);
  role('argocd-application-controller', [
    `--repo-server=127.0.0.1:${repoPort}`,
    '--repo-server-plaintext',
    `--kubeconfig=${cluster.kubeconfig}`,
    `--namespace=${NAMESPACE}`,
    `--metrics-port=${metrics}`,
    '--app-resync=5',
    '--app-resync-jitter=0',
    ...(options.syncTimeout ? [`--sync-timeout=${options.syncTimeout}`] : []),
  ]);
  await serveMetrics(cluster);
  const endMetrics = keepCalm(cluster);
  const operators = startOperators(cluster);
  const application = (name: string) => cluster.get<KubeObject>(`${APPLICATIONS}/${name}`);
  return {
    operators,
    application,
    applications: async () => (await cluster.get<List<KubeObject>>(APPLICATIONS)).items,
    async refresh(name) {
      const annotations = { 'argocd.argoproj.io/refresh': 'normal' };
      await call(cluster, 'PATCH', `${APPLICATIONS}/${name}`, { metadata: { annotations } });
    },
    async until(name, wanted, patience = 120) {
      const end = Date.now() + patience * 1000;
      for (;;) {
        check();
        const now = await application(name).catch(() => undefined);
        if (now && wanted(now)) return now;
        if (Date.now() > end) throw new Error(`${name} after ${patience} s: ${told(now)}`);
        await sleep(200);
      }
    },
    async stop() {
      operators.stop();
      endMetrics();
      // Clients before servers, so that none of them complains about the others.
      for (const daemon of [...daemons].reverse()) await stopDaemon(daemon);
      // A namespace takes a quarter of a minute to go; the next one who needs it finds it empty.
      const all = ['applications.argoproj.io,appprojects.argoproj.io,configmaps,secrets', '--all'];
      await cluster.kubectl(['delete', '--namespace', NAMESPACE, '--wait=false', ...all]);
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

/** Waits until somebody listens on the port. */
async function answers(port: number, check: () => void): Promise<void> {
  for (;;) {
    check();
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true));
      socket.on('error', () => resolve(false)).on('close', () => resolve(false));
      socket.on('connect', () => socket.end());
    });
    if (open) return;
    await sleep(100);
  }
}

/** What Argo CD's own installation would have made. */
async function prepare(cluster: Cluster): Promise<void> {
  await loadCrds(
    cluster,
    readLock().filter(({ name }) => name === 'argo-cd'),
  );
  const labels = { 'app.kubernetes.io/part-of': 'argocd' };
  const objects = [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
    ...['argocd-cm', 'argocd-rbac-cm'].map((name) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace: NAMESPACE, labels },
    })),
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'argocd-secret', namespace: NAMESPACE, labels },
      stringData: { 'server.secretkey': 'of no use outside the lab' },
    },
  ];
  const stdin = objects.map((object) => JSON.stringify(object)).join('\n---\n');
  await cluster.kubectlOk(['apply', '--server-side', '-f', '-'], { stdin });
}

/** What an Application says of itself, for a message. */
export function told(application?: KubeObject): string {
  if (!application) return 'there is none';
  const { sync, health, operationState, conditions = [], resources = [] } = application.status ?? {};
  const unwell = (resources as { kind: string; name: string; status?: string; health?: { status: string } }[])
    .filter(({ status, health: own }) => status === 'OutOfSync' || (own && own.status !== 'Healthy'))
    .map(({ kind, name, status, health: own }) => `${kind}/${name} ${status} ${own?.status ?? ''}`.trim());
  return [
    `${sync?.status}, ${health?.status}; ${operationState?.phase}: ${operationState?.message}`,
    ...(conditions as { message: string }[]).map(({ message }) => message),
    ...unwell,
  ].join('\n  ');
}
