import type { TestProject } from 'vitest/node';
import type { ClusterInfo } from '../../tools/lab/api';
import { startRealCluster } from '../../tools/node/cluster';
import type { MachineInfo } from '../../tools/node/machine';

declare module 'vitest' {
  interface ProvidedContext {
    /** The cluster of real nodes that all files share. */
    realNodes: { info: ClusterInfo; nodes: MachineInfo[] };
  }
}

/** One cluster for the whole run; it ends with the sandbox. */
export default async function setup(project: TestProject) {
  const cluster = await startRealCluster();
  const { server, token, logins, caFile, kubeconfig, kubectlPath, folder } = cluster;
  project.provide('realNodes', {
    info: { server, token, logins, caFile, kubeconfig, kubectlPath, folder },
    nodes: cluster.nodes.map(({ name, address, address6, folder, cgroup, pid }) => ({
      name,
      address,
      address6,
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
