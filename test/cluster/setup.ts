import { rmSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import type { ClusterInfo } from '../../tools/lab/api';
import { type OwnCluster, startCluster } from '../../tools/lab/cluster';
import { MissingProgramError } from '../../tools/lab/programs';
import { writeUncommitted } from './units';

declare module 'vitest' {
  interface ProvidedContext {
    /** One running cluster for each worker, or why there is none. */
    labs: { info: ClusterInfo[] } | { missing: string };
    /** Folder with each environment at the phases it is not pinned to, and its variants. */
    uncommitted: string;
  }
}

/** What can be handed to another process. */
const plain = ({
  server,
  token,
  logins,
  caFile,
  kubeconfig,
  kubectlPath,
  folder,
}: ClusterInfo): ClusterInfo => ({
  server,
  token,
  logins,
  caFile,
  kubeconfig,
  kubectlPath,
  folder,
});

const WORKERS = Number(process.env.PHASEWISE_WORKERS || 1);

/** Clusters for the whole run, one for each worker; every test file connects to its worker's. */
export default async function setup(project: TestProject) {
  const uncommitted = await writeUncommitted();
  project.provide('uncommitted', uncommitted);
  const tidy = () => rmSync(uncommitted, { recursive: true, force: true });
  const clusters: OwnCluster[] = [];
  const stop = async () => {
    for (const cluster of clusters) await cluster.stop();
  };
  try {
    for (let worker = 0; worker < WORKERS; worker++) clusters.push(await startCluster());
    project.provide('labs', { info: clusters.map(plain) });
    return async () => {
      tidy();
      await stop();
    };
  } catch (error) {
    await stop();
    // On a laptop without Go the tests say "not run", in CI they fail: see `notRun`.
    if (!(error instanceof MissingProgramError)) throw error;
    project.provide('labs', { missing: error.message });
    return tidy;
  }
}
