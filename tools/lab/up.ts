import { startCluster } from './cluster';
import { loadCrds, readLock } from './crds';

/**
 * `npm run cluster`: a cluster to play with, until Ctrl-C. Node.js runs it itself, with tsx as a loader: the command `tsx`
 * kills what does not answer a signal within 60 milliseconds, and a cluster takes longer to end.
 */
async function main() {
  const started = Date.now();
  const cluster = await startCluster();
  await loadCrds(cluster, readLock()).catch(async (error) => {
    await cluster.stop();
    throw error;
  });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`The cluster is up after ${seconds} s. In another terminal:`);
  console.log(`export KUBECONFIG=${cluster.kubeconfig}`);
  console.log(`kubectl is ${cluster.kubectlPath}`);
  console.log('Ctrl-C stops it and leaves nothing behind.');
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
