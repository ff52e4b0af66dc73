import { mkdtempSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ClusterInfo, call } from './api';
import { startControlPlane } from './control-plane';
import { type Daemon, killNow, type Result, run, runningWith, startDaemon, stopDaemon } from './exec';
import { addNodes, type NodeSize } from './nodes';
import { program } from './programs';
import { ensureStorageClass, startProvisioner } from './storage';

/** A reachable lab. */
export interface Cluster extends ClusterInfo {
  /** Runs kubectl; any exit status is a result. */
  kubectl(args: readonly string[], options?: { stdin?: string; timeout?: number }): Promise<Result>;
  /** Runs kubectl and returns what it printed. @throws with its message when it fails. */
  kubectlOk(args: readonly string[], options?: { stdin?: string; timeout?: number }): Promise<string>;
  /** Reads one path of the API, such as `/api/v1/namespaces`. */
  get<T>(path: string): Promise<T>;
}

/** A lab this process started and has to stop. */
export interface OwnCluster extends Cluster {
  addNodes(count?: number, size?: NodeSize): Promise<void>;
  stop(): Promise<void>;
}

/** Uses a lab that another process started. */
export function connect(info: ClusterInfo): Cluster {
  const env = { KUBECONFIG: info.kubeconfig, KUBECACHEDIR: join(info.folder, 'kubectl') };
  const kubectl: Cluster['kubectl'] = (args, options = {}) =>
    run(info.kubectlPath, args, { ...options, env });
  return {
    ...info,
    kubectl,
    async kubectlOk(args, options) {
      const result = await kubectl(args, options);
      if (result.code === 0) return result.stdout;
      throw new Error(`kubectl ${args.join(' ')} (status ${result.code}):\n${result.stderr.trim()}`);
    },
    get: (path) => call(info, 'GET', path),
  };
}

/** What a new lab has from the start. */
export interface ClusterOptions {
  /** @default 3 */
  readonly nodes?: number;
  readonly nodeSize?: NodeSize;
}

/** What ends a process from outside and lets it tidy up: Ctrl-C, a supervisor, a closed terminal. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Starts a whole cluster on loopback: real control plane, played nodes. Nothing outlives it: its folder and
 * processes go with `stop()`, and also when this process ends in any other way.
 *
 * @throws MissingProgramError when a program cannot be built here.
 */
export async function startCluster(options: ClusterOptions = {}): Promise<OwnCluster> {
  // All programs first: a build takes minutes, and a half-started cluster should not wait for it.
  const kwok = await program('kwok');
  for (const name of ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'] as const) {
    await program(name);
  }
  const folder = mkdtempSync(join(tmpdir(), 'phasewise-lab-'));
  const daemons: Daemon[] = [];
  let endProvisioner = () => {};
  const start = (name: string, command: string, args: string[]) => {
    const daemon = startDaemon(name, command, args, join(folder, `${name}.log`));
    daemons.push(daemon);
    return daemon;
  };
  const leaveNothing = () => {
    // Everything that writes into the folder first; a kubectl at work keeps a cache there.
    killNow([...runningWith(folder), ...daemons.map(({ process: child }) => child)]);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  const onSignal = (signal: NodeJS.Signals) => {
    leaveNothing();
    process.exit(128 + constants.signals[signal]);
  };
  process.on('exit', leaveNothing);
  // Not `once`: without a listener a second Ctrl-C would end this process in the middle of it.
  for (const signal of SIGNALS) process.on(signal, onSignal);
  const stop = async () => {
    endProvisioner();
    // Clients before servers, so that none of them complains about the others.
    for (const daemon of [...daemons].reverse()) await stopDaemon(daemon);
    leaveNothing();
    process.off('exit', leaveNothing);
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
  try {
    const info = await startControlPlane(folder, start);
    start('kwok', kwok, [
      `--kubeconfig=${info.kubeconfig}`,
      `--config=${join(__dirname, 'kwok.yaml')}`,
      '--manage-all-nodes=true',
      '--cidr=10.244.0.0/16',
      '--node-ip=10.0.0.1',
      // Leases tell the controllers that the nodes live, without rewriting every node each few seconds.
      '--node-lease-duration-seconds=40',
    ]);
    await addNodes(info, options.nodes ?? 3, options.nodeSize);
    await ensureStorageClass(info, 'standard', true);
    endProvisioner = startProvisioner(info);
    for (const daemon of daemons) daemon.check();
    return { ...connect(info), addNodes: (count, size) => addNodes(info, count, size), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
