import type { TestProject } from 'vitest/node';
import type { ClusterInfo } from '../../tools/lab/api';
import { startRealCluster } from '../../tools/node/cluster';
import { buildImages } from '../../tools/node/images/build';
import type { MachineInfo } from '../../tools/node/machine';
import { PAUSE, TOOLS } from '../../tools/node/own-images';

declare module 'vitest' {
  interface ProvidedContext {
    /** The cluster of real nodes that all files share. */
    realNodes: { info: ClusterInfo; nodes: MachineInfo[] };
  }
}

const DNS = 'registry.k8s.io/coredns/coredns:v1.15.0';

/** One cluster for the whole run; it ends with the sandbox. */
export default async function setup(project: TestProject) {
  const cluster = await startRealCluster({ images: [await buildImages([PAUSE, TOOLS, DNS])] });
  const { server, token, caFile, kubeconfig, kubectlPath, folder } = cluster;
  project.provide('realNodes', {
    info: { server, token, caFile, kubeconfig, kubectlPath, folder },
    nodes: cluster.nodes.map(({ name, address, folder, cgroup, pid }) => ({
      name,
      address,
      folder,
      cgroup,
      pid,
    })),
  });
  return () => {
    cluster.check();
    cluster.stop();
  };
}
