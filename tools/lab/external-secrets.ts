/** External Secrets' own controller beside the lab's cluster, for one namespace, with a store that the lab fills. */
import { join } from 'node:path';
import { call, type List } from './api';
import { asStdin } from './bring-up';
import type { Cluster } from './cluster';
import { loadCrds, readLock } from './crds';
import { sleep, startDaemon, stopDaemon } from './exec';
import { hasCondition, type KubeObject } from './manifests';
import { program } from './programs';

/** Seconds that all objects of a namespace may take to be ready. */
const PATIENCE = 60;

export interface ExternalSecrets {
  /** Ends it; what it made stays. */
  stop(): Promise<void>;
}

/** @throws MissingProgramError when it cannot be built here */
export async function startExternalSecrets(cluster: Cluster, namespace: string): Promise<ExternalSecrets> {
  const command = await program('external-secrets');
  await loadCrds(
    cluster,
    readLock().filter(({ name }) => name === 'external-secrets'),
  );
  const args = [
    `--namespace=${namespace}`,
    '--metrics-addr=0',
    '--live-addr=0',
    '--enable-leader-election=false',
    '--enable-cluster-external-secret-reconciler=false',
    '--enable-cluster-push-secret-reconciler=false',
    '--enable-push-secret-reconciler=false',
  ];
  const log = join(cluster.folder, 'external-secrets.log');
  const daemon = startDaemon('external-secrets', command, args, log, { KUBECONFIG: cluster.kubeconfig });
  return { stop: () => stopDaemon(daemon) };
}

/** A secret store with these entries: name → property → value. */
export async function fillStore(
  cluster: Cluster,
  name: string,
  entries: Readonly<Record<string, Readonly<Record<string, string>>>>,
): Promise<void> {
  const data = Object.entries(entries).map(([key, value]) => ({ key, value: JSON.stringify(value) }));
  const store = {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ClusterSecretStore',
    metadata: { name },
    spec: { provider: { fake: { data } } },
  };
  await cluster.kubectlOk(['apply', '--server-side', '-f', '-'], { stdin: asStdin([store]) });
}

const externalSecrets = (namespace: string) =>
  `/apis/external-secrets.io/v1/namespaces/${namespace}/externalsecrets`;

/** Waits until every ExternalSecret of the namespace is ready. @throws with the names of those that are not */
export async function untilReady(cluster: Cluster, namespace: string): Promise<void> {
  for (const end = Date.now() + PATIENCE * 1000; ; await sleep(300)) {
    const { items } = await cluster.get<List<KubeObject>>(externalSecrets(namespace));
    const waiting = items.filter((item) => !hasCondition(item, 'Ready')).map(({ metadata }) => metadata.name);
    if (waiting.length === 0) return;
    if (Date.now() > end) throw new Error(`not ready after ${PATIENCE} s: ${waiting.join(', ')}`);
  }
}

/** Takes all ExternalSecrets of the namespace away, with what their finalizers do, and nothing else. */
export async function removeAll(cluster: Cluster, namespace: string): Promise<void> {
  await call(cluster, 'DELETE', externalSecrets(namespace));
  for (const end = Date.now() + PATIENCE * 1000; ; await sleep(300)) {
    const { items } = await cluster.get<List<KubeObject>>(externalSecrets(namespace));
    if (items.length === 0) return;
    if (Date.now() > end) throw new Error(`${items.length} ExternalSecrets do not go away`);
  }
}

/** The Secrets of the namespace by name, as they are in the cluster. */
export async function secretsOf(cluster: Cluster, namespace: string): Promise<Map<string, KubeObject>> {
  const { items } = await cluster.get<List<KubeObject>>(`/api/v1/namespaces/${namespace}/secrets`);
  return new Map(
    items.map((item) => [item.metadata.name, { ...item, apiVersion: 'v1', kind: 'Secret' } as KubeObject]),
  );
}
