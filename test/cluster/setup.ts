import { rmSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import type { ClusterInfo } from '../../tools/lab/api';
import { startCluster } from '../../tools/lab/cluster';
import { MissingProgramError } from '../../tools/lab/programs';
import { writeUncommitted } from './units';

declare module 'vitest' {
  interface ProvidedContext {
    /** The running cluster, or why there is none. */
    lab: { info: ClusterInfo } | { missing: string };
    /** Folder with each environment at the phases it is not pinned to, and its variants. */
    uncommitted: string;
  }
}

/** One cluster for the whole run; every test file connects to it. */
export default async function setup(project: TestProject) {
  const uncommitted = await writeUncommitted();
  project.provide('uncommitted', uncommitted);
  const tidy = () => rmSync(uncommitted, { recursive: true, force: true });
  try {
    const cluster = await startCluster();
    const { server, token, caFile, kubeconfig, kubectlPath, folder } = cluster;
    project.provide('lab', { info: { server, token, caFile, kubeconfig, kubectlPath, folder } });
    return async () => {
      tidy();
      await cluster.stop();
    };
  } catch (error) {
    // On a laptop without Go the tests say "not run"; in CI nothing is ever skipped.
    if (!(error instanceof MissingProgramError) || process.env.CI) throw error;
    project.provide('lab', { missing: error.message });
    return tidy;
  }
}
