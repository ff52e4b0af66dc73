import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { millicores } from '../../model/units';
import type { ClusterInfo, List } from '../lab/api';
import { type Cluster, connect } from '../lab/cluster';
import { startControlPlane } from '../lab/control-plane';
import { type Daemon, sleep, startDaemon } from '../lab/exec';
import { hasCondition, type KubeObject, type Unit } from '../lab/manifests';
import { authority } from './authority';
import { environmentsToStart } from './environments';
import { startLoadBalancers } from './load-balancers';
import { LAN, makeNetwork } from './network';
import { startNginxGateways } from './nginx-gateway';
import { type NodeLogins, type RealNode, startNode } from './node';
import { bringPlatform } from './platform';
import { furnish, SCRATCH } from './sandbox';
import { makeStorageClass, startProvisioner } from './storage';

/** A cluster whose nodes really run pods. */
export interface RealCluster extends Cluster {
  readonly nodes: readonly RealNode[];
  /** @throws Error with the end of its log when something that the lab started is no longer running */
  check(): void;
  stop(): void;
}

/** Variable with the number of nodes. */
const NODES = 'PHASEWISE_NODES';

/** Variable with the folder of images that every node has from the start, as `images/oci.ts` writes it. */
export const LAYOUT = 'PHASEWISE_LAYOUT';

/**
 * Starts a cluster in the sandbox this process is in; it ends with the sandbox. It has as many nodes as the variable
 * PHASEWISE_NODES says, or as `nodesFor` says of what is started.
 */
export async function startRealCluster(): Promise<RealCluster> {
  const count = Number(process.env[NODES] || nodesFor(environmentsToStart(), cpus().length * 1000));
  await furnish();
  await makeNetwork();
  const images = process.env[LAYOUT] ? [process.env[LAYOUT]] : [];
  const folder = join(SCRATCH, 'control-plane');
  mkdirSync(folder);
  const daemons: Daemon[] = [];
  const start = (name: string, command: string, args: string[]) => {
    const daemon = startDaemon(name, command, args, join(folder, `${name}.log`));
    daemons.push(daemon);
    return daemon;
  };
  const nodes: RealNode[] = [];
  const ends: (() => void)[] = [];
  const stop = () => {
    for (const end of ends) end();
    for (const node of nodes) node.powerOff();
    for (const daemon of daemons) daemon.process.kill('SIGKILL');
  };
  try {
    const logins = Array.from({ length: count }, () => newLogins());
    const { info, clientAuthority } = await controlPlane(folder, start, logins);
    const cluster = connect(info);
    for (const [index, login] of logins.entries()) {
      nodes.push(await startNode(info, index + 1, count, login, clientAuthority, images));
    }
    await untilNodesReady(cluster, nodes);
    await makeStorageClass(info, 'standard', true);
    ends.push(startProvisioner(info), startLoadBalancers(info, nodes), startNginxGateways(cluster));
    await bringPlatform(cluster, ['network', 'dns'], 'kube-system');
    const check = () => {
      for (const daemon of [...daemons, ...nodes.flatMap((node) => node.daemons)]) daemon.check();
    };
    return { ...cluster, nodes, check, stop };
  } catch (error) {
    stop();
    throw error;
  }
}

/**
 * As many nodes as give each environment what its quota lets it ask for. With less room the scheduler puts out whom the
 * priorities name while a release has old and new pods, which is right, and not what is to be seen.
 *
 * @param each millicores of a node
 */
export function nodesFor(units: readonly Pick<Unit, 'objects'>[], each: number): number {
  const asked = units.flatMap(({ objects }) =>
    objects
      .filter(({ kind }) => kind === 'ResourceQuota')
      .map(({ spec }) => millicores(spec.hard['requests.cpu'] ?? '0')),
  );
  return Math.max(1, ...asked.map((cpu) => Math.ceil(cpu / each)));
}

const newToken = () => randomBytes(24).toString('hex');
const newLogins = (): NodeLogins => ({ kubelet: newToken(), proxy: newToken(), router: newToken() });

async function controlPlane(
  folder: string,
  start: Parameters<typeof startControlPlane>[1],
  logins: readonly NodeLogins[],
): Promise<{ info: ClusterInfo; clientAuthority: string }> {
  const clients = await authority(folder, 'clients');
  const toKubelet = await clients.sign('to-kubelet', '/O=system:masters/CN=kube-apiserver');
  const aggregation = await authority(folder, 'aggregation');
  const toExtensions = await aggregation.sign('to-extensions', '/CN=front-proxy');
  const tokens = logins.flatMap(({ kubelet, proxy, router }, index) => [
    `${kubelet},system:node:node-${index + 1},node-${index + 1},system:nodes`,
    `${proxy},system:kube-proxy,proxy-${index + 1}`,
    `${router},system:kube-router,router-${index + 1}`,
  ]);
  const flags = [
    `--advertise-address=${LAN.host}`,
    '--enable-admission-plugins=NodeRestriction',
    `--client-ca-file=${clients.cert}`,
    `--kubelet-client-certificate=${toKubelet.cert}`,
    `--kubelet-client-key=${toKubelet.key}`,
    '--kubelet-preferred-address-types=InternalIP',
    // Extension servers and webhooks are asked at their pods: the sandbox has routes to pods, and no kube-proxy.
    '--enable-aggregator-routing=true',
    `--requestheader-client-ca-file=${aggregation.cert}`,
    '--requestheader-username-headers=X-Remote-User',
    '--requestheader-group-headers=X-Remote-Group',
    '--requestheader-extra-headers-prefix=X-Remote-Extra-',
    `--proxy-client-cert-file=${toExtensions.cert}`,
    `--proxy-client-key-file=${toExtensions.key}`,
  ];
  const info = await startControlPlane(folder, start, {
    address: LAN.host,
    port: LAN.apiPort,
    tokens,
    flags,
  });
  return { info, clientAuthority: clients.cert };
}

async function untilNodesReady(cluster: Cluster, nodes: readonly RealNode[]): Promise<void> {
  const until = Date.now() + 120_000;
  for (;;) {
    for (const daemon of nodes.flatMap((node) => node.daemons)) daemon.check();
    const { items } = await cluster.get<List<KubeObject>>('/api/v1/nodes');
    const ready = items.filter((node) => hasCondition(node, 'Ready') && !node.spec.taints?.length);
    if (ready.length === nodes.length) return;
    if (Date.now() > until) {
      const states = items.map((node) => `${node.metadata.name}: ${JSON.stringify(node.status?.conditions)}`);
      throw new Error(`nodes are not ready after two minutes\n${states.join('\n')}`);
    }
    await sleep(300);
  }
}
