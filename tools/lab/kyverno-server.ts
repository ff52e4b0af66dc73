import { join } from 'node:path';
import { load } from 'js-yaml';
import type { Cluster } from './cluster';
import { freePorts } from './control-plane';
import { answersOk, type Daemon, sleep, startDaemon, stopDaemon } from './exec';
import { ENVIRONMENT, flags, MADE_BY_KYVERNO, prepareKyverno, removeKyverno } from './kyverno-parts';
import type { KubeObject } from './manifests';
import { program } from './programs';

/** Seconds it may take to start, or to take note of a policy. */
const PATIENCE = 60;

/** Kyverno's own admission controller beside the lab's cluster: it registers itself there, and is asked. */
export interface Kyverno {
  /** Waits until it knows these policies and the API server asks it. @throws with its reasons after a minute */
  knows(policies: readonly KubeObject[]): Promise<void>;
  /** Ends it without a word, as a node that falls over does: its webhooks stay. */
  kill(): Promise<void>;
  /** Ends it and takes it out of the cluster. */
  stop(): Promise<void>;
}

/** @throws MissingProgramError when it cannot be built here */
export async function startKyverno(cluster: Cluster): Promise<Kyverno> {
  const command = await program('kyverno-admission');
  await prepareKyverno(cluster);
  const [port, metrics] = await freePorts(2);
  const log = join(cluster.folder, 'kyverno.log');
  const daemon = startDaemon(
    'kyverno',
    command,
    flags(cluster.kubeconfig, port!, metrics!),
    log,
    ENVIRONMENT,
  );
  const stop = async () => {
    await stopDaemon(daemon, 0);
    await removeKyverno(cluster);
  };
  try {
    await until(daemon, 'is not ready', async () =>
      (await answersOk(`https://127.0.0.1:${port}/health/readiness`)) ? [] : ['it does not answer'],
    );
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    knows: (wanted) => until(daemon, 'does not know', () => unknownPolicies(cluster, wanted)),
    kill: () => stopDaemon(daemon, 0),
    stop,
  };
}

/** Waits until nothing is left to wait for. @throws with what is left */
async function until(daemon: Daemon, what: string, left: () => Promise<string[]>): Promise<void> {
  const end = Date.now() + PATIENCE * 1000;
  for (;;) {
    daemon.check();
    const waiting = await left();
    if (waiting.length === 0) return;
    if (Date.now() > end) throw new Error(`Kyverno ${what} after ${PATIENCE} s:\n${waiting.join('\n')}`);
    await sleep(300);
  }
}

/** Policies that Kyverno has not compiled, with what it says of them, and those for which it is not asked yet. */
export async function unknownPolicies(cluster: Cluster, wanted: readonly KubeObject[]): Promise<string[]> {
  const kinds = 'namespacedvalidatingpolicies,namespacedimagevalidatingpolicies';
  const [there, webhooks] = await Promise.all([
    cluster.kubectlOk(['get', kinds, '--all-namespaces', '-o', 'yaml']),
    cluster.kubectlOk(['get', 'validatingwebhookconfigurations', '-l', MADE_BY_KYVERNO, '-o', 'yaml']),
  ]);
  const { items } = load(there) as { items: KubeObject[] };
  return wanted.flatMap(({ kind, metadata: { name, namespace } }) => {
    const found = items.find(
      (one) => one.kind === kind && one.metadata.namespace === namespace && one.metadata.name === name,
    );
    const { ready, message } = found?.status?.conditionStatus ?? {};
    if (!ready) return [`${namespace}/${name}: ${message ?? 'not compiled'}`];
    const silent = found!.spec.evaluation?.admission?.enabled === false;
    return silent || webhooks.includes(`/${name}`) ? [] : [`${namespace}/${name}: not asked`];
  });
}
