/** CloudNativePG's operator beside the lab's cluster: its controllers make what they make anywhere, its webhook is asked. */
import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asStdin } from './bring-up';
import { certificate } from './certificate';
import type { Cluster } from './cluster';
import { OPERATOR, SIDECAR } from './cnpg-pods';
import { webhooks } from './cnpg-webhooks';
import { freePorts } from './control-plane';
import { loadCrds, readLock } from './crds';
import { answersOk, type Daemon, sleep, startDaemon, stopDaemon } from './exec';
import { program } from './programs';

const NAMESPACE = 'cnpg-system';
/** Seconds it may take to start. */
const PATIENCE = 60;

export interface CloudNativePg {
  /** Ends it and takes its webhooks out of the cluster. */
  stop(): Promise<void>;
}

/** @throws MissingProgramError when it cannot be built here */
export async function startCloudNativePg(cluster: Cluster): Promise<CloudNativePg> {
  const command = await program('cloudnative-pg');
  const plugin = await program('barman-cloud');
  await loadCrds(
    cluster,
    readLock().filter(({ name }) => name === 'cloudnative-pg'),
  );
  const [port] = await freePorts(1);
  const folder = join(cluster.folder, 'cloudnative-pg');
  mkdirSync(folder, { recursive: true });
  const { cert, key } = await certificate(['localhost']);
  writeFileSync(join(folder, 'apiserver.crt'), cert);
  writeFileSync(join(folder, 'apiserver.key'), key);
  // It looks for itself below its folder, as in its image, to tell its instances what they should run.
  mkdirSync(join(folder, 'operator'), { recursive: true });
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
  rmSync(join(folder, 'operator', `manager_${architecture}`), { force: true });
  symlinkSync(command, join(folder, 'operator', `manager_${architecture}`));
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } };
  // It looks for plugins once, when it starts.
  const plugins = join(folder, 'plugins');
  const archiver = await startPlugin(cluster, plugin, plugins);
  const daemon = startDaemon(
    'cloudnative-pg',
    'env',
    ['-C', folder, command, 'controller', `--webhook-port=${port}`, '--metrics-bind-address=0'],
    join(cluster.folder, 'cloudnative-pg.log'),
    {
      KUBECONFIG: cluster.kubeconfig,
      OPERATOR_NAMESPACE: NAMESPACE,
      OPERATOR_IMAGE_NAME: OPERATOR,
      PLUGIN_SOCKET_DIR: plugins,
      WEBHOOK_CERT_DIR: folder,
    },
  );
  // No pod network leads to it.
  const hooks = webhooks((path) => ({
    url: `https://localhost:${port}${path}`,
    caBundle: Buffer.from(cert).toString('base64'),
  }));
  const stop = async () => {
    await stopDaemon(daemon, 5);
    await stopDaemon(archiver, 5);
    await cluster.kubectl(['delete', '--ignore-not-found', '-f', '-'], { stdin: asStdin(hooks) });
  };
  try {
    const end = Date.now() + PATIENCE * 1000;
    while (!(await answersOk(`https://localhost:${port}/readyz`))) {
      daemon.check();
      if (Date.now() > end) throw new Error(`CloudNativePG does not answer after ${PATIENCE} s`);
      await sleep(300);
    }
    await cluster.kubectlOk(['apply', '--server-side', '-f', '-'], {
      stdin: asStdin([namespace, ...hooks]),
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
}

/**
 * The Barman Cloud plugin, by a socket in place of its Service: what it does in the cluster's name is the same, and the
 * certificates by which the operator knows it are left out.
 */
async function startPlugin(cluster: Cluster, command: string, sockets: string): Promise<Daemon> {
  rmSync(sockets, { recursive: true, force: true });
  mkdirSync(sockets, { recursive: true });
  const daemon = startDaemon(
    'barman-cloud',
    command,
    ['operator', `--plugin-path=${sockets}`, '--health-probe-bind-address=0'],
    join(cluster.folder, 'barman-cloud.log'),
    { KUBECONFIG: cluster.kubeconfig, SIDECAR_IMAGE: SIDECAR },
  );
  for (const end = Date.now() + PATIENCE * 1000; readdirSync(sockets).length === 0; await sleep(100)) {
    try {
      daemon.check();
      if (Date.now() > end) throw new Error(`the Barman Cloud plugin does not listen after ${PATIENCE} s`);
    } catch (error) {
      await stopDaemon(daemon);
      throw error;
    }
  }
  return daemon;
}
